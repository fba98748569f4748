"""Pages of provinces (public) and organisations (for people signed in)."""

import datetime as dt
import unicodedata

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    AliasFactory,
    GroupMemberFactory,
    OrganisationFactory,
    ProvinceFactory,
    ProvinceSuccessionFactory,
    SuccessionFactory,
)

pytestmark = pytest.mark.django_db
LIST = reverse("organisations:organisation_list")
PROVINCES = reverse("organisations:province_list")


@pytest.fixture
def reader(client):
    client.force_login(UserFactory())
    return client


def found(response) -> list[str]:
    return [fate.organisation.name for fate in response.context["fates"]]


def test_provinces_are_public_old_and_new(client):
    merged = ProvinceSuccessionFactory(old__name="Hà Giang", new__name="Tuyên Quang")
    context = client.get(PROVINCES).context
    assert (context["present"], context["former"]) == ([merged.new], [merged.old])


@pytest.mark.parametrize("rows", [1, 3])
def test_provinces_cost_the_same_however_many(client, rows, django_assert_num_queries):
    for _ in range(rows):
        ProvinceSuccessionFactory()
    with django_assert_num_queries(5):
        client.get(PROVINCES)


def test_the_organisations_of_a_province_are_for_people_signed_in(client):
    department = OrganisationFactory(name="Sở Công Thương")
    url = department.province.get_absolute_url()
    assert "Sở Công Thương" not in client.get(url).text
    client.force_login(UserFactory())
    assert "Sở Công Thương" in client.get(url).text


def test_a_province_offers_its_plans_without_javascript_too(client):
    province = ProvinceFactory()
    url = reverse("programmes:province_plans", args=[province.slug])
    text = client.get(province.get_absolute_url()).text
    assert (f'hx-get="{url}"' in text, f'<a href="{url}">' in text) == (True, True)


def test_an_unknown_province_is_not_found(client):
    assert client.get(reverse("organisations:province_detail", args=["khong-co"])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_province_costs_the_same_however_many_organisations(reader, rows, django_assert_num_queries):
    province = ProvinceFactory()
    for _ in range(rows):
        SuccessionFactory(old__province=province)
    reader.get(province.get_absolute_url())
    with django_assert_num_queries(8):
        reader.get(province.get_absolute_url())


def test_a_visitor_is_asked_to_sign_in(client):
    for url in (LIST, OrganisationFactory().get_absolute_url()):
        response = client.get(url)
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))


def test_an_unknown_organisation_is_not_found(reader):
    assert reader.get(reverse("organisations:organisation_detail", args=[0])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(reader, rows, django_assert_num_queries):
    for _ in range(rows):
        AliasFactory(organisation=SuccessionFactory().old)
    reader.get(LIST)
    with django_assert_num_queries(7):
        reader.get(LIST)


@pytest.mark.parametrize(
    "typed", ["Sở Khoa học", "so khoa hoc", unicodedata.normalize("NFD", "SỞ KHOA HỌC"), "SKHCN", "Đức"]
)
def test_names_and_aliases_are_found_with_and_without_marks(reader, typed):
    dost = OrganisationFactory(name="Sở Khoa học và Công nghệ Đức")
    AliasFactory(organisation=dost, text="SKHCN")
    OrganisationFactory(name="Sở Nội vụ")
    assert found(reader.get(LIST, {"q": typed})) == [dost.name]


def test_filters_work_together(reader):
    province = ProvinceFactory(slug="ha-noi")
    OrganisationFactory(name="A", province=province, kind="department")
    OrganisationFactory(name="B", province=province, kind="union", valid_to=dt.date(2025, 1, 1))
    OrganisationFactory(name="C", kind="union")
    assert found(reader.get(LIST, {"province": "ha-noi", "kind": "union"})) == ["B"]
    assert found(reader.get(LIST, {"province": "ha-noi", "standing": "current"})) == ["A"]
    assert found(reader.get(LIST, {"standing": "former"})) == ["B"]
    assert found(reader.get(LIST, {"standing": "unassigned"})) == ["B"]
    assert found(reader.get(LIST, {"kind": "nonsense", "standing": "nonsense"})) == ["A", "B", "C"]


def test_finding_nothing_and_having_nothing_are_told_apart(reader):
    assert "empty-state" in reader.get(LIST).text
    OrganisationFactory()
    assert f'href="{LIST}"' in reader.get(LIST, {"q": "không có"}).text


@pytest.mark.parametrize("name", ["q", "province", "kind", "standing", "page"])
def test_odd_words_do_no_harm(reader, name):
    assert reader.get(LIST, {name: "\x00"}).status_code == 200


def test_a_body_tells_what_it_followed_and_what_followed_it(reader):
    moved = SuccessionFactory(legal_basis="Nghị quyết 190/2025/QH15")
    assert "Nghị quyết 190/2025/QH15" in reader.get(moved.old.get_absolute_url()).text
    assert moved.old.name in reader.get(moved.new.get_absolute_url()).text


def test_a_body_nobody_followed_says_that_someone_must_be_assigned(reader):
    moved = SuccessionFactory(new=None)
    text = reader.get(moved.old.get_absolute_url(), headers={"accept-language": "en"}).text
    assert "To be assigned" in text


ATTACK = "<script>alert('x')</script>"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_text_becomes_markup(reader, language):
    province = ProvinceFactory(name=ATTACK, note=ATTACK)
    body = OrganisationFactory(
        name=ATTACK,
        name_en=ATTACK,
        note=ATTACK,
        province=province,
        parent=OrganisationFactory(name=ATTACK),
        named_in=[{"document": ATTACK, "lines": ATTACK}],
    )
    AliasFactory(organisation=body, text=ATTACK)
    GroupMemberFactory(organisation=body, group__phrase=ATTACK)
    SuccessionFactory(old=body, new__name=ATTACK, legal_basis=ATTACK, note=ATTACK, part=ATTACK)
    SuccessionFactory(old=OrganisationFactory(name=ATTACK), new=body)
    ProvinceSuccessionFactory(old=province, new__name=ATTACK, legal_basis=ATTACK, note=ATTACK)
    for url in (
        body.get_absolute_url(),
        province.get_absolute_url(),
        LIST,
        PROVINCES,
        f"{LIST}?q=%3Cscript%3E",
    ):
        text = reader.get(url, headers={"accept-language": language}).text
        assert f'<html lang="{language}">' in text
        assert "<script>" not in text
