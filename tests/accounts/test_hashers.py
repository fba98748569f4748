"""Passwords are kept by Argon2id; older hashes are renewed when their owner signs in."""

import unicodedata
from collections import Counter

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, identify_hasher, make_password

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


@pytest.mark.parametrize(("kept", "typed"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_the_same_letters_from_another_keyboard_are_the_same_password(kept, typed):
    words = "ghế tre xanh nước mắm"
    known = make_password(unicodedata.normalize(kept, words))
    assert check_password(unicodedata.normalize(typed, words), known)
    assert not check_password("ghe tre xanh nuoc mam", known)


@pytest.fixture
def spent(monkeypatch):
    """The methods that looked at a password, one entry for each look."""
    looks, under_way = [], []

    def counted(method, look):
        def looked(self, *args):
            if not under_way:  # looking at a hash may make one
                looks.append(method)
            under_way.append(method)
            try:
                return look(self, *args)
            finally:
                under_way.pop()

        return looked

    for hasher in (Argon2Hasher, PBKDF2PasswordHasher):
        for act in ("encode", "verify", "harden_runtime"):
            monkeypatch.setattr(hasher, act, counted(hasher.algorithm, getattr(hasher, act)))
    return looks


def work_of(address, spent):
    """What a refused sign-in costs: how often each method looked at a password."""
    spent.clear()
    assert authenticate(None, email=address, password="ghế tre xanh") is None
    return Counter(spent)


@pytest.mark.django_db
def test_a_refused_sign_in_is_the_same_work_whether_or_not_the_hash_is_an_old_one(spent):
    """Whoever tries addresses does not see by the time which of them have an account nobody has used since."""
    old, new = PBKDF2PasswordHasher(), UserFactory()
    new.set_password("ghế tre xanh nước mắm")
    new.save()
    assert work_of(new.email, spent) == work_of("khong-ai@example.vn", spent) == {"argon2": 2}
    aged = UserFactory(password=old.encode("ghế tre xanh nước mắm", old.salt()))
    works = [work_of(address, spent) for address in (aged.email, new.email, "khong-ai@example.vn")]
    assert works == [{"argon2": 2, "pbkdf2_sha256": 2}] * 3
    aged.delete()
    assert work_of(new.email, spent) == {"argon2": 2}  # nobody pays for it any longer
