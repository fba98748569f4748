"""The clock of an application: what a receipt promises, and how long the office still has. Pure arithmetic.

All spans are working days of the calendar handed in; the day something happens on is not counted (Civil Code, article
147). While DOST waits for a supplement the clock stands still: what was left on the day of asking is left again on the
day of the answer, also where it was less than nothing.
"""

import datetime as dt

from common.working_days import WorkingCalendar
from support.models import SupportProcedure


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
