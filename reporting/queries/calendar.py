"""The days of a period: when the report is due by the plan, the working day that means, and what follows from it.

A fixed day such as 25 November is no term that would roll on to the next working day (articles 147 and 148 of the
Civil Code speak of terms): the enacted day is shown as it is, and the office works towards the last working day up to it.
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from common.templatetags.formats import vn_date
from common.vietnamese import fold
from common.working_days import WorkingCalendar
from programmes.models import DutyKind, Plan
from reporting.models import ReportingPeriod

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = dt.time(6, 0, tzinfo=VIETNAM)
USUAL_DUE = (11, 25)  # where the plan states no day: the day the other plans state
BEFORE = "truoc ngay"  # "trước ngày 30/11" excludes the 30th
UNITS_BEFORE, LOCK_BEFORE, CUTOFF_BEFORE = dt.timedelta(5), dt.timedelta(1), dt.timedelta(10)
OPENS_BEFORE = dt.timedelta(55)  # a report of 25 November opens on 1 October
CATCH_UP, GRACE = dt.timedelta(14), dt.timedelta(4)


@dataclass(frozen=True)
class PeriodDays:
    """Until when data count, when entry opens, is due, and locks."""

    cutoff_on: dt.date
    opens_on: dt.date
    due_on: dt.date
    locks_on: dt.date


def days_of(period: ReportingPeriod) -> PeriodDays:
    """The days a period has."""
    return PeriodDays(period.cutoff_on, period.opens_on, period.due_on, period.locks_on)


@dataclass(frozen=True)
class ReportDue:
    """The day the report is due: as ``enacted``, the ``effective`` working day, and in ``note`` why they differ.

    ``is_before`` says that the plan asks for it before the enacted day, not on it.
    """

    enacted: dt.date
    effective: dt.date
    is_before: bool = False
    note: str = ""


def report_due_on(plan: Plan, year: int) -> dt.date:
    """The day the plan's yearly report of ``year`` is due by its duties; 25 November where none states a day."""
    return _enacted(plan, year)[0]


def report_due(plan: Plan, year: int, calendar: WorkingCalendar) -> ReportDue:
    """The enacted day of the yearly report of ``year`` and the working day by which the office has it ready."""
    enacted, is_before = _enacted(plan, year)
    if is_before:
        working = calendar.before(enacted)
        note = _("“Before %(day)s” excludes that day; the last working day before it is %(working)s.") % {
            "day": vn_date(enacted),
            "working": vn_date(working),
        }
        return ReportDue(enacted, working, is_before, note)
    return ReportDue(enacted, calendar.on_or_before(enacted), note=day_off(enacted, calendar))


def day_off(day: dt.date, calendar: WorkingCalendar) -> str:
    """Why nobody works on ``day`` and which working day comes before it, as a sentence; "" for a working day."""
    if calendar.is_working(day):
        return ""
    return _("%(day)s is a day off (%(name)s); the working day before it is %(working)s.") % {
        "day": vn_date(day),
        "name": calendar.name_of(day),
        "working": vn_date(calendar.before(day)),
    }


def usual_days(plan: Plan, year: int, today: dt.date, calendar: WorkingCalendar) -> PeriodDays:
    """Days to propose for the yearly report, counted back from the working day on which it is due."""
    return days_towards(report_due(plan, year, calendar).effective, today, calendar)


def days_towards(report: dt.date, today: dt.date, calendar: WorkingCalendar) -> PeriodDays:
    """Days to propose for a report due on ``report``, none of them a day off (but for entry that opens today).

    Entry opens eight weeks before (not before today), units owe their forms five days before, entry locks the day
    before, data are cut off ten days before; each on the last working day up to then.
    For a report whose day is past (history entered later) units get two weeks from today.
    """
    due = calendar.on_or_before(report - UNITS_BEFORE)
    if due > today:
        return PeriodDays(
            calendar.on_or_before(report - CUTOFF_BEFORE),
            max(today, calendar.on_or_before(report - OPENS_BEFORE)),
            due,
            calendar.on_or_before(report - LOCK_BEFORE),
        )
    due = calendar.on_or_after(today + CATCH_UP)
    cutoff = min(dt.date(report.year, 12, 31), today)
    return PeriodDays(calendar.on_or_before(cutoff), today, due, calendar.on_or_after(due + GRACE))


def days_off_among(days: PeriodDays, calendar: WorkingCalendar) -> dict[str, str]:
    """Name of a day → why nobody works on it, for those of ``days`` that are days off."""
    told = {name: day_off(day, calendar) for name, day in vars(days).items()}
    return {name: sentence for name, sentence in told.items() if sentence}


def render_at(
    plan: Plan, year: int, opens_on: dt.date, locks_on: dt.date, calendar: WorkingCalendar
) -> dt.datetime:
    """When the report is rendered by itself: 06:00 on the working day on which it is due.

    Where that day had passed before entry opened, the morning after entry locks.
    """
    report = report_due(plan, year, calendar).effective
    return dt.datetime.combine(report if report > opens_on else locks_on + dt.timedelta(1), MORNING)


def _enacted(plan: Plan, year: int) -> tuple[dt.date, bool]:
    """The enacted day, and whether the plan asks for the report before it. Prefetched duties cost nothing."""
    stated = (d for d in plan.duties.all() if d.kind == DutyKind.ANNUAL and d.due_month is not None)
    duty = next(stated, None)
    if duty is None:
        return dt.date(year, *USUAL_DUE), False
    day = dt.date(year, duty.due_month or USUAL_DUE[0], duty.due_day or USUAL_DUE[1])
    return day, BEFORE in fold(duty.when_raw)
