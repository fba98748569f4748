"""The desk: what is listed, found, kept and shown."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from common.working_days import WorkingCalendar
from organisations.models import Role
from support.models import SavedView
from support.queries.desk import DeskPages, applications_of, desk_of, on_the_desk
from support.queries.wanted import wanted
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.programmes import PlanFactory
from tests.factories.support import ApplicationFactory, SubmittedFactory, SupportContentFactory, support_stage

pytestmark = pytest.mark.django_db
LIST = reverse("support:application_list")
TODAY = dt.date(2026, 11, 20)  # a Friday


@pytest.fixture
def stage():
    return support_stage()


def found(stage, query, user=None):
    desk = desk_of(user or stage.specialist)
    return list(applications_of(desk, wanted(query), TODAY, WorkingCalendar()))


def named(stage, name, **facts):
    return SubmittedFactory(
        plan=stage.plan, enterprise=EnterpriseFactory(name=name, province=stage.province, **facts)
    )


def test_the_desk_holds_what_the_person_may_see_of_the_province(stage):
    ours, draft = stage.submitted(), ApplicationFactory(plan=stage.plan)
    elsewhere = SubmittedFactory()
    rows = list(on_the_desk(desk_of(stage.specialist)))
    assert rows == [ours]
    assert [stage.specialist.has_perm("support.view_application", a) for a in (ours, draft, elsewhere)] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "words",
    ["Đại Đức", "dai duc", "ĐẠI ĐỨC", "Đa\u0323i Đu\u031b\u0301c", "01012345", "0101234567", "0101.234.567"],
)
def test_an_enterprise_is_found_with_and_without_marks_and_by_its_code(stage, words):
    wanted_one = named(stage, "Công ty Đại Đức", tax_code="0101234567")
    named(stage, "Công ty Khác")
    assert found(stage, f"q={words}") == [wanted_one]


@pytest.mark.parametrize(
    "typed", [str, str.lower, lambda code: code[-5:], lambda code: code[-10:], lambda code: code[:-1]]
)
def test_an_application_is_found_by_its_code_or_a_part_of_it(stage, typed):
    first, _second = stage.submitted(number=41), stage.submitted(number=52)
    assert found(stage, f"q={typed(first.code)}") == [first]


def test_a_personal_number_is_found_whole_or_not_at_all(stage):
    household = named(stage, "Hộ kinh doanh Lan", tax_code="001078012345", kind="household")
    reader = MembershipFactory(
        organisation=OrganisationFactory(province=stage.province), role=Role.READER
    ).user
    assert found(stage, "q=001078012345") == [household]
    assert found(stage, "q=0010780123") == []
    assert found(stage, "q=001078012345", reader) == []


@pytest.mark.parametrize("many", [0, 1, 2])
def test_words_find_the_same_however_many_enterprises_they_fit(stage, monkeypatch, many):
    monkeypatch.setattr("support.queries.desk.MANY", many)
    first, second = (named(stage, f"Công ty Đại Đức {n}", tax_code=f"010123456{n}") for n in (1, 2))
    household = named(stage, "Hộ kinh doanh Lan", tax_code="001078012345", kind="household")
    numbered = stage.submitted(number=101)
    assert found(stage, "q=dai duc") == [second, first]
    assert found(stage, "q=0101") == [numbered, second, first]
    assert found(stage, "q=001078012345") == [household]
    assert found(stage, "q=0010780123") == []


def test_what_many_fit_is_counted_to_a_bound_and_said_so(stage, monkeypatch):
    monkeypatch.setattr("common.volume.MOST_COUNTED", 2)
    monkeypatch.setattr("support.queries.desk.PAGE", 2)
    for number in range(4):
        named(stage, f"Công ty {number}")
    newest = found(stage, "")
    client = stage.client(stage.specialist)
    page = client.get(f"{LIST}?q=cong+ty&page=99")
    assert [row.application for row in page.context["rows"]] == newest[:2]
    assert page.context["page"].paginator.is_bounded
    assert "10.000" in page.content.decode()
    whole = client.get(f"{LIST}?state=open&page=99")
    assert [row.application for row in whole.context["rows"]] == newest[2:]


def test_filters_narrow_and_join(stage):
    late = stage.submitted(due_on=TODAY - dt.timedelta(1), assignee=stage.specialist)
    soon = stage.submitted(due_on=dt.date(2026, 11, 25), state="appraisal")
    ended = stage.submitted(due_on=TODAY, state="refused", ended_on=TODAY, year=2025, number=9000)
    assert found(stage, "due=overdue") == [late]
    assert found(stage, "due=2") == [soon]  # Wednesday: the 24th is a holiday
    assert found(stage, "due=1") == []
    assert found(stage, "state=open&sort=submitted") == [late, soon]
    assert found(stage, "state=ended") == [ended]
    assert found(stage, "assignee=mine") == [late]
    assert found(stage, "assignee=nobody&state=open") == [soon]
    assert found(stage, f"assignee={stage.specialist.pk}&due=overdue") == [late]
    assert found(stage, "year=2025") == [ended]
    assert found(stage, f"content={stage.content.pk}&state=refused") == [ended]
    assert found(stage, f"content={SupportContentFactory(plan=stage.plan).pk}") == []
    assert found(stage, f"plan={stage.plan.key}&area={stage.province.slug}&state=refused") == [ended]
    assert found(stage, "area=somewhere") == []


def test_whom_an_application_waits_for(stage):
    office = stage.submitted()
    unit = stage.submitted(state="appraisal")
    unit.opinion_requests.create(
        organisation=OrganisationFactory(province=stage.province),
        question="?",
        due_on=TODAY,
        asked_at=timezone.now(),
        asked_by=stage.specialist,
    )
    enterprise, leader = stage.submitted(state="supplement"), stage.submitted(state="proposed")
    rows = {whom: found(stage, f"waiting={whom}") for whom in ("office", "unit", "enterprise", "leader")}
    assert rows == {"office": [office], "unit": [unit], "enterprise": [enterprise], "leader": [leader]}


@pytest.mark.parametrize(
    "query",
    [
        "state=x&due=-1&due=99999999999999999999&assignee=0x1&content=99999999999999999999&year=a&sort=pk&col=x&waiting=x",
        "q=%00%F0%9F%98%80&state=draft&content=٣&page=9999999999999999999",
        "q=%25_%5C&plan=%00&area=%27",
        f"assignee=0000000000{'9' * 20}&content={'0' * 5000}&year={'9' * 5000}&due=00000000000{'9' * 5000}",
    ],
)
def test_an_address_nobody_meant_breaks_nothing(stage, query):
    stage.submitted()
    assert stage.client(stage.specialist).get(f"{LIST}?{query}").status_code == 200


def test_what_is_asked_for_is_written_and_read_alike():
    query = "q=%C4%90%E1%BB%A9c&state=open&due=3&assignee=mine&year=2026&sort=due&col=code&col=plan&col=due"
    assert wanted(query).query == query
    assert wanted("q=&state=&sort=-submitted&page=3").query == ""


@pytest.mark.parametrize(
    "sort", ["submitted", "-submitted", "due", "-due", "enterprise", "-enterprise", "ended", "-ended"]
)
def test_every_order_is_whole_and_its_opposite_turns_it_round(stage, sort):
    for day, name in enumerate(["Ánh", "Bình", "Đức"]):
        named(stage, name)
        stage.submitted(due_on=TODAY + dt.timedelta(day), ended_on=TODAY + dt.timedelta(day))
    rows = found(stage, f"sort={sort}")
    assert len({row.pk for row in rows}) == 6
    key = {"submitted": "submitted_at", "due": "due_on", "enterprise": "enterprise", "ended": "ended_on"}[
        sort.lstrip("-")
    ]
    values = [getattr(row, key) for row in rows if getattr(row, key) is not None]
    values = [value.order if key == "enterprise" else value for value in values]
    assert values == sorted(values, reverse=sort.startswith("-"))


def test_filters_come_back_on_the_next_visit_until_they_are_cleared(stage):
    client = stage.client(stage.specialist)
    client.get(f"{LIST}?state=open&col=code&col=due")
    again = client.get(LIST)
    assert (again.status_code, again["Location"]) == (302, f"{LIST}?state=open&col=code&col=due")
    assert stage.client(stage.leader).get(LIST).status_code == 200
    cleared = client.get(f"{LIST}?clear=1", follow=True)
    assert cleared.redirect_chain == [(LIST, 302)]
    assert client.get(LIST).status_code == 200


def test_views_are_kept_renamed_and_removed_by_their_owner_alone(stage):
    client, other = stage.client(stage.specialist), stage.client(stage.leader)
    views = reverse("support:desk_view_list")
    client.post(f"{views}?state=open&page=7", {"name": "  Còn  mở "})
    view = SavedView.objects.get(user=stage.specialist, name="Còn mở")
    assert view.query == "state=open"
    change = reverse("support:desk_view_change", args=[view.pk])
    assert other.post(change, {"name": "Của tôi"}).status_code == 404
    client.post(change, {"name": "Đang mở"})
    assert "Đang mở" in client.get(views).content.decode()
    assert "Đang mở" not in other.get(views).content.decode()
    client.post(views, {"name": "Khác"})
    client.post(change, {"name": "Khác"})
    view.refresh_from_db()
    assert view.name == "Đang mở"
    client.post(change, {"remove": "1"})
    assert list(SavedView.objects.values_list("name", flat=True)) == ["Khác"]


@pytest.mark.parametrize("name", ["", "   ", "\u200b"])
def test_a_view_has_a_name(stage, name):
    stage.client(stage.specialist).post(reverse("support:desk_view_list"), {"name": name})
    assert SavedView.objects.count() == 0


def test_enterprise_people_see_their_own_in_public_words(stage):
    own = stage.submitted(state="proposed", assignee=stage.specialist)
    other = SubmittedFactory(plan=stage.plan)
    page = stage.client(stage.applicant).get(LIST).content.decode()
    assert [own.code in page, other.code in page, str(stage.specialist) in page] == [True, False, False]


def test_a_unit_sees_what_it_was_asked_about(stage):
    asked, other = stage.submitted(), stage.submitted()
    member = MembershipFactory(
        organisation=OrganisationFactory(province=stage.province), role=Role.FOCAL_POINT
    )
    asked.opinion_requests.create(
        organisation=member.organisation,
        question="?",
        due_on=TODAY,
        asked_at=timezone.now(),
        asked_by=stage.specialist,
    )
    page = stage.client(member.user).get(LIST).content.decode()
    assert [asked.code in page, other.code in page] == [True, False]


@pytest.mark.parametrize("sort", ["-submitted", "due", "-due", "-enterprise", "ended"])
def test_pages_meet_from_both_ends(stage, monkeypatch, sort):
    monkeypatch.setattr("support.queries.desk.PAGE", 2)
    for day in (1, 2, None, 3, None):
        due = TODAY + dt.timedelta(day) if day else None
        stage.submitted(due_on=due, ended_on=due, state="expired" if due else "submitted")
    what = wanted(f"sort={sort}")
    whole = found(stage, what.query)
    pages = DeskPages(applications_of(desk_of(stage.specialist), what, TODAY, WorkingCalendar()), what)
    pages.per_page = 2
    assert [list(pages.page(number)) for number in (1, 2, 3)] == [whole[:2], whole[2:4], whole[4:]]
    assert list(pages.get_page(99)) == whole[4:]


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same_however_many_rows(stage, django_assert_num_queries, count):
    for number in range(count):
        application = stage.submitted(assignee=stage.specialist, due_on=TODAY)
        application.opinion_requests.create(
            organisation=OrganisationFactory(),
            question="?",
            due_on=TODAY,
            asked_at=timezone.now(),
            asked_by=stage.specialist,
        )
        SavedView.objects.create(user=stage.specialist, name=f"Của tôi {number}")
        PlanFactory(province=stage.province)
    client = stage.client(stage.specialist)
    every = "&".join(
        f"col={key}" for key in ("tax_code", "waiting", "contents", "cost", "granted", "plan", "area")
    )
    client.get(f"{LIST}?{every}")
    with django_assert_num_queries(17):
        assert client.get(f"{LIST}?{every}").status_code == 200
    with django_assert_num_queries(17):
        assert client.get(f"{LIST}?sort=").status_code == 200
