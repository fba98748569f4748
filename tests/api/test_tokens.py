"""Tokens: shown once, kept as a digest, ending in time; what they open is what their holder may do for the house."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from api.actions.ending import remind_of_ends
from api.actions.tokens import hand_out_token, revoke_token
from api.models import Scope, Token
from api.models.token import organisations_answered_for
from api.queries.tokens import acting_for, digest_of, token_of
from common.errors import RuleBroken
from journal.models import Entry
from organisations.actions.leaving import deactivate
from organisations.handover import kinds
from organisations.models import Membership, Role
from organisations.queries import province_ids_of, unit_ids_of
from outbox.models import Notice
from outbox.queries import unread
from tests.accounts.signing_in import a_person, confirm_password
from tests.factories.accounts import AdministratorFactory
from tests.factories.api import Program, a_token
from tests.factories.organisations import MembershipFactory, OrganisationFactory, SpecialistFactory
from tests.factories.reporting import signed_in

pytestmark = pytest.mark.django_db
OWN = "/api/v1/token"


def test_the_secret_is_nowhere_but_in_the_answer():
    token, secret = a_token(OrganisationFactory())
    row = str(Token.objects.filter(pk=token.pk).values().get())
    journal = str(list(Entry.objects.about(token).values()))
    assert [secret in row, secret in journal, token.digest in journal] == [False, False, False]
    assert token.digest == digest_of(secret)


def test_a_program_learns_what_its_token_is():
    organisation = OrganisationFactory(key="x/SCT", name="Sở Công Thương")
    token, secret = a_token(organisation, Scope.PLANS)
    assert Program(secret).get(OWN).json() == {
        "name": "Hệ thống thử",
        "organisation": {"key": "x/SCT", "name": "Sở Công Thương"},
        "scopes": ["plans:read"],
        "expires_on": str(token.expires_on),
    }


def test_whatever_does_not_open_gets_one_and_the_same_answer():
    organisation = OrganisationFactory()
    _, good = a_token(organisation)
    expired, old = a_token(organisation)
    Token.objects.filter(pk=expired.pk).update(expires_on=timezone.localdate() - dt.timedelta(1))
    revoked, ended = a_token(organisation)
    revoke_token(revoked, why="Máy hỏng.", by=revoked.holder)
    gone, left = a_token(organisation)
    gone.holder.memberships.update(valid_to=timezone.localdate() - dt.timedelta(1))
    asleep, locked = a_token(organisation)
    User.objects.filter(pk=asleep.holder_id).update(is_active=False)
    wrong = good[:-1] + ("A" if good[-1] != "A" else "B")
    answers = [Program(secret).get(OWN) for secret in ("", "x", wrong, old, ended, left, locked)]
    assert {answer.status_code for answer in answers} == {401}
    assert len({str(answer.json() | {"instance": ""}) for answer in answers}) == 1
    assert answers[0]["WWW-Authenticate"] == "Bearer"
    assert answers[0].json()["code"] == "no_token"
    assert Program(good).get(OWN).status_code == 200


def test_a_session_opens_nothing():
    organisation = OrganisationFactory()
    leader = MembershipFactory(organisation=organisation, role=Role.UNIT_LEADER).user
    assert signed_in(leader).get(OWN).status_code == 401


def test_it_reaches_no_further_than_its_own_house():
    house = OrganisationFactory()
    leader = MembershipFactory(organisation=house, role=Role.UNIT_LEADER).user
    MembershipFactory(user=leader, organisation=OrganisationFactory(), role=Role.UNIT_LEADER)
    SpecialistFactory(user=leader)
    leader.is_superuser = leader.is_staff = True
    leader.save()
    token, secret = a_token(house, holder=leader)
    person = acting_for(token_of(secret, timezone.localdate()))
    assert unit_ids_of(person) == {house.pk}
    assert province_ids_of(person) == frozenset()
    assert person.is_superuser is False
    assert User.objects.get(pk=token.holder_id).is_superuser is True


def test_only_those_who_answer_for_the_house_hand_out(django_assert_num_queries):
    house, today = OrganisationFactory(), timezone.localdate()
    focal = MembershipFactory(organisation=house, role=Role.FOCAL_POINT).user
    elsewhere = MembershipFactory(role=Role.UNIT_LEADER).user
    for person in (focal, elsewhere, AdministratorFactory()):
        with pytest.raises(RuleBroken) as no:
            hand_out_token(
                organisation=house, name="x", scopes=[Scope.PLANS], expires_on=today, by=person, on=today
            )
        assert no.value.code == "not_permitted"


@pytest.mark.parametrize(
    ("days", "scopes", "code"),
    [
        (-1, [Scope.PLANS], "wrong_day"),
        (367, [Scope.PLANS], "wrong_day"),
        (1, [], "no_scope"),
        (1, ["x"], "no_scope"),
    ],
)
def test_days_and_scopes_have_bounds(days, scopes, code):
    house, today = OrganisationFactory(), timezone.localdate()
    leader = MembershipFactory(organisation=house, role=Role.UNIT_LEADER).user
    until = today + dt.timedelta(days)
    with pytest.raises(RuleBroken) as no:
        hand_out_token(organisation=house, name="x", scopes=scopes, expires_on=until, by=leader, on=today)
    assert no.value.code == code


def test_it_ends_with_its_organisation_and_with_what_its_holder_answers_for():
    organisation = OrganisationFactory()
    token, secret = a_token(organisation)
    assert Program(secret).get("/api/v1/token").status_code == 200
    token.holder.memberships.update(role=Role.FOCAL_POINT)
    assert Program(secret).get("/api/v1/token").status_code == 401
    token.holder.memberships.update(role=Role.UNIT_LEADER)
    type(organisation).objects.update(valid_to=timezone.localdate() - dt.timedelta(1))
    assert Program(secret).get("/api/v1/token").status_code == 401
    assert organisations_answered_for(User.objects.get(pk=token.holder_id)) == []


def test_it_ends_for_good_with_the_account_of_its_holder():
    token, secret = a_token(OrganisationFactory())
    boss = AdministratorFactory()
    with translation.override("en"):
        labels = [str(kind.label) for kind in kinds() if kind.count(token.holder) == 1]
    assert labels == ["Tokens of programs, which end with the account"]
    deactivate(token.holder, by=boss, reason="Nghỉ hưu", on=timezone.localdate())
    User.objects.update(is_active=True)
    Membership.objects.update(valid_to=None)
    assert Program(secret).get("/api/v1/token").status_code == 401
    token.refresh_from_db()
    assert token.revoked_by == boss
    assert Entry.objects.about(token).first().action == "revoke_token"


def test_whoever_answers_for_the_house_hears_in_time_that_a_token_ends():
    token, _ = a_token(OrganisationFactory())
    colleague = MembershipFactory(organisation=token.organisation, role=Role.UNIT_LEADER).user
    MembershipFactory(organisation=token.organisation, role=Role.FOCAL_POINT)
    told = [remind_of_ends(token.expires_on - dt.timedelta(days)) for days in (15, 14, 14, 5, 3, 1, 0)]
    assert told == [0, 2, 0, 0, 2, 0, 0]
    assert set(Notice.objects.values_list("user", flat=True)) == {token.holder_id, colleague.pk}
    assert "Hệ thống thử" in Notice.objects.first().title


def test_of_a_token_that_was_ended_nobody_hears():
    token, _ = a_token(OrganisationFactory())
    remind_of_ends(token.expires_on - dt.timedelta(14))
    revoke_token(token, why="Không dùng nữa", by=token.holder)
    remind_of_ends(token.expires_on - dt.timedelta(14))
    assert unread(token.holder).count() == 0


def test_a_scope_that_was_not_given_is_named():
    _, secret = a_token(OrganisationFactory(), Scope.PLANS)
    answer = Program(secret).get("/api/v1/submissions")
    assert (answer.status_code, answer.json()["code"]) == (403, "no_scope")
    assert "submissions:read" in answer.json()["detail"]


def test_its_use_is_noted_now_and_then():
    token, secret = a_token(OrganisationFactory())
    Program(secret).get(OWN)
    first = Token.objects.get().last_used_at
    Program(secret).get(OWN)
    assert Token.objects.get().last_used_at == first
    Token.objects.update(last_used_at=first - dt.timedelta(minutes=6))
    Program(secret).get(OWN)
    assert Token.objects.get().last_used_at > first - dt.timedelta(minutes=1)
    assert token.last_used_at is None


def test_too_many_requests_are_turned_away(settings):
    settings.API_READS_PER_MINUTE, settings.API_WRONG_TOKENS_PER_MINUTE = 2, 1
    _, secret = a_token(OrganisationFactory())
    told = [Program(secret).get(OWN).status_code for _ in range(3)]
    guessed = [Program("x").get(OWN).status_code for _ in range(2)]
    assert (told, guessed) == ([200, 200, 429], [401, 429])
    assert Program(secret).get(OWN)["Retry-After"] == "60"


def test_an_open_screen_hands_out_nothing():
    leader = MembershipFactory(organisation=OrganisationFactory(), role=Role.UNIT_LEADER).user
    answer = signed_in(leader).get("/ket-noi/them/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_reauthenticate"))


def test_handed_out_and_ended_on_the_pages():
    house = OrganisationFactory()
    leader = MembershipFactory(user=a_person(), organisation=house, role=Role.UNIT_LEADER).user
    client = signed_in(leader)
    confirm_password(client, "/ket-noi/them/")
    until = timezone.localdate() + dt.timedelta(10)
    typed = {
        "organisation": house.pk,
        "name": "Phần mềm",
        "scopes": ["plans:read"],
        "expires_on": f"{until:%d/%m/%Y}",
    }
    made = client.post("/ket-noi/them/", typed)
    secret, token = made.context["secret"], Token.objects.get()
    assert secret in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert secret not in client.get("/ket-noi/").content.decode()
    assert Program(secret).get(OWN).status_code == 200
    assert client.post(f"/ket-noi/{token.pk}/cham-dut/", {"why": ""}).status_code == 200
    assert client.post(f"/ket-noi/{token.pk}/cham-dut/", {"why": "Không dùng nữa."}).status_code == 302
    assert client.post(f"/ket-noi/{token.pk}/cham-dut/", {"why": "Không dùng nữa."}).status_code == 409
    assert Program(secret).get(OWN).status_code == 401
    assert list(Entry.objects.about(token).values_list("action", flat=True)) == [
        "revoke_token",
        "hand_out_token",
    ]


def test_dost_ends_tokens_of_its_province_and_of_no_other():
    specialist = SpecialistFactory()
    near, _ = a_token(OrganisationFactory(province=specialist.organisation.province))
    far, _ = a_token(OrganisationFactory())
    client = signed_in(specialist.user)
    assert client.get(f"/ket-noi/{near.pk}/cham-dut/").status_code == 200
    assert client.get(f"/ket-noi/{far.pk}/cham-dut/").status_code == 404
