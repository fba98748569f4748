"""Somebody leaves: roles end, open work moves, no session lives on."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.errors import RuleBroken
from journal.models import Entry
from organisations.actions.leaving import deactivate
from organisations.models import Role
from tests.accounts.signing_in import PASSWORD, a_person, sign_in
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.organisations import MembershipFactory, SpecialistFactory
from tests.factories.support import SubmittedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return a_person("chu@so.example", is_staff=True, is_superuser=True)


@pytest.fixture
def leaving():
    return SpecialistFactory(user=a_person()).user


def a_colleague(of: User) -> User:
    return SpecialistFactory(organisation=of.memberships.get().organisation).user


def leave(person, by, **facts):
    return deactivate(person, by=by, reason="Nghỉ hưu", on=timezone.localdate(), **facts)


def applications_of(person, count=2):
    province = person.memberships.get().organisation.province
    return [
        SubmittedFactory(plan__province=province, assignee=person, assigned_at=timezone.now())
        for _ in range(count)
    ]


def test_every_session_ends_at_once_and_roles_end_today(leaving, boss):
    browsers = [Client(), Client()]
    for browser in browsers:
        sign_in(browser)
    leave(leaving, boss)
    assert [browser.get("/bao-cao/").status_code for browser in browsers] == [302, 302]
    assert sign_in(Client())["Location"] == reverse("account_inactive")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert leaving.memberships.on(tomorrow).count() == 0


def test_open_applications_go_to_a_successor_of_the_office(leaving, boss):
    rows = applications_of(leaving)
    colleague = a_colleague(leaving)
    assert leave(leaving, boss, successor=colleague) == 2
    for row in rows:
        row.refresh_from_db()
        assert row.assignee == colleague
    assert Entry.objects.about(rows[0]).first().action == "assign"


@pytest.mark.parametrize("has_successor", [True, False])
def test_without_a_successor_of_the_office_they_are_laid_back(leaving, boss, has_successor):
    (row,) = applications_of(leaving, 1)
    assert leave(leaving, boss, successor=UserFactory() if has_successor else None) == 0
    row.refresh_from_db()
    assert row.assignee is None


def test_a_successor_takes_the_roles_where_that_is_asked(leaving, boss):
    successor = UserFactory()
    leave(leaving, boss, successor=successor, takes_roles=True)
    assert [(m.role, m.organisation) for m in successor.memberships.on(timezone.localdate())] == [
        (Role.SPECIALIST, leaving.memberships.get().organisation)
    ]


def test_what_cannot_be_is_refused_in_words(leaving, boss):
    gone = UserFactory(is_active=False)
    for person, facts, code in (
        (boss, {}, "oneself"),
        (gone, {}, "ended"),
        (leaving, {"successor": gone}, "successor"),
        (leaving, {"successor": leaving}, "successor"),
    ):
        with pytest.raises(RuleBroken) as no:
            leave(person, boss, **facts)
        assert no.value.code == code
    with pytest.raises(RuleBroken):
        deactivate(leaving, by=boss, reason=" ", on=timezone.localdate())
    with pytest.raises(RuleBroken) as last:
        leave(boss, leaving)
    assert last.value.code == "last_administrator"
    assert User.objects.get(pk=leaving.pk).is_active


def test_an_administrator_ends_an_account_on_its_page_after_showing_the_password_again(client, leaving, boss):
    sign_in(client, boss.email)
    page = f"/nguoi/{leaving.pk}/"
    assert client.get(page).status_code == 200
    sent = {"reason": "Nghỉ hưu", "successor": "khong-co@x.vn"}
    again = client.post(f"{page}ngung/", sent)["Location"]
    wrong = client.post(again, {"password": PASSWORD})  # what was asked for goes on by itself
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["successor"])
    assert client.post(f"{page}ngung/", sent | {"successor": ""})["Location"] == page
    assert not User.objects.get(pk=leaving.pk).is_active
    told = Entry.objects.about(leaving).filter(action="deactivate").get()
    assert (told.by, told.note) == (boss, "Nghỉ hưu")


def test_nobody_else_sees_or_ends_an_account(client, leaving):
    client.force_login(MembershipFactory().user, "django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/nguoi/{leaving.pk}/").status_code == 403
    assert AdministratorFactory().is_superuser
