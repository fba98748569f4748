"""The day the report is due by the plan, and the days proposed from it."""

import datetime as dt

import pytest
from django.utils import translation

from common.working_days import WorkingCalendar
from organisations.models import CalendarException
from organisations.queries import working_calendar
from reporting.queries.calendar import days_off_among, days_towards, render_at, report_due, usual_days
from tests.factories.programmes import DutyFactory, PlanFactory
from tests.factories.reporting import signed_in, stage

SUMMER = dt.date(2026, 8, 3)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def days_of_year(year):
    return WorkingCalendar(), dt.date(year, 8, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("year", "effective", "note"),
    [
        (2026, dt.date(2026, 11, 25), ""),
        (2027, dt.date(2027, 11, 25), ""),
        (
            2028,
            dt.date(2028, 11, 23),
            "25 Nov 2028 is a day off (Saturday); the working day before it is 23 Nov 2028.",
        ),
        (
            2029,
            dt.date(2029, 11, 23),
            "25 Nov 2029 is a day off (Sunday); the working day before it is 23 Nov 2029.",
        ),
        (
            2030,
            dt.date(2030, 11, 22),
            "25 Nov 2030 is a day off (Vietnam Cultural Day (observed)); the working day before it is 22 Nov 2030.",
        ),
    ],
)
def test_the_enacted_day_stays_and_the_working_day_stands_beside_it(year, effective, note):
    plan = DutyFactory().plan
    due = report_due(plan, year, WorkingCalendar())
    assert (due.enacted, due.effective, due.note) == (dt.date(year, 11, 25), effective, note)


@pytest.mark.django_db
@pytest.mark.parametrize(("year", "day"), [(2026, 27), (2027, 29), (2028, 29), (2029, 29), (2030, 29)])
def test_before_the_30th_excludes_the_30th(year, day):
    plan = DutyFactory(when_raw="trước ngày 30/11 hằng năm", due_day=30).plan
    due = report_due(plan, year, WorkingCalendar())
    assert (due.enacted.day, due.effective, due.is_before) == (30, dt.date(year, 11, day), True)
    assert due.note == (
        f"“Before 30 Nov {year}” excludes that day; the last working day before it is {day} Nov {year}."
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("year", "days"),
    [  # data until, entry opens, forms due, entry locks
        (2026, "13/11 01/10 20/11 23/11"),
        (2027, "15/11 01/10 19/11 23/11"),
        (2028, "13/11 29/09 17/11 22/11"),
        (2029, "13/11 28/09 16/11 22/11"),
        (2030, "12/11 27/09 15/11 21/11"),
    ],
)
def test_no_day_proposed_is_a_day_off(year, days):
    calendar, today = days_of_year(year)
    proposed = usual_days(DutyFactory().plan, year, today, calendar)
    assert " ".join(f"{day:%d/%m}" for day in vars(proposed).values()) == days
    assert days_off_among(proposed, calendar) == {}


def test_days_of_a_past_report_begin_today_and_end_on_working_days():
    calendar, today = WorkingCalendar(), dt.date(2026, 11, 14)  # a Saturday
    days = days_towards(dt.date(2023, 11, 24), today, calendar)
    assert list(vars(days).values()) == [
        dt.date(2023, 12, 29),
        today,
        dt.date(2026, 11, 30),
        dt.date(2026, 12, 4),
    ]


@pytest.mark.django_db
def test_an_exception_of_the_administrator_moves_the_proposal(django_assert_num_queries):
    CalendarException.objects.create(day=dt.date(2026, 11, 20), is_working=False, name="Nghỉ bão")
    plan = DutyFactory().plan
    with django_assert_num_queries(1):
        calendar = working_calendar()
    assert usual_days(plan, 2026, SUMMER, calendar).due_on == dt.date(2026, 11, 19)


@pytest.mark.django_db
def test_the_report_is_rendered_on_the_morning_of_the_working_day():
    plan = DutyFactory().plan
    moment = render_at(plan, 2028, dt.date(2028, 10, 2), dt.date(2028, 11, 22), WorkingCalendar())
    assert moment.isoformat() == "2028-11-23T06:00:00+07:00"


@pytest.mark.django_db
def test_where_no_duty_states_a_day_the_usual_one_is_proposed():
    due = report_due(PlanFactory(), 2026, WorkingCalendar())
    assert (due.enacted, due.effective) == (dt.date(2026, 11, 25), dt.date(2026, 11, 25))


@pytest.mark.django_db
def test_the_opening_page_shows_the_enacted_day_and_the_working_day_with_the_reason():
    here = stage(opened=False)
    DutyFactory(plan=here.plan)
    page = signed_in(here.specialist).get(f"/bao-cao/mo-ky/{here.plan.key}/?year=2028").content.decode()
    assert "due on 25 Nov 2028; the working day for it is 23 Nov 2028" in page
    assert "25 Nov 2028 is a day off (Saturday)" in page


@pytest.mark.django_db
def test_the_period_page_says_that_its_day_is_a_day_off():
    here = stage(opened=False)
    here.open(
        cutoff_on=dt.date(2026, 11, 13),
        opens_on=dt.date(2026, 10, 1),
        due_on=dt.date(2026, 11, 24),
        locks_on=dt.date(2026, 11, 25),
    )
    page = signed_in(here.specialist).get(here.period.get_absolute_url()).content.decode()
    assert (
        "24 Nov 2026 is a day off (Vietnam Cultural Day); the working day before it is 23 Nov 2026." in page
    )
