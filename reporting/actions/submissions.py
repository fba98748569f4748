"""The steps of a submission inside the unit and DOST's yes: hand in, certify, decline, withdraw, accept."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import advance
from organisations.queries import working_calendar
from reporting.actions.filings import file_it, withdraw_filing
from reporting.actions.guards import CLOSED_AGAIN, check_reason, check_seen, locked
from reporting.actions.reminders import forget
from reporting.actions.returning import send_back
from reporting.actions.telling import tell_dost, tell_leader, tell_unit
from reporting.completeness import gaps
from reporting.models import ReportingPeriod, Submission
from reporting.queries.refusals import alone_refusal, certify_refusal, has_locked, withdraw_refusal
from reporting.queries.status import entry_refusal
from reporting.queries.submissions import submissions_in_full
from reporting.states import SubmissionState

__all__ = ["accept", "certify", "decline", "hand_in", "send_back", "withdraw"]


@transaction.atomic
def hand_in(submission: Submission, *, by: User, on: dt.date) -> Submission:
    """Give the filled form to the unit's leader. RuleBroken with the whole list of what is missing, or when closed."""
    locked(submission)
    row = submissions_in_full().get(pk=submission.pk)
    refusal = entry_refusal(row, on, working_calendar())
    if refusal:
        raise RuleBroken(refusal, code="closed")
    missing = gaps(row)
    if missing:
        raise RuleBroken([gap.sentence for gap in missing], code="incomplete")
    row = advance(row, "hand_in", by=by, handed_in_at=timezone.now(), handed_in_by=by)
    tell_leader(row, "hand_in", by=by)
    return row


@transaction.atomic
def certify(
    submission: Submission,
    *,
    by: User,
    on: dt.date,
    at: dt.datetime | None = None,
    seen: str | None = None,
    on_behalf_of: str = "",
) -> Submission:
    """The unit's leader stands for the form, which is then submitted to DOST and gets a number and a proof.

    ``at`` is the moment the person pressed the button, which decides on time or late; waiting for others does not
    make anybody late. ``on_behalf_of`` says in whose place the leader signs. RuleBroken: entry has locked
    (``closed``), another edition than ``seen`` (``stale``), prepared by the same person (``alone``).
    """
    ReportingPeriod.objects.select_for_update(no_key=True).get(
        pk=submission.period_id
    )  # numbers without gaps
    row = locked(submission)
    if row.state == SubmissionState.UNIT_REVIEW:
        check_seen(row, seen)
        if has_locked(row, on):
            raise RuleBroken(certify_refusal(row, on), code="closed")
    forget(row)  # reminders that reached nobody yet
    row = advance(row, "certify", by=by, certified_at=at or timezone.now(), certified_by=by)
    refusal = alone_refusal(row, by)
    if refusal:
        raise RuleBroken(refusal, code="alone")
    file_it(row, on_behalf_of=on_behalf_of)
    tell_dost(row, "certify", by=by)
    return row


@transaction.atomic
def decline(submission: Submission, *, by: User, reason: str) -> Submission:
    """The unit's leader gives the form back to the focal point, saying why; the reason stands in the journal."""
    check_reason(reason)
    row = advance(submission, "decline", by=by, note=reason)
    tell_unit(row, "decline", reason, by=by)
    return row


@transaction.atomic
def withdraw(submission: Submission, *, by: User, on: dt.date, reason: str) -> Submission:
    """The unit's leader takes the form back before DOST has decided, saying why; its proof is marked as withdrawn.

    RuleBroken (``closed``) once entry has locked: the unit could not submit it again.
    """
    check_reason(reason)
    row = locked(submission)
    if row.state == SubmissionState.SUBMITTED and has_locked(row, on):
        raise RuleBroken(withdraw_refusal(row, on), code="closed")
    # what was filed in an earlier round was not taken back, only what DOST has now
    first = None if row.first_filed_at == row.certified_at else row.first_filed_at
    facts = {"certified_at": None, "certified_by": None, "first_filed_at": first}
    row = advance(row, "withdraw", by=by, note=reason, **facts)
    withdraw_filing(row)
    tell_dost(row, "withdraw", reason, by=by)
    return row


@transaction.atomic
def accept(submission: Submission, *, by: User, seen: str | None = None) -> Submission:
    """DOST takes the form; from now on its figures count. Reasons of an earlier return and unlocking are cleared.

    RuleBroken (code ``stale``) when the form is no longer the edition ``seen``.
    """
    row = locked(submission)
    if row.state == SubmissionState.SUBMITTED:
        check_seen(row, seen)
    row = advance(row, "accept", by=by, decided_at=timezone.now(), decided_by=by, **CLOSED_AGAIN)
    tell_unit(row, "accept", by=by)
    return row
