"""An identity from outside opens an account that is here, by a real provider on this machine, and never a new one."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from journal.models import Entry
from tests.accounts.identity_provider import CLIENT, SECRET, running
from tests.accounts.signing_in import PASSWORD, a_person, code_for, confirm_password, give_app, sign_in

pytestmark = pytest.mark.django_db
LOGIN = "/tai-khoan/oidc/identity/login/"


@pytest.fixture
def provider(settings):
    with running() as provider:
        app = {"provider_id": "identity", "name": "VNeID", "client_id": CLIENT, "secret": SECRET, "settings": {"server_url": provider.address}}  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield provider


def come(client, process="login"):
    """Press the button, be at the provider, come back with its code."""
    there = client.post(f"{LOGIN}?process={process}")["Location"]
    back = requests.get(there, allow_redirects=False, timeout=30).headers["Location"]
    return client.get(back.removeprefix("http://testserver"))


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_an_unknown_identity_opens_no_account(client, provider):
    provider.claims |= {"email": "ai@so.example", "email_verified": True}
    page = come(client)
    assert (page.status_code, is_signed_in(client), User.objects.count()) == (200, False, 0)
    assert SocialAccount.objects.count() == 0


def test_an_address_both_sides_have_confirmed_signs_in_and_is_linked(client, provider):
    person = a_person()
    provider.claims |= {"email": "Lan@so.example", "email_verified": True}
    assert come(client)["Location"] == "/"
    linked = SocialAccount.objects.get()
    assert (linked.user, linked.uid) == (person, "012345678901")
    assert linked.extra_data == {"sub": "012345678901", "name": "Nguyễn Thị Lan"}  # and no date of birth
    assert User.objects.get().check_password(PASSWORD)
    provider.claims |= {"email": "khac@so.example"}  # the number counts from now on
    again = Client()
    assert come(again)["Location"] == "/"
    assert again.session["_auth_user_id"] == str(person.pk)
    assert Entry.objects.about(person).filter(action="sign_in").count() == 2


@pytest.mark.parametrize(
    ("facts", "claims"),
    [
        ({}, {"email_verified": False}),
        ({"opened_alone": True}, {"email_verified": True}),
        ({"is_active": False}, {"email_verified": True}),
    ],
)
def test_an_address_that_one_side_has_not_confirmed_opens_nothing(client, provider, facts, claims):
    a_person(**facts)
    provider.claims |= {"email": "lan@so.example"} | claims
    come(client)
    assert (is_signed_in(client), SocialAccount.objects.count()) == (False, 0)


def test_a_person_links_an_identity_and_signs_in_with_it_from_then_on(client, provider):
    person = a_person()
    sign_in(client)
    confirm_password(client, reverse("mfa_activate_totp"))
    come(client, process="connect")
    assert SocialAccount.objects.get().user == person
    other = Client()
    come(other)
    assert other.session["_auth_user_id"] == str(person.pk)
    page = client.get(reverse("socialaccount_connections"))
    client.post(reverse("socialaccount_connections"), {"account": page.context["form"].accounts[0].pk})
    assert SocialAccount.objects.count() == 0
    told = Entry.objects.about(person).values_list("action", flat=True)
    assert {"link_identity", "unlink_identity"} <= set(told)


def test_an_identity_of_somebody_else_is_not_linked_twice(client, provider):
    first = a_person()
    SocialAccount.objects.create(user=first, provider="identity", uid="012345678901")
    a_person("hoa@so.example")
    sign_in(client, "hoa@so.example")
    confirm_password(client, reverse("mfa_activate_totp"))
    come(client, process="connect")
    assert SocialAccount.objects.get().user == first


def test_the_second_factor_is_asked_for_all_the_same(client, provider):
    person = a_person()
    secret = give_app(person)
    provider.claims |= {"email": person.email, "email_verified": True}
    assert come(client)["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert is_signed_in(client)


def test_a_code_or_state_that_is_not_ours_opens_nothing(client, provider):
    a_person()
    provider.claims |= {"email": "lan@so.example", "email_verified": True}
    there = client.post(LOGIN)["Location"]
    back = requests.get(there, allow_redirects=False, timeout=30).headers["Location"]
    stolen = Client()
    for browser, address in (
        (stolen, back),
        (client, back.replace("code=", "code=x")),
        (client, LOGIN.replace("login", "login/callback")),
    ):
        answer = browser.get(address.removeprefix("http://testserver"))
        assert answer.status_code in {200, 401, 302}
        assert not is_signed_in(browser)


def test_a_provider_that_is_down_is_told_in_words(client, provider, settings):
    provider_app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    provider_app["settings"] = {"server_url": "http://127.0.0.1:9"}
    assert client.post(LOGIN)["Location"] == reverse("account_login")
    assert len(list(client.get(reverse("account_login")).context["messages"])) == 1


def test_a_secret_the_provider_does_not_know_is_told_to_people_and_to_the_log(
    client, provider, settings, caplog
):
    """As long as a secret is exchanged, and where it was typed wrong; nobody has to be at the screen to see it."""
    a_person()
    provider.claims |= {"email": "lan@so.example", "email_verified": True}
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["secret"] = "the-one-of-before"
    assert come(client)["Location"] == reverse("account_login")
    assert len(list(client.get(reverse("account_login")).context["messages"])) == 1
    assert "the identity provider confirmed nobody" in caplog.text
    assert "the-one-of-before" not in caplog.text
    app["secret"] = SECRET
    assert come(client)["Location"] == "/"


def test_whoever_turns_back_at_the_provider_is_led_to_the_door(client, provider):
    there = client.post(LOGIN)["Location"]
    state = parse_qs(urlsplit(there).query)["state"][0]
    back = client.get(LOGIN.replace("login", "login/callback"), {"error": "access_denied", "state": state})
    assert back["Location"] == reverse("account_login")
    assert len(list(client.get(reverse("account_login")).context["messages"])) == 1


def test_without_a_provider_nothing_of_it_is_there(client):
    assert client.post(LOGIN).status_code == 404
    page = client.get(reverse("account_login"))
    assert "oidc" not in page.content.decode()


def test_the_button_stands_on_the_sign_in_page_and_costs_no_query(client, provider):
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("account_login"))
    assert f'action="{LOGIN}?process=login"' in page.content.decode()
    assert [q["sql"] for q in queries if "socialaccount" in q["sql"]] == []
