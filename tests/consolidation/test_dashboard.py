"""A plan's results at a glance: who sees them, of which period, at what cost."""

import pytest
from django.urls import reverse

from reporting.models import PeriodKind
from tests.factories.accounts import UserFactory
from tests.factories.organisations import ProvinceFactory, SpecialistFactory
from tests.factories.programmes import PlanFactory, TargetFactory, TaskFactory
from tests.reporting.filling import a_period, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return PlanFactory(year_from=2021, year_to=2025, province=ProvinceFactory(name="Hưng Yên"))


@pytest.fixture
def reader(plan, client):
    client.force_login(SpecialistFactory(organisation__province=plan.province).user)
    return client


def address(plan):
    return reverse("consolidation:plan_dashboard", args=[plan.key])


def test_only_readers_of_the_province_see_it(plan, client):
    client.force_login(UserFactory())
    assert client.get(address(plan)).status_code == 404


def test_a_plan_without_periods_says_so(plan, reader):
    page = reader.get(address(plan), headers={"accept-language": "en"})
    assert (page.context["period"], page.context["panels"]) == (None, ())
    assert "No period of this plan has been opened for reporting yet." in page.content.decode()


def test_the_last_year_is_shown_and_another_period_when_asked_for(plan, reader):
    older, last = a_period(plan, 2022), a_period(plan, 2023)
    quarter = a_period(plan, 2024, kind=PeriodKind.QUARTER, number=1)
    chosen = [
        reader.get(address(plan), asked).context["period"]
        for asked in ({}, {"ky": older.pk}, {"ky": quarter.pk}, {"ky": "99999999999999999999"}, {"ky": "x"})
    ]
    assert chosen == [last, older, quarter, last, last]


def test_every_chart_has_its_table_and_a_narrow_twin(plan, reader):
    target = TargetFactory(plan=plan, operator="at_least", value=10)
    for year in (2022, 2023):
        reported(a_period(plan, year), target, 3, task=TaskFactory(plan=plan))
    page = reader.get(address(plan))
    assert [panel.id for panel in page.context["panels"]] == ["targets", "years", "groups", "money", "units"]
    charts = [piece for panel in page.context["panels"] for piece in panel.pieces if piece.narrow]
    assert len(charts) == 3
    assert all(piece.table.block.rows and "<svg" in piece.item.svg for piece in charts)
    assert page.content.decode().count('class="chart-narrow"') == 3


def test_a_plan_of_a_programme_without_outline_has_its_page_too(reader, plan):
    plan.programme.key = "P712"
    plan.programme.save()
    a_period(plan)
    assert reader.get(address(plan)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_queries_for_any_number_of_targets_and_units(
    plan, reader, count, django_assert_num_queries
):
    a_period(plan, 2022)
    period = a_period(plan, 2023)
    for number in range(count):
        reported(period, TargetFactory(plan=plan), 2, unit=f"Sở {number}", task=TaskFactory(plan=plan))
    reader.get(address(plan))
    with django_assert_num_queries(23):
        reader.get(address(plan))
