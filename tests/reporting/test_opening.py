"""Opening a period: what it would mean is told first, one confirmation does all of it, once."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone, translation

from common.errors import RuleBroken
from common.working_days import WorkingCalendar
from organisations.models import OrganisationKind, Resolution, Role
from outbox.models import Notice
from programmes.models import DutyKind, TimingKind
from reporting.actions.opening import open_and_call
from reporting.actions.periods import open_period
from reporting.models import Campaign, Letter, PeriodKind, ReportingPeriod, ReportSetting, Submission
from reporting.queries.opening import choices_of, proposal_of, proposed_days, window_of
from reporting.queries.results import results_of
from tests.factories.organisations import GroupFactory, MembershipFactory, OrganisationFactory
from tests.factories.programmes import (
    DutyFactory,
    PhaseFactory,
    TargetFactory,
    TaskFactory,
    TaskRoleFactory,
)
from tests.factories.reporting import YEAR, days_around_today, signed_in, stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return stage(opened=False)


def opened(here, **facts):
    return open_period(
        **{"plan": here.plan, "year": YEAR, "by": here.specialist, **days_around_today(), **facts}
    )


def address(here, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/bao-cao/mo-ky/{here.plan.key}/?{query}"


def typed(**more):
    return {name: f"{day:%d/%m/%Y}" for name, day in days_around_today().items()} | {"year": str(YEAR)} | more


def proposed(here, **facts):
    period = ReportingPeriod(**{"plan": here.plan, "year": YEAR, **days_around_today(), **facts})
    return proposal_of(period, by=here.specialist)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({}, "2026"),
        ({"kind": PeriodKind.HALF, "number": 1}, "first half of 2026"),
        ({"kind": PeriodKind.HALF, "number": 2}, "second half of 2026"),
        ({"kind": PeriodKind.QUARTER, "number": 3}, "quarter 3 of 2026"),
        ({"kind": PeriodKind.FIVE_YEAR, "covers_from": 2022}, "five years 2022–2026"),
        ({"kind": PeriodKind.MIDTERM, "covers_from": 2021}, "mid-term review 2021–2026"),
        ({"kind": PeriodKind.FINAL, "covers_from": 2021}, "final review 2021–2026"),
    ],
)
def test_every_kind_of_period_gives_out_forms_and_has_a_report_and_only_the_year_is_dated(here, facts, name):
    period = opened(here, **facts)
    assert (period.name, period.submissions.count()) == (name, 1)
    is_yearly = not facts
    assert (Campaign.objects.exists(), ReportSetting.objects.exists()) == (is_yearly, is_yearly)
    page = signed_in(here.specialist).get(period.get_absolute_url())
    assert f"/bao-cao/{period.pk}/van-ban/" in page.text
    assert signed_in(here.specialist).get(f"/bao-cao/{period.pk}/van-ban/").status_code == 200


def test_kinds_stand_beside_each_other_and_only_years_enter_the_sums(here):
    opened(here)
    quarter = opened(here, kind=PeriodKind.QUARTER, number=3)
    form = quarter.submissions.get()
    form.lines.get().figures.update(to_date=9)
    moment = timezone.now()
    Submission.objects.filter(pk=form.pk).update(
        state="accepted",
        certified_at=moment,
        certified_by=here.leader,
        decided_at=moment,
        decided_by=here.specialist,
    )
    assert [result.year.value for result in results_of(here.plan, YEAR).targets] == [None]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": PeriodKind.QUARTER, "number": 5}, "number"),
        ({"kind": PeriodKind.QUARTER}, "number"),
        ({"kind": PeriodKind.MIDTERM, "covers_from": 2019}, "covers_from"),
        ({"kind": PeriodKind.MIDTERM, "covers_from": 2027}, "covers_from"),
        ({"kind": PeriodKind.AD_HOC}, "subject"),
        ({"kind": PeriodKind.AD_HOC, "subject": "ISO 9001"}, "units"),
    ],
)
def test_what_does_not_fit_its_kind_is_refused_at_its_field(here, facts, field):
    with pytest.raises(RuleBroken) as no:
        opened(here, **facts)
    assert list(no.value.message_dict) == [field]
    assert ReportingPeriod.objects.count() == 0


def test_a_review_asks_for_every_task_and_target_of_its_years(here):
    past = TaskFactory(plan=here.plan, timing_kind=TimingKind.RANGE, timing_from=2021, timing_to=2023)
    TaskRoleFactory(task=past, organisation=here.unit)
    target = TargetFactory(plan=here.plan, phase=PhaseFactory(plan=here.plan, year_from=2021, year_to=2025))
    past.targets.add(target)
    period = opened(here, kind=PeriodKind.MIDTERM, covers_from=2021)
    lines = period.submissions.get(organisation=here.unit).lines.all()
    assert {line.task for line in lines} == {here.task, past}
    assert {figure.target for line in lines for figure in line.figures.all()} == {here.target, target}


def test_a_request_asks_the_units_chosen_and_counts_up_within_its_year(here):
    other = OrganisationFactory(province=here.plan.province)
    facts = {"kind": PeriodKind.AD_HOC, "subject": "Doanh nghiệp ISO 9001", "units": [other]}
    first, second = opened(here, **facts), opened(here, **facts)
    assert [p.number for p in (first, second)] == [1, 2]
    form = first.submissions.get()
    assert [(li.role, li.heading, li.task) for li in form.lines.all()] == [
        ("asked", "Doanh nghiệp ISO 9001", None)
    ]
    assert form.organisation == other


def test_a_request_about_tasks_keeps_the_role_of_those_who_hold_one(here):
    other = OrganisationFactory(province=here.plan.province)
    period = opened(here, kind=PeriodKind.AD_HOC, subject="ISO", units=[other, here.unit], tasks=[here.task])
    told = {
        s.organisation: [(li.role, li.figures.count()) for li in s.lines.all()]
        for s in period.submissions.all()
    }
    assert told == {other: [("asked", 0)], here.unit: [("lead", 1)]}


@pytest.mark.parametrize(
    ("kind", "number", "first", "last"),
    [
        ("quarter", 1, dt.date(2025, 12, 15), dt.date(2026, 3, 14)),
        ("quarter", 2, dt.date(2026, 3, 15), dt.date(2026, 6, 14)),
        ("quarter", 3, dt.date(2026, 6, 15), dt.date(2026, 9, 14)),
        ("quarter", 4, dt.date(2026, 9, 15), dt.date(2026, 12, 14)),
        ("half", 1, dt.date(2025, 12, 15), dt.date(2026, 6, 14)),
    ],
)
def test_windows_of_data_are_carried_with_their_law_and_how_sure_it_is(kind, number, first, last):
    window = window_of(PeriodKind(kind), number, 2026)
    assert (window.first, window.last, window.evidence) == (first, last, "V2")


def test_no_window_is_made_up():
    assert [window_of(kind, n, 2026) for kind, n in ((PeriodKind.HALF, 2), (PeriodKind.FINAL, 0))] == [
        None,
        None,
    ]


@pytest.mark.parametrize("kind", PeriodKind)
@pytest.mark.parametrize("today", [dt.date(2025, 1, 2), dt.date(2026, 8, 30), dt.date(2027, 2, 1)])
def test_days_proposed_are_in_order_whenever_one_looks(here, kind, today):
    number = 1 if kind in {PeriodKind.HALF, PeriodKind.QUARTER} else 0
    calendar = WorkingCalendar()
    days = proposed_days(here.plan, kind, number, YEAR, today=today, calendar=calendar)
    assert days.opens_on <= days.due_on <= days.locks_on
    assert days.cutoff_on <= days.due_on
    assert calendar.is_working(days.due_on)
    assert calendar.is_working(days.locks_on)


def test_what_the_plan_asks_for_comes_first(here):
    DutyFactory(plan=here.plan, kind=DutyKind.QUARTERLY, due_month=None, due_day=None)
    choices = choices_of(here.plan)
    assert [choice.key for choice in choices if choice.duties] == [f"quarter-{n}" for n in (1, 2, 3, 4)]
    assert [choice.key for choice in choices[:4]] == [f"quarter-{n}" for n in (1, 2, 3, 4)]
    assert len(choices) == 11


def test_the_proposal_tells_who_owes_what_who_hears_and_what_is_open(here):
    silent = OrganisationFactory(province=here.plan.province, name="Sở Y tế")
    TaskRoleFactory(
        task=here.task,
        kind="partner",
        organisation=None,
        group=GroupFactory(resolution=Resolution.DEPARTMENTS),
    )
    TaskRoleFactory(task=here.task, kind="partner", organisation=None, raw="đơn vị liên quan")
    told = proposed(here)
    assert {(row.unit, row.leads, row.helps, row.others) for row in told.units} == {
        (here.unit, 1, 0, 0),
        (here.dost, 0, 0, 1),
        (silent, 0, 0, 1),
    }
    assert set(told.people) == {here.focal, here.leader}
    assert {row.unit for row in told.unheard} == {here.dost, silent}
    assert [vacancy.words for vacancy in told.vacancies] == ["đơn vị liên quan"]
    assert [row.target for row in told.missing] == [here.target]


def test_one_confirmation_opens_and_tells_everybody_once(here):
    DutyFactory(plan=here.plan)
    client = signed_in(here.specialist)
    page = client.get(address(here, year=YEAR))
    assert "Open the period and tell 2 people" in page.text
    answer = client.post(address(here), typed())
    period = ReportingPeriod.objects.get()
    assert answer.url == period.get_absolute_url()
    assert {n.user for n in Notice.objects.all()} == {here.focal, here.leader}
    assert [(letter.period, letter.kind) for letter in Letter.objects.all()] == [(period, "call")]
    assert set(Notice.objects.values_list("key", flat=True)) == {f"opened:{period.pk}"}
    client.post(address(here), typed())
    assert (ReportingPeriod.objects.count(), Notice.objects.count(), Letter.objects.count()) == (1, 2, 1)
    assert "This period is open since" in client.get(address(here, year=YEAR)).text


def test_looking_again_with_other_days_opens_nothing(here):
    client = signed_in(here.specialist)
    page = client.post(address(here), typed(check="1"))
    assert page.status_code == 200
    assert ReportingPeriod.objects.count() == 0
    assert page.context["proposal"].period.due_on == days_around_today()["due_on"]


def test_a_request_is_opened_from_the_page(here):
    client, url = signed_in(here.specialist), address(here, which="ad_hoc", year=YEAR)
    assert "proposal" not in client.get(url).context
    sent = typed(which="ad_hoc", subject="ISO 9001", units=str(here.unit.pk))
    assert "tell 2 people" in client.post(url, {**sent, "check": "1"}).text
    client.post(url, sent)
    period = ReportingPeriod.objects.get()
    assert (period.kind, period.subject, period.number) == ("ad_hoc", "ISO 9001", 1)
    wrong = client.post(url, typed(which="ad_hoc", subject="", units="999999"))
    assert set(wrong.context["form"].errors) == {"subject", "units"}


@pytest.mark.django_db(transaction=True)
def test_a_double_click_opens_and_tells_once():
    here = stage(opened=False)
    start = Barrier(2)

    def open_it(_click):
        start.wait()
        try:
            return open_and_call(plan=here.plan, year=YEAR, by=here.specialist, **days_around_today())[1]
        except RuleBroken as no:
            return no.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as clicks:
        assert sorted(map(str, clicks.map(open_it, range(2)))) == ["2", "already_open"]
    assert (ReportingPeriod.objects.count(), Notice.objects.count()) == (1, 2)


@pytest.mark.parametrize("units", [1, 3])
def test_the_proposal_costs_the_same_for_any_number_of_units(here, units, django_assert_num_queries):
    for _ in range(units):
        unit = OrganisationFactory(province=here.plan.province, kind=OrganisationKind.COMMUNE)
        MembershipFactory(organisation=unit, role=Role.FOCAL_POINT)
        TaskRoleFactory(task=here.task, kind="partner", organisation=unit)
    with django_assert_num_queries(22):
        assert len(proposed(here).units) == units + 1
