"""The history of a record by field is read by those who answer for it."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from enterprises.models import Enterprise
from journal.acting import acting
from journal.actions import write_readings
from journal.models import Change, Operation, Reading
from journal.queries.history import Cell, history_of
from journal.watching import watches
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory, EnterpriseMembershipFactory, ProductFactory
from tests.factories.organisations import MembershipFactory, SpecialistFactory
from tests.factories.reporting import SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise():
    return EnterpriseFactory()


@pytest.fixture
def official(enterprise):
    return SpecialistFactory(organisation__province=enterprise.province).user


def page(client, user, label, pk, **asked):
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("journal:record_history", args=[label, pk]), asked)


def test_a_change_is_told_with_old_and_new(enterprise, official):
    with acting(official.pk):
        Enterprise.objects.filter(pk=enterprise.pk).update(phone="0243 1", is_social=True)
    line = history_of("enterprises.enterprise", enterprise.pk, most=5)[0]
    assert line.who == official.full_name
    assert {cell.after for cell in line.cells} >= {"0243 1"}
    assert all(isinstance(cell, Cell) and cell.before is not None for cell in line.cells)


def test_rows_below_the_record_are_told_with_it_also_when_only_they_change(enterprise):
    product = ProductFactory(enterprise=enterprise)
    type(product).objects.filter(pk=product.pk).update(name="Tôn mạ màu")
    line = history_of("enterprises.enterprise", enterprise.pk, most=1)[0]
    assert line.part.endswith(f"#{product.pk}")
    assert [cell.after for cell in line.cells] == ["Tôn mạ màu"]


@pytest.mark.parametrize("label", sorted({watch.label for watch in watches()}))
def test_every_kind_of_record_has_a_history(label):
    assert history_of(label, 0, most=1) == []


def test_the_number_of_queries_does_not_grow(enterprise, django_assert_num_queries):
    for _ in range(3):
        with acting(UserFactory().pk):
            ProductFactory.create_batch(2, enterprise=enterprise)
        with django_assert_num_queries(4):
            history_of("enterprises.enterprise", enterprise.pk, most=50)


def test_older_lines_follow_page_by_page(client, enterprise, official):
    for number in range(60):
        Enterprise.objects.filter(pk=enterprise.pk).update(phone=str(number))
    first = page(client, official, "enterprises.enterprise", enterprise.pk)
    assert len(first.context["lines"]) == 50
    older = page(client, official, "enterprises.enterprise", enterprise.pk, truoc=first.context["older"])
    assert [line.pk for line in older.context["lines"]] == sorted(
        (line.pk for line in older.context["lines"]), reverse=True
    )
    assert older.context["lines"][0].pk < first.context["lines"][-1].pk
    assert older.context["older"] is None


@pytest.mark.parametrize("typed", ["x", "-1", "9" * 5000, "²", ""])
def test_nonsense_in_the_address_is_the_first_page(client, enterprise, official, typed):
    shown = page(client, official, "enterprises.enterprise", enterprise.pk, truoc=typed)
    assert len(shown.context["lines"]) == Change.objects.of(enterprise).count()


def test_who_may_follow_a_record(client, enterprise, official):
    member = EnterpriseMembershipFactory(enterprise=enterprise).user
    elsewhere = SpecialistFactory().user
    answers = [
        page(client, user, "enterprises.enterprise", enterprise.pk).status_code
        for user in (official, AdministratorFactory(), member, elsewhere, UserFactory())
    ]
    assert answers == [200, 200, 403, 404, 404]


@pytest.mark.parametrize(
    ("label", "pk"),
    [
        ("enterprises.enterprise", 10**15),
        ("nothing.here", 1),
        ("nothing", 1),
        ("Enterprises.Enterprise", 1),
        ("outbox.mail", 1),
        ("sessions.session", 1),
    ],
)
def test_what_is_not_there_has_no_history(client, label, pk):
    assert page(client, AdministratorFactory(), label, pk).status_code == 404


def test_an_administrator_reads_the_history_of_what_is_gone(client, enterprise):
    product = ProductFactory(enterprise=enterprise, name="Thép cuộn")
    pk = product.pk
    product.delete()
    shown = page(client, AdministratorFactory(), "enterprises.product", pk)
    assert "Thép cuộn" in shown.content.decode()


def test_the_page_of_an_enterprise_leads_there(client, enterprise, official):
    client.force_login(official, "django.contrib.auth.backends.ModelBackend")
    shown = client.get(enterprise.get_absolute_url()).content.decode()
    assert reverse("journal:record_history", args=["enterprises.enterprise", enterprise.pk]) in shown
    assert reverse("journal:record_readers", args=["enterprises.enterprise", enterprise.pk]) in shown


def test_the_page_of_a_form_leads_dost_there_and_the_unit_not(client):
    form = SubmissionFactory()
    link = reverse("journal:record_history", args=["reporting.submission", form.pk])
    dost = SpecialistFactory(organisation__province=form.period.plan.province).user
    for reader, is_led in ((dost, True), (MembershipFactory(organisation=form.organisation).user, False)):
        client.force_login(reader, "django.contrib.auth.backends.ModelBackend")
        assert (link in client.get(form.get_absolute_url()).content.decode()) is is_led


def test_what_hung_on_a_record_and_was_deleted_is_told_with_it(enterprise):
    product = ProductFactory(enterprise=enterprise, name="Thép cuộn")
    ProductFactory(name="Của nhà khác").delete()
    pk = product.pk
    product.delete()
    lines = history_of("enterprises.enterprise", enterprise.pk, most=5)
    assert [line.part.endswith(f"#{pk}") for line in lines] == [True, True, False]
    assert {cell.before for cell in lines[0].cells} >= {"Thép cuộn"}


def test_a_right_that_was_given_and_taken_away_stands_in_the_history_of_the_person():
    person, group = UserFactory(), Group.objects.create(name="Quản trị")
    person.groups.add(group)
    person.groups.clear()
    lines = history_of("accounts.user", person.pk, most=5)
    assert [line.operation for line in lines] == [str(Operation(each).label) for each in "DII"]


def test_reading_the_history_of_a_personal_record_is_reading_it(client, enterprise, official):
    page(client, official, "enterprises.enterprise", enterprise.pk)
    write_readings()
    line = Reading.objects.of(enterprise).get()
    assert (line.by, line.place, line.is_own) == (official, "journal:record_history", False)
    assert line.where != line.place


def test_who_may_not_see_the_readers_is_not_sent_there(client):
    submission = SubmissionFactory()
    person = SpecialistFactory(organisation__province=submission.organisation.province).user
    shown = page(client, person, "reporting.submission", submission.pk)
    assert shown.status_code == 200
    there = reverse("journal:record_readers", args=["reporting.submission", submission.pk])
    assert client.get(there).status_code == 403
    assert there not in shown.content.decode()
    write_readings()
    assert not Reading.objects.exists()
