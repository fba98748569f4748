import pytest
from django.urls import reverse

from enterprises.models import JoinRequest
from journal.actions import note_down
from journal.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, EnterpriseMembershipFactory
from tests.factories.organisations import SpecialistFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    return EnterpriseMembershipFactory()


def at(name, *args):
    return reverse(f"enterprises:{name}", args=args)


def test_dost_finds_the_requests_of_its_province_first_those_it_alone_answers(client, held):
    desk = SpecialistFactory(organisation__province=held.enterprise.province).user
    managed = JoinRequest.objects.create(user=UserFactory(), enterprise=held.enterprise)
    alone = JoinRequest.objects.create(
        user=UserFactory(), enterprise=EnterpriseFactory(province=held.enterprise.province)
    )
    JoinRequest.objects.create(user=UserFactory(), enterprise=EnterpriseFactory())
    JoinRequest.objects.create(user=desk, enterprise=held.enterprise)
    client.force_login(desk)
    page = client.get(at("join_list")).context["page"]
    assert list(page) == [alone, managed]
    client.force_login(held.user)
    assert [asked.user for asked in client.get(at("join_list")).context["page"]] == [desk, managed.user][::-1]


def test_a_request_is_answered_on_its_page(client, held):
    client.force_login(held.user)
    asked = JoinRequest.objects.create(user=UserFactory(), enterprise=held.enterprise, position="Kế toán")
    here = at("join_answer", asked.pk)
    assert client.get(here).status_code == 200
    assert client.post(here, {}).status_code == 409
    assert client.post(here, {"step": "decline"}).status_code == 409
    assert client.post(here, {"step": "accept", "role": "member"})["Location"] == at("join_list")
    assert client.post(here, {"step": "decline", "answer": "Không"}).status_code == 409
    assert held.enterprise.people.get(user=asked.user).role == "member"


def test_people_are_changed_on_their_page(client, held):
    colleague = EnterpriseMembershipFactory(enterprise=held.enterprise, role="member")
    pk = held.enterprise_id
    client.force_login(held.user)
    page = client.get(at("enterprise_people", pk))
    assert colleague.user.email in page.content.decode()
    client.post(at("person_role", pk, colleague.pk), {"role": "emperor"})
    client.post(at("person_role", pk, held.pk), {"role": "member"})  # nobody would manage it
    colleague.refresh_from_db()
    held.refresh_from_db()
    assert (held.role, colleague.role) == ("manager", "member")
    client.post(at("person_hand_over", pk, colleague.pk))
    held.refresh_from_db()
    assert held.role == "member"
    assert client.post(at("person_remove", pk, colleague.pk)).status_code == 403
    assert client.post(at("enterprise_leave", pk))["Location"] == at("own_list")
    assert client.get(at("enterprise_people", pk)).status_code == 404


def test_the_page_tells_who_took_whom_in_and_why_somebody_went(client, held):
    colleague = EnterpriseMembershipFactory(enterprise=held.enterprise, role="member")
    client.force_login(held.user)
    here = at("person_remove", held.enterprise_id, colleague.pk)
    client.post(here, {"reason": "Nghỉ việc"})
    (line,) = client.get(at("enterprise_people", held.enterprise_id)).context["history"]
    assert (line.by, line.whom, line.note) == (held.user, str(colleague.user), "Nghỉ việc")


def test_a_place_in_another_enterprise_is_not_reached_through_ones_own(client, held):
    other = EnterpriseMembershipFactory()
    client.force_login(held.user)
    for name in ("person_role", "person_remove", "person_hand_over"):
        assert client.post(at(name, held.enterprise_id, other.pk), {"role": "member"}).status_code == 404


@pytest.mark.parametrize("more", [1, 4])
def test_the_page_of_people_costs_the_same_however_many(client, held, more, django_assert_num_queries):
    EnterpriseMembershipFactory.create_batch(more, enterprise=held.enterprise, role="member")
    EnterpriseMembershipFactory.create_batch(more, enterprise=held.enterprise, user__opened_alone=True)
    for _ in range(more):
        note_down(held.enterprise, "take_in", by=UserFactory(), person=UserFactory(), role="member")
    for user in UserFactory.create_batch(more):
        JoinRequest.objects.create(user=user, enterprise=held.enterprise)
    client.force_login(held.user)
    client.get(at("enterprise_people", held.enterprise_id))
    with django_assert_num_queries(QUERIES):
        client.get(at("enterprise_people", held.enterprise_id))


QUERIES = 8


def test_uncovering_a_personal_number_is_noted_and_never_cached(client):
    household = EnterpriseFactory(tax_code="001082000123", kind="household", name="Hộ kinh doanh A")
    desk = SpecialistFactory(organisation__province=household.province).user
    client.force_login(desk)
    here = at("enterprise_reveal", household.pk)
    assert client.get(here).status_code == 405
    page = client.post(here)
    assert ("001082000123" in page.content.decode(), "no-store" in page["Cache-Control"]) == (True, True)
    fragment = client.post(here, headers={"HX-Request": "true"}).content.decode()
    assert ("001082000123" in fragment, "<html" in fragment) == (True, False)
    noted = Entry.objects.filter(action="reveal_tax_code", by=desk)
    assert (noted.count(), any("001082" in str(entry.facts) for entry in noted)) == (2, False)
