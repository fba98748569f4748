"""Targets that count from outcomes of supports: one source, to the cut-off day, traced from page and paper."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from common.errors import RuleBroken
from consolidation.documents.assembling import compose
from consolidation.documents.tracing import to_figures
from journal.models import Entry
from organisations.models import Role
from papers.blocks import Column, ListBlock, Paragraph, TableBlock, joined
from papers.codec import from_json, to_json
from papers.text import DEMO
from programmes.expressions import Verdict
from programmes.models import CountedFrom, Target
from reporting.actions.sources import choose_source
from reporting.completeness import gaps
from reporting.queries.measures import Reported
from reporting.queries.obligations import reported_targets
from reporting.queries.results import results_of
from reporting.queries.sources import effect_of
from reporting.queries.submissions import submissions_in_full
from support.actions.endings import terminate
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.organisations import MembershipFactory, ProvinceSuccessionFactory
from tests.factories.programmes import PlanFactory, TargetFactory, TaskFactory
from tests.factories.support import SupportContentFactory, SupportFactory, support_stage
from tests.reporting.filling import a_figure, a_line, a_period, a_submission, reported

pytestmark = pytest.mark.django_db
ON = dt.date(2023, 11, 21)
CUTOFF = dt.date(2023, 11, 10)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return support_stage(year_from=2021, year_to=2025)


@pytest.fixture
def target(here):
    return counting(here.content)


def counting(content, kind="enterprise", **facts):
    target = TargetFactory(plan=content.plan, **{"counted_from": "outcomes", **facts})
    content.counted_for.create(target=target, kind=kind)
    return target


def reached(here, on=CUTOFF, enterprise=None, *, name="", kind="enterprise", content=None, **facts):
    enterprise = enterprise or EnterpriseFactory(province=here.province)
    support = SupportFactory(
        plan=here.plan,
        content=content or here.content,
        enterprise=enterprise,
        state="accepted",
        granted_on=dt.date(2021, 2, 1),
        contract_on=dt.date(2021, 3, 1),
        accepted_on=on,
        **facts,
    )
    return support.outcomes.create(kind=kind, name=name or enterprise.name, reached_on=on)


def only(plan, year=2023, on=ON, **more):
    [result] = results_of(plan, year, on=on, **more).targets
    return result


def test_outcomes_count_to_the_cut_off_day_and_since_the_beginning(here, target):
    a_period(here.plan)
    for day in (dt.date(2022, 12, 31), dt.date(2023, 1, 1), CUTOFF, CUTOFF + dt.timedelta(1)):
        reached(here, day)
    result = only(here.plan)
    assert (result.year.value, result.cumulative.value) == (2, 3)
    assert (result.estimate.state, result.estimate.is_reported) == (Reported.UNASKED, False)
    assert (result.assessment.verdict, result.percent) == (Verdict.IN_PROGRESS, Decimal(20))
    assert only(here.plan, 2022).cumulative.value == 1


def test_what_is_reached_after_one_cut_off_is_in_the_next_years_report(here, target):
    a_period(here.plan, 2022)
    a_period(here.plan, 2023)
    reached(here, dt.date(2022, 12, 1))
    assert only(here.plan, 2022).cumulative.value == 0
    assert (only(here.plan).year.value, only(here.plan).cumulative.value) == (0, 1)


def test_no_outcome_yet_is_a_measured_nought_and_no_content_is_missing(here, target):
    assert (only(here.plan).year.state, only(here.plan).year.value) == (Reported.MEASURED, 0)
    here.content.counted_for.all().delete()
    result = only(here.plan)
    assert result.cumulative.state == Reported.MISSING
    assert str(result.assessment.reason) == (
        "Its results come from outcomes of supports, but no support content counts for it yet."
    )


def test_a_target_has_one_source_whatever_the_other_holds(here, target):
    reported(a_period(here.plan), target, 100)
    reached(here)
    assert only(here.plan).year.value == 1
    Target.objects.update(counted_from="submissions")
    assert (only(here.plan).year.value, only(here.plan).year.outcomes) == (100, None)


def test_an_enterprise_supported_again_counts_once_in_all_and_once_a_year(here, target):
    reached(here, dt.date(2022, 5, 1), here.enterprise)
    reached(here, dt.date(2023, 5, 1), here.enterprise)
    reached(here, dt.date(2023, 6, 1), here.enterprise)
    result = only(here.plan)
    assert (result.year.value, result.cumulative.value) == (1, 1)


def test_a_terminated_support_leaves_the_count_and_stays_listed(here, target):
    outcome = reached(here)
    client = here.client(here.specialist)
    address = only(here.plan).cumulative.outcomes.address
    terminate(outcome.support, reason="Kê khai sai", to_recover=0, by=here.leader, on=ON)
    assert only(here.plan).cumulative.value == 0
    assert client.get(address).context["struck"] == [outcome]


def test_a_row_shows_outcomes_of_the_contents_that_hang_on_it(here):
    first, second = (TaskFactory(plan=here.plan, kind="annex_row", unit="doanh nghiệp") for _ in range(2))
    target = counting(here.content, rows_rule="")
    for row in (first, second):
        row.targets.add(target)
    here.content.task = first
    here.content.save()
    beside = SupportContentFactory(plan=here.plan, task=second)
    beside.counted_for.create(target=target, kind="enterprise")
    reached(here, enterprise=here.enterprise)
    reached(here, enterprise=here.enterprise, content=beside)
    reached(here, content=beside)
    line = a_line(a_submission(a_period(here.plan)), task=first)
    a_figure(line, 50, target=target)
    results = results_of(here.plan, 2023, on=ON)
    assert [row.year.value for row in results.rows] == [1, 2]
    assert results.targets[0].year.value == 2


def test_a_row_alone_with_its_target_shows_the_targets_outcomes(here, target):
    row = TaskFactory(plan=here.plan, kind="annex_row")
    row.targets.add(target)
    reached(here)
    assert results_of(here.plan, 2023, on=ON).rows[0].cumulative.value == 1


def test_outcomes_of_several_kinds_make_no_one_number_of_a_row(here, target):
    row = TaskFactory(plan=here.plan, kind="annex_row")
    here.content.task = row
    here.content.save()
    product = TargetFactory(plan=here.plan, counted_from="outcomes")
    here.content.counted_for.create(target=product, kind="product")
    reached(here)
    assert results_of(here.plan, 2023, on=ON).rows[0].year.state == Reported.APART


def test_merged_provinces_keep_the_counts_of_their_plans_apart(here, target):
    old = PlanFactory(year_from=2021, year_to=2025)
    ProvinceSuccessionFactory(old=old.province, new=here.province, date=dt.date(2023, 7, 1))
    sister = SupportContentFactory(plan=old, kin=here.content.kin)
    counting(sister)
    reached(here, enterprise=here.enterprise)
    reached(here, enterprise=here.enterprise, content=sister)
    reached(here, content=sister)
    assert (only(here.plan).cumulative.value, only(old).cumulative.value) == (1, 2)
    address = only(old).cumulative.outcomes.address
    assert here.client(here.specialist).get(address).context["tally"].value == 2


@pytest.mark.parametrize("count", [1, 3])
def test_results_cost_the_same_however_many_outcomes(here, count, django_assert_num_queries):
    a_period(here.plan)
    for _ in range(count):
        content = SupportContentFactory(plan=here.plan)
        counting(content)
        for _ in range(count):
            reached(here, content=content)
    with django_assert_num_queries(9):
        assert [r.year.value for r in results_of(here.plan, 2023, on=ON).targets] == [count] * count


def test_pages_lead_from_a_number_to_its_outcomes(here, target):
    period = a_period(here.plan)
    reached(here)
    client = here.client(here.specialist)
    tally = only(here.plan).cumulative.outcomes
    address = tally.address.replace("&", "&amp;")
    for name, argument in (("plan_progress", here.plan.key), ("period_figures", period.pk)):
        assert address in client.get(reverse(f"reporting:{name}", args=[argument])).text
    assert tally.query == f"chi-tieu={target.pk}&tu=2021-01-01&den=2023-11-10"


def test_the_paper_tells_outcomes_in_words_and_table_and_leads_to_them(here, target):
    period = a_period(here.plan)
    reached(here, dt.date(2022, 5, 1))
    reached(here)
    document = from_json(to_json(compose(period, on=ON, at=dt.datetime(2023, 11, 21, 8, tzinfo=dt.UTC))))
    table = next(b for b in document.blocks if isinstance(b, TableBlock) and "chỉ tiêu" in b.caption)
    assert [cell.text for cell in table.rows[0].cells[3:6]] == ["1", "không ước tính", "2"]
    assert "Chỉ tiêu 1: kết quả đếm theo hỗ trợ đã nghiệm thu, mỗi đối tượng tính một lần." in table.note
    said = [joined(b.runs) for b in document.blocks if isinstance(b, Paragraph)]
    assert (
        "Kết quả đếm theo hỗ trợ đã nghiệm thu, mỗi đối tượng tính một lần, tính đến ngày 10/11/2023:" in said
    )
    lines = [joined(i.runs) for b in document.blocks if isinstance(b, ListBlock) for i in b.items]
    assert "Chỉ tiêu 1: 01 doanh nghiệp trong năm 2023, lũy kế 02 doanh nghiệp." in lines
    trace = to_figures(period)
    of_year = trace(Column("Đến 10/11", group="Kết quả năm 2023"), table.rows[0])
    in_all = trace(Column("Lũy kế"), table.rows[0])
    assert of_year.endswith(f"?chi-tieu={target.pk}&tu=2023-01-01&den=2023-11-10")
    assert in_all.endswith(f"?chi-tieu={target.pk}&tu=2021-01-01&den=2023-11-10")
    assert trace(Column("Chỉ tiêu"), table.rows[0]) == ""


def test_a_made_up_outcome_marks_the_paper(here, target):
    period = a_period(here.plan)
    assert compose(period, on=ON).mark == ""
    reached(here, is_demo=True)
    assert compose(period, on=ON).mark == DEMO


def test_units_are_no_longer_asked_and_what_they_entered_stays(here, target):
    period = a_period(here.plan)
    line = a_line(a_submission(period, state="draft"), narrative="Đã làm", task=TaskFactory(plan=here.plan))
    figure = a_figure(line, target=target)
    form = submissions_in_full().get(pk=line.submission_id)
    assert [gap for gap in gaps(form) if str(figure.pk) in gap.where] == []
    assert reported_targets(here.plan, range(2023, 2024)) == []
    Target.objects.update(counted_from="submissions")
    form = submissions_in_full().get(pk=line.submission_id)
    assert len([gap for gap in gaps(form) if str(figure.pk) in gap.where]) == 2


def choose(here, target, source="outcomes", **facts):
    usual = {"seen": target.counted_from, "by": here.specialist, "reason": "Theo Công văn 12"}
    return choose_source(target, CountedFrom(source), **{**usual, **facts})


def test_the_effect_is_shown_before_a_source_is_chosen(here):
    target = counting(here.content, counted_from="submissions")
    reported(a_period(here.plan), target, 7)
    a_figure(a_line(a_submission(a_period(here.plan, 2024), state="draft")), target=target)
    reached(here)
    effect = effect_of(target, on=ON)
    assert [(y.period.year, y.now.year.value, y.then.year.value, y.changes) for y in effect.years] == [
        (2023, 7, 1, True),
        (2024, None, 0, True),
    ]
    assert (effect.source, effect.open_forms, effect.refusal) == ("outcomes", 1, "")
    assert Target.objects.get().counted_from == "submissions"


def test_a_source_is_chosen_with_a_reason_and_noted(here):
    target = counting(here.content, counted_from="submissions")
    page = here.client(here.specialist).post(
        reverse("reporting:target_source", args=[here.plan.key, target.pk]),
        {"source": "outcomes", "seen": "submissions", "reason": "Theo Công văn 12"},
    )
    assert page.status_code == 302
    assert Target.objects.get().counted_from == "outcomes"
    entry = Entry.objects.about(target).get()
    assert (entry.action, entry.note, entry.by) == ("choose_source", "Theo Công văn 12", here.specialist)
    page = here.client(here.specialist).get(page.url)
    assert [e.pk for e in page.context["choices"]] == [entry.pk]


@pytest.mark.parametrize(
    ("facts", "kept", "code"),
    [
        ({}, False, "source"),
        ({"unit": "%"}, True, "source"),
        ({}, True, "empty"),
        ({"counted_from": "outcomes"}, True, "moved_on"),
    ],
)
def test_what_cannot_be_the_source_is_refused(here, facts, kept, code):
    target = counting(here.content, **{"counted_from": "submissions", **facts})
    if not kept:
        here.content.counted_for.all().delete()
    with pytest.raises(RuleBroken) as no:
        choose(here, target, seen="submissions", reason="" if code == "empty" else "x")
    assert no.value.code == code


def test_only_dost_of_the_province_chooses(here):
    target = counting(here.content, counted_from="submissions")
    for person in (here.applicant, MembershipFactory(role=Role.SPECIALIST).user):
        with pytest.raises(RuleBroken) as no:
            choose(here, target, by=person)
        assert no.value.code == "not_permitted"


def test_a_choice_made_from_an_old_page_is_refused(here):
    target = counting(here.content)
    page = here.client(here.specialist).post(
        reverse("reporting:target_source", args=[here.plan.key, target.pk]),
        {"source": "outcomes", "seen": "submissions", "reason": "x"},
    )
    assert (page.status_code, len(page.context["problems"])) == (409, 1)
