"""Thresholds and reminders are set in the administration; what enterprises declare is only read there."""

import pytest

from enterprises.loading import load_reminders, load_thresholds
from enterprises.models import ExpiryReminder, SizeThreshold
from journal.models import Entry
from tests.enterprises.world import browser
from tests.factories.accounts import AdministratorFactory
from tests.factories.enterprises import CertificateFactory, ProductFactory, SizeDeclarationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return browser(AdministratorFactory())


def test_a_threshold_changed_here_is_noted_down(client):
    load_thresholds()
    row = SizeThreshold.objects.get(sector="services", size_class="micro")
    typed = {
        "sector": row.sector, "size_class": row.size_class, "labour": 11, "revenue": row.revenue,
        "capital": row.capital, "legal_basis": row.legal_basis, "evidence": row.evidence, "valid_from": "",
        "valid_to": "",
    }  # fmt: skip
    assert client.post(f"/admin/enterprises/sizethreshold/{row.pk}/change/", typed).status_code == 302
    row.refresh_from_db()
    assert (row.labour, Entry.objects.about(row).get().facts) == (11, {"labour": 11})


def test_a_reminder_is_switched_off_not_deleted(client):
    load_reminders()
    row = ExpiryReminder.objects.get(days_before=7)
    assert client.get(f"/admin/enterprises/expiryreminder/{row.pk}/delete/").status_code == 403
    client.post(f"/admin/enterprises/expiryreminder/{row.pk}/change/", {"days_before": 7})
    assert ExpiryReminder.objects.get(pk=row.pk).is_active is False


@pytest.mark.parametrize("factory", [SizeDeclarationFactory, ProductFactory, CertificateFactory])
def test_what_enterprises_declare_is_found_and_only_read(client, factory):
    row = factory(enterprise__name="Công ty Chè Shan")
    place = f"/admin/enterprises/{row._meta.model_name}/"
    assert "Chè Shan" in client.get(place, {"q": "che shan"}).content.decode()
    assert client.get(f"{place}{row.pk}/change/").status_code == 200
    assert client.post(f"{place}{row.pk}/change/", {}).status_code == 403
    assert client.get(f"{place}add/").status_code == 403


def test_workbooks_sent_up_are_listed(client):
    assert client.get("/admin/enterprises/registerupload/").status_code == 200
