"""The journal in the administration names kinds of records by their words."""

from django.urls import reverse

from journal.actions import note_down
from journal.admin import kind_in_words
from tests.factories.accounts import AdministratorFactory
from tests.factories.organisations import OrganisationFactory


def test_lists_and_filters_speak_of_organisations_not_of_tables(client, db):
    client.cookies["django_language"] = "en"
    client.force_login(administrator := AdministratorFactory())
    note_down(OrganisationFactory(), "seen", by=administrator)
    page = client.get(reverse("admin:journal_entry_changelist")).content.decode()
    assert '<td class="field-kind">Organisation</td>' in page
    assert ">Organisation</a>" in page
    assert ">organisations.organisation<" not in page


def test_a_kind_the_portal_no_longer_has_keeps_its_label():
    assert (kind_in_words("gone.thing"), kind_in_words("nothing")) == ("gone.thing", "nothing")
