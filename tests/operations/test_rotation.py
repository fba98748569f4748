"""A secret is exchanged while people work: what was signed under the old one is still read, nothing new is signed with it."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import signing
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.sealing import seal, unseal
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


def test_second_factors_open_with_the_new_secret_alone_once_they_are_sealed_anew(settings):
    settings.SECRET_KEY = OLD
    codes = ["11111111", "22222222"]
    factor = Authenticator.objects.create(
        user=UserFactory(),
        type="recovery_codes",
        data={"seed": seal("a-seed"), "migrated_codes": [seal(code) for code in codes], "used_mask": 3},
    )
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    call_command("seal_anew")
    settings.SECRET_KEY_FALLBACKS = []
    factor.refresh_from_db()
    assert unseal(factor.data["seed"]) == "a-seed"
    assert [unseal(code) for code in factor.data["migrated_codes"]] == codes
    assert factor.data["used_mask"] == 3


def test_what_no_secret_opens_is_said_and_nothing_is_changed(settings):
    settings.SECRET_KEY = OLD
    Authenticator.objects.create(user=UserFactory(), type="totp", data={"secret": seal("x")})
    settings.SECRET_KEY = NEW
    with pytest.raises(CommandError, match="PORTAL_SECRET_KEY_FALLBACKS"):
        call_command("seal_anew")
