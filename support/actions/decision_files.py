"""The PDF and Word files of a decision's letter: how `papers.files` makes and keeps them."""

from django.utils.translation import gettext as _

from accounts.models import User
from jobs.models import Job
from papers import files
from support.models import Decision

RENDER_DECISION = "render_decision"  # the kind of job
DECISIONS = files.Kept(
    model=Decision,
    kind=RENDER_DECISION,
    name="decision",
    folder=lambda decision: f"decisions/{decision.application_id}",
    title=lambda decision: (
        _("Files of the decision on %(application)s") % {"application": decision.application}
    ),
    hashes=("pdf_sha256", "word_sha256"),
)


def request_files(*, decision: Decision, by: User | None) -> Job:
    """Ask for the files of the letter as it is written now; the same text is asked for once."""
    return files.request_files(decision, DECISIONS, by=by)
