"""The PDF and Word files of a decision's letter: how `papers.files` makes and keeps them."""

from django.utils.translation import gettext as _

from accounts.models import User
from jobs.models import Job
from papers import files
from support.models import Decision
from support.models.decision import decision_path

RENDER_DECISION = "render_decision"  # the kind of job
DECISIONS = files.Kept(
    model=Decision,
    kind=RENDER_DECISION,
    name="decision",
    title=lambda decision: (
        _("Files of the decision on %(application)s") % {"application": decision.application}
    ),
    place=lambda decision: decision_path(decision, f"{decision.pk}-"),
    make=files.print_composed,
    steps=3,
)


def request_files(*, decision: Decision, by: User | None) -> Job:
    """Ask for the files of the letter as it is written now; the same text is asked for once."""
    return files.request_files(decision, DECISIONS, by=by)
