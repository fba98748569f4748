"""Somebody leaves: roles end, open work moves, no session lives on."""

import contextlib
import datetime as dt
import threading

import pytest
from django.db import connection
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
from tests.factories.organisations import MembershipFactory, OrganisationFactory, SpecialistFactory
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


@pytest.fixture
def leader(leaving):
    dost = leaving.memberships.get().organisation
    return MembershipFactory(user=a_person("giam-doc@so.example"), organisation=dost, role=Role.LEADER).user


def test_a_leader_of_a_dost_ends_accounts_of_its_own_people_and_units(client, leaving, leader):
    dost = leaving.memberships.get().organisation
    focal = MembershipFactory(organisation=OrganisationFactory(province=dost.province)).user
    sign_in(client, leader.email)
    for person in (leaving, focal):
        page = f"/nguoi/{person.pk}/"
        shown = client.get(page)
        assert (shown.status_code, f"{page}xem/" in shown.content.decode()) == (200, False)
        again = client.post(f"{page}ngung/", {"reason": "Nghỉ hưu"})
        if again["Location"] != "/":
            assert client.post(again["Location"], {"password": PASSWORD})["Location"] == "/"
        assert not User.objects.get(pk=person.pk).is_active
        assert Entry.objects.about(person).filter(action="deactivate").get().by == leader
    assert client.post(f"/nguoi/{focal.pk}/xem/", {"reason": "x"}).status_code == 403


def test_a_leader_of_a_dost_ends_nobody_else_s_account(client, leaving, leader, boss):
    dost = leaving.memberships.get().organisation
    unit = OrganisationFactory(province=dost.province)
    elsewhere = MembershipFactory().user
    both = MembershipFactory(organisation=unit).user
    MembershipFactory(user=both)
    clerk = MembershipFactory(organisation=unit, user__is_staff=True).user
    others = [
        elsewhere,
        both,
        clerk,
        boss,
        leader,
        UserFactory(),
        MembershipFactory(organisation=dost, role=Role.LEADER).user,
        MembershipFactory(organisation=unit, role=Role.READER).user,
    ]
    sign_in(client, leader.email)
    for person in others:
        assert client.get(f"/nguoi/{person.pk}/").status_code == 404
        assert client.post(f"/nguoi/{person.pk}/ngung/", {"reason": "x"}).status_code == 404
        with pytest.raises(RuleBroken):
            leave(person, leader)
    assert User.objects.filter(is_active=False).count() == 0


def test_a_leader_hands_over_to_people_of_the_province_and_gives_no_role_of_the_office(
    client, leaving, leader
):
    far = MembershipFactory().user
    near = a_colleague(leaving)
    sign_in(client, leader.email)
    page = f"/nguoi/{leaving.pk}/ngung/"
    again = client.post(page, {"reason": "Nghỉ", "successor": far.email})["Location"]
    assert list(client.post(again, {"password": PASSWORD}).context["form"].errors) == ["successor"]
    sent = {"reason": "Nghỉ", "successor": near.email}
    assert client.post(page, sent | {"takes_roles": "on"}).status_code == 409
    assert client.post(page, sent).status_code == 302
    assert near.memberships.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_administrators_do_not_end_each_other_at_once(boss):
    other = a_person("hai@so.example", is_staff=True, is_superuser=True)
    ready = threading.Barrier(2)

    def end(person, by):
        ready.wait()
        with contextlib.suppress(RuleBroken):
            leave(person, by)
        connection.close()

    both = [threading.Thread(target=end, args=pair) for pair in ((boss, other), (other, boss))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1


def test_what_a_colleague_did_a_moment_ago_counts(leaving, boss):
    """The successor has left, the administrator's own account has ended, the person is gone: as the rows are by now."""
    other = a_person("hai@so.example", is_staff=True, is_superuser=True)
    successor = UserFactory()
    User.objects.filter(pk__in=[successor.pk, other.pk]).update(is_active=False)
    for person, by, facts, code in (
        (leaving, boss, {"successor": successor}, "successor"),
        (leaving, other, {}, "not_permitted"),
    ):
        with pytest.raises(RuleBroken) as no:
            leave(person, by, **facts)
        assert no.value.code == code
    gone = UserFactory()
    User.objects.filter(pk=gone.pk).delete()
    with pytest.raises(RuleBroken) as no:
        leave(gone, boss)
    assert no.value.code == "ended"
    assert User.objects.get(pk=leaving.pk).is_active


def test_nobody_else_sees_or_ends_an_account(client, leaving):
    client.force_login(MembershipFactory().user, "django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/nguoi/{leaving.pk}/").status_code == 403
    assert AdministratorFactory().is_superuser
