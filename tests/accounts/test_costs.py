"""What the pages of signing in and of one's own account cost: as written, with one row of each kind as with three."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organisations.actions.inviting import token_of
from tests.accounts.signing_in import PASSWORD, a_person, sign_in
from tests.factories.organisations import InvitationFactory, MembershipFactory

pytestmark = pytest.mark.django_db
COSTS = {  # queries of each page, session and rights included
    "visitor": {"account_login": 0, "account_reset_password": 0, "organisations:invitation_accept": 3},
    "person": {
        "accounts:address_change": 5,
        "accounts:session_list": 6,
        "account_reauthenticate": 10,
        "account_change_password": 4,
        "mfa_index": 6,
        "mfa_list_webauthn": 5,
    },
    "administrator": {
        "organisations:invitation_list": 4,
        "organisations:invitation_new": 2,
        "organisations:person_detail": 10,
    },
}


@pytest.fixture
def person():
    return a_person()


@pytest.fixture
def browsers(person):
    boss = a_person("chu@so.example", is_staff=True, is_superuser=True)
    clients = {"visitor": Client(), "person": Client(), "administrator": Client()}
    for who, user in (("person", person), ("administrator", boss)):
        sign_in(clients[who], user.email)
        clients[who].post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return clients


def grow(person, count: int) -> None:
    """More of what these pages list."""
    for _ in range(count):
        sign_in(Client())
        MembershipFactory(user=person)
        Authenticator.objects.create(user=person, type="webauthn", data={"name": "máy", "credential": {}})


def costs(browsers, person) -> dict[str, dict[str, int]]:
    known = {
        "organisations:person_detail": [person.pk],
        "organisations:invitation_accept": [token_of(InvitationFactory())],
    }
    told: dict[str, dict[str, int]] = {who: {} for who in COSTS}
    for who, pages in COSTS.items():
        for name in pages:
            with CaptureQueriesContext(connection) as seen:
                answer = browsers[who].get(reverse(name, args=known.get(name, [])))
            assert answer.status_code == 200, name
            told[who][name] = len(seen)
    return told


def test_every_page_costs_what_is_written_however_many_rows(browsers, person):
    grow(person, 1)
    assert costs(browsers, person) == COSTS
    grow(person, 2)
    assert costs(browsers, person) == COSTS
