"""Results by national group, figures by what they count, targets over the years."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from programmes.expressions import Verdict
from reporting.models import Attribution
from reporting.queries.by_group import results_by_group
from reporting.queries.contents import contents_of
from reporting.queries.indicators import indicators_of
from reporting.queries.measures import Reported
from reporting.queries.results import results_of, results_over
from reporting.queries.trends import trends_of
from reporting.states import SubmissionState
from tests.factories.programmes import (
    DocumentFactory,
    NationalTaskGroupFactory,
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


@pytest.fixture
def period(plan):
    return a_period(plan)


def a_group(plan, code):
    return NationalTaskGroupFactory(programme=plan.programme, code=code, position=int(code[-1]))


def told_by_group(period):
    return results_by_group(results_of(period.plan, period.year, on=ON), contents_of(period))


def test_targets_are_told_under_the_groups_of_their_tasks_with_their_verdicts(plan, period):
    training, support = a_group(plan, "NG4"), a_group(plan, "NG3")
    met, both, loose = (TargetFactory(plan=plan, operator="at_least", value=Decimal(2)) for _ in range(3))
    TaskFactory(plan=plan, national_group=support).targets.add(met, both)
    TaskFactory(plan=plan, national_group=training).targets.add(both)
    reported(period, met, 3)
    told = told_by_group(period)
    assert [each.group for each in told] == [support, training, None]
    assert [[r.target for r in each.targets] for each in told] == [[met, both], [both], [loose]]
    assert told[0].verdicts == {Verdict.EXCEEDED: 1, Verdict.NOT_ASSESSABLE: 1}


def test_a_group_without_anything_stays_and_the_rest_without_anything_does_not(plan, period):
    group = a_group(plan, "NG1")
    [told] = told_by_group(period)
    assert (told.group, told.is_empty) == (group, True)


def test_units_that_tell_declare_nil_and_are_silent_are_counted_apart(plan, period):
    task = TaskFactory(plan=plan, national_group=a_group(plan, "NG2"))
    telling = a_submission(period, "Sở A")
    a_line(telling, task=task, narrative="Tuyên truyền.")
    a_line(
        telling,
        task=TaskFactory(plan=plan, national_group=task.national_group),
        is_nil=True,
        nil_reason="Hết vốn",
    )
    nil = a_submission(period, "Sở B", is_nil=True, nil_reason="Không có")
    a_line(nil, task=task)
    empty = a_submission(period, "Sở C")
    a_line(empty, task=task)
    open_ = a_submission(period, "Sở D", SubmissionState.DRAFT)
    a_line(open_, task=task, narrative="Chưa nộp.")
    [told] = told_by_group(period)
    assert (told.told, told.nil, told.silent) == ((telling,), (nil,), (empty, open_))


def test_figures_add_up_only_in_one_task_one_unit_of_measure_and_one_attribution(plan, period):
    task = TaskFactory(plan=plan, national_group=a_group(plan, "NG4"))
    other = TaskFactory(plan=plan, national_group=task.national_group)
    first, second = a_submission(period, "Sở A"), a_submission(period, "Sở B")
    line = a_line(first, task=task)
    a_figure(line, 2, estimate=3)
    a_figure(line, 40, indicator="Số lớp", unit="học viên")
    a_figure(a_line(second, task=task), 5, indicator="số  LỚP", unit="Lớp")
    a_figure(a_line(second, task=other), 7)
    a_figure(an_integrated_line(first, national_group=task.national_group), 100)
    [told] = told_by_group(period)
    assert [(each.unit, each.task, each.year.value) for each in told.indicators] == [
        ("lớp", task, 7),
        ("học viên", task, 40),
        ("lớp", other, 7),
    ]
    assert (told.indicators[0].estimate.value, told.indicators[0].units) == (3, ("Sở A", "Sở B"))
    assert [each.year.value for each in told.integrated] == [100]


def test_integrated_figures_of_two_hosts_stay_apart(plan, period):
    sent = a_submission(period)
    fair, scheme = DocumentFactory(), DocumentFactory()
    for host, value in ((fair, 1), (fair, 2), (scheme, 4)):
        a_figure(an_integrated_line(sent, host=host), value)
    for heading, value in (("Hội chợ", 8), ("hội  chợ", 16), ("Khuyến công", 32)):
        a_figure(an_integrated_line(sent, heading), value)
    lines = sent.lines.filter(attribution=Attribution.INTEGRATED).order_by("pk")
    told = [(each.host, each.year.value) for each in indicators_of(lines)]
    assert told == [(fair, 3), (scheme, 4), (None, 24), (None, 32)]


def test_figures_left_empty_are_no_indicators_and_nought_is_one(plan, period):
    line = a_line(a_submission(period), task=TaskFactory(plan=plan))
    a_figure(line)
    a_figure(line, 0, unit="lượt")
    [told] = indicators_of([line])
    assert (told.unit, told.year.state, told.estimate.state) == ("lượt", Reported.MEASURED, Reported.MISSING)


def test_percentages_of_two_units_stay_apart(plan, period):
    task = TaskFactory(plan=plan)
    lines = [a_line(a_submission(period, unit), task=task) for unit in ("Sở A", "Sở B")]
    for line in lines:
        a_figure(line, 50, indicator="Tỷ lệ", unit="%")
    [told] = indicators_of(lines)
    assert told.year.state == Reported.APART


def test_a_trend_runs_from_the_first_year_of_the_phase_and_leaves_unreported_years_open(plan):
    phase = PhaseFactory(plan=plan, code="b", year_from=2022, year_to=2025)
    target = TargetFactory(plan=plan, phase=phase, operator="at_least", value=Decimal(10))
    a_period(plan, 2021)
    reported(a_period(plan, 2023), target, 4)
    [trend] = trends_of(results_over(plan, range(2021, 2024), on=ON), 2023)
    assert [(p.year, p.result.state, p.cumulative.state) for p in trend.points] == [
        (2022, Reported.MISSING, Reported.MISSING),
        (2023, Reported.MEASURED, Reported.MEASURED),
    ]
    assert (trend.needed, trend.is_told) == (10, True)


def test_a_trend_of_a_target_nobody_reported_has_nothing_to_draw(plan):
    TargetFactory(plan=plan)
    a_period(plan, 2023)
    [trend] = trends_of(results_over(plan, range(2021, 2024), on=ON), 2023)
    assert (trend.is_told, len(trend.points)) == (False, 3)


@pytest.mark.parametrize("count", [1, 4])
def test_groups_cost_the_same_queries_for_any_number_of_lines(plan, period, count, django_assert_num_queries):
    task = TaskFactory(plan=plan, national_group=a_group(plan, "NG4"))
    for number in range(count):
        figure = reported(period, TargetFactory(plan=plan), 2, unit=f"Sở {number}", task=task)
        figure.counted_as = "enterprises"
        figure.save()
    results, contents = results_of(plan, 2023, on=ON), contents_of(period)
    with django_assert_num_queries(3):
        results_by_group(results, contents)
