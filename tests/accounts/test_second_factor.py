"""Whoever sees more than their own unit shows a second factor, and nobody else is held up."""

import time
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import second_factor
from accounts.adapter import PortalMFAAdapter
from accounts.sealing import seal, unseal
from organisations.models import Role
from tests.accounts.signing_in import (
    a_person,
    code_for,
    confirm_password,
    devices_of,
    give_app,
    sign_in,
)
from tests.factories.organisations import DostFactory, MembershipFactory, SpecialistFactory

pytestmark = pytest.mark.django_db
SET_UP = "/tai-khoan/buoc-hai/"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.PORTAL_MFA_REQUIRED = True


@pytest.fixture
def specialist():
    return SpecialistFactory(user=a_person()).user


@pytest.mark.parametrize(
    ("role", "is_asked"),
    [
        (Role.SPECIALIST, True),
        (Role.LEADER, True),
        (Role.READER, True),
        (Role.FOCAL_POINT, False),
        (Role.UNIT_LEADER, False),
    ],
)
def test_who_is_asked_for_a_second_factor(role, is_asked):
    person = MembershipFactory(user=a_person(), organisation=DostFactory(), role=role).user
    assert second_factor.is_asked_of(person) is is_asked


def test_administrators_are_asked_and_enterprises_are_not():
    assert second_factor.is_asked_of(a_person("a@so.example", is_staff=True))
    assert second_factor.is_asked_of(a_person("b@so.example", is_superuser=True))
    assert not second_factor.is_asked_of(a_person("c@so.example"))


def test_a_trial_asks_nobody(settings):
    settings.PORTAL_MFA_REQUIRED = False
    assert not second_factor.is_asked_of(a_person(is_superuser=True))


