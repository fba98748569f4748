"""DOST sends a submitted form back, part by part, each with its reason."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from journal.actions import advance
from reporting.actions.guards import check_reason, check_seen, locked
from reporting.actions.parts import AskedPart, checked_day, checked_parts, open_parts_of, summary_of
from reporting.actions.telling import tell_unit
from reporting.models import Part, Submission
from reporting.states import SubmissionState


@transaction.atomic
def send_back(
    submission: Submission,
    *,
    by: User,
    reason: str = "",
    parts: Sequence[AskedPart] = (),
    until: dt.date | None = None,
    on: dt.date | None = None,
    seen: str | None = None,
) -> Submission:
    """DOST asks the unit to mend ``parts`` (or, with only a ``reason``, the whole form); nothing else opens.

    ``until`` is the last day of correcting, needed once entry has locked. RuleBroken: no part, a part without a
    reason, a day that is past (``past``) or lacking (``day``), another edition than ``seen`` (``stale``).
    """
    if not parts:
        check_reason(reason)
        parts = [AskedPart(part=Part.WHOLE, reason=reason)]
    row, today = locked(submission), on or timezone.localdate()
    if row.state == SubmissionState.SUBMITTED:
        check_seen(row, seen)
        parts, until = checked_parts(row, parts), checked_day(row, until, today)
    words = summary_of(row, parts)
    opened: dict[str, Any] = {}
    if until is not None:
        opened = {"unlocked_until": until, "unlocked_by": by, "unlock_reason": words}
    row = advance(
        row,
        "send_back",
        by=by,
        note=words,
        decided_at=timezone.now(),
        decided_by=by,
        return_reason=words,
        round=row.round + 1,
        **opened,
    )
    open_parts_of(row, parts)
    tell_unit(row, "send_back", words, by=by)
    return row
