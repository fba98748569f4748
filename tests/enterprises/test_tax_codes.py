import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from enterprises.queries.masking import masked
from enterprises.queries.tax_codes import check, check_digit
from tests.factories.enterprises import tax_code


@pytest.mark.parametrize(
    ("code", "shape"),
    [
        ("0100109106", "organisation"),
        ("0300588569", "organisation"),
        ("0100109106-001", "branch"),
        ("0100109106-999", "branch"),
        ("001082000123", "household"),
    ],
)
def test_right_codes_are_taken_without_a_word(code, shape):
    found = check(code)
    assert (found.shape, found.problem, found.warning) == (shape, None, None)


@pytest.mark.parametrize(
    ("code", "shape", "says"),
    [
        ("0100109107", "organisation", "check digit"),
        ("0100109107-001", "branch", "check digit"),
        ("0100109106-000", "branch", "001 to 999"),
        ("0000000000", "organisation", "noughts"),
        ("000123456789", "household", "000"),
        ("", None, "ten digits"),
        ("123", None, "ten digits"),
        ("0100109106001", None, "ten digits"),  # tidied it carries the dash
        ("٠١٠٠١٠٩١٠٦", None, "ten digits"),
        ("0100109106\n", None, "ten digits"),
    ],
)
def test_impossible_codes_say_what_is_wrong(code, shape, says):
    with translation.override("en"):
        found = check(code)
    assert (found.shape, found.warning, says in found.problem) == (shape, None, True)


def test_where_no_digit_fits_the_code_is_only_warned_about():
    nine = next(f"01{n:07d}" for n in range(1, 10_000) if check_digit(f"01{n:07d}") is None)
    for last in "05":
        found = check(nine + last)
        assert (found.shape, found.problem, found.warning is None) == ("organisation", None, False)


@given(st.integers(0, 9_999_999), st.integers(0, 9), st.integers(1, 9))
def test_one_digit_typed_wrong_is_always_found(number, at, off):
    code = tax_code(number)
    wrong = code[:at] + str((int(code[at]) + off) % 10) + code[at + 1 :]
    found = check(wrong)
    assert found.problem is not None or found.warning is not None


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("001082000123", "******000123"),
        ("0100109106", "0100109106"),
        ("0100109106-001", "0100109106-001"),
        ("", ""),
    ],
)
def test_only_personal_numbers_are_covered(code, seen):
    assert masked(code) == seen
