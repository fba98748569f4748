"""Passwords are kept by Argon2id; older hashes are renewed when their owner signs in."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher, make_password

from accounts.hashers import Argon2Hasher
from config.sign_in import PASSWORD_HASHERS
from tests.factories.accounts import UserFactory


@pytest.fixture(autouse=True)
def hashers(settings):
    """Those of production; the suite has quick ones."""
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS


def test_a_password_is_kept_with_the_parameters_of_owasp():
    kept = make_password("ghế tre xanh nước mắm")
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert isinstance(identify_hasher(kept), Argon2Hasher)


@pytest.mark.django_db
def test_an_older_hash_opens_the_door_once_more_and_is_renewed():
    old = PBKDF2PasswordHasher()
    person = UserFactory(password=old.encode("ghế tre xanh nước mắm", old.salt()))
    assert authenticate(None, email=person.email, password="ghế tre xanh") is None
    person.refresh_from_db()
    assert person.password.startswith("pbkdf2_sha256$")
    assert authenticate(None, email=person.email, password="ghế tre xanh nước mắm") == person
    person.refresh_from_db()
    assert person.password.startswith("argon2$argon2id$")
    assert authenticate(None, email=person.email, password="ghế tre xanh nước mắm") == person
