"""How much a content is supported, how its applications are handled, and which papers they hold."""

import datetime as dt
from decimal import Decimal

import pytest

from support.queries.levels import Granted, highest, levels_of
from support.queries.papers import papers_for
from support.queries.procedures import procedure_of
from tests.factories.organisations import ProvinceFactory
from tests.factories.support import (
    RequiredPaperFactory,
    SupportContentFactory,
    SupportLevelFactory,
    SupportProcedureFactory,
)

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 21)
MILLION = 1_000_000


def level(**facts):
    return SupportLevelFactory.build(content=None, **facts)


def test_a_rate_and_a_cap_both_hold():
    half = level(rate=50, cap=100 * MILLION)
    assert highest([half], 150 * MILLION) == Granted(half, 75 * MILLION)
    assert highest([half], 500 * MILLION) == Granted(half, 100 * MILLION)


def test_a_cap_alone_never_gives_more_than_the_cost():
    assert highest([level(rate=None, cap=100 * MILLION)], 30 * MILLION).most == 30 * MILLION


def test_parts_of_a_dong_are_dropped():
    assert highest([level(rate=Decimal("33.33"), cap=None)], 100).most == 33


def test_the_highest_level_for_this_cost_is_given_and_levels_are_never_added():
    share, flat = level(rate=50, cap=100 * MILLION), level(rate=None, cap=60 * MILLION)
    assert highest([share, flat], 80 * MILLION) == Granted(flat, 60 * MILLION, (share,))
    assert highest([share, flat], 150 * MILLION) == Granted(share, 75 * MILLION, (flat,))


def test_a_cap_per_product_grows_with_the_products_and_one_per_year_shrinks_by_what_was_given():
    assert highest([level(rate=None, cap=10, cap_unit="product")], 100, units=3).most == 30
    assert highest([level(rate=None, cap=10, cap_unit="enterprise_year")], 100, given_this_year=4).most == 6
    assert highest([level(rate=None, cap=10, cap_unit="enterprise_year")], 100, given_this_year=40).most == 0


def test_without_levels_or_without_a_cost_no_amount_is_made_up():
    rate = level(rate=50, cap=None)
    assert highest([], 100) == Granted(None, None)
    assert highest([rate], None) == Granted(rate, None)
    assert highest([rate, level(rate=None, cap=5)], None).most is None


def test_only_levels_in_force_on_the_day_and_in_the_area_are_found(django_assert_num_queries):
    content, other = SupportContentFactory(), SupportContentFactory()
    everywhere = SupportLevelFactory(content=content)
    here = SupportLevelFactory(content=content, province=content.plan.province)
    elsewhere = SupportLevelFactory(content=content, province=ProvinceFactory())
    SupportLevelFactory(content=content, valid_to=DAY - dt.timedelta(days=1))
    with django_assert_num_queries(1):
        found = levels_of([content, other], DAY, province=content.plan.province)
    assert found == {content.pk: [everywhere, here], other.pk: []}
    assert levels_of([content], DAY) == {content.pk: [everywhere, here, elsewhere]}


def test_the_procedure_that_began_last_holds():
    old = SupportProcedureFactory()
    new = SupportProcedureFactory(plan=old.plan, valid_from=DAY, days_to_decide=10)
    assert procedure_of(old.plan, DAY) == new
    assert procedure_of(old.plan, DAY - dt.timedelta(days=1)) == old
    assert procedure_of(SupportContentFactory().plan, DAY) is None


def test_papers_of_the_plan_come_before_those_of_the_contents_asked_for():
    content = SupportContentFactory()
    plan = content.plan
    own = RequiredPaperFactory(plan=plan, content=content, position=0)
    general = RequiredPaperFactory(plan=plan, position=5)
    RequiredPaperFactory(plan=plan, content=SupportContentFactory(plan=plan))
    RequiredPaperFactory(plan=plan, valid_from=DAY + dt.timedelta(days=1))
    RequiredPaperFactory()
    assert papers_for(plan, [content.pk], DAY) == [general, own]
    assert papers_for(plan, [], DAY) == [general]
