"""The library's pages for signing in, swept with GET and POST as everybody, against LIBRARY in doors.py."""

import pytest
from django.urls import reverse

from tests.architecture.doors import LIBRARY, NO_PROVIDER
from tests.architecture.rights import CAST, EVERYONE, NOBODY, page
from tests.architecture.sweeping import Browser, answer, asked, expected

pytestmark = pytest.mark.django_db

ARGUMENTS = {
    "openid_connect_login": ["x"],
    "openid_connect_callback": ["x"],
    "account_confirm_email": ["x"],
    "account_reset_password_from_key": ["1", "x-x"],
    "mfa_edit_webauthn": [1],
    "mfa_remove_webauthn": [1],
}


@pytest.fixture
def people(world, settings):
    """Whoever is asked to sign in again needs a password."""
    settings.ACCOUNT_RATE_LIMITS = False  # all these people sit behind one address
    for person in world.values():
        person.set_password("mot-mat-khau-rat-dai")
        person.save()
    return world


def faults_of(people, table) -> list[str]:
    """Every cell of the table that is not as it says."""
    faults = []
    for name, right in table.items():
        address = reverse(name, args=ARGUMENTS.get(name, []))
        for method in ("GET", "POST"):
            for role in CAST:
                client = Browser(people.get(role))  # a new one: some of these pages end the session
                client.defaults["REMOTE_ADDR"] = f"10.0.0.{CAST.index(role)}"  # tries are counted by address
                said = answer(asked(client, method, address))
                wanted = expected(right, method, role)
                if right is NO_PROVIDER:
                    wanted = {"not there", "no such act", "sign in first", "401"}  # whoever asks
                if said not in wanted:
                    faults.append(f"{method} {name} as {role}: {said}, not {wanted}")
    return faults


def test_everybody_gets_what_the_table_says(people):
    assert faults_of(people, LIBRARY) == []


def test_the_sweep_is_not_vacuous(people):
    """With the rights of a page given or taken away in the table, the sweep notices."""
    assert len(faults_of(people, {"account_login": page(NOBODY)})) == len(CAST) * 2
    assert len(faults_of(people, {"mfa_index": page(EVERYONE)})) == 1
