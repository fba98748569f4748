"""Results against a plan's targets, on their page."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.organisations import ProvinceFactory, SpecialistFactory
from tests.factories.programmes import PlanFactory, TargetFactory
from tests.reporting.filling import a_period, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    return a_period(PlanFactory(province=ProvinceFactory(name="Hưng Yên")))


@pytest.fixture
def specialist(period):
    return SpecialistFactory(organisation__province=period.plan.province).user


def test_progress_is_shown_to_readers_of_the_province_and_to_nobody_else(period, specialist, client):
    target = TargetFactory(plan=period.plan, indicator="Doanh nghiệp được hỗ trợ")
    reported(period, target, 3)
    progress = reverse("reporting:plan_progress", args=[period.plan.key])
    client.force_login(UserFactory())
    assert client.get(progress).status_code == 404
    client.force_login(specialist)
    page = client.get(progress)
    fragment = client.get(progress, headers={"hx-request": "true"})
    assert ("<html" in page.content.decode(), "<html" in fragment.content.decode()) == (True, False)
    assert "Doanh nghiệp được hỗ trợ" in fragment.content.decode()
    assert client.get(reverse("reporting:plan_progress", args=["khong-co"])).status_code == 404


def test_progress_of_a_year_that_was_never_opened_says_so(specialist, period, client):
    plan = PlanFactory(province=period.plan.province)
    client.force_login(specialist)
    page = client.get(
        reverse("reporting:plan_progress", args=[plan.key]), headers={"accept-language": "en"}
    ).content.decode()
    assert "No year of this plan has been opened for reporting yet." in page
    asked = client.get(reverse("reporting:plan_progress", args=[period.plan.key]), {"year": "1999"})
    assert asked.context["year"] == 2023


@pytest.mark.parametrize("count", [1, 3])
def test_progress_costs_the_same_queries_for_any_number_of_targets(
    period, specialist, client, count, django_assert_num_queries
):
    for number in range(count):
        reported(period, TargetFactory(plan=period.plan), 2, unit=f"Sở {number}")
    client.force_login(specialist)
    progress = reverse("reporting:plan_progress", args=[period.plan.key])
    client.get(progress)
    with django_assert_num_queries(12):
        client.get(progress)
