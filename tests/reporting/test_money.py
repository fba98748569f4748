"""Money of granted supports in reports: committed, paid, paid back; nothing known is not nought."""

import datetime as dt

import pytest

from reporting.models import PeriodKind
from reporting.queries.money import Amounts, money_of, money_of_period
from support.models import Direction, Disbursement
from tests.factories.accounts import UserFactory
from tests.factories.programmes import NationalTaskGroupFactory, PlanFactory, TaskFactory
from tests.factories.support import SupportContentFactory, SupportFactory
from tests.reporting.filling import a_period

pytestmark = pytest.mark.django_db
UNTIL = dt.date(2023, 11, 10)
MILLION = 1_000_000


@pytest.fixture
def plan():
    return PlanFactory(year_from=2021, year_to=2025)


def granted(content, on, millions, **facts):
    return SupportFactory(content=content, granted_on=on, amount=millions * MILLION, **facts)


def paid(support, on, millions, direction=Direction.PAID):
    return Disbursement.objects.create(
        support=support,
        direction=direction,
        amount=millions * MILLION,
        paid_on=on,
        document=f"UNC {on} {direction}",
        entered_by=UserFactory(),
    )


def in_millions(amounts):
    return (
        amounts.supports,
        *(sum_ // MILLION for sum_ in (amounts.committed, amounts.given_up, amounts.paid, amounts.recovered)),
    )


def test_books_without_any_support_are_unknown_not_nought(plan):
    money = money_of(plan, range(2023, 2024), until=UNTIL)
    assert (money.is_known, money.years, money.in_all) == (False, (), Amounts())


def test_money_is_told_by_year_up_to_the_day_and_since_the_beginning(plan):
    content = SupportContentFactory(plan=plan)
    early = granted(content, dt.date(2021, 5, 1), 100)
    late = granted(content, dt.date(2023, 3, 1), 60)
    granted(content, dt.date(2023, 12, 1), 999)  # after the cut-off
    paid(early, dt.date(2021, 12, 1), 70)
    paid(early, dt.date(2023, 1, 5), 30)
    paid(late, dt.date(2023, 11, 10), 20)
    paid(late, dt.date(2023, 11, 11), 40)
    money = money_of(plan, range(2023, 2024), until=UNTIL)
    assert [(year, in_millions(amounts)) for year, amounts in money.years] == [
        (2021, (1, 100, 0, 70, 0)),
        (2022, (0, 0, 0, 0, 0)),
        (2023, (1, 60, 0, 50, 0)),
    ]
    assert (in_millions(money.within), in_millions(money.in_all)) == ((1, 60, 0, 50, 0), (2, 160, 0, 120, 0))


def test_what_was_given_up_is_no_longer_committed_and_what_came_back_is_apart(plan):
    support = granted(
        SupportContentFactory(plan=plan),
        dt.date(2022, 5, 1),
        100,
        state="terminated",
        given_up_on=dt.date(2023, 6, 1),
        given_up_reason="Khai không đúng",
    )
    paid(support, dt.date(2022, 8, 1), 40)
    paid(support, dt.date(2023, 9, 1), 40, Direction.RECOVERED)
    before = money_of(plan, range(2022, 2023), until=dt.date(2022, 12, 31))
    after = money_of(plan, range(2023, 2024), until=UNTIL)
    assert in_millions(before.within) == (1, 100, 0, 40, 0)
    assert in_millions(after.in_all) == (0, 0, 100, 40, 40)
    assert in_millions(after.within) == (0, 0, 0, 0, 40)


def test_money_is_told_by_content_and_by_national_group_and_only_of_the_plan(plan):
    group = NationalTaskGroupFactory(programme=plan.programme)
    task = TaskFactory(plan=plan, national_group=group)
    grouped = SupportContentFactory(plan=plan, task=task, position=1)
    loose = SupportContentFactory(plan=plan, position=2)
    SupportContentFactory(plan=plan, position=3)  # without money
    granted(grouped, dt.date(2022, 5, 1), 10)
    granted(grouped, dt.date(2023, 5, 1), 20)
    granted(loose, dt.date(2023, 5, 1), 5)
    granted(SupportContentFactory(), dt.date(2023, 5, 1), 777)
    money = money_of(plan, range(2023, 2024), until=UNTIL)
    told = [
        (each.of, each.within.committed // MILLION, each.in_all.committed // MILLION)
        for each in money.contents
    ]
    assert told == [(grouped, 20, 30), (loose, 5, 5)]
    told = [(each.of, each.in_all.committed // MILLION) for each in money.groups]
    assert told == [(group, 30), (None, 5)]
    assert money.in_all == sum((each.in_all for each in money.groups), Amounts())


def test_a_report_tells_the_years_it_is_about_to_its_cut_off(plan):
    content = SupportContentFactory(plan=plan)
    for year in (2021, 2022, 2023):
        granted(content, dt.date(year, 12, 20), 10)
    yearly = money_of_period(
        a_period(plan, 2022, cutoff_on=dt.date(2023, 1, 31), locks_on=dt.date(2023, 2, 20))
    )
    review = money_of_period(a_period(plan, 2023, kind=PeriodKind.MIDTERM, covers_from=2022))
    assert (yearly.within.committed // MILLION, yearly.in_all.committed // MILLION) == (10, 20)
    assert (review.within.committed // MILLION, review.in_all.committed // MILLION) == (10, 20)
    assert yearly.until == dt.date(2022, 12, 31)


def test_made_up_money_says_so(plan):
    content = SupportContentFactory(plan=plan)
    granted(content, dt.date(2022, 5, 1), 10)
    assert not money_of(plan, range(2023, 2024), until=UNTIL).is_demo
    granted(content, dt.date(2022, 5, 1), 10, is_demo=True)
    assert money_of(plan, range(2023, 2024), until=UNTIL).is_demo


@pytest.mark.parametrize("count", [1, 4])
def test_money_costs_three_queries_for_any_number_of_supports(plan, count, django_assert_num_queries):
    for _number in range(count):
        support = granted(SupportContentFactory(plan=plan), dt.date(2022, 5, 1), 10)
        paid(support, dt.date(2022, 8, 1), 4)
    with django_assert_num_queries(3):
        money_of(plan, range(2023, 2024), until=UNTIL)
