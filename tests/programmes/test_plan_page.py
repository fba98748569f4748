"""A plan as a person reads it."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from organisations.models import Resolution
from programmes.models import Standing
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    DostFactory,
    GroupFactory,
    OrganisationFactory,
    SpecialistFactory,
    SuccessionFactory,
)
from tests.factories.programmes import (
    AnnualTargetFactory,
    BaselineFactory,
    DocumentFactory,
    DutyFactory,
    FindingFactory,
    NationalTaskGroupFactory,
    PhaseFactory,
    PlanBasisFactory,
    PlanFactory,
    PlanPolicyFactory,
    TargetFactory,
    TaskFactory,
    TaskGroupFactory,
    TaskRoleFactory,
)

pytestmark = pytest.mark.django_db


def words_of(html: str) -> str:
    """The page as it is read: without tags, blanks in one."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def page(client, plan, language="vi") -> str:
    response = client.get(plan.get_absolute_url(), headers={"accept-language": language})
    assert response.status_code == 200
    return response.text


def fill(plan, rows: int) -> None:
    """``rows`` of everything a plan may hold, linked to each other."""
    phase = PhaseFactory(plan=plan)
    national = NationalTaskGroupFactory(programme=plan.programme)
    DostFactory(province=plan.province)
    for _ in range(rows):
        group = TaskGroupFactory(plan=plan)
        whole = TargetFactory(plan=plan, phase=phase)
        part = TargetFactory(plan=plan, phase=phase, parent=whole)
        compared = TargetFactory(
            plan=plan, operator="increase_at_least_percent", unit="%", base_target=whole, value=Decimal(50)
        )
        task = TaskFactory(
            plan=plan, group=group, kind="annex_row", national_group=national, total=Decimal(2)
        )
        task.targets.add(whole, part)
        AnnualTargetFactory(task=task)
        AnnualTargetFactory(task=None, target=compared, is_assigned=True)
        left = SuccessionFactory(old__province=plan.province)
        TaskRoleFactory(task=task, organisation=left.old)
        TaskRoleFactory(task=task, kind="partner", organisation=None, group=GroupFactory())
        DutyFactory(plan=plan)
        PlanBasisFactory(plan=plan)
        PlanPolicyFactory(plan=plan)
        BaselineFactory(plan=plan)
        finding = FindingFactory(plan=plan)
        finding.tasks.add(task)
        finding.targets.add(whole, part)
        FindingFactory(
            plan=plan,
            remark="đã rõ",
            accepted_at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC),
            accepted_by=UserFactory(),
        )


@pytest.mark.parametrize("rows", [1, 3])
def test_a_visitor_costs_the_same_however_long_the_plan(client, rows, django_assert_num_queries):
    plan = PlanFactory()
    fill(plan, rows)
    with django_assert_num_queries(22):
        client.get(plan.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 3])
def test_a_specialist_costs_the_same_however_long_the_plan(client, rows, django_assert_num_queries):
    plan = PlanFactory()
    fill(plan, rows)
    client.force_login(SpecialistFactory(organisation__province=plan.province).user)
    client.get(plan.get_absolute_url())
    with django_assert_num_queries(25):  # and the session, the person, and what their roles reach
        client.get(plan.get_absolute_url())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_full_plan_is_shown_in_both_languages(client, language):
    plan = PlanFactory()
    fill(plan, 2)
    assert f'<html lang="{language}">' in page(client, plan, language)


def test_roles_that_all_tasks_share_are_said_once(client):
    plan = PlanFactory()
    body, group = OrganisationFactory(province=plan.province, name="Sở Chung"), GroupFactory()
    for _ in range(2):
        heading = TaskGroupFactory(plan=plan)
        for task in TaskFactory.create_batch(2, plan=plan, group=heading, kind="annex_row"):
            TaskRoleFactory(task=task, organisation=body)
            TaskRoleFactory(task=task, kind="partner", organisation=None, group=group)
    assert page(client, plan).count("Sở Chung") == 1
    task.lead_raw = "Sở Chung chủ trì"
    task.save()
    assert page(client, plan).count("Sở Chung") == 4  # once for the first heading, thrice in the rows


def test_a_duty_laid_on_several_bodies_in_the_same_words_is_one_line(client):
    plan = PlanFactory()
    DutyFactory(plan=plan, who_raw="Các Sở: A; B")
    DutyFactory(plan=plan, who_raw="Các Sở: A; B")
    DutyFactory(plan=plan, who_raw="Sở C")
    reading = client.get(plan.get_absolute_url()).context["reading"]
    assert [len(line.fates) for line in reading.duties] == [2, 1]


def test_a_bare_plan_is_shown(client):
    plan = PlanFactory(standing=Standing.KNOWN_BY_REPORT)
    text = page(client, plan)
    assert "notice-info" in text
    assert 'id="targets"' not in text


