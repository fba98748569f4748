"""Results of quarters, half-years, requests and reviews: their own forms beside the years, never in them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from programmes.expressions import Verdict
from reporting.models import PeriodKind
from reporting.queries.measures import Reported
from reporting.queries.results import results_of, results_of_period
from reporting.queries.stretch import Basis, stretch_of
from tests.factories.programmes import (
    AnnualTargetFactory,
    PhaseFactory,
    PlanFactory,
    TargetFactory,
    TaskFactory,
)
from tests.reporting.filling import a_figure, a_line, a_period, an_integrated_line, reported

pytestmark = pytest.mark.django_db
ON = dt.date(2023, 11, 21)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def plan():
    return PlanFactory(year_from=2021, year_to=2025)


def a_quarter(plan, year=2023, number=3):
    return a_period(plan, year, kind=PeriodKind.QUARTER, number=number)


def a_review(plan, year=2023, kind=PeriodKind.MIDTERM, covers_from=2021):
    return a_period(plan, year, kind=kind, covers_from=covers_from)


def only(period, on=ON):
    [result] = results_of_period(period, on=on).targets
    return result


def test_a_yearly_period_tells_what_its_year_tells(plan):
    period = a_period(plan)
    reported(period, TargetFactory(plan=plan), 3, estimate=5)
    told, expected = results_of_period(period, on=ON), results_of(plan, 2023, on=ON)
    assert [t.cumulative for t in told.targets] == [t.cumulative for t in expected.targets]
    assert told.stretch == expected.stretch


def test_a_quarter_stands_by_itself_beside_the_years_before(plan):
    target = TargetFactory(plan=plan, operator="at_least", value=Decimal(20))
    AnnualTargetFactory(target=target, task=None, year=2023, value=Decimal(6), raw="6")
    reported(a_period(plan, 2021), target, 1)
    reported(a_period(plan, 2022), target, 4)
    reported(a_period(plan, 2023), target, 50)  # the report of the same year is not before the quarter
    quarter = a_quarter(plan)
    reported(quarter, target, 3, estimate=7)
    reported(a_quarter(plan, number=1), target, 100)
    result = only(quarter)
    assert (result.year.value, result.estimate.value, result.cumulative.value) == (3, 7, 5)
    assert (result.year_plan.value, result.percent) == (6, Decimal(25))
    assert result.assessment.verdict == Verdict.IN_PROGRESS
    assert result.is_current


def test_figures_of_quarters_enter_no_year(plan):
    target = TargetFactory(plan=plan)
    reported(a_quarter(plan), target, 3)
    [of_year] = results_of(plan, 2023, on=ON).targets
    assert of_year.cumulative.state == Reported.MISSING


def test_before_the_first_yearly_report_a_quarter_judges_nothing_and_says_why(plan):
    target = TargetFactory(plan=plan)
    quarter = a_quarter(plan, 2021)
    reported(quarter, target, 3)
    result = only(quarter, dt.date(2021, 10, 1))
    assert (result.year.value, result.cumulative.state) == (3, Reported.MISSING)
    assert result.assessment.verdict == Verdict.NOT_ASSESSABLE
    assert str(result.assessment.reason) == (
        "Targets are judged by yearly reports; there is none before 2021 in the phase of this target."
    )


def test_nil_missing_and_nought_of_a_half_year_are_three_answers(plan):
    silent, nil, nought = (TargetFactory(plan=plan) for _ in range(3))
    half = a_period(plan, kind=PeriodKind.HALF, number=1)
    told = reported(half, silent, None, task=TaskFactory(plan=plan)).line.submission
    a_figure(a_line(told, task=TaskFactory(plan=plan), is_nil=True, nil_reason="Chưa có vốn"), target=nil)
    a_figure(a_line(told, task=TaskFactory(plan=plan)), 0, target=nought)
    states = [result.year.state for result in results_of_period(half, on=ON).targets]
    assert states == [Reported.MISSING, Reported.NIL, Reported.MEASURED]


def test_integrated_figures_of_a_request_are_its_own_and_apart(plan):
    target = TargetFactory(plan=plan)
    yearly = reported(a_period(plan, 2022), target, 1)
    a_figure(an_integrated_line(yearly.line.submission), 9, target=target)
    request = a_period(plan, kind=PeriodKind.AD_HOC, number=1, subject="Chuyển đổi số")
    figure = reported(request, target, 2)
    beside = a_figure(an_integrated_line(figure.line.submission), 5, target=target)
    result = only(request)
    assert (result.year.value, result.cumulative.value, result.integrated) == (2, 1, (beside,))


def test_a_review_sums_the_yearly_reports_it_covers_and_shows_its_own_forms_beside(plan):
    target = TargetFactory(plan=plan, operator="at_least", value=Decimal(20))
    for year, value in ((2021, 8), (2022, 4), (2023, 3)):
        reported(a_period(plan, year), target, value)
    review = a_review(plan, covers_from=2022)
    reported(review, target, 9)
    result = only(review)
    assert (result.year.value, result.cumulative.value, result.year_plan.value) == (9, 7, None)
    assert [str(warning) for warning in result.warnings] == [
        "The review covers the years from 2022 on; the phase of the target begins in 2021.",
        "The forms of this review say 9, the yearly reports add up to 7; neither replaces the other.",
    ]


def test_a_review_whose_forms_agree_with_the_years_warns_of_nothing(plan):
    target = TargetFactory(plan=plan)
    reported(a_period(plan, 2022), target, 4)
    review = a_review(plan)
    reported(review, target, 4)
    result = only(review)
    assert (result.warnings, result.unknown_years) == ((), (2021, 2023))


def test_a_final_review_holds_the_targets_of_every_phase_it_covers():
    plan = PlanFactory(year_from=2021, year_to=2030)
    first = PhaseFactory(plan=plan, code="a", year_from=2021, year_to=2025)
    second = PhaseFactory(plan=plan, code="b", year_from=2026, year_to=2030)
    early, late = TargetFactory(plan=plan, phase=first), TargetFactory(plan=plan, phase=second)
    reported(a_period(plan, 2025), early, 30)
    reported(a_period(plan, 2026), late, 2)
    final = a_review(plan, 2030, PeriodKind.FINAL)
    told = results_of_period(final, on=dt.date(2031, 1, 5))
    assert [(t.target, t.cumulative.value) for t in told.current] == [(early, 30), (late, 2)]
    assert told.targets[1].assessment.verdict == Verdict.NOT_MET
    quarter = results_of_period(a_quarter(plan, 2026), on=dt.date(2026, 10, 1))
    assert [t.target for t in quarter.current] == [late]


def test_rows_of_a_quarter_and_of_a_review(plan):
    row = TaskFactory(plan=plan, kind="annex_row", unit="doanh nghiệp")
    AnnualTargetFactory(task=row, year=2023, value=Decimal(8), raw="8")
    target = TargetFactory(plan=plan)
    row.targets.add(target)
    quarter, review = a_quarter(plan), a_review(plan)
    for period, value in ((a_period(plan, 2022), 5), (a_period(plan, 2023), 6), (quarter, 2), (review, 12)):
        reported(period, target, value, task=row)
    [of_quarter] = results_of_period(quarter, on=ON).rows
    [of_review] = results_of_period(review, on=ON).rows
    assert (of_quarter.year.value, of_quarter.cumulative.value, of_quarter.year_plan.value) == (2, 5, 8)
    assert (of_review.year.value, of_review.cumulative.value, of_review.year_plan.value) == (12, 11, None)


@pytest.mark.parametrize(
    ("kind", "facts", "basis", "years"),
    [
        (PeriodKind.YEAR, {}, Basis.YEARLY, ([2023], [2021, 2022, 2023])),
        (PeriodKind.QUARTER, {"number": 2}, Basis.ALONE, ([2023], [2021, 2022])),
        (PeriodKind.HALF, {"number": 1}, Basis.ALONE, ([2023], [2021, 2022])),
        (PeriodKind.AD_HOC, {"number": 1, "subject": "x"}, Basis.ALONE, ([2023], [2021, 2022])),
        (PeriodKind.FIVE_YEAR, {"covers_from": 2022}, Basis.REVIEW, ([2022, 2023], [2022, 2023])),
        (PeriodKind.FINAL, {}, Basis.REVIEW, ([2021, 2022, 2023], [2021, 2022, 2023])),
    ],
)
def test_what_each_kind_is_about(plan, kind, facts, basis, years):
    stretch = stretch_of(a_period(plan, kind=kind, **facts))
    assert stretch.basis == basis
    assert (list(stretch.own_years), list(stretch.summed_since(plan))) == years


@pytest.mark.parametrize("count", [1, 4])
def test_a_quarter_costs_the_same_queries_for_any_number_of_targets(
    plan, count, django_assert_max_num_queries
):
    quarter, year = a_quarter(plan), a_period(plan, 2022)
    for number in range(count):
        target = TargetFactory(plan=plan)
        reported(year, target, 1, unit=f"Sở {number}")
        reported(quarter, target, 1, unit=f"Sở {number}")
    with django_assert_max_num_queries(16):
        results_of_period(quarter, on=ON)
