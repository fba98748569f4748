from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.formatting import number, percent, small_count
from common.numbers import MESSAGES, NumberProblem, VietnameseDecimalField, counted_whole, parse_number

figures = st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**9, places=4)


def kind_of(text, **rules):
    with pytest.raises(NumberProblem) as caught:
        parse_number(text, **rules)
    return caught.value.kind


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3000", "3000"),
        ("3.000", "3000"),
        ("3 000", "3000"),
        ("3\u00a0000", "3000"),
        ("3\u202f000", "3000"),
        (" 3\u2009000 ", "3000"),
        ("3  000", "3000"),
        ("1.234,5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1234,5", "1234.5"),
        ("12.345.678", "12345678"),
        ("0,5", "0.5"),
        ("0,500", "0.5"),
        ("1,234", "1.234"),
        ("02", "2"),
        ("0", "0"),
        ("3\u200b000", "3000"),
    ],
)
def test_vietnamese_notation_is_read(typed, value):
    assert parse_number(typed) == Decimal(value)


@pytest.mark.parametrize("typed", [None, "", "   ", "\u00a0", "\u200b"])
def test_an_empty_cell_is_missing_and_not_zero(typed):
    assert parse_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("abc", "not_a_number"),
        ("12SP", "not_a_number"),
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("+5", "not_a_number"),
        ("--5", "not_a_number"),
        ("1'000", "not_a_number"),
        ("1_000", "not_a_number"),
        ("0x1F", "not_a_number"),
        (".", "not_a_number"),
        ("3\n000", "not_a_number"),
        ("1e5", "exponent"),
        ("1,5E+3", "exponent"),
        ("١٢٣", "digits"),
        ("３０００", "digits"),
        ("m²", "digits"),
        ("-", "dash"),
        ("–", "dash"),
        ("-5", "negative"),
        ("− 5", "negative"),
        ("1.000.000.000.000", "too_large"),
        ("1000000000001", "too_large"),
        ("9" * 200, "too_large"),
        ("1.5", "ambiguous_dot"),
        ("1.50", "ambiguous_dot"),
        ("1.5000", "ambiguous_dot"),
        ("0.500", "ambiguous_dot"),
        ("1234.567", "ambiguous_dot"),
        ("1,500", "ambiguous_comma"),
        ("1.2.3", "separators"),
        ("1.234.5", "separators"),
        ("1,2,3", "separators"),
        ("1,234,567", "separators"),
        ("1,234.5", "separators"),
        ("1.234 567", "separators"),
        ("12 34", "separators"),
        ("5,", "separators"),
        (",5", "separators"),
        (".5", "separators"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_fault(typed, kind):
    assert kind_of(typed) == kind


@pytest.mark.parametrize(
    ("typed", "kind"), [("2,5", "not_whole"), ("1,234", "ambiguous_comma"), ("1.5", "ambiguous_dot")]
)
def test_people_are_counted_whole(typed, kind):
    assert kind_of(typed, whole=True) == kind


def test_a_whole_figure_may_be_written_with_a_zero_behind_the_comma():
    assert parse_number("5,0", whole=True) == 5


def test_a_dash_is_zero_only_where_the_table_says_so():
    assert parse_number("-", dash_is_zero=True) == 0


def test_bounds_are_inclusive_and_named():
    assert [parse_number(text, minimum=1, maximum=100) for text in ("1", "100")] == [1, 100]
    assert [kind_of(text, minimum=1, maximum=100) for text in ("0", "100,1")] == ["too_small", "too_large"]
    assert parse_number("-3,5", minimum=None) == Decimal("-3.5")


def test_decimals_are_limited_on_request():
    assert parse_number("1,50", places=1) == Decimal("1.5")
    assert kind_of("1,55", places=1) == "too_precise"


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("53,2%", "%", "53.2"),
        ("53,2 %", "%", "53.2"),
        ("12SP", "SP", "12"),
        ("40 Doanh nghiệp", "doanh nghiệp", "40"),
    ],
)
def test_the_unit_of_the_figure_may_be_repeated(typed, unit, value):
    assert parse_number(typed, unit=unit) == Decimal(value)


def test_another_unit_is_refused():
    assert kind_of("12 SP", unit="DN") == "not_a_number"


@pytest.mark.parametrize("kind", MESSAGES)
def test_every_message_can_be_written(kind):
    problem = NumberProblem(kind, "12x", minimum="0", maximum="9", places=2)
    assert ["%(" in message for message in problem.messages] == [False]


