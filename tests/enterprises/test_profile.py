"""The page of an enterprise and its changes: whose, of which version, and what two people at once see."""

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.actions.profile import change_profile
from enterprises.forms.profile import initial
from enterprises.loading import load_thresholds
from enterprises.models import Enterprise
from journal.models import Entry
from tests.enterprises.world import an_enterprise, browser
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import CertificateFactory, EnterpriseFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return an_enterprise(name="Công ty TNHH Chè Shan", address="Thôn 1")


def sent(enterprise, **typed):
    """The form as the page gave it, with some boxes filled in anew."""
    boxes = {name: value for name, value in initial(enterprise).items() if value not in (None, False)}
    return {name: "on" if value is True else value for name, value in (boxes | typed).items()}


def edit(enterprise):
    return reverse("enterprises:enterprise_edit", args=[enterprise.pk])


def test_both_its_people_and_dost_change_it_and_the_journal_keeps_what_stood_there(world):
    enterprise, manager, clerk = world
    for person, address in ((manager, "Thôn 2"), (clerk, "Thôn 3")):
        enterprise.refresh_from_db()
        response = browser(person).post(edit(enterprise), sent(enterprise, address=address))
        assert response.status_code == 302
    enterprise.refresh_from_db()
    assert (enterprise.address, enterprise.version) == ("Thôn 3", 3)
    entry = Entry.objects.about(enterprise).first()
    assert (entry.by, entry.facts) == (clerk, {"changes": {"address": ["Thôn 2", "Thôn 3"]}})


def test_a_stranger_does_not_see_it(world):
    client = browser(UserFactory())
    assert client.get(world[0].get_absolute_url()).status_code == 404
    assert client.post(edit(world[0]), sent(world[0], address="x")).status_code == 404


def test_two_people_at_once_see_both_versions_and_nothing_is_lost(world):
    enterprise, manager, clerk = world
    mine = sent(enterprise, address="Thôn của tôi", phone="0912")
    assert browser(clerk).post(edit(enterprise), sent(enterprise, address="Thôn của Sở")).status_code == 302
    response = browser(manager).post(edit(enterprise), mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Thôn của Sở" in page
    assert 'value="Thôn của tôi"' in page
    assert 'value="0912"' in page
    assert Enterprise.objects.get(pk=enterprise.pk).address == "Thôn của Sở"
    assert 'name="version" value="2"' in page
    assert browser(manager).post(edit(enterprise), {**mine, "version": "2"}).status_code == 302
    enterprise.refresh_from_db()
    assert (enterprise.address, enterprise.phone, enterprise.version) == ("Thôn của tôi", "0912", 3)


def test_what_two_people_type_alike_is_no_conflict(world):
    enterprise, manager, clerk = world
    typed = sent(enterprise, address="Thôn 9")
    assert browser(clerk).post(edit(enterprise), typed).status_code == 302
    assert browser(manager).post(edit(enterprise), typed).status_code == 302
    assert Enterprise.objects.get(pk=enterprise.pk).version == 2


@pytest.mark.parametrize(("answer", "kept"), [("yes", True), ("no", False), ("", None)])
def test_foreign_invested_is_yes_no_or_not_declared(world, answer, kept):
    enterprise, manager, _clerk = world
    change_profile(enterprise, facts={"is_foreign_invested": not kept}, version=1, by=manager)
    enterprise.refresh_from_db()
    browser(manager).post(edit(enterprise), sent(enterprise, is_foreign_invested=answer))
    assert Enterprise.objects.get(pk=enterprise.pk).is_foreign_invested is kept


@pytest.mark.parametrize(("version", "code"), [("2018", ""), ("", "1050"), ("2025", "4511"), ("2018", "04")])
def test_a_line_of_business_that_cannot_be_is_refused_in_words(world, version, code):
    enterprise, manager, _clerk = world
    response = browser(manager).post(edit(enterprise), sent(enterprise, vsic_version=version, vsic_code=code))
    assert response.status_code == 422
    assert Enterprise.objects.get(pk=enterprise.pk).vsic_code == "1050"


def test_a_name_without_a_tax_code_stays_the_only_one_of_its_province(world):
    enterprise, _manager, clerk = world
    one = EnterpriseFactory(province=enterprise.province, tax_code="", name="Hợp tác xã Đồng Tâm")
    other = EnterpriseFactory(province=enterprise.province, tax_code="", name="Hợp tác xã Bình Minh")
    response = browser(clerk).post(edit(other), sent(other, name="HỢP TÁC XÃ ĐỒNG TÂM"))
    assert response.status_code == 422
    assert Enterprise.objects.get(pk=other.pk).name == "Hợp tác xã Bình Minh"
    assert one.pk != other.pk


def test_a_text_that_is_too_long_is_refused_and_comes_back(world):
    enterprise, manager, _clerk = world
    response = browser(manager).post(edit(enterprise), sent(enterprise, name="a" * 301))
    assert response.status_code == 200
    assert ("a" * 301) in response.content.decode()


def test_the_page_tells_everything_and_covers_a_households_code_from_a_reader(world):
    enterprise, manager, clerk = world
    load_thresholds()
    ProductFactory(enterprise=enterprise, name="Chè xanh", ocop_stars=4)
    CertificateFactory(enterprise=enterprise, title="ISO 22000:2018")
    page = browser(manager).get(enterprise.get_absolute_url()).content.decode()
    assert [words in page for words in ("Chè xanh", "ISO 22000:2018", enterprise.tax_code)] == [True] * 3
    household = EnterpriseFactory(province=enterprise.province, tax_code="001085123456", kind="household")
    page = browser(clerk).get(household.get_absolute_url()).content.decode()
    assert ("001085123456" in page, "******123456" in page) == (False, True)


@pytest.mark.parametrize("page", ["enterprise_edit", "size_declare"])
def test_what_was_typed_when_the_session_ended_is_back(world, page):
    enterprise, manager, _clerk = world
    address = reverse(f"enterprises:{page}", args=[enterprise.pk])
    client = browser(manager)
    token = client.get(address).context["token"]
    ended = Client()
    typed = {"head-form": token, "address": "Thôn 9", "labour": "77"}
    assert ended.post(address, typed).url.startswith(reverse("account_login"))
    ended.force_login(manager, "django.contrib.auth.backends.ModelBackend")
    back = ended.get(address)
    assert back.context["restored"]
    assert ("Thôn 9" in back.content.decode()) or ("77" in back.content.decode())
    assert not ended.get(address).context["restored"]
