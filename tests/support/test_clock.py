"""The clock promises, stops and goes on exactly, on any calendar."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from common.working_days import WorkingCalendar
from support.models import SupportProcedure
from support.queries.clock import (
    days_left,
    opinion_due,
    promised,
    resumed,
    supplement_due,
)

CALENDAR = WorkingCalendar()
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2028, 12, 31))
SPANS = st.integers(0, 60)
EXCEPTIONS = st.dictionaries(DAYS, st.booleans(), max_size=8)


def procedure(days=14):
    return SupportProcedure(days_to_decide=days, days_to_supplement=10, days_of_opinion=5)


def used(received, stood, on, calendar):
    """Working days the office has had, without those the clock ``stood`` still."""
    return calendar.between(received, on) - sum(
        calendar.between(since, min(until, on)) for since, until in stood if since <= on
    )


def test_without_laid_down_days_nothing_is_promised():
    day = dt.date(2026, 3, 2)
    assert [
        promised(None, day, CALENDAR),
        supplement_due(None, day, CALENDAR),
        opinion_due(None, day, CALENDAR),
    ] == [None] * 3
    assert days_left(None, day, CALENDAR) is None
    assert resumed(None, day, CALENDAR) is None


def test_the_day_of_receipt_is_not_counted_and_24_november_2026_is_a_holiday():
    friday = dt.date(2026, 11, 20)
    assert promised(procedure(1), friday, CALENDAR) == dt.date(2026, 11, 23)
    assert promised(procedure(2), friday, CALENDAR) == dt.date(2026, 11, 25)
    assert supplement_due(procedure(), friday, CALENDAR) == dt.date(2026, 12, 7)
    assert opinion_due(procedure(), friday, CALENDAR) == dt.date(2026, 11, 30)


def test_a_stop_over_the_holiday_gives_back_exactly_what_was_left():
    due = dt.date(2026, 11, 25)
    left = days_left(due, dt.date(2026, 11, 20), CALENDAR)
    assert left == 2
    assert resumed(left, dt.date(2026, 11, 23), CALENDAR) == dt.date(2026, 11, 26)


def test_an_answer_on_a_sunday_with_no_day_left_is_due_on_monday():
    assert resumed(0, dt.date(2026, 3, 8), CALENDAR) == dt.date(2026, 3, 9)


def test_what_was_overdue_stays_overdue_by_as_many_days():
    due, asked = dt.date(2026, 3, 2), dt.date(2026, 3, 5)
    left = days_left(due, asked, CALENDAR)
    answered = dt.date(2026, 4, 15)
    assert left == -3
    assert days_left(resumed(left, answered, CALENDAR), answered, CALENDAR) == -3


@given(DAYS, st.integers(1, 60), SPANS, EXCEPTIONS)
def test_a_stop_of_no_length_changes_nothing(received, days, later, exceptions):
    calendar = WorkingCalendar(exceptions)
    due = promised(procedure(days), received, calendar)
    asked = min(received + dt.timedelta(later), due)
    assert resumed(days_left(due, asked, calendar), asked, calendar) == due


@given(DAYS, st.integers(1, 60), st.lists(st.tuples(SPANS, SPANS), max_size=4), EXCEPTIONS)
def test_through_any_rounds_the_office_has_exactly_the_days_it_promised(received, days, rounds, exceptions):
    calendar = WorkingCalendar(exceptions)
    due = promised(procedure(days), received, calendar)
    today, stood = received, []
    for worked, waited in rounds:
        asked = today + dt.timedelta(worked)
        today = asked + dt.timedelta(waited)
        left = days_left(due, asked, calendar)
        due = resumed(left, today, calendar)
        assert calendar.is_working(due)
        if left == 0 and not calendar.is_working(today):
            return  # a term that would end on a day off ends on the next working day instead
        stood.append((asked, today))
        if left < 0:
            assert calendar.between(today, due) == left  # as late as it was, no day more or less
            return
        assert used(received, stood, asked, calendar) + left == days
        assert used(received, stood, due, calendar) == days
