"""Whoever asks for something they cannot know learns nothing: found or not, the answer and the work it takes are alike."""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consolidation.models import Report
from organisations.actions.inviting import token_of
from organisations.models import Invitation
from support.models import Application
from tests.architecture.sweeping import Browser

pytestmark = pytest.mark.django_db
VALUES = re.compile(r"'[^']*'|\b\d+\b|[0-9a-f]{32}")


def asked(address, data=None):
    """The answer to a visitor and the shapes of the queries it takes, without what was typed; taken back."""
    client = Browser()
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = client.get(address) if data is None else client.post(address, data)
        said = response.content.decode()
        transaction.set_rollback(True)
    for word in (address, *(data or {}).values()):
        said = said.replace(str(word), "…")
    page = re.sub(r'csrfmiddlewaretoken[^>]*>|X-CSRFToken[^>]*>|"why-[0-9a-f]+"', "", said)
    shapes = [VALUES.sub("?", query["sql"]) for query in queries]
    return (response.status_code, response.get("Location"), page), shapes


def test_a_receipt_with_a_wrong_key_is_as_unknown_as_one_that_never_was(world, places):
    there = Application.objects.exclude(code="").first().code
    never = re.sub(r"\d", "9", there)
    address = reverse("support:look_up")
    found, missing = (asked(address, {"code": code, "secret": "AAAA-AAAA-AAAA"}) for code in (there, never))
    assert found == missing
    assert found[1] != []


def test_the_code_of_a_paper_that_has_not_left_the_house_is_unknown(world, places):
    draft = Report.objects.exclude(verify_code="").first()
    never = draft.verify_code.translate(str.maketrans("ABCDEFGHJKLM23456", "BCDEFGHJKLMA34562"))
    address = reverse("consolidation:verify")
    found, missing = (asked(address, {"words": code}) for code in (draft.verify_code, never))
    assert found == missing
    assert found[1] != []


def test_a_link_that_was_withdrawn_is_as_unknown_as_a_forged_one(world, places):
    invitation = Invitation.objects.first()
    link = reverse("organisations:invitation_accept", args=[token_of(invitation)])
    assert asked(link)[0][0] == 200
    invitation.delete()
    forged = link.rstrip("/")[:-4] + "AAAA/"
    assert asked(link)[0] == asked(forged)[0]


def test_a_new_password_is_promised_to_every_address(world, mailoutbox):
    """The mail goes to its owner; the page says the same to whoever typed it."""
    address = reverse("account_reset_password")
    known = next(iter(world.values())).email
    (found, _queries), (missing, _others) = (
        asked(address, {"email": typed}) for typed in (known, f"x{known}")
    )
    assert found == missing


def test_signing_in_with_a_wrong_password_says_the_same_for_every_address(world):
    address = reverse("account_login")
    known = next(iter(world.values())).email
    (found, _queries), (missing, _others) = (
        asked(address, {"login": typed, "password": "khong-phai-mat-khau"}) for typed in (known, f"x{known}")
    )
    assert found == missing
