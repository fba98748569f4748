"""DOST accepts a finding with a remark; nobody else does, and nothing typed is lost."""

import datetime as dt

import pytest
from django.urls import reverse

from common.errors import RuleBroken
from journal.models import Entry
from organisations.models import Role
from programmes.actions import accept_finding
from programmes.models import Standing
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    DostFactory,
    MembershipFactory,
    ProvinceSuccessionFactory,
    SpecialistFactory,
)
from tests.factories.programmes import FindingFactory

pytestmark = pytest.mark.django_db
REMARK = "Đã đối chiếu với bản ký; giữ nguyên văn."


@pytest.fixture
def finding():
    return FindingFactory(code="HN-01")


@pytest.fixture
def specialist(finding):
    return SpecialistFactory(organisation__province=finding.plan.province).user


def address(finding) -> str:
    return reverse("programmes:finding_accept", args=[finding.plan.key, finding.pk])


def typed(finding, remark=REMARK) -> dict[str, str]:
    return {f"finding-{finding.pk}-remark": remark}


def test_the_specialist_is_offered_the_form_and_a_visitor_is_not(client, finding, specialist):
    assert address(finding) not in client.get(finding.plan.get_absolute_url()).text
    client.force_login(specialist)
    assert f'href="{address(finding)}"' in client.get(finding.plan.get_absolute_url()).text


def test_accepting_keeps_remark_person_and_time_and_writes_the_journal(client, finding, specialist):
    client.force_login(specialist)
    response = client.post(address(finding), typed(finding))
    assert response.status_code == 302
    assert response.url == f"{finding.plan.get_absolute_url()}#finding-HN-01"
    finding.refresh_from_db()
    assert (finding.remark, finding.accepted_by) == (REMARK, specialist)
    entry = Entry.objects.about(finding).get()
    assert (entry.action, entry.by, entry.note) == ("accept_finding", specialist, REMARK)
    assert REMARK in client.get(finding.plan.get_absolute_url()).text


def test_without_the_page_around_it_the_finding_comes_back_in_its_place(client, finding, specialist):
    client.force_login(specialist)
    form = client.get(address(finding), headers={"hx-request": "true"})
    assert ("<html" in form.text, "hx-post" in form.text) == (False, True)
    answer = client.post(address(finding), typed(finding), headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert ("<html" in answer.text, 'id="finding-HN-01"' in answer.text, REMARK in answer.text) == (
        False,
        True,
        True,
    )


@pytest.mark.parametrize("remark", ["", "   ", "\u200b"])
def test_a_remark_is_asked_for(client, finding, specialist, remark):
    client.force_login(specialist)
    response = client.post(address(finding), typed(finding, remark))
    assert response.status_code == 200
    assert "error-summary" in response.text
    finding.refresh_from_db()
    assert finding.accepted_at is None


def test_the_second_of_two_clerks_keeps_what_they_typed(client, finding, specialist):
    other = UserFactory(full_name="Lê Văn Nhanh")
    finding.accepted_at, finding.accepted_by = dt.datetime(2026, 1, 2, tzinfo=dt.UTC), other
    finding.remark = "đầu tiên"
    finding.save()
    client.force_login(specialist)
    response = client.post(address(finding), typed(finding, "Lời thứ hai"), headers={"accept-language": "en"})
    assert "Lê Văn Nhanh has already accepted this finding." in response.text
    assert "Lời thứ hai</textarea>" in response.text
    finding.refresh_from_db()
    assert finding.remark == "đầu tiên"


def test_a_stranger_is_sent_to_sign_in(client, finding):
    response = client.post(address(finding), typed(finding))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("method", ["get", "post"])
def test_people_without_the_right_are_refused(client, finding, method):
    elsewhere = SpecialistFactory().user
    unit = MembershipFactory(organisation__province=finding.plan.province).user
    reader = MembershipFactory(organisation__province=finding.plan.province, role=Role.READER).user
    ended = SpecialistFactory(organisation__province=finding.plan.province, valid_to=dt.date(2020, 1, 1)).user
    for person in (UserFactory(), elsewhere, unit, reader, ended):
        client.force_login(person)
        assert getattr(client, method)(address(finding), typed(finding)).status_code == 403
    finding.refresh_from_db()
    assert finding.accepted_at is None


def test_the_dost_of_a_province_that_took_over_may_accept(client, finding):
    merged = ProvinceSuccessionFactory(old=finding.plan.province)
    leader = MembershipFactory(organisation=DostFactory(province=merged.new), role=Role.LEADER).user
    client.force_login(leader)
    assert client.post(address(finding), typed(finding)).status_code == 302


def test_a_finding_of_another_plan_is_not_found(client, finding, specialist):
    client.force_login(specialist)
    other = FindingFactory(plan__province=finding.plan.province)
    assert (
        client.get(reverse("programmes:finding_accept", args=[other.plan.key, finding.pk])).status_code == 404
    )


def test_nothing_is_added_to_a_plan_of_history(client, finding, specialist):
    finding.plan.standing = Standing.HISTORY
    finding.plan.save()
    client.force_login(specialist)
    assert client.post(address(finding), typed(finding)).status_code == 403
    with pytest.raises(RuleBroken) as no:
        accept_finding(finding, remark=REMARK, by=specialist)
    assert no.value.code == "history"


def test_the_action_asks_for_the_right_itself(finding):
    with pytest.raises(RuleBroken) as no:
        accept_finding(finding, remark=REMARK, by=UserFactory())
    assert no.value.code == "not_permitted"


def test_marks_in_a_remark_stay_text(client, finding, specialist):
    client.force_login(specialist)
    client.post(address(finding), typed(finding, "<b onclick=x>đậm</b>"))
    assert "&lt;b onclick=x&gt;" in client.get(finding.plan.get_absolute_url()).text
