"""What reported figures amount to: sums that tie, three kinds of nothing, and verdicts with their reasons."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from programmes.expressions import Verdict
from programmes.models import BaseKind, RowsRule
from reporting.models import Figure, LineRole, Precision
from reporting.queries.measures import Reported
from reporting.queries.results import results_of
from reporting.states import SubmissionState
from tests.factories.programmes import (
    AnnualTargetFactory,
    PhaseFactory,
    PlanFactory,
    TargetFactory,
    TaskFactory,
)
from tests.reporting.filling import (
    a_figure,
    a_line,
    a_period,
    a_submission,
    an_integrated_line,
    reported,
)

pytestmark = pytest.mark.django_db
ON = dt.date(2023, 11, 21)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def plan():
    return PlanFactory(year_from=2021, year_to=2025)


def only(plan, year=2023, on=ON):
    [result] = results_of(plan, year, on=on).targets
    return result


def test_figures_of_accepted_submissions_add_up_over_units_and_years(plan):
    target = TargetFactory(plan=plan, operator="at_least", value=Decimal(15))
    reported(a_period(plan, 2022), target, 4)
    this_year = a_period(plan, 2023)
    reported(this_year, target, 3, estimate=5)
    reported(this_year, target, 2, unit="Sở Y tế")
    reported(this_year, target, 100, unit="Sở Xây dựng", state=SubmissionState.SUBMITTED)
    result = only(plan)
    assert (result.year.value, result.estimate.value, result.cumulative.value) == (5, 5, 9)
    assert result.assessment.verdict == Verdict.IN_PROGRESS
    assert result.percent == Decimal(60)
    assert result.unknown_years == (2021,)


def test_integrated_figures_stand_beside_and_are_never_added(plan):
    target = TargetFactory(plan=plan)
    period = a_period(plan)
    figure = reported(period, target, 3)
    beside = a_figure(an_integrated_line(figure.line.submission), 5, target=target)
    result = only(plan)
    assert result.cumulative.value == 3
    assert result.integrated == (beside,)


def test_nothing_said_nil_declared_and_nought_measured_are_three_answers(plan):
    silent, nil, nought = (TargetFactory(plan=plan) for _ in range(3))
    sent = a_submission(a_period(plan))
    a_figure(a_line(sent, task=TaskFactory(plan=plan)), target=silent)
    a_figure(a_line(sent, task=TaskFactory(plan=plan), is_nil=True, nil_reason="Chưa có vốn"), target=nil)
    a_figure(a_line(sent, task=TaskFactory(plan=plan)), 0, target=nought)
    states = [result.cumulative.state for result in results_of(plan, 2023, on=ON).targets]
    assert states == [Reported.MISSING, Reported.NIL, Reported.MEASURED]
    verdicts = [result.assessment.verdict for result in results_of(plan, 2023, on=ON).targets]
    assert verdicts == [Verdict.NOT_ASSESSABLE, Verdict.IN_PROGRESS, Verdict.IN_PROGRESS]
    assert [r.percent for r in results_of(plan, 2023, on=ON).targets] == [None, None, Decimal(0)]


def test_a_nil_submission_speaks_for_its_figures(plan):
    target = TargetFactory(plan=plan)
    sent = a_submission(a_period(plan), is_nil=True, nil_reason="Không có doanh nghiệp đăng ký")
    a_figure(a_line(sent), target=target)
    assert only(plan).year.state == Reported.NIL


def test_a_helpers_nil_does_not_speak_for_the_task(plan):
    target = TargetFactory(plan=plan)
    task = TaskFactory(plan=plan, kind="annex_row")
    task.targets.add(target)
    sent = a_submission(a_period(plan))
    helper = a_line(sent, role=LineRole.PARTNER, task=task, is_nil=True, nil_reason="Không tham gia")
    assert only(plan).year.state == Reported.MISSING
    helper.role = LineRole.LEAD
    helper.save()
    assert only(plan).year.state == Reported.NIL


def two_rows(plan, rule=""):
    """“40 enterprises with systems and tools”, which the annex splits into two rows of 40."""
    target = TargetFactory(plan=plan, operator="exact", value=Decimal(40), rows_rule=rule)
    rows = [
        TaskFactory(plan=plan, kind="annex_row", code=code, unit="doanh nghiệp")
        for code in ("III.6", "III.7")
    ]
    for row in rows:
        row.targets.add(target)
        AnnualTargetFactory(task=row, year=2023, value=Decimal(8), raw="8")
    period = a_period(plan)
    reported(period, target, 40, task=rows[0])
    a_figure(a_line(period.submissions.get(), task=rows[1]), 38, target=target)
    return target


def test_two_annex_rows_of_one_target_are_not_added_until_somebody_chooses(plan):
    two_rows(plan)
    result = only(plan)
    assert (result.cumulative.state, result.cumulative.value) == (Reported.APART, None)
    assert result.assessment.verdict == Verdict.NOT_ASSESSABLE
    assert str(result.assessment.reason) == (
        "It has several annex rows (III.6, III.7) and nobody has chosen how they make one figure; "
        "they are not added up."
    )
    assert (result.year_plan.value, str(result.year_plan.reason)) == (None, str(result.assessment.reason))
    assert [row.cumulative.value for row in results_of(plan, 2023, on=ON).rows] == [40, 38]


def test_the_largest_of_two_annex_rows(plan):
    two_rows(plan, RowsRule.LARGEST)
    result = only(plan)
    assert (result.cumulative.value, result.year_plan.value) == (40, 8)
    assert result.assessment.verdict == Verdict.MET


def test_the_sum_of_two_annex_rows_where_dost_says_so(plan):
    two_rows(plan, RowsRule.SUM)
    assert (only(plan).cumulative.value, only(plan).year_plan.value) == (78, 16)


def test_what_dost_assigned_for_the_year_comes_before_the_annex_row(plan):
    target = TargetFactory(plan=plan)
    row = TaskFactory(plan=plan, kind="annex_row")
    row.targets.add(target)
    AnnualTargetFactory(task=row, year=2023, value=Decimal(2))
    assert only(plan).year_plan.value == 2
    AnnualTargetFactory(task=None, target=target, year=2023, value=Decimal(3), is_assigned=True)
    assert only(plan).year_plan.value == 3
    assert only(plan, 2024).year_plan.value is None


def test_an_annex_row_counts_in_its_own_unit_and_tells_a_dash_from_a_blank(plan):
    row = TaskFactory(plan=plan, kind="annex_row", unit="cuộc")
    AnnualTargetFactory(task=row, year=2022, value=None, raw="")
    AnnualTargetFactory(task=row, year=2023, value=Decimal(0), raw="-")
    line = a_line(a_submission(a_period(plan)), task=row)
    a_figure(line, 1, unit="cuộc")
    a_figure(line, 7, unit="cuộc", is_own=True)
    a_figure(line, 30, unit="doanh nghiệp")
    [result] = results_of(plan, 2023, on=ON).rows
    assert (result.year.value, result.year_plan.value, result.year_plan.raw) == (1, 0, "-")
    [blank] = results_of(plan, 2022, on=ON).rows
    assert (blank.year_plan.value, blank.year.state) == (None, Reported.MISSING)


def test_percentages_are_not_added_over_units_or_years(plan):
    target = TargetFactory(plan=plan, unit="%", operator="at_least", value=Decimal(50))
    reported(a_period(plan, 2022), target, 30)
    period = a_period(plan, 2023)
    reported(period, target, 55)
    result = only(plan)
    assert (result.cumulative.state, result.year.value) == (Reported.APART, 55)
    assert result.assessment.verdict == Verdict.EXCEEDED  # the last year that has one
    reported(period, target, 60, unit="Sở Y tế")
    assert only(plan).assessment.verdict == Verdict.NOT_ASSESSABLE
    assert str(only(plan).assessment.reason) == "Percentages of several units or years are not added up."


def increase(plan, **facts):
    """“An increase of at least 50 % over 2021–2025”, and the target of that phase."""
    early = PhaseFactory(plan=plan, year_from=2021, year_to=2022)
    late = PhaseFactory(plan=plan, year_from=2023, year_to=2025)
    base = TargetFactory(plan=plan, phase=early, operator="more_than", value=Decimal(2000), unit="lượt người")
    target = TargetFactory(
        plan=plan,
        phase=late,
        operator="increase_at_least_percent",
        value=Decimal(50),
        unit="%",
        base_target=base,
        **facts,
    )
    reported(a_period(plan, 2022), base, 1000)
    line = a_line(a_submission(a_period(plan, 2023)))
    return base, target, a_figure(line, 1800, target=target, unit="lượt người")


def test_an_increase_names_the_choice_nobody_made(plan):
    _base, target, _figure = increase(plan)
    result = results_of(plan, 2023, on=ON).targets[1]
    assert result.target == target
    assert result.assessment.verdict == Verdict.NOT_ASSESSABLE
    assert str(result.assessment.reason) == (
        "It has not been chosen whether the increase counts from the target or the result of the other phase."
    )


@pytest.mark.parametrize(
    ("kind", "verdict", "needed"),
    [(BaseKind.TARGET, Verdict.IN_PROGRESS, 3000), (BaseKind.ACTUAL, Verdict.EXCEEDED, 1500)],
)
def test_an_increase_counts_from_the_base_that_was_chosen(plan, kind, verdict, needed):
    increase(plan, base_kind=kind)
    assessment = results_of(plan, 2023, on=ON).targets[1].assessment
    assert (assessment.verdict, assessment.needed) == (verdict, needed)


def test_an_increase_reported_in_percent_is_not_taken_for_a_count(plan):
    _base, _target, figure = increase(plan, base_kind=BaseKind.TARGET)
    Figure.objects.filter(pk=figure.pk).update(unit="%")
    assessment = results_of(plan, 2023, on=ON).targets[1].assessment
    assert assessment.verdict == Verdict.NOT_ASSESSABLE
    assert str(assessment.reason) == (
        "The results are given in percent; growth is judged by the counted numbers behind them."
    )


def test_growth_without_a_baseline_is_not_assessable_and_next_year_is_held_against_this_one(plan):
    target = TargetFactory(
        plan=plan, operator="growth_per_year_range", value=None, low=3, high=5, unit="%/năm"
    )
    for year, count in ((2021, 100), (2022, 104)):
        line = a_line(a_submission(a_period(plan, year)))
        a_figure(line, count, target=target, unit="doanh nghiệp")
    assert str(only(plan, 2021).assessment.reason) == (
        "The plan states no baseline, so growth in the first year cannot be counted."
    )
    assert (only(plan, 2022).assessment.growth, only(plan, 2022).assessment.verdict) == (4, Verdict.MET)


def test_a_target_of_a_later_phase_waits_for_it_and_one_of_an_earlier_phase_keeps_its_last_figure(plan):
    early = TargetFactory(plan=plan, phase=PhaseFactory(plan=plan, year_from=2021, year_to=2022))
    late = TargetFactory(plan=plan, phase=PhaseFactory(plan=plan, year_from=2024, year_to=2025))
    reported(a_period(plan, 2022), early, 9)
    results = results_of(plan, 2023, on=ON)
    first, second = results.targets
    assert (first.target, first.cumulative.value, first.year.state) == (early, 9, Reported.MISSING)
    assert first.assessment.verdict == Verdict.NOT_MET
    assert (second.target, str(second.assessment.reason)) == (late, "Its phase begins in 2024.")
    assert results.current == ()


def test_a_shortfall_is_final_only_in_the_last_year_and_after_it(plan):
    target = TargetFactory(plan=plan)
    reported(a_period(plan, 2023), target, 3)
    reported(a_period(plan, 2025), target, 3)
    assert only(plan, 2023, dt.date(2026, 2, 1)).assessment.verdict == Verdict.IN_PROGRESS
    assert only(plan, 2025, dt.date(2025, 12, 31)).assessment.verdict == Verdict.IN_PROGRESS
    assert only(plan, 2025, dt.date(2026, 1, 1)).assessment.verdict == Verdict.NOT_MET


def test_a_part_above_its_whole_is_pointed_out(plan):
    whole = TargetFactory(plan=plan, indicator="Người được đào tạo", unit="người")
    part = TargetFactory(plan=plan, indicator="Chuyên gia", unit="người", parent=whole)
    other_unit = TargetFactory(plan=plan, unit="lượt", parent=whole)
    period = a_period(plan)
    line = a_line(a_submission(period))
    for target, count in ((whole, 2), (part, 3), (other_unit, 9)):
        a_figure(line, count, target=target)
    warnings = [[str(warning) for warning in r.warnings] for r in results_of(plan, 2023, on=ON).targets]
    assert warnings == [[], ["“Chuyên gia” (3) is above the target it is part of (2)."], []]


def test_an_estimate_below_the_result_to_date_is_pointed_out(plan):
    target = TargetFactory(plan=plan)
    reported(a_period(plan), target, 1500, estimate=1200)
    assert [str(warning) for warning in only(plan).warnings] == [
        "The estimate for the whole year (1,200) is below the result to date (1,500)."
    ]


def test_a_sum_with_a_nearly_figure_is_nearly(plan):
    target = TargetFactory(plan=plan)
    figure = reported(a_period(plan), target, 3000)
    Figure.objects.filter(pk=figure.pk).update(precision=Precision.NEARLY)
    assert only(plan).cumulative.nearly


def test_made_up_figures_are_known_as_such(plan):
    target = TargetFactory(plan=plan)
    reported(a_period(plan, 2022), target, 1)
    assert not results_of(plan, 2023, on=ON).is_demo
    reported(a_period(plan, 2023), target, 1, is_demo=True)
    assert results_of(plan, 2023, on=ON).is_demo


@pytest.mark.parametrize("count", [1, 3])
def test_results_cost_the_same_queries_for_any_number_of_targets(plan, count, django_assert_num_queries):
    period = a_period(plan)
    line = a_line(a_submission(period))
    for _ in range(count):
        target = TargetFactory(
            plan=plan, base_target=TargetFactory(plan=plan, phase=PhaseFactory(plan=plan, code=f"p{_}"))
        )
        row = TaskFactory(plan=plan, kind="annex_row")
        row.targets.add(target)
        AnnualTargetFactory(task=row, year=2023)
        a_figure(line, 2, target=target)
    with django_assert_num_queries(9):
        results = results_of(plan, 2023, on=ON)
        assert [r.words for r in results.targets if r.cumulative.value == 2]


class TotalsTieToTheirFigures(TestCase):
    """Whatever units report, a total is exactly the sum of the accepted figures of the Programme it names."""

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from([2021, 2022, 2023, 2024]),
                st.sampled_from([SubmissionState.ACCEPTED, SubmissionState.SUBMITTED]),
                st.booleans(),
                st.none() | st.integers(0, 10_000),
            ),
            max_size=12,
        )
    )
    def test_totals(self, reports):
        plan = PlanFactory(year_from=2021, year_to=2025)
        target = TargetFactory(plan=plan)
        periods = {year: a_period(plan, year) for year in (2021, 2022, 2023, 2024)}
        for number, (year, state, is_own, value) in enumerate(reports):
            sent = a_submission(periods[year], f"Sở số {number}", state)
            a_figure(a_line(sent) if is_own else an_integrated_line(sent), value, target=target)
        result = only(plan)
        counted = [
            (year, value)
            for year, state, is_own, value in reports
            if state == SubmissionState.ACCEPTED and is_own and value is not None and year <= 2023
        ]
        total = sum(value for _year, value in counted) if counted else None
        this_year = [value for year, value in counted if year == 2023]
        assert result.cumulative.value == total
        assert result.cumulative.value == (
            sum(f.to_date for f in result.cumulative.figures) if counted else None
        )
        assert result.year.value == (sum(this_year) if this_year else None)
        assert result.cumulative.is_measured == bool(counted)
