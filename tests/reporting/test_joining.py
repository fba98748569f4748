"""Results of several plans as one figure: what is added, what is not and why, and nobody twice."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from reporting.queries.joining import cumulative_of_result, join, promised, year_of_result
from reporting.queries.measures import Reported
from reporting.queries.results import results_of, results_of_plans
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.programmes import PhaseFactory, PlanFactory, TargetFactory
from tests.reporting.filling import a_period, a_submission, reported
from tests.reporting.naming import helped

pytestmark = pytest.mark.django_db
ON = dt.date(2023, 11, 21)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def a_target(plan=None, **facts):
    return TargetFactory(plan=plan or PlanFactory(), **facts)


def joined(*targets, read=year_of_result, year=2023):
    plans = {target.plan_id: target.plan for target in targets}
    told = results_of_plans(list(plans.values()), year, on=ON)
    wanted = {target.pk for target in targets}
    found = [r for results in told.values() for r in results.targets if r.target.pk in wanted]
    return join(found, read)


def test_counts_of_two_plans_in_one_unit_are_added_and_say_how_many_answered():
    one, other, silent = a_target(), a_target(operator="about"), a_target(unit="Doanh nghiệp")
    reported(a_period(one.plan), one, 3)
    reported(a_period(other.plan), other, 4)
    both = joined(one, other)
    assert (both.measure.value, both.told, both.asked, both.is_complete) == (7, 2, 2, True)
    three = joined(one, other, silent)
    assert (three.measure.value, three.told, three.asked, three.is_complete) == (7, 2, 3, False)


def test_different_units_are_never_added():
    one, other = a_target(), a_target(unit="lượt người")
    reported(a_period(one.plan), one, 3)
    reported(a_period(other.plan), other, 4)
    both = joined(one, other)
    assert (both.measure.state, both.measure.value) == (Reported.APART, None)
    assert str(both.reason) == (
        "They are counted in different units (doanh nghiệp, lượt người) and are not added up."
    )


def test_growth_is_never_added_to_a_count():
    one = a_target()
    other = a_target(
        operator="growth_per_year_range", value=None, low=Decimal(3), high=Decimal(5), unit="%/năm"
    )
    reported(a_period(one.plan), one, 3)
    reported(a_period(other.plan), other, 4)
    assert joined(one, other).measure.state == Reported.APART


def test_several_targets_of_one_plan_are_not_added_for_they_may_count_the_same():
    plan = PlanFactory()
    one, other = a_target(plan), a_target(plan)
    period = a_period(plan)
    reported(period, one, 3)
    reported(period, other, 4, unit="Sở Y tế")
    both = joined(one, other)
    assert both.measure.state == Reported.APART
    assert str(both.reason).startswith("One plan has several such targets")


def test_a_part_is_counted_with_its_whole_only():
    whole = a_target()
    part = a_target(whole.plan, parent=whole)
    period = a_period(whole.plan)
    reported(period, whole, 9)
    reported(period, part, 4, unit="Sở Y tế")
    both = joined(whole, part)
    assert (both.measure.value, both.asked) == (9, 1)


def test_nil_is_nil_only_where_everybody_said_so():
    one, other = a_target(), a_target()
    for target in (one, other):
        reported(a_period(target.plan), target, None).line.submission.lines.update(
            is_nil=True, nil_reason="Không có"
        )
    assert joined(one, other).measure.state == Reported.NIL
    silent = a_target()
    three = joined(one, other, silent)
    assert (three.measure.state, three.told, three.asked) == (Reported.MISSING, 2, 3)


def test_nought_and_nil_make_nought():
    one, other = a_target(), a_target()
    reported(a_period(one.plan), one, 0)
    reported(a_period(other.plan), other, None).line.submission.lines.update(
        is_nil=True, nil_reason="Không có"
    )
    both = joined(one, other)
    assert (both.measure.state, both.measure.value, both.is_complete) == (Reported.MEASURED, 0, True)


def test_sums_that_begin_in_different_years_stay_apart():
    plan = PlanFactory(year_from=2021, year_to=2030)
    one, other = a_target(plan), a_target(phase=None)
    later = PlanFactory(year_from=2022, year_to=2030)
    other = a_target(later)
    reported(a_period(plan), one, 3)
    reported(a_period(later), other, 4)
    assert joined(one, other).measure.value == 7
    assert joined(one, other, read=cumulative_of_result).measure.state == Reported.APART


def test_an_enterprise_both_plans_name_counts_once_by_its_family_of_tax_codes():
    one, other = a_target(), a_target()
    mother = EnterpriseFactory(tax_code="0100109106")
    branch = EnterpriseFactory(tax_code="0100109106-001")
    first = reported(a_period(one.plan), one, None)
    second = reported(a_period(other.plan), other, None)
    named = helped(first, "A", "B") + helped(second, "C", "D")
    for row, enterprise in ((named[0], mother), (named[2], branch)):
        row.enterprise = enterprise
        row.save()
    both = joined(one, other)
    assert (both.measure.value, both.again) == (3, 1)


def test_nothing_is_taken_from_a_typed_number():
    one, other = a_target(), a_target()
    first, second = reported(a_period(one.plan), one, 10), reported(a_period(other.plan), other, None)
    row, twin = helped(first, "A")[0], helped(second, "B", "C")[0]
    twin.enterprise = row.enterprise
    twin.save()
    both = joined(one, other)
    assert (both.measure.value, both.again) == (11, 1)


def test_the_promise_of_all_is_their_sum_where_they_run_over_the_same_years():
    one, other = a_target(value=Decimal(15)), a_target(value=Decimal(5))
    told = results_of_plans([one.plan, other.plan], 2023, on=ON)
    results = [r for each in told.values() for r in each.targets]
    assert promised(results) == Decimal(20)
    phase = PhaseFactory(plan=other.plan, year_from=2021, year_to=2023)
    other.phase = phase
    other.save()
    told = results_of_plans([one.plan, other.plan], 2023, on=ON)
    assert promised([r for each in told.values() for r in each.targets]) is None


def test_many_plans_cost_as_many_queries_as_one_and_say_the_same():
    plans = []
    for number in range(3):
        target = a_target()
        reported(a_period(target.plan), target, number)
        reported(a_period(target.plan, 2022), target, 5)
        a_submission(target.plan.periods.get(year=2023), "Sở Y tế")
        plans.append(target.plan)
    with CaptureQueriesContext(connection) as of_one:
        results_of_plans(plans[:1], 2023, on=ON)
    with CaptureQueriesContext(connection) as of_three:
        together = results_of_plans(plans, 2023, on=ON)
    assert len(of_three) == len(of_one)
    alone = {plan.pk: results_of(plan, 2023, on=ON) for plan in plans}

    def said(results):
        return {
            pk: [
                (r.year.value, r.cumulative.value, r.unknown_years, r.assessment.verdict)
                for r in each.targets
            ]
            for pk, each in results.items()
        }

    assert said(together) == said(alone)
