"""Who answers for the tasks of a plan today, seen from the plan and from the organisation."""

import re

import pytest
from django.urls import reverse

from organisations.models import Resolution
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    DostFactory,
    GroupFactory,
    OrganisationFactory,
    ProvinceSuccessionFactory,
    SuccessionFactory,
)
from tests.factories.programmes import PlanFactory, TaskFactory, TaskRoleFactory

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true"}


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def reader(client):
    client.force_login(UserFactory())
    return client


def roles_of(organisation) -> str:
    return reverse("programmes:organisation_roles", args=[organisation.pk])


def today_of(plan) -> str:
    return reverse("programmes:plan_roles", args=[plan.key])


def test_roles_are_for_people_signed_in(client):
    role = TaskRoleFactory()
    for url in (roles_of(role.organisation), today_of(role.task.plan)):
        assert client.get(url).status_code == 302


def test_a_successor_holds_the_role_and_the_old_name_is_told(reader):
    moved = SuccessionFactory(old__name="Sở Giao thông vận tải", new__name="Sở Xây dựng")
    task = TaskFactory(plan__province=moved.old.province)
    TaskRoleFactory(task=task, organisation=moved.old)
    page = reader.get(today_of(task.plan), headers={"accept-language": "en"}).text
    assert "Sở Xây dựng (formerly Sở Giao thông vận tải)" in words_of(page)
    part = reader.get(roles_of(moved.new), headers={**HTMX, "accept-language": "en"}).text
    assert "lead " + str(task) in words_of(part)


def test_a_role_nobody_holds_is_told_with_the_reason(reader):
    moved = SuccessionFactory(new=None)
    task = TaskFactory(plan__province=moved.old.province)
    TaskRoleFactory(task=task, organisation=moved.old)
    page = words_of(reader.get(today_of(task.plan), headers={"accept-language": "en"}).text)
    assert "the body has ended and no successor is known" in page


def test_a_member_of_a_group_sees_through_which_words_it_is_meant(reader):
    plan = PlanFactory()
    department = OrganisationFactory(province=plan.province)
    group = GroupFactory(phrase="các Sở, ban, ngành", resolution=Resolution.DEPARTMENTS)
    TaskRoleFactory(task__plan=plan, kind="partner", organisation=None, group=group)
    part = reader.get(roles_of(department), headers={**HTMX, "accept-language": "en"}).text
    assert "(through “các Sở, ban, ngành”)" in words_of(part)


def test_the_plan_of_a_former_province_is_found_too(reader):
    merged = ProvinceSuccessionFactory()
    old, new = DostFactory(province=merged.old, valid_to="2025-06-30"), DostFactory(province=merged.new)
    SuccessionFactory(old=old, new=new)
    role = TaskRoleFactory(task__plan__province=merged.old, organisation=old)
    assert [plan for plan, _ in reader.get(roles_of(new)).context["today"]] == [role.task.plan]
    assert [named.task for named in reader.get(roles_of(old)).context["named"]] == [role.task]


def test_without_htmx_the_same_address_is_a_page(reader):
    organisation = OrganisationFactory()
    assert "<html" in reader.get(roles_of(organisation)).text
    assert "<html" not in reader.get(roles_of(organisation), headers=HTMX).text


def test_a_body_without_province_is_shown(reader):
    assert reader.get(roles_of(OrganisationFactory(province=None))).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_roles_cost_the_same_however_many_tasks(reader, rows, django_assert_num_queries):
    plan = PlanFactory()
    moved = SuccessionFactory(old__province=plan.province)
    for _ in range(rows):
        TaskRoleFactory(task__plan=plan, organisation=moved.old)
    reader.get(today_of(plan))
    with django_assert_num_queries(15):
        reader.get(today_of(plan))
    with django_assert_num_queries(12):
        reader.get(roles_of(moved.new))


def test_plans_of_a_province_are_public_and_name_what_was_inherited(client):
    merged = ProvinceSuccessionFactory()
    plan = PlanFactory(province=merged.old)
    url = reverse("programmes:province_plans", args=[merged.new.slug])
    page = client.get(url, headers={"accept-language": "en"})
    assert "by former area" in words_of(page.text)
    assert list(page.context["plans"]) == [plan]
    assert "<html" not in client.get(url, headers=HTMX).text
