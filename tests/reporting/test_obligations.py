"""Who owes which lines and figures."""

import datetime as dt

import pytest

from organisations.models import OrganisationKind, Resolution
from programmes.models import RoleKind, TimingKind
from programmes.queries.roles import VacancyKind, role_holders, unassigned
from reporting.queries.obligations import obligations
from tests.factories.organisations import (
    DostFactory,
    GroupFactory,
    GroupMemberFactory,
    OrganisationFactory,
    ProvinceSuccessionFactory,
    SuccessionFactory,
)
from tests.factories.programmes import (
    NationalTaskGroupFactory,
    PhaseFactory,
    PlanFactory,
    TargetFactory,
    TaskFactory,
    TaskRoleFactory,
)
from tests.factories.reporting import stage

pytestmark = pytest.mark.django_db
BEFORE, AFTER = dt.date(2024, 11, 20), dt.date(2026, 11, 20)


def held(plan, on):
    return [(h.organisation.name, h.role.value, h.via and h.via.phrase) for h in role_holders(plan, on)]


def test_two_partners_that_merged_hold_one_role():
    task = TaskFactory()
    new = OrganisationFactory(
        province=task.plan.province, name="Sở Tài chính", valid_from=dt.date(2025, 3, 1)
    )
    for _ in range(2):
        TaskRoleFactory(task=task, kind=RoleKind.PARTNER, organisation=SuccessionFactory(new=new).old)
    assert len(role_holders(task.plan, BEFORE)) == 2
    assert held(task.plan, AFTER) == [("Sở Tài chính", "partner", None)]
    assert role_holders(task.plan, AFTER)[0].original is not None


def test_a_partner_that_became_the_lead_vanishes():
    task = TaskFactory()
    lead = OrganisationFactory(name="Sở Khoa học và Công nghệ")
    TaskRoleFactory(task=task, organisation=lead)
    TaskRoleFactory(task=task, kind=RoleKind.PARTNER, organisation=SuccessionFactory(new=lead).old)
    assert held(task.plan, AFTER) == [("Sở Khoa học và Công nghệ", "lead", None)]


def test_a_group_means_its_members_without_the_lead_and_those_named():
    task = TaskFactory()
    lead, named, member = (
        OrganisationFactory(province=task.plan.province, name=name) for name in ("Sở A", "Sở B", "Sở C")
    )
    group = GroupFactory(resolution=Resolution.DEPARTMENTS, phrase="các Sở, ban, ngành")
    TaskRoleFactory(task=task, kind=RoleKind.PARTNER, organisation=None, group=group)
    TaskRoleFactory(task=task, kind=RoleKind.PARTNER, organisation=named)
    TaskRoleFactory(task=task, organisation=lead)
    assert held(task.plan, AFTER) == [
        ("Sở A", "lead", None),
        ("Sở B", "partner", None),
        ("Sở C", "partner", "các Sở, ban, ngành"),
    ]
    assert member.province == task.plan.province


def test_a_group_of_a_merged_province_means_the_new_province():
    task = TaskFactory()
    merger = ProvinceSuccessionFactory(old=task.plan.province)
    OrganisationFactory(province=merger.new, name="Sở Y tế")
    TaskRoleFactory(
        task=task,
        kind=RoleKind.PARTNER,
        organisation=None,
        group=GroupFactory(resolution=Resolution.DEPARTMENTS, phrase="các Sở"),
    )
    assert held(task.plan, BEFORE) == []
    assert held(task.plan, AFTER) == [("Sở Y tế", "partner", "các Sở")]


def test_roles_nobody_stands_for_are_named_with_the_reason():
    task = TaskFactory(is_open_ended=True, partners_raw="UBND các huyện...")
    ended = SuccessionFactory(old__province=task.plan.province, new=None)
    TaskRoleFactory(task=task, kind=RoleKind.PARTNER, organisation=ended.old)
    for resolution in (Resolution.DISTRICTS, Resolution.NOBODY):
        TaskRoleFactory(
            task=task, kind=RoleKind.PARTNER, organisation=None, group=GroupFactory(resolution=resolution)
        )
    TaskRoleFactory(task=task, kind=RoleKind.PARTNER, organisation=None, raw="đơn vị liên quan")
    assert [v.kind for v in unassigned(task.plan, AFTER)] == [
        VacancyKind.NO_SUCCESSOR,
        VacancyKind.NO_MEMBERS,
        VacancyKind.ONLY_WORDS,
        VacancyKind.LEFT_OPEN,
    ]