def test_what_is_not_there_is_not_found(client):
    assert client.get(reverse("programmes:plan_detail", args=["khong-co"])).status_code == 404


def test_a_partial_date_and_a_missing_number_stay_partial(client):
    document = DocumentFactory(
        number_and_symbol="/KH-UBND",
        issued_on=None,
        issued_year=2021,
        issued_month=9,
        number_raw="*125*/KH-UBND",
    )
    text = page(client, PlanFactory(document=document))
    assert "…/09/2021" in text
    assert "“*125*/KH-UBND”" in text or "*125*/KH-UBND" in text


def test_targets_are_said_in_words(client):
    plan = PlanFactory()
    whole = TargetFactory(plan=plan, operator="more_than", value=Decimal(2000), unit="lượt người")
    TargetFactory(plan=plan, parent=whole, value=Decimal(20), unit="chuyên gia", is_striving=True)
    words = words_of(page(client, plan))
    assert "trên 2.000 lượt người" in words
    assert "trong đó phấn đấu ít nhất 20 chuyên gia" in words
    assert "more than 2,000 attendances" in words_of(page(client, plan, "en"))


def test_a_part_stands_behind_its_whole(client):
    plan = PlanFactory()
    whole = TargetFactory(plan=plan, position=1)
    other = TargetFactory(plan=plan, position=2)
    part = TargetFactory(plan=plan, position=3, parent=whole)
    reading = client.get(plan.get_absolute_url()).context["reading"]
    assert [line.target for line in reading.phases[0][1]] == [whole, part, other]


def test_a_base_nobody_chose_is_said_and_a_chosen_one_is_named(client):
    plan = PlanFactory()
    phase = PhaseFactory(plan=plan)
    base = TargetFactory(plan=plan, phase=phase, value=Decimal(2000), operator="more_than", unit="lượt người")
    target = TargetFactory(
        plan=plan, operator="increase_at_least_percent", value=Decimal(50), unit="%", base_target=base
    )
    english = words_of(page(client, plan, "en"))
    assert "an increase of at least 50% over 2021–2025" in english
    assert "Base of comparison not chosen yet" in english
    assert "Compared with 2021–2025: more than 2,000 attendances" in english
    target.base_kind = "actual"
    target.save()
    assert "Base chosen by the department: the result reached in that phase." in words_of(
        page(client, plan, "en")
    )


def test_the_tolerance_of_about_is_named(client):
    plan = PlanFactory(about_tolerance=Decimal("7.5"))
    TargetFactory(plan=plan, operator="about")
    assert "up to 7.5% below still counts as met" in words_of(page(client, plan, "en"))


def test_rows_of_one_target_are_not_added_up_unless_chosen(client):
    plan = PlanFactory()
    target = TargetFactory(plan=plan)
    for code in ("III.6", "III.7"):
        TaskFactory(plan=plan, kind="annex_row", code=code).targets.add(target)
    assert "They are not added up." in words_of(page(client, plan, "en"))
    target.rows_rule = "largest"
    target.save()
    assert "They make one figure: the largest of its rows." in words_of(page(client, plan, "en"))


def test_present_names_stand_beside_enacted_ones(client):
    moved = SuccessionFactory(old__name="Sở Giao thông vận tải", new__name="Sở Xây dựng")
    task = TaskFactory(plan__province=moved.old.province)
    TaskRoleFactory(task=task, organisation=moved.old)
    text = page(client, task.plan, "en")
    assert "Sở Giao thông vận tải (now Sở Xây dựng)" in words_of(text)
    assert moved.old.get_absolute_url() not in text  # organisations are for people signed in


def test_people_signed_in_follow_the_names(client):
    role = TaskRoleFactory()
    client.force_login(UserFactory())
    assert role.organisation.get_absolute_url() in page(client, role.task.plan)


def test_group_phrases_unresolved_words_and_open_ends_are_kept(client):
    task = TaskFactory(partners_raw="Các Sở, ban, ngành; Ban X...", is_open_ended=True)
    group = GroupFactory(phrase="các Sở, ban, ngành", resolution=Resolution.DEPARTMENTS)
    TaskRoleFactory(task=task, kind="partner", organisation=None, group=group)
    TaskRoleFactory(task=task, kind="partner", organisation=None, raw="Ban X")
    words = words_of(page(client, task.plan, "en"))
    assert "các Sở, ban, ngành Ban X … (left open in the text)" in words
    assert "As written Các Sở, ban, ngành; Ban X..." in words


