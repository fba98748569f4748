import datetime as dt
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common import formatting
from common.formatting import BLANK, PartialDate
from common.templatetags import formats

FEBRUARY = dt.date(2026, 2, 5)
NOVEMBER = dt.date(2023, 11, 25)
ONLY_MONTH = PartialDate(2021, 9)
figures = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("1234.5"), "1.234,5"),
        (Decimal("1234.50"), "1.234,5"),
        (1500, "1.500"),
        (Decimal("1E+3"), "1.000"),
        (Decimal("0.050"), "0,05"),
        (Decimal("-0.0"), "0"),
        (-1500, "-1.500"),
        (0, "0"),
        (None, ""),
    ],
)
def test_numbers(value, written):
    assert formatting.number(value) == written


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_figure_is_refused(value):
    with pytest.raises(ValueError, match="not a figure"):
        formatting.number(value)


@given(figures)
def test_numbers_keep_their_value(value):
    assert Decimal(formatting.number(value).replace(".", "").replace(",", ".")) == value


@given(figures)
def test_no_zero_trails_after_the_comma(value):
    _, comma, decimals = formatting.number(value).partition(",")
    assert (bool(comma), decimals.endswith("0")) == (bool(decimals), False)


@given(figures)
def test_thousands_are_groups_of_three(value):
    groups = formatting.number(abs(value)).partition(",")[0].split(".")
    assert [len(group) for group in groups[1:]] == [3] * (len(groups) - 1)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("53.24"), "53,2%"),
        (Decimal("53.25"), "53,3%"),
        (Decimal(50), "50%"),
        (Decimal("99.97"), "99,9%"),
        (Decimal("100.04"), "100%"),
        (Decimal("1234.5"), "1.234,5%"),
        (0, "0%"),
        (None, ""),
    ],
)
def test_percentages(value, written):
    assert formatting.percent(value) == written


@given(st.decimals(min_value=0, max_value=200, places=5), st.integers(0, 3))
def test_only_what_reached_a_hundred_reads_a_hundred(value, places):
    written = Decimal(formatting.percent(value, places).rstrip("%").replace(",", "."))
    assert (written >= 100) == (value >= 100)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (2, "02"),
        (9, "09"),
        (10, "10"),
        (1500, "1.500"),
        (0, "0"),
        (Decimal("2.5"), "2,5"),
        (Decimal("2.0"), "02"),
        (None, ""),
    ],
)
def test_small_counts(value, written):
    assert formatting.small_count(value) == written


def test_money():
    assert [formatting.money(value) for value in (1500000, 0, None)] == ["1.500.000 đồng", "0 đồng", ""]


@pytest.mark.parametrize(
    ("write", "february", "november", "only_month", "only_year"),
    [
        (formatting.short_date, "05/02/2026", "25/11/2023", "…/09/2021", "…/…/2021"),
        (formatting.administrative_date, "05/02/2026", "25/11/2023", "…/9/2021", "…/…/2021"),
        (
            formatting.long_date,
            "ngày 05 tháng 02 năm 2026",
            "ngày 25 tháng 11 năm 2023",
            f"ngày {BLANK} tháng 9 năm 2021",
            f"ngày {BLANK} tháng {BLANK} năm 2021",
        ),
        (formatting.english_date, "5 Feb 2026", "25 Nov 2023", "Sep 2021", "2021"),
    ],
)
def test_dates(write, february, november, only_month, only_year):
    dates = (FEBRUARY, NOVEMBER, ONLY_MONTH, PartialDate(2021), None)
    assert [write(date) for date in dates] == [february, november, only_month, only_year, ""]


def test_a_month_above_two_is_not_padded_in_administrative_dates():
    date = dt.date(2023, 3, 6)
    assert (formatting.administrative_date(date), formatting.long_date(date)) == (
        "06/3/2023",
        "ngày 06 tháng 3 năm 2023",
    )


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_dates_can_be_read_back(date):
    day, month, year = formatting.administrative_date(date).split("/")
    _, long_day, _, long_month, _, long_year = formatting.long_date(date).split()
    assert dt.date(int(year), int(month), int(day)) == date
    assert (long_day, long_month, long_year) == (day, month, year)


def test_moments_are_told_in_the_time_of_vietnam():
    moment = dt.datetime(2026, 11, 24, 18, 5, tzinfo=dt.UTC)
    assert formatting.date_time(moment) == "01:05 25/11/2026"
    assert formatting.short_date(moment) == "25/11/2026"
    assert formatting.english_date_time(moment) == "25 Nov 2026, 01:05"


PAGE = """{% load formats %}{{ n|vn_number }} {{ n|vn_percent }} {{ n|vn_money }} {{ d|vn_date }} {{ t|vn_datetime }}"""
DOCUMENT = """{% load formats %}{{ n|doc_number }} {{ c|doc_count }} {{ n|doc_percent }} {{ n|doc_money }} \
{{ d|doc_date }} {{ d|doc_long_date }}"""


def _render(source, language):
    context = {"n": Decimal("1234.5"), "c": 2, "d": NOVEMBER, "t": dt.datetime(2023, 11, 25, 7, 5)}  # noqa: DTZ001
    with translation.override(language):
        return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("vi", "1.234,5 1.234,5% 1.234,5 đồng 25/11/2023 07:05 25/11/2023"),
        ("en", "1,234.5 1,234.5% 1,234.5 VND 25 Nov 2023 25 Nov 2023, 07:05"),
    ],
)
def test_screens_speak_the_language_of_the_reader(language, written):
    assert _render(PAGE, language) == written


@pytest.mark.parametrize("language", ["vi", "en"])
def test_documents_are_vietnamese_in_every_language(language):
    assert (
        _render(DOCUMENT, language) == "1.234,5 02 1.234,5% 1.234,5 đồng 25/11/2023 ngày 25 tháng 11 năm 2023"
    )


@pytest.mark.parametrize(
    ("value", "shown"), [(None, ""), ("không phát sinh", "không phát sinh"), (True, True)]
)
def test_filters_hand_on_what_is_no_figure(value, shown):
    assert (formats.vn_number(value), formats.doc_date(value), formats.vn_datetime(value)) == (
        shown,
        shown,
        shown,
    )
