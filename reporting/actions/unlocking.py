"""DOST opens a form again for a reason and until a day, and the portal closes it when that day has passed."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import advance, note_down
from journal.models import Entry
from reporting.actions.guards import CLOSED_AGAIN, check_reason, check_seen, locked
from reporting.actions.parts import AskedPart, checked_day, checked_parts, open_parts_of, summary_of
from reporting.actions.telling import tell_dost, tell_unit
from reporting.models import Part, Submission
from reporting.queries.filings import is_as_accepted, unlocking_of
from reporting.queries.refusals import unlock_entry_refusal
from reporting.states import FILED, SubmissionState


@transaction.atomic
def unlock(
    submission: Submission,
    *,
    by: User,
    until: dt.date,
    on: dt.date,
    reason: str = "",
    parts: Sequence[AskedPart] = (),
    seen: str | None = None,
) -> Submission:
    """DOST opens ``parts`` (or, with only a ``reason``, the whole) of an accepted form until the end of ``until``.

    Meanwhile its figures do not count. The journal keeps who had accepted it and which edition that was.
    RuleBroken as for sending back.
    """
    if not parts:
        check_reason(reason)
        parts = [AskedPart(part=Part.WHOLE, reason=reason)]
    row = locked(submission)
    if row.state == SubmissionState.ACCEPTED:
        check_seen(row, seen)
        parts = checked_parts(row, parts)
        checked_day(row, until, on)
    words = summary_of(row, parts)
    row = advance(
        row,
        "unlock",
        by=by,
        note=words,
        return_reason=words,
        round=row.round + 1,
        unlocked_until=until,
        unlocked_by=by,
        unlock_reason=words,
        decided_at=timezone.now(),
        decided_by=by,
        version=row.version,
        records_version=row.records_version,
        certified_at=row.certified_at,
        certified_by=row.certified_by,
    )
    open_parts_of(row, parts)
    tell_unit(row, "unlock", words, by=by)
    return row


@transaction.atomic
def unlock_entry(submission: Submission, *, by: User, reason: str, until: dt.date, on: dt.date) -> Submission:
    """Let the unit enter and submit until the end of ``until`` although entry has locked, or longer than allowed so far.

    For forms the unit still owes, also one that lies with its leader; where the form stands does not change.
    RuleBroken: not DOST, submitted already, a day that is past, or entry is open anyway.
    """
    check_reason(reason)
    row = _owed_to(submission, by)
    refusal = unlock_entry_refusal(row, on)
    if refusal:
        raise RuleBroken(refusal, code="open")
    checked_day(row, until, on)
    before = row.unlocked_until
    row.unlocked_until, row.unlocked_by, row.unlock_reason = until, by, reason.strip()
    row.save(update_fields=["unlocked_until", "unlocked_by", "unlock_reason"])
    note_down(row, "unlock_entry", by=by, note=reason.strip(), until=until, until_before=before)
    tell_unit(row, "unlock_entry", reason.strip(), by=by)
    return row


@transaction.atomic
def allow_alone(submission: Submission, *, by: User, reason: str) -> Submission:
    """DOST lets the person who prepared this form certify it too: the unit has nobody else. Kept on every proof."""
    check_reason(reason)
    row = _owed_to(submission, by)
    row.alone_reason = reason.strip()
    row.save(update_fields=["alone_reason"])
    note_down(row, "allow_alone", by=by, note=row.alone_reason)
    return row


@transaction.atomic
def forbid_alone(submission: Submission, *, by: User, reason: str) -> Submission:
    """DOST takes the permission back; what was certified stays. RuleBroken when there was none."""
    check_reason(reason)
    row = _owed_to(submission, by)
    if not row.alone_reason:
        raise RuleBroken(_("The unit already needs two persons for this form."), code="moved_on")
    row.alone_reason = ""
    row.save(update_fields=["alone_reason"])
    note_down(row, "forbid_alone", by=by, note=reason.strip())
    return row


def close_ended_unlocks(*, on: dt.date) -> list[Submission]:
    """Look at every accepted form whose unlocking ended before ``on``: unchanged ones count again, of others DOST is told.

    Bears being called late, twice, or by two ticks at once. Returns the forms that count again.
    """
    ended = Submission.objects.filter(unlocked_until__lt=on, round__gt=1).exclude(state__in=FILED)
    closed = []
    for pk in list(ended.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            mine = Submission.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
            row = mine.select_related("period__plan__province", "organisation").filter(pk=pk).first()
            if row is not None and _has_ended(row, on) and _close(row):
                closed.append(row)
    return closed


def _has_ended(row: Submission, on: dt.date) -> bool:
    return row.unlocked_until is not None and row.unlocked_until < on and row.state not in FILED


def _close(row: Submission) -> bool:
    """Let an unchanged form count again; note down once that a changed one did not come."""
    opened = unlocking_of(row)
    if opened is None:
        return False  # sent back, never accepted: it is owed still
    known = Entry.objects.about(row).filter(action="unlock_ended", facts__until=str(row.unlocked_until))
    if not is_as_accepted(row, opened):
        if not known.exists():
            note_down(row, "unlock_ended", by=None, until=row.unlocked_until)
            tell_dost(row, "unlock_ended", by=None)
        return False
    advance(row, "relock", by=None, **_as_decided(row, opened), **CLOSED_AGAIN)
    tell_unit(row, "relock", by=None)
    return True


def _as_decided(row: Submission, opened: Entry) -> dict[str, Any]:
    """When and by whom the form had been certified and accepted, whatever was filed and taken back since.

    A past paper was never seen accepted by the portal: nothing is known of it.
    """
    facts: dict[str, Any] = {}
    if opened.facts.get("certified_at"):
        certified = dt.datetime.fromisoformat(opened.facts["certified_at"])
        facts = {"certified_at": certified, "certified_by_id": opened.facts["certified_by"]["id"]}
    accepted = Entry.objects.about(row).filter(action="accept").first()
    if accepted is None:
        return facts
    return facts | {
        "decided_at": dt.datetime.fromisoformat(accepted.facts["decided_at"]),
        "decided_by": accepted.by,
    }


def _owed_to(submission: Submission, by: User) -> Submission:
    """The locked row of a form the unit still owes, for DOST alone. RuleBroken otherwise."""
    row = locked(submission)
    if not by.has_perm("reporting.decide_submission", row):
        raise RuleBroken(_("Only DOST opens a form."), code="not_permitted")
    if row.state in FILED:
        raise RuleBroken(
            _("The form has been submitted; this is possible only while the unit still owes it."),
            code="moved_on",
        )
    return row
