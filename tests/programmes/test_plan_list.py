"""The list of plans: public, filtered in the address, found with or without dấu."""

import unicodedata

import pytest
from django.urls import reverse

from tests.factories.organisations import ProvinceFactory, ProvinceSuccessionFactory
from tests.factories.programmes import (
    DocumentFactory,
    PlanFactory,
    ProgrammeFactory,
    TargetFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db
LIST = reverse("programmes:plan_list")


def shown(response) -> list[str]:
    return [plan.key for plan in response.context["page"].object_list]


def test_everybody_reads_the_list(client):
    PlanFactory(key="ha-noi-149-2021")
    response = client.get(LIST)
    assert response.status_code == 200
    assert shown(response) == ["ha-noi-149-2021"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long(client, rows, django_assert_num_queries):
    for _ in range(rows):
        plan = PlanFactory()
        TaskFactory.create_batch(2, plan=plan)
        TargetFactory.create_batch(2, plan=plan)
    with django_assert_num_queries(4):  # count, plans, provinces, programmes
        client.get(LIST)


def test_counts_do_not_multiply_each_other(client):
    plan = PlanFactory()
    TaskFactory.create_batch(3, plan=plan)
    TargetFactory.create_batch(2, plan=plan)
    found = client.get(LIST).context["page"].object_list[0]
    assert (found.task_count, found.target_count) == (3, 2)


@pytest.mark.parametrize(
    "typed",
    [
        "Hòa Bình",
        "hoa binh",
        "HOÀ BÌNH",
        unicodedata.normalize("NFD", "Hòa Bình"),
        "năng suất hoa",
        "binh nang",
    ],
)
def test_text_is_found_with_and_without_marks(client, typed):
    PlanFactory(key="hoa-binh", province__name="Hòa Bình", title="Nâng cao năng suất")
    PlanFactory(key="ha-giang", province__name="Hà Giang", title="Nâng cao năng suất")
    assert shown(client.get(LIST, {"q": typed})) == ["hoa-binh"]


def test_a_number_is_found(client):
    PlanFactory(key="mine", document=DocumentFactory(number_and_symbol="149/KH-UBND"))
    PlanFactory(document=DocumentFactory(number_and_symbol="125/KH-UBND"))
    assert shown(client.get(LIST, {"q": "149/kh-ubnd"})) == ["mine"]


def test_what_was_asked_stays_in_the_form_and_in_the_address_of_the_next_page(client):
    PlanFactory.create_batch(51, title="Nâng cao năng suất")
    response = client.get(LIST, {"q": "năng suất"})
    assert 'value="năng suất"' in response.text
    assert "?q=n%C4%83ng+su%E1%BA%A5t&amp;province=" not in response.text
    assert "?q=n%C4%83ng+su%E1%BA%A5t&amp;page=2" in response.text


def test_a_province_also_finds_the_plans_it_inherited(client):
    merged = ProvinceSuccessionFactory(old__slug="hoa-binh", new__slug="phu-tho")
    PlanFactory(key="inherited", province=merged.old)
    PlanFactory(key="elsewhere")
    assert shown(client.get(LIST, {"province": "phu-tho"})) == ["inherited"]
    assert shown(client.get(LIST, {"province": "hoa-binh"})) == ["inherited"]


def test_only_provinces_with_plans_are_offered(client):
    merged = ProvinceSuccessionFactory(old__name="Hòa Bình", new__name="Phú Thọ")
    PlanFactory(province=merged.old)
    ProvinceFactory(name="Lai Châu")
    offered = [province.name for province in client.get(LIST).context["provinces"]]
    assert offered == ["Hòa Bình", "Phú Thọ"]


def test_a_programme_filters(client):
    PlanFactory(key="old", programme=ProgrammeFactory(key="P712"))
    PlanFactory(key="new", programme=ProgrammeFactory(key="P1322"))
    assert shown(client.get(LIST, {"programme": "P712"})) == ["old"]


@pytest.mark.parametrize("asked", [{"q": "không có"}, {"province": "nowhere"}, {"programme": "P0"}])
def test_finding_nothing_offers_the_way_back(client, asked):
    PlanFactory()
    response = client.get(LIST, asked)
    assert shown(response) == []
    assert "empty-state" in response.text
    assert f'href="{LIST}"' in response.text


def test_an_empty_portal_says_so(client):
    assert "empty-state" in client.get(LIST).text


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "\x00"},
        {"province": "\x00"},
        {"programme": "\x00"},
        {"q": "%"},
        {"q": "x" * 5000},
        {"page": "no"},
        {"page": "-1"},
    ],
)
def test_odd_words_do_no_harm(client, asked):
    PlanFactory()
    assert client.get(LIST, asked).status_code == 200


def test_a_plan_without_a_number_says_so(client):
    PlanFactory(document=DocumentFactory(number_and_symbol="/KH-UBND", issued_on=None, issued_year=2021))
    assert 'class="not-stated"' in client.get(LIST).text


def test_the_list_cannot_be_posted_to(client):
    assert client.post(LIST).status_code == 405
