"""The class of Decree 80/2021/NĐ-CP, article 5: every bound, every way around revenue, and the words for it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from enterprises.loading import load_reminders, load_thresholds
from enterprises.models import ExpiryReminder, SizeThreshold
from enterprises.queries.sectors import line_of
from enterprises.queries.size import size_of, sizes_of
from tests.factories.enterprises import EnterpriseFactory, SizeDeclarationFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 21)
BILLION = 1_000_000_000
FOOD, SHOPS = ("2018", "1050"), ("2018", "4711")


def declared(labour, revenue, capital, line=FOOD, **facts):
    return SizeDeclarationFactory(
        year=TODAY.year, labour=labour, revenue=revenue, capital=capital, vsic_version=line[0], vsic_code=line[1], **facts
    )  # fmt: skip


def found(*figures, **facts):
    load_thresholds()
    return size_of(declared(*figures, **facts).enterprise, TODAY)


# people, billions of revenue and of capital at the very bound, then a little more of each
@pytest.mark.parametrize(
    ("line", "bounds"),
    [
        (FOOD, {"micro": (10, 3, 3), "small": (100, 50, 20), "medium": (200, 200, 100)}),
        (SHOPS, {"micro": (10, 10, 3), "small": (50, 100, 50), "medium": (100, 300, 100)}),
    ],
)
@pytest.mark.parametrize(
    ("size_class", "next_one"), [("micro", "small"), ("small", "medium"), ("medium", None)]
)
def test_the_bound_itself_is_within_and_a_little_more_is_not(line, bounds, size_class, next_one):
    people, revenue, capital = bounds[size_class]
    revenue, capital = revenue * BILLION, capital * BILLION
    assert found(people, revenue, capital, line=line).size_class == size_class
    assert found(people, revenue, capital + 1, line=line).size_class == size_class
    assert found(people, revenue + 1, capital, line=line).size_class == size_class
    assert found(people, revenue + 1, capital + 1, line=line).size_class == next_one
    assert found(people + 1, revenue, capital, line=line).size_class == next_one


def test_a_mean_of_ten_and_a_half_people_is_more_than_ten():
    assert found(Decimal("10.5"), BILLION, BILLION).size_class == "small"
    assert found(Decimal("10.00"), BILLION, BILLION).size_class == "micro"


def test_larger_than_medium_is_known_to_be_no_sme():
    size = found(201, BILLION, BILLION)
    assert (size.size_class, size.is_small_or_medium, size.why_not) == (None, False, "")
    with translation.override("en"):
        assert size.words == "not a small or medium-sized enterprise"


def test_without_revenue_capital_decides():
    assert found(5, None, 4 * BILLION).size_class == "small"
    assert found(5, 0, 4 * BILLION).size_class == "small"  # nought is no revenue either
    assert found(5, None, 3 * BILLION).size_class == "micro"


def test_an_enterprise_younger_than_a_year_is_judged_by_capital_even_with_revenue():
    assert found(5, BILLION, 4 * BILLION, months=7).size_class == "small"
    assert found(5, BILLION, 4 * BILLION).size_class == "micro"


def test_every_step_is_told_with_its_article():
    with translation.override("en"):
        size = found(40, 60 * BILLION, 10 * BILLION)
    assert [(step.article, step.is_met) for step in size.steps] == [
        ("Nghị định 80/2021/NĐ-CP, Điều 10", None),
        ("Nghị định số 80/2021/NĐ-CP, Điều 6", None),
        ("Nghị định số 80/2021/NĐ-CP, Điều 5", False),
        ("Nghị định số 80/2021/NĐ-CP, Điều 5", True),
        ("Nghị định số 80/2021/NĐ-CP, Điều 5", False),
        ("Nghị định số 80/2021/NĐ-CP, Điều 5", True),
    ]
    assert size.steps[4].text == "“small”: a revenue of 60,000,000,000 VND is more than 50,000,000,000 VND."
    assert size.article == "Nghị định số 80/2021/NĐ-CP, Điều 5"


@pytest.mark.parametrize("kind", ["cooperative", "household", "st_organisation"])
def test_other_kinds_take_their_own_path_and_are_told_why(kind):
    load_thresholds()
    enterprise = EnterpriseFactory(kind=kind)
    SizeDeclarationFactory(enterprise=enterprise, year=TODAY.year)
    size = size_of(enterprise, TODAY)
    assert (size.size_class, size.is_small_or_medium, size.declaration) == (None, None, None)
    assert size.why_not != ""


def test_what_is_not_declared_is_not_known():
    size = size_of(EnterpriseFactory(), TODAY)
    assert (size.size_class, size.is_small_or_medium, bool(size.why_not)) == (None, None, True)


def test_an_older_declaration_still_speaks_but_is_marked_and_a_later_one_is_not_known_yet():
    load_thresholds()
    enterprise = EnterpriseFactory()
    SizeDeclarationFactory(enterprise=enterprise, year=2024, labour=5, revenue=BILLION, capital=BILLION)
    SizeDeclarationFactory(enterprise=enterprise, year=2027, labour=150)
    size = size_of(enterprise, TODAY)
    assert (size.declaration.year, size.size_class, size.is_outdated) == (2024, "micro", True)
    assert size_of(enterprise, dt.date(2027, 1, 1)).is_outdated is False


def test_a_newer_threshold_holds_from_its_day_only():
    load_thresholds()
    row = SizeThreshold.objects.get(sector="production", size_class="micro")
    SizeThreshold.objects.create(
        sector="production", size_class="micro", labour=20, revenue=row.revenue, capital=row.capital,
        valid_from=dt.date(2026, 1, 1), legal_basis="Nghị định thử", evidence="U",
    )  # fmt: skip
    enterprise = declared(15, BILLION, BILLION).enterprise
    enterprise.size_declarations.create(
        year=2025, labour=15, revenue=BILLION, capital=BILLION, vsic_version="2018", vsic_code="1050",
        declared_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC), declared_by=enterprise.size_declarations.get().declared_by,
    )  # fmt: skip
    assert size_of(enterprise, TODAY).size_class == "micro"
    assert size_of(enterprise, dt.date(2025, 12, 31)).size_class == "small"


def test_loading_again_changes_nothing_and_keeps_what_was_corrected():
    assert (load_thresholds(), load_reminders()) == (6, 3)
    SizeThreshold.objects.filter(sector="services", size_class="micro").update(labour=11)
    ExpiryReminder.objects.filter(days_before=7).update(is_active=False)
    assert (load_thresholds(), load_reminders()) == (0, 0)
    assert SizeThreshold.objects.get(sector="services", size_class="micro").labour == 11
    assert ExpiryReminder.objects.get(days_before=7).is_active is False


def test_a_code_means_what_its_edition_says():
    assert (line_of("2018", "6201").section, line_of("2025", "6201").section) == ("J", "K")
    assert (line_of("2018", "45").section, line_of("2025", "45")) == ("G", None)
    assert [line_of("2018", code) for code in ("0400", "0", "", "١٠", "ab")] == [None] * 5
    assert line_of("1993", "1050") is None
    assert (line_of("2018", "43210").sector, line_of("2018", "4711").sector) == ("production", "services")


def test_the_editions_hold_as_many_divisions_as_they_are_said_to():
    assert sum(line_of("2018", f"{n:02}") is not None for n in range(100)) == 88
    assert sum(line_of("2025", f"{n:02}") is not None for n in range(100)) == 87


def test_a_code_the_edition_does_not_know_leaves_the_size_open_and_says_why():
    size = found(5, BILLION, BILLION, line=("2025", "4511"))
    assert (size.size_class, size.is_small_or_medium, "4511" in size.why_not) == (None, None, True)


def test_the_sizes_of_many_take_two_queries():
    load_thresholds()
    some = [declared(5, BILLION, BILLION).enterprise for _n in range(5)]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert {size.size_class for size in sizes_of(some, TODAY).values()} == {"micro"}
    assert len(asked) == 2
