"""What every step checks before it is taken."""

from typing import Any

from django.utils.translation import gettext as _

from common.errors import RuleBroken
from reporting.actions.editing import MOVED
from reporting.models import Submission

# what an accepted form no longer carries; the journal keeps it
CLOSED_AGAIN: dict[str, Any] = {
    "return_reason": "",
    "unlocked_until": None,
    "unlocked_by": None,
    "unlock_reason": "",
}


def locked(submission: Submission) -> Submission:
    """The row as it stands, locked until the step is done, so that nobody changes its content meanwhile.

    RuleBroken (``moved``) where another unit took the form over while the person read it.
    """
    rows = Submission.objects.select_for_update(no_key=True, of=("self",))
    row = rows.select_related("period__plan", "organisation").filter(pk=submission.pk).first()
    if row is None:
        raise RuleBroken(MOVED, code="moved")
    return row


def check_seen(row: Submission, seen: str | None) -> None:
    """What a person stands for is what they read: it may have gone back and come again, changed, meanwhile."""
    if seen is not None and seen != row.edition:
        raise RuleBroken(
            _("The form was changed after you had opened this page. Read it again, then decide."),
            code="stale",
        )


def check_reason(reason: str) -> None:
    """A step that takes something from somebody says why."""
    if not reason.strip():
        raise RuleBroken({"reason": _("Say in a sentence what has to be changed.")})
