"""A secret is exchanged while people work: what was signed under the old one is still read, nothing new is signed with it."""

import pytest
from django.core import signing
from django.urls import reverse

from common.kept import page_of, token_for
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
OLD, NEW = "the-old-secret-of-this-portal" * 3, "the-new-secret-of-this-portal" * 3


def test_people_stay_signed_in_and_open_forms_stay_valid_until_the_old_secret_is_dropped(client, settings):
    settings.SECRET_KEY = OLD
    person = UserFactory()
    client.force_login(person)
    form = token_for(person, "reporting:submission_edit", 7)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert client.get(reverse("portal:home")).context["user"] == person
    assert page_of(form).user == person.pk
    newer = signing.dumps("x")
    settings.SECRET_KEY_FALLBACKS = []
    assert (page_of(form), signing.loads(newer)) == (None, "x")


def test_whoever_worked_meanwhile_is_signed_in_under_the_new_secret(client, settings):
    settings.SECRET_KEY = OLD
    person = UserFactory()
    client.force_login(person)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    client.get(reverse("portal:home"))  # the session's mark is renewed on the way
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(reverse("portal:home")).context["user"] == person
