"""Reports among what waits: the leader's to sign, the specialist's to change, to number and to issue, the readers' issued."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from consolidation.actions.commenting import comment
from consolidation.actions.reviewing import send_back
from portal.papers import reports_waiting
from portal.queries import work_of
from tests.consolidation.lives import a_house, approved, in_review, issued, numbered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def house():
    return a_house()


def waits(user):
    return {str(work.title): len(work.rows) for work in reports_waiting(user)}


def test_a_leader_sees_what_to_sign_even_where_there_is_nothing(house):
    assert (waits(house.leader), waits(house.specialist)) == ({"Reports to sign": 0}, {})
    in_review(house)
    assert (waits(house.leader), waits(house.specialist)) == ({"Reports to sign": 1}, {})
    assert waits(a_house("Huế").leader) == {"Reports to sign": 0}


def test_the_specialist_sees_what_came_back_what_to_number_and_what_to_issue(house):
    report = in_review(house)
    comment(report, "Sửa năm.", by=house.leader)
    send_back(report, by=house.leader)
    assert waits(house.specialist) == {"Reports that came back from the leader": 1}
    other = a_house("Huế")
    approved(other)
    assert waits(other.specialist) == {"Reports to have numbered": 1}
    third = a_house("Đà Nẵng")
    numbered(third, printed=False)
    assert waits(third.specialist) == {"Reports to have signed and to issue": 1}


def test_readers_see_only_what_was_issued(house):
    in_review(house)
    other = a_house("Huế")
    report = issued(other)
    shown = {str(work.title): work.rows for work in work_of(other.ministry, on=timezone.localdate())}
    assert shown["Issued reports"] == [report]


def test_what_waits_costs_one_query(house, django_assert_num_queries):
    in_review(house)
    waits(house.leader)  # the person's roles are read once
    with django_assert_num_queries(1):
        waits(house.leader)


def test_on_the_home_page_what_waits_comes_first_and_empty_lists_are_one_line(house, client):
    client.force_login(house.leader)
    in_review(house)
    page = client.get(reverse("portal:home"), headers={"accept-language": "en"})
    assert all(work.rows for work in page.context["works"])
    assert str(page.context["works"][0].title) == "Reports to sign"
    text = page.content.decode()
    said = [text.index(words) for words in ("Reports to sign", *map(str, page.context["quiet"]))]
    assert (said, len(said) > 1) == (sorted(said), True)
    assert [text.count(str(words)) for words in page.context["quiet"]] == [1] * len(page.context["quiet"])


def test_a_home_page_with_nothing_but_empty_lists_says_so_and_does_not_ask_for_a_role(house, client):
    client.force_login(house.reader)
    page = client.get(reverse("portal:home"), headers={"accept-language": "en"})
    text = page.content.decode()
    assert (page.context["works"], "No report has been issued yet." in text) == ([], True)
    assert "You have no role in an organisation yet" not in text