@pytest.mark.parametrize("tasks", [1, 3])
def test_roles_cost_the_same_for_any_number_of_tasks(django_assert_num_queries, tasks):
    plan = PlanFactory()
    group = GroupMemberFactory(organisation__province=plan.province).group
    for _ in range(tasks):
        task = TaskFactory(plan=plan)
        TaskRoleFactory(task=task, organisation=SuccessionFactory(old__province=plan.province).old)
        TaskRoleFactory(task=task, kind=RoleKind.PARTNER, organisation=None, group=group)
    with django_assert_num_queries(6):
        assert len(role_holders(plan, AFTER)) == tasks * 2


def lines_of(plan, organisation, year=2026):
    owed = {o.organisation: o.lines for o in obligations(plan, year, AFTER)}
    return [
        (line.role.value, line.task and line.task.code, [f.target.code for f in line.figures])
        for line in owed.get(organisation, [])
    ]


def test_lead_and_named_partners_owe_their_parts_of_the_figures_and_group_members_only_a_line():
    here = stage(opened=False)
    partner = OrganisationFactory(province=here.plan.province)
    TaskRoleFactory(task=here.task, kind=RoleKind.PARTNER, organisation=partner)
    assert lines_of(here.plan, here.unit) == [("lead", here.task.code, [here.target.code])]
    assert lines_of(here.plan, partner) == [("partner", here.task.code, [here.target.code])]
    member = GroupMemberFactory(organisation__province=here.plan.province)
    TaskRoleFactory(task=here.task, kind=RoleKind.PARTNER, organisation=None, group=member.group)
    assert lines_of(here.plan, member.organisation) == [("group", here.task.code, [])]


def test_a_task_of_another_year_is_not_owed_and_neither_are_its_targets():
    here = stage(opened=False)
    here.task.timing_kind, here.task.timing_from, here.task.timing_to = TimingKind.RANGE, 2021, 2023
    here.task.save()
    assert lines_of(here.plan, here.unit) == []
    assert lines_of(here.plan, here.dost) == []


def test_the_standing_agency_answers_for_targets_no_lead_carries():
    here = stage(opened=False)
    left = TargetFactory(plan=here.plan, code="T-X")
    TargetFactory(plan=here.plan, phase=PhaseFactory(plan=here.plan, year_from=2021, year_to=2025))
    TargetFactory(plan=here.plan, counted_from="outcomes")
    assert lines_of(here.plan, here.dost) == [("lead", None, [left.code])]


def test_results_of_an_increase_are_counted_in_the_unit_of_its_base():
    here = stage(opened=False)
    base = TargetFactory(
        plan=here.plan, unit="lượt người", phase=PhaseFactory(plan=here.plan, year_from=2021, year_to=2025)
    )
    TargetFactory(plan=here.plan, operator="increase_at_least_percent", value=50, unit="%", base_target=base)
    owed = {o.organisation: o.lines for o in obligations(here.plan, 2026, AFTER)}
    assert [f.unit for line in owed[here.dost] for f in line.figures] == ["lượt người"]


def test_a_plan_without_tasks_asks_every_unit_about_every_group():
    plan = PlanFactory(standing="known_by_report")
    groups = [NationalTaskGroupFactory(programme=plan.programme) for _ in range(2)]
    asked = [
        DostFactory(province=plan.province),
        *(
            OrganisationFactory(province=plan.province, kind=kind)
            for kind in ("subdepartment", "union", "association")
        ),
    ]
    OrganisationFactory(province=plan.province, kind=OrganisationKind.DISTRICT)
    OrganisationFactory(province=plan.province, valid_to=dt.date(2025, 2, 28))
    owed = obligations(plan, 2026, AFTER)
    assert {o.organisation for o in owed} == set(asked)
    assert {(line.role.value, line.national_group) for o in owed for line in o.lines} == {
        ("asked", group) for group in groups
    }
