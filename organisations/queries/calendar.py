"""On which days the country's offices work."""

from common.working_days import WorkingCalendar
from organisations.models import CalendarException


def working_calendar() -> WorkingCalendar:
    """The public calendar with the dated exceptions the administrator keeps, in one query."""
    exceptions = list(CalendarException.objects.all())
    return WorkingCalendar({e.day: e.is_working for e in exceptions}, {e.day: e.name for e in exceptions})
