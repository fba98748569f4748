"""Whoever opens an address that only takes forms reads why nothing happened."""

import pytest
from django.urls import reverse

from tests.factories.accounts import AdministratorFactory, UserFactory


@pytest.fixture
def address(db):
    return reverse("organisations:person_leave", args=[UserFactory().pk])


def test_signing_in_again_after_a_button_leads_to_words(client, address):
    client.force_login(AdministratorFactory())
    page = client.get(address, headers={"accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page["Allow"], page.templates[0].name) == (405, "POST", "405.html")
    assert b"<title>" in page.content


@pytest.mark.parametrize("headers", [{"accept": "application/json"}, {"hx-request": "true", "accept": "*/*"}])
def test_programs_and_parts_of_pages_get_the_bare_answer(client, address, headers):
    client.force_login(AdministratorFactory())
    page = client.get(address, headers=headers)
    assert (page.status_code, page.content) == (405, b"")
