"""On which days offices work."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.working_days import WorkingCalendar

YEARS = st.dates(dt.date(2019, 1, 1), dt.date(2032, 12, 31))
STEPS = st.integers(-300, 300)
CALENDARS = st.dictionaries(YEARS, st.booleans(), max_size=30).map(WorkingCalendar)


def day(text):
    return dt.date(*(int(part) for part in reversed(text.split("/"))))


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("23/11/2026", True),
        ("24/11/2025", True),  # the Culture Day is a day off only since 2026
        ("24/11/2026", False),
        ("25/11/2026", True),
        ("21/11/2026", False),
        ("22/08/2026", True),  # a Saturday worked in exchange for 31/08
        ("31/08/2026", False),
        ("04/05/2024", True),
        ("26/11/2029", False),  # in lieu of Saturday the 24th
        ("25/11/2030", False),  # in lieu of Sunday the 24th
        ("17/02/2026", False),  # Tết
    ],
)
def test_holidays_days_in_lieu_and_exchanged_saturdays_are_known(text, works):
    assert WorkingCalendar().is_working(day(text)) == works


def test_what_the_administrator_says_outweighs_the_public_calendar():
    extra, exchanged = day("23/11/2026"), day("28/11/2026")
    calendar = WorkingCalendar({extra: False, exchanged: True}, {extra: "Nghỉ bão"})
    assert [calendar.is_working(d) for d in (extra, exchanged)] == [False, True]
    assert [calendar.name_of(d) for d in (extra, exchanged)] == ["Nghỉ bão", ""]


def test_a_day_off_has_a_name_in_the_readers_language():
    calendar = WorkingCalendar({day("23/11/2026"): False})
    days = [day("24/11/2026"), day("21/11/2026"), day("23/11/2026"), day("25/11/2026")]
    with translation.override("en"):
        assert [calendar.name_of(d) for d in days] == ["Vietnam Cultural Day", "Saturday", "day off", ""]
    with translation.override("vi"):
        assert calendar.name_of(days[0]) == "Ngày Văn hóa Việt Nam"


# DOMAIN 4.7: the year, the last working day up to 25/11, rolled forward, the last working day before 30/11
WORKED_DUE_DATES = [
    (2026, "25/11", "25/11", "27/11", "23/11"),
    (2027, "25/11", "25/11", "29/11", "23/11"),
    (2028, "23/11", "27/11", "29/11", "23/11"),
    (2029, "23/11", "27/11", "29/11", "23/11"),
    (2030, "22/11", "26/11", "29/11", "22/11"),
]


@pytest.mark.parametrize(("year", "back", "forward", "before_30", "before_24"), WORKED_DUE_DATES)
def test_the_worked_due_dates_of_the_years_to_come(year, back, forward, before_30, before_24):
    calendar, due = WorkingCalendar(), dt.date(year, 11, 25)
    found = (
        calendar.on_or_before(due),
        calendar.on_or_after(due),
        calendar.before(dt.date(year, 11, 30)),
        calendar.before(dt.date(year, 11, 24)),
    )
    assert [f"{d:%d/%m}" for d in found] == [back, forward, before_30, before_24]


def test_the_first_day_is_not_counted_and_days_off_are_skipped():
    calendar = WorkingCalendar()
    assert calendar.shift(day("20/11/2026"), 2) == day("25/11/2026")
    assert calendar.shift(day("25/11/2026"), -2) == day("20/11/2026")
    assert calendar.between(day("20/11/2026"), day("25/11/2026")) == 2
    assert calendar.between(day("25/11/2026"), day("20/11/2026")) == -2
    assert calendar.between(day("30/12/2026"), day("05/01/2027")) == 3


@given(CALENDARS, YEARS, STEPS)
def test_shift_and_between_undo_each_other(calendar, start, steps):
    assert calendar.between(start, calendar.shift(start, steps)) == steps


@given(CALENDARS, YEARS, STEPS.filter(bool))
def test_a_shift_never_lands_on_a_day_off(calendar, start, steps):
    assert calendar.is_working(calendar.shift(start, steps))


@given(CALENDARS, YEARS, YEARS, STEPS.filter(bool))
def test_a_later_start_never_ends_earlier(calendar, one, other, steps):
    first, last = sorted((one, other))
    assert calendar.shift(first, steps) <= calendar.shift(last, steps)


@given(CALENDARS, YEARS, YEARS, YEARS)
def test_between_grows_with_the_last_day_and_adds_up(calendar, one, two, three):
    first, middle, last = sorted((one, two, three))
    assert calendar.between(first, middle) <= calendar.between(first, last)
    assert calendar.between(first, middle) + calendar.between(middle, last) == calendar.between(first, last)


@given(CALENDARS, YEARS)
def test_the_nearest_working_days_enclose_a_day(calendar, start):
    back, forward = calendar.on_or_before(start), calendar.on_or_after(start)
    assert [calendar.is_working(d) for d in (back, forward)] == [True, True]
    assert back <= start <= forward
    assert calendar.before(start) < start
    assert (back == start) == (forward == start) == calendar.is_working(start)


@given(CALENDARS, YEARS, YEARS)
def test_between_counts_as_fingers_would(calendar, one, other):
    first, last = sorted((one, other))
    last = min(last, first + dt.timedelta(500))
    counted = sum(calendar.is_working(first + dt.timedelta(n)) for n in range(1, (last - first).days + 1))
    assert calendar.between(first, last) == counted