def test_a_long_text_is_not_repeated_in_full():
    with pytest.raises(NumberProblem) as caught, translation.override("en"):
        parse_number("x" * 5000)
    assert len(caught.value.messages[0]) < 200


def test_a_problem_is_a_validation_error_that_explains_itself():
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        parse_number("1000000000001")
    with translation.override("en"):
        assert (caught.value.code, caught.value.messages) == (
            "too_large",
            [
                "“1000000000001” is too large. The largest possible figure here is 1.000.000.000; check the zeros."
            ],
        )


@given(figures)
def test_what_is_written_is_read_back(value):
    assert parse_number(number(value)) == value


@given(figures.map(lambda value: -value))
def test_what_is_written_is_read_back_below_zero(value):
    assert parse_number(number(value), minimum=None) == value


@given(st.integers(0, 10**9))
def test_counts_are_read_back_with_their_leading_zero(value):
    assert parse_number(small_count(value), whole=True) == value


@given(st.decimals(min_value=0, max_value=1000, places=1))
def test_percentages_are_read_back(value):
    assert parse_number(percent(value), unit="%") == value


@given(st.integers(0, 10**9))
def test_blanks_and_dots_between_thousands_mean_the_same(value):
    assert (
        parse_number(f"{value:,}".replace(",", " ")) == parse_number(f"{value:,}".replace(",", ".")) == value
    )


@given(st.text() | st.text(alphabet="0123456789., -−%eE", max_size=12), st.booleans())
def test_every_text_is_a_figure_a_gap_or_a_problem(text, whole):
    try:
        value = parse_number(text, whole=whole)
    except NumberProblem:
        return
    assert value is None or (0 <= value <= 10**9 and (not whole or value == int(value)))


@pytest.mark.parametrize(
    "unit",
    ["người", "lượt người", "doanh nghiệp", "DN", "sản phẩm", "SP", "lớp", "tổ chức", "chuyên gia", "phòng thử nghiệm",
     "tiêu chuẩn cơ sở", "sáng chế/GPHI", "nhãn hiệu/CDĐL", "kiểu dáng", "cuộc", "hội nghị", "đại biểu", "phóng sự"],
)  # fmt: skip
def test_units_of_the_plans_are_counted_whole(unit):
    assert counted_whole(unit) is True


@pytest.mark.parametrize("unit", ["%", "%/năm", "triệu đồng", "kg", "giờ", ""])
def test_measured_units_may_have_decimals(unit):
    assert counted_whole(unit) is False


class CountForm(forms.Form):
    people = VietnameseDecimalField(unit="lượt người")
    share = VietnameseDecimalField(unit="%", maximum=100, places=1, required=False)


def test_a_form_reads_figures():
    form = CountForm({"people": "2.000", "share": "53,2%"})
    assert (form.is_valid(), form.cleaned_data) == (True, {"people": 2000, "share": Decimal("53.2")})


def test_a_form_keeps_missing_apart_from_zero():
    forms_ = [CountForm({"people": "0", "share": share}) for share in ("", "0")]
    assert [form.is_valid() and form.cleaned_data["share"] for form in forms_] == [None, 0]


def test_a_required_figure_may_be_zero_but_not_missing():
    assert [CountForm({"people": people}).is_valid() for people in ("0", "")] == [True, False]


def test_a_form_shows_again_what_was_typed():
    form = CountForm({"people": "2.5 nghìn", "share": "101"})
    assert form.is_valid() is False
    assert {name: problems[0].code for name, problems in form.errors.as_data().items()} == {
        "people": "not_a_number",
        "share": "too_large",
    }
    assert (form["people"].value(), form["share"].value()) == ("2.5 nghìn", "101")


def test_a_form_shows_stored_figures_in_vietnamese():
    form = CountForm(initial={"people": 2000, "share": Decimal("53.20")})
    assert (form["people"].value(), form["share"].value()) == ("2.000", "53,2")


def test_a_form_knows_whether_a_figure_changed():
    initial = {"people": Decimal(2000), "share": None}
    assert CountForm({"people": "2 000", "share": ""}, initial=initial).changed_data == []
    assert CountForm({"people": "2001", "share": "0"}, initial=initial).changed_data == ["people", "share"]
    assert CountForm({"people": "x", "share": ""}, initial=initial).changed_data == ["people"]


@pytest.mark.parametrize(("name", "keyboard"), [("people", "numeric"), ("share", "decimal")])
def test_a_phone_shows_digits(name, keyboard):
    assert CountForm().fields[name].widget.attrs["inputmode"] == keyboard
