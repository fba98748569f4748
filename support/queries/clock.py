"""The clock of an application: what a receipt promises, and how long the office still has. Pure arithmetic.

All spans are working days of the calendar handed in; the day something happens on is not counted (Civil Code, article
147). While DOST waits for a supplement the clock stands still: what was left on the day of asking is left again on the
day of the answer, also where it was less than nothing.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from common.working_days import WorkingCalendar
from support.models import SupplementRequest, SupportProcedure


def promised(
    procedure: SupportProcedure | None, received_on: dt.date, calendar: WorkingCalendar
) -> dt.date | None:
    """The day the decision is promised for to who hands in on ``received_on``; None where no days are laid down."""
    return None if procedure is None else calendar.shift(received_on, procedure.days_to_decide)


def days_left(due_on: dt.date | None, on: dt.date, calendar: WorkingCalendar) -> int | None:
    """Working days after ``on`` until ``due_on``: 0 on the day itself, negative when overdue, None without a day."""
    return None if due_on is None else calendar.between(on, due_on)


def resumed(left: int | None, on: dt.date, calendar: WorkingCalendar) -> dt.date | None:
    """The day that holds when the clock goes on on ``on`` with ``left`` working days; always a working day."""
    return None if left is None else calendar.on_or_after(calendar.shift(on, left))


def supplement_due(
    procedure: SupportProcedure | None, on: dt.date, calendar: WorkingCalendar
) -> dt.date | None:
    """Until when what is missing is proposed to be supplied; None where nothing is laid down."""
    return None if procedure is None else calendar.shift(on, procedure.days_to_supplement)


def opinion_due(procedure: SupportProcedure | None, on: dt.date, calendar: WorkingCalendar) -> dt.date | None:
    """Until when a department is proposed to give its opinion; None where nothing is laid down."""
    return None if procedure is None else calendar.shift(on, procedure.days_of_opinion)


@dataclass(frozen=True)
class Pause:
    """A time the clock stood still; ``until`` None: it still does."""

    since: dt.date
    until: dt.date | None


def pauses(rounds: Iterable[SupplementRequest]) -> list[Pause]:
    """When the clock of an application stood still, by its requests to supplement."""
    return [Pause(r.asked_on, r.answered_on or r.closed_on) for r in rounds]


def days_used(received_on: dt.date, stood: Iterable[Pause], on: dt.date, calendar: WorkingCalendar) -> int:
    """Working days the office has had since ``received_on`` until ``on``, without the pauses."""
    waited = sum(calendar.between(p.since, min(p.until or on, on)) for p in stood if p.since <= on)
    return calendar.between(received_on, on) - waited
