"""Products and certificates: entered, changed by two at once, taken away unless something rests on them."""

import datetime as dt

import pytest
from django.urls import reverse

from enterprises.actions.holdings import seen_edition
from enterprises.models import Certificate, Product
from journal.models import Entry
from tests.enterprises.world import an_enterprise, browser
from tests.factories.enterprises import CertificateFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return an_enterprise()


def address(name, *ids):
    return reverse(f"enterprises:{name}", args=ids)


def test_a_product_is_entered_with_its_stars(world):
    enterprise, manager, _clerk = world
    typed = {"name": " Chè  Shan ", "is_key": "on", "ocop_stars": "4"}
    assert browser(manager).post(address("product_add", enterprise.pk), typed).status_code == 302
    product = Product.objects.get()
    assert (product.name, product.is_key, product.is_exported, product.ocop_stars) == (
        "Chè Shan",
        True,
        False,
        4,
    )


def test_a_product_is_not_entered_twice(world):
    enterprise, manager, _clerk = world
    ProductFactory(enterprise=enterprise, name="Chè Shan")
    assert (
        browser(manager).post(address("product_add", enterprise.pk), {"name": "chè shan"}).status_code == 422
    )
    assert Product.objects.count() == 1


def test_another_enterprises_product_is_not_there(world):
    enterprise, manager, _clerk = world
    other = ProductFactory()
    for name in ("product_change", "product_remove"):
        assert browser(manager).post(address(name, enterprise.pk, other.pk), {"name": "x"}).status_code == 404
    assert Product.objects.count() == 1


def test_two_people_changing_one_product_see_both_versions(world):
    enterprise, manager, clerk = world
    product = ProductFactory(enterprise=enterprise, name="Chè")
    seen = seen_edition(product)
    place = address("product_change", enterprise.pk, product.pk)
    assert browser(clerk).post(place, {"name": "Chè xanh", "seen": seen}).status_code == 302
    response = browser(manager).post(place, {"name": "Chè đen", "seen": seen})
    page = response.content.decode()
    assert (response.status_code, "Chè xanh" in page, 'value="Chè đen"' in page) == (409, True, True)
    assert Product.objects.get().name == "Chè xanh"


def test_a_certificate_ends_after_it_begins(world):
    enterprise, manager, _clerk = world
    typed = {
        "kind": "system",
        "title": "ISO 9001:2015",
        "issued_on": "01/02/2026",
        "expires_on": "31/01/2026",
    }
    place = address("certificate_add", enterprise.pk)
    assert browser(manager).post(place, typed).status_code == 200
    assert browser(manager).post(place, typed | {"expires_on": "31/01/2029"}).status_code == 302
    kept = Certificate.objects.get()
    assert (kept.expires_on, kept.added_by) == (dt.date(2029, 1, 31), manager)


def test_what_something_rests_on_stays(world):
    enterprise, manager, _clerk = world
    product = ProductFactory(enterprise=enterprise)
    certificate = CertificateFactory(enterprise=enterprise, product=product)
    client = browser(manager)
    client.post(address("product_remove", enterprise.pk, product.pk))
    assert Product.objects.count() == 1
    client.post(address("certificate_remove", enterprise.pk, certificate.pk))
    client.post(address("product_remove", enterprise.pk, product.pk))
    assert (Product.objects.count(), Certificate.objects.count()) == (0, 0)
    assert [entry.action for entry in Entry.objects.about(enterprise)] == [
        "remove_product",
        "remove_certificate",
    ]
