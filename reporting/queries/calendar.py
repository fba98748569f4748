"""The days of a reporting year: when the report is due by the plan, and what follows from it."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from programmes.models import DutyKind, Plan

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = dt.time(6, 0, tzinfo=VIETNAM)
USUAL_DUE = (11, 25)  # where the plan states no day: the day the other plans state
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


def report_due_on(plan: Plan, year: int) -> dt.date:
    """The day the plan's yearly report of ``year`` is due by its duties; 25 November where none states a day."""
    duty = plan.duties.filter(kind=DutyKind.ANNUAL, due_month__isnull=False).first()
    month, day = (duty.due_month, duty.due_day) if duty else USUAL_DUE
    return dt.date(year, month or USUAL_DUE[0], day or USUAL_DUE[1])


def usual_days(plan: Plan, year: int, today: dt.date) -> PeriodDays:
    """Days to propose, counted back from the day the report is due.

    Entry opens eight weeks before (not before today), units owe their forms five days before, entry locks the day
    before, data are cut off ten days before.
    For a year whose report is past (history entered later) units get two weeks from today.
    """
    report = report_due_on(plan, year)
    if report - UNITS_BEFORE > today:
        opens = max(today, report - OPENS_BEFORE)
        return PeriodDays(report - CUTOFF_BEFORE, opens, report - UNITS_BEFORE, report - LOCK_BEFORE)
    due = today + CATCH_UP
    return PeriodDays(min(dt.date(year, 12, 31), today), today, due, due + GRACE)


def render_at(plan: Plan, year: int, opens_on: dt.date, locks_on: dt.date) -> dt.datetime:
    """When the report is rendered by itself: 06:00 on the day it is due.

    Where that day had passed before entry opened, the morning after entry locks.
    """
    report = report_due_on(plan, year)
    return dt.datetime.combine(report if report > opens_on else locks_on + dt.timedelta(1), MORNING)