def test_without_a_second_factor_nothing_opens_but_the_page_that_sets_it_up(client, specialist):
    sign_in(client)
    for path in ("/", "/admin/", "/bao-cao/", "/khong-co/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, SET_UP), path
    assert client.post("/ngon-ngu/", {"language": "en"}).status_code == 302
    assert client.get(SET_UP).status_code == 200
    assert client.post(reverse("account_logout"))["Location"] == "/"


def test_a_part_of_a_page_leads_the_whole_page_there(client, specialist):
    sign_in(client)
    answer = client.get("/bao-cao/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith(SET_UP)


@pytest.mark.django_db(transaction=True)  # the library writes its mark when the transaction is over
def test_setting_up_an_app_opens_the_portal_and_leads_back_to_where_one_was_going(client, specialist):
    sign_in(client)
    going_to = client.get("/bao-cao/")["Location"]
    client.get(going_to)
    confirm_password(client, reverse("mfa_activate_totp"))
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(done["Location"])
    assert len(codes.context["unused_codes"]) == 10
    assert 'href="/bao-cao/"' in codes.content.decode()
    assert client.get("/bao-cao/").status_code == 200
    assert devices_of(specialist) == {"totp", "recovery_codes"}


def test_recovery_codes_are_shown_once(client, specialist):
    give_app(specialist)
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_for(_secret(specialist))})
    confirm_password(client, reverse("mfa_view_recovery_codes"))
    shown = [client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"] for _ in range(2)]
    assert (len(set(shown[0])), set(shown[1])) == (10, {"****"})
    assert client.get(reverse("mfa_download_recovery_codes")).status_code == 403


def test_the_code_is_asked_for_at_the_door_and_a_recovery_code_opens_once(client, specialist):
    give_app(specialist)
    codes = Authenticator.objects.get(user=specialist, type="recovery_codes").wrap().get_unused_codes()
    for expected in ("/", reverse("mfa_authenticate")):  # the second time the code is used up
        visit = Client()
        assert sign_in(visit)["Location"] == reverse("mfa_authenticate")
        answer = visit.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert answer.headers.get("Location", reverse("mfa_authenticate")) == expected


def test_a_session_from_before_the_factor_shows_it_now(client, specialist):
    client.force_login(specialist, "django.contrib.auth.backends.ModelBackend")
    secret = give_app(specialist)
    session = client.session
    del session["second_factor"]
    session.save()
    answer = client.get("/bao-cao/")
    assert answer["Location"] == f"{reverse('mfa_reauthenticate')}?next=%2Fbao-cao%2F"
    back = client.post(answer["Location"], {"code": code_for(secret), "next": "/bao-cao/"})
    assert back["Location"] == "/bao-cao/"
    assert client.get("/bao-cao/").status_code == 200


@pytest.mark.parametrize(
    "page",
    [
        "mfa_index",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "account_reauthenticate",
        "account_change_password",
        "accounts:address_change",
        "accounts:session_list",
        "admin:index",
    ],
)
def test_with_the_password_alone_no_device_is_added_shown_or_taken_away(specialist, page):
    thief = Client()
    sign_in(thief)  # knows the password, and came before there was a device
    assert thief.get("/")["Location"].startswith(SET_UP)
    confirm_password(thief, reverse("mfa_activate_totp"))
    give_app(specialist)
    for ask in (thief.get, thief.post):
        assert ask(reverse(page))["Location"].startswith(reverse("mfa_reauthenticate"))


@pytest.mark.django_db(transaction=True)  # the library writes its mark when the transaction is over
def test_setting_up_a_device_ends_every_session_that_came_in_without_one(client, specialist):
    other = Client()
    sign_in(other)
    sign_in(client)
    confirm_password(client, reverse("mfa_activate_totp"))
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert client.get("/").status_code == 200
    assert other.get("/bao-cao/")["Location"].startswith(reverse("account_login"))


def test_a_code_opens_once_also_while_a_telephone_still_shows_it(specialist, settings):
    code = code_for(
        give_app(specialist), 1
    )  # of a telephone that is half a minute ahead: good for a minute and a half
    opened = []
    for _ in range(2):
        visit = Client()
        sign_in(visit)
        opened.append(visit.post(reverse("mfa_authenticate"), {"code": code}).status_code)
        settings.CACHES = {
            "default": {**settings.CACHES["default"], "KEY_PREFIX": uuid4().hex}
        }  # has forgotten it
    assert opened == [302, 200]


def test_whoever_only_sends_is_looked_up_after_an_hour_too(client):
    person = a_person()
    sign_in(client)
    SpecialistFactory(user=person)
    session = client.session
    session["second_factor"] = ["not_asked", time.time() - 3601]
    session.save()
    assert client.post("/loi-moi/moi/", {})["Location"].startswith(SET_UP)


def test_a_new_role_is_noticed_within_a_quarter_of_an_hour_and_never_in_the_middle_of_a_form(client):
    person = a_person()
    sign_in(client)
    SpecialistFactory(user=person)
    assert client.get("/").status_code == 200
    session = client.session
    session["second_factor"] = [second_factor.NOT_ASKED, 0]
    session.save()
    assert client.post("/ngon-ngu/", {"language": "vi"})["Location"] == "/"
    assert client.get("/")["Location"].startswith(SET_UP)


def test_no_page_costs_a_query_more(client, specialist, settings):
    secret = give_app(specialist)
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    counts = []
    for asked in (False, True):
        settings.PORTAL_MFA_REQUIRED = asked
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/bao-cao/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_last_device_stays_with_whoever_must_have_one(client, specialist):
    secret = give_app(specialist)
    app = Authenticator.objects.get(user=specialist, type="totp")
    assert not PortalMFAAdapter().can_delete_authenticator(app)
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    confirm_password(client, reverse("mfa_deactivate_totp"))
    client.post(reverse("mfa_deactivate_totp"))
    assert devices_of(specialist) == {"totp", "recovery_codes"}


def test_an_administrator_takes_away_a_lost_device_and_nobody_reads_its_secret(client, specialist, settings):
    settings.PORTAL_MFA_REQUIRED = False
    secret = give_app(specialist)
    a_person("chu@so.example", is_staff=True, is_superuser=True)
    sign_in(client, "chu@so.example")
    confirm_password(client, reverse("mfa_activate_totp"))
    app = Authenticator.objects.get(user=specialist, type="totp")
    page = client.get(reverse("admin:mfa_authenticator_change", args=[app.pk])).content.decode()
    assert secret not in page
    assert "sealed:" not in page
    client.post(reverse("admin:mfa_authenticator_delete", args=[app.pk]), {"post": "yes"})
    assert devices_of(specialist) == set()


def test_the_secret_of_an_app_lies_sealed_and_outlives_a_change_of_the_key(specialist, settings):
    secret = give_app(specialist)
    stored = Authenticator.objects.get(user=specialist, type="totp").data["secret"]
    assert stored.startswith("sealed:")
    assert secret not in stored
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-this-installation"
    assert unseal(stored) == secret
    assert unseal(secret) == secret  # stored open by an earlier version
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(ValueError, match="FALLBACKS"):
        unseal(stored)
    assert unseal(seal("x")) == "x"


def _secret(user):
    return PortalMFAAdapter().decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])


def test_wrong_codes_close_the_door_for_a_while(client, specialist):
    secret = give_app(specialist)
    sign_in(client)
    for _try in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert answer.status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_administration_asks_for_the_same_second_factor(client, method):
    boss = a_person("chu@so.example", is_staff=True, is_superuser=True)
    secret = give_app(boss)
    assert sign_in(client, boss.email)["Location"] == reverse("mfa_authenticate")
    assert getattr(client, method)(reverse("admin:index"))["Location"].startswith(reverse("admin:login"))
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert client.get(reverse("admin:index")).status_code == 200
