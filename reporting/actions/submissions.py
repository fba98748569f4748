"""The steps of a submission: hand in, certify or decline, accept or send back."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import advance
from organisations.queries import working_calendar
from reporting.completeness import gaps
from reporting.models import Submission
from reporting.queries.status import entry_refusal, is_unlocked
from reporting.queries.submissions import submissions_in_full
from reporting.states import SubmissionState

MENDING = (
    5  # working days a form stays open that is sent back after entry has locked; office practice, not law
)


@transaction.atomic
def hand_in(submission: Submission, *, by: User, on: dt.date) -> Submission:
    """Give the filled form to the unit's leader. RuleBroken with the whole list of what is missing, or when closed."""
    _lock(submission)
    row = submissions_in_full().get(pk=submission.pk)
    _check_open(row, on)
    missing = gaps(row)
    if missing:
        raise RuleBroken([gap.sentence for gap in missing], code="incomplete")
    return advance(row, "hand_in", by=by)


@transaction.atomic
def certify(submission: Submission, *, by: User, on: dt.date, seen: int | None = None) -> Submission:
    """The unit's leader stands for the form, which is then submitted to DOST.

    RuleBroken once entry has locked, and (code ``stale``) when the form is no longer the version ``seen``.
    """
    row = _lock(submission)
    if row.state == SubmissionState.UNIT_REVIEW:
        _check_seen(row, seen)
    if row.state == SubmissionState.UNIT_REVIEW and on > row.period.locks_on and not is_unlocked(row, on):
        raise RuleBroken(
            _("Entry has locked; the form can no longer be submitted. Ask DOST what to do now."),
            code="closed",
        )
    return advance(row, "certify", by=by, certified_at=timezone.now(), certified_by=by)


def decline(submission: Submission, *, by: User, reason: str) -> Submission:
    """The unit's leader gives the form back to the focal point, saying why; the reason stands in the journal."""
    _check_reason(reason)
    return advance(submission, "decline", by=by, note=reason)


@transaction.atomic
def accept(submission: Submission, *, by: User, seen: int | None = None) -> Submission:
    """DOST takes the form; from now on its figures count. A reason of an earlier return is cleared.

    RuleBroken (code ``stale``) when the form is no longer the version ``seen``.
    """
    row = _lock(submission)
    if row.state == SubmissionState.SUBMITTED:
        _check_seen(row, seen)
    return advance(submission, "accept", by=by, decided_at=timezone.now(), decided_by=by, return_reason="")


def send_back(submission: Submission, *, by: User, reason: str) -> Submission:
    """DOST asks the unit to mend something, saying what; an accepted form stops counting until it comes again."""
    _check_reason(reason)
    return advance(
        submission,
        "send_back",
        by=by,
        note=reason,
        decided_at=timezone.now(),
        decided_by=by,
        return_reason=reason,
        **_held_open(submission, by=by, reason=reason),
    )


def _held_open(submission: Submission, *, by: User, reason: str) -> dict[str, Any]:
    """Facts that keep a form sent back after entry locked open for a while: nobody could mend it otherwise."""
    today = timezone.localdate()
    if today <= submission.period.locks_on or is_unlocked(submission, today):
        return {}
    until = working_calendar().shift(today, MENDING)
    return {"unlocked_until": until, "unlocked_by": by, "unlock_reason": reason}


def _lock(submission: Submission) -> Submission:
    """The row as it stands, locked until the step is done, so that nobody changes its content meanwhile."""
    locked = Submission.objects.select_for_update(no_key=True, of=("self",))
    return locked.select_related("period__plan", "organisation").get(pk=submission.pk)


def _check_seen(row: Submission, seen: int | None) -> None:
    """What a person stands for is what they read: it may have gone back and come again, changed, meanwhile."""
    if seen is not None and seen != row.version:
        raise RuleBroken(
            _("The form was changed after you had opened this page. Read it again, then decide."),
            code="stale",
        )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken({"reason": _("Say in a sentence what has to be changed.")})


def _check_open(row: Submission, on: dt.date) -> None:
    refusal = entry_refusal(row, on, working_calendar())
    if refusal:
        raise RuleBroken(refusal, code="closed")