def test_the_evidence_of_a_national_group_is_marked(client):
    plan = PlanFactory()
    TaskFactory(
        plan=plan,
        national_group=NationalTaskGroupFactory(programme=plan.programme, code="NG3", title="Hỗ trợ"),
        national_group_evidence="M",
    )
    assert "national group NG3 M" in words_of(page(client, plan, "en"))


def test_progress_is_offered_to_those_who_may_follow_the_plan(client):
    plan = TaskFactory().plan
    progress = reverse("reporting:plan_progress", args=[plan.key])
    for person in (None, UserFactory(), SpecialistFactory().user):
        if person:
            client.force_login(person)
        assert progress not in page(client, plan)
    client.force_login(SpecialistFactory(organisation__province=plan.province).user)
    text = page(client, plan)
    assert f'hx-get="{progress}"' in text
    assert f'<a href="{progress}">' in text  # and without JavaScript


def test_roles_of_today_are_offered_to_people_signed_in(client):
    plan = TaskFactory().plan
    roles = reverse("programmes:plan_roles", args=[plan.key])
    assert roles not in page(client, plan)
    client.force_login(UserFactory())
    assert f'href="{roles}"' in page(client, plan)


def test_findings_stand_beside_the_row_and_below(client):
    finding = FindingFactory(code="HG-04", codes=["MISSING_ROWS", "NEVER_EXPLAINED"])
    finding.tasks.add(TaskFactory(plan=finding.plan))
    text = page(client, finding.plan, "en")
    assert text.count('href="#finding-HG-04"') == 1
    assert 'id="finding-HG-04"' in text
    assert "The table lacks rows; none are made up." in words_of(text)
    assert "NEVER_EXPLAINED" in text


def test_the_very_line_of_the_source_is_shown(client):
    plan = PlanFactory(source_text="sources/ha-noi-149-2021.txt")
    FindingFactory(plan=plan, source_lines="37")
    assert "phân đầu" in page(client, plan)


def test_who_accepted_is_for_people_signed_in(client):
    person = UserFactory(full_name="Trần Thị Kín")
    finding = FindingFactory(
        remark="Đã đối chiếu.", accepted_at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC), accepted_by=person
    )
    text = page(client, finding.plan)
    assert ("Đã đối chiếu." in text, "Trần Thị Kín" in text) == (True, False)
    client.force_login(UserFactory())
    assert "Trần Thị Kín" in page(client, finding.plan)


ATTACK = "<script>alert('x')</script>"


def test_no_text_of_a_plan_becomes_markup(client):
    plan = PlanFactory(
        title=ATTACK,
        province__name=ATTACK,
        document=DocumentFactory(
            number_and_symbol=ATTACK,
            number_raw=f"{ATTACK}2",
            issuer_text=ATTACK,
            signer=ATTACK,
            signing_form=ATTACK,
        ),
    )
    target = TargetFactory(plan=plan, indicator=ATTACK, statement=ATTACK, unit=ATTACK, source_lines=ATTACK)
    task = TaskFactory(
        plan=plan,
        kind="annex_row",
        code="<script>",
        title=ATTACK,
        timing_raw=ATTACK,
        lead_raw=ATTACK,
        partners_raw=ATTACK,
        total_raw=ATTACK,
        beneficiaries_raw=ATTACK,
        source_lines=ATTACK,
        group=TaskGroupFactory(plan=plan, code="<script>", title=ATTACK),
        national_group=NationalTaskGroupFactory(programme=plan.programme, code="<script>", title=ATTACK),
    )
    AnnualTargetFactory(task=task, raw=ATTACK)
    TaskRoleFactory(task=task, organisation=OrganisationFactory(name=ATTACK, province=plan.province))
    TaskRoleFactory(task=task, organisation=None, raw=ATTACK)
    TaskRoleFactory(task=task, organisation=None, group=GroupFactory(phrase=ATTACK))
    PlanPolicyFactory(plan=plan, text=ATTACK, source_lines=ATTACK)
    DutyFactory(plan=plan, who_raw=ATTACK, when_raw=ATTACK, addressees=[ATTACK], organisation=None)
    PlanBasisFactory(plan=plan, document__abstract=ATTACK, document__issuer_text=ATTACK)
    BaselineFactory(plan=plan, indicator=ATTACK, unit=ATTACK, period="<script>")
    finding = FindingFactory(
        plan=plan,
        code="<script>",
        codes=["<script>"],
        text=ATTACK,
        source_lines=ATTACK,
        remark=ATTACK,
        accepted_at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC),
        accepted_by=UserFactory(full_name=ATTACK),
    )
    finding.targets.add(target)
    finding.tasks.add(task)
    client.force_login(SpecialistFactory(organisation__province=plan.province).user)
    for language in ("vi", "en"):
        text = page(client, plan, language)
        assert "<script>" not in text
        assert text.count("&lt;script&gt;") > 40
