"""What a year asks of a target: enacted figures stand, the rest DOST assigns, and nobody overwrites unseen."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection
from django.utils import translation

from common.errors import RuleBroken
from journal.models import Entry
from programmes.actions import assign_annual_target
from programmes.models import AnnualTarget, Standing
from programmes.queries.yearly import year_targets
from reporting.actions.annual import YearFigure, assign_year
from reporting.queries.judge import YearPlan, year_plan
from tests.factories.programmes import AnnualTargetFactory, PhaseFactory, TargetFactory, TaskFactory
from tests.factories.reporting import YEAR, signed_in, stage

pytestmark = pytest.mark.django_db
WHY = "Quyết định 12/QĐ-SKHCN"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return stage()


def assign(here, value, *, by=None, year=YEAR, reason=WHY):
    return assign_annual_target(here.target, year=year, value=value, by=by or here.specialist, reason=reason)


def address(here):
    return f"/bao-cao/{here.period.pk}/chi-tieu-nam/"


def row_of(here, target=None):
    wanted = target or here.target
    return next(row for row in year_targets(here.plan, YEAR) if row.target == wanted)


def test_a_figure_is_assigned_changed_and_taken_back_and_the_journal_tells_it(here):
    assert assign(here, Decimal(5)).is_assigned
    assign(here, Decimal(0))
    assert AnnualTarget.objects.get().value == 0
    assert assign(here, None) is None
    assert AnnualTarget.objects.count() == 0
    told = Entry.objects.filter(action="assign_annual_target").order_by("pk")
    assert [(e.facts["was"], e.facts["value"], e.note) for e in told] == [
        (None, "5", WHY),
        ("5.00", "0", WHY),
        ("0.00", None, WHY),
    ]


def test_nothing_is_written_where_nothing_changes(here):
    assign(here, Decimal(5))
    assign(here, Decimal(5), reason="")
    assert Entry.objects.filter(action="assign_annual_target").count() == 1


@pytest.mark.parametrize(
    ("value", "year", "reason", "code"),
    [
        (Decimal(-1), YEAR, WHY, None),
        (Decimal(5), 2031, WHY, None),
        (Decimal(5), YEAR, " ", "empty"),
    ],
)
def test_what_cannot_be_is_refused(here, value, year, reason, code):
    with pytest.raises(RuleBroken) as no:
        assign(here, value, year=year, reason=reason)
    assert no.value.code == code
    assert AnnualTarget.objects.count() == 0


def test_a_target_of_a_phase_is_assigned_only_within_it(here):
    here.target.phase = PhaseFactory(plan=here.plan, year_from=2021, year_to=2025)
    here.target.save()
    with pytest.raises(RuleBroken):
        assign(here, Decimal(5))
    assert year_targets(here.plan, YEAR) == []


def test_only_dost_assigns_and_nothing_in_a_plan_of_history(here):
    for person in (here.focal, here.leader, here.stranger):
        with pytest.raises(RuleBroken) as no:
            assign(here, Decimal(5), by=person)
        assert no.value.code == "not_permitted"
    here.plan.standing = Standing.HISTORY
    here.plan.save()
    here.target.refresh_from_db()
    with pytest.raises(RuleBroken):
        assign(here, Decimal(5))


@pytest.mark.parametrize(("value", "raw"), [(Decimal(2), "2"), (Decimal(0), "-")])
def test_an_enacted_figure_is_never_assigned_over_a_dash_neither(here, value, raw):
    AnnualTargetFactory(task=here.task, year=YEAR, value=value, raw=raw)
    with pytest.raises(RuleBroken) as no:
        assign(here, Decimal(5))
    assert no.value.code == "enacted"
    assert (row_of(here).is_enacted, row_of(here).cells[0].is_dash) == (True, raw == "-")


def test_a_blank_cell_of_the_annex_states_nothing_so_the_figure_may_be_assigned(here):
    AnnualTargetFactory(task=here.task, year=YEAR, value=None, raw="")
    assert row_of(here).is_missing
    assign(here, Decimal(5))
    assert (row_of(here).is_enacted, row_of(here).is_missing, row_of(here).assigned.value) == (
        False,
        False,
        5,
    )


def test_readers_of_results_know_that_it_was_assigned(here):
    assign(here, Decimal(5))
    assert year_plan(here.target.annual.all(), YEAR) == YearPlan(Decimal(5), "", is_assigned=True)


def test_what_another_assigned_meanwhile_is_not_overwritten_unseen(here):
    other = TargetFactory(plan=here.plan)
    assign(here, Decimal(7))
    figures = [YearFigure(other, Decimal(3), None), YearFigure(here.target, Decimal(5), None)]
    with pytest.raises(RuleBroken) as no:
        assign_year(period=here.period, figures=figures, by=here.specialist, reason=WHY)
    assert (no.value.code, list(no.value.message_dict)) == ("stale", [str(here.target.pk)])
    assert dict(AnnualTarget.objects.values_list("target", "value")) == {here.target.pk: 7}


def test_after_the_report_was_issued_nothing_is_assigned(here):
    here.period.submissions.update(loaded_from="Báo cáo 05/BC-SKHCN")
    with pytest.raises(RuleBroken) as no:
        assign_year(
            period=here.period,
            figures=[YearFigure(here.target, Decimal(5), None)],
            by=here.specialist,
            reason=WHY,
        )
    assert no.value.code == "issued"
    answer = signed_in(here.specialist).get(address(here))
    assert [row["field"] for row in answer.context["rows"]] == [None]


def test_the_page_takes_vietnamese_figures_keeps_what_is_wrong_and_marks_what_was_assigned(here):
    client, name = signed_in(here.specialist), f"target-{here.target.pk}"
    wrong = client.post(address(here), {name: "1.5", "reason": WHY})
    assert list(wrong.context["form"].errors) == [name]
    assert 'value="1.5"' in wrong.text
    assert client.post(address(here), {name: "1.500", "reason": ""}).context["form"].errors.keys() == {
        "reason"
    }
    assert client.post(address(here), {name: "1.500", "reason": WHY}).status_code == 302
    page = client.get(address(here))
    assert "assigned by the department" in page.text
    assert AnnualTarget.objects.get().value == 1500
    assert (
        client.post(address(here), {name: "", f"initial-{name}": "1.500", "reason": WHY}).status_code == 302
    )
    assert AnnualTarget.objects.count() == 0


def test_a_page_left_open_changes_only_what_was_typed(here):
    other = TargetFactory(plan=here.plan)
    assign(here, Decimal(7))
    client = signed_in(here.specialist)
    sent = {f"target-{here.target.pk}": "", f"target-{other.pk}": "3", "reason": WHY}  # opened before the 7
    assert client.post(address(here), sent).status_code == 302
    assert dict(AnnualTarget.objects.values_list("target", "value")) == {here.target.pk: 7, other.pk: 3}


def test_units_neither_see_nor_assign(here):
    assert [signed_in(here.focal).get(address(here)).status_code] == [404]
    assert signed_in(here.focal).post(address(here), {}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_targets_of_a_year_cost_the_same_however_many(here, rows, django_assert_num_queries):
    for _ in range(rows - 1):
        target = TargetFactory(plan=here.plan)
        TaskFactory(plan=here.plan).targets.add(target)
    with django_assert_num_queries(4):
        assert len([row.is_enacted for row in year_targets(here.plan, YEAR)]) == rows


@pytest.mark.django_db(transaction=True)
def test_two_people_assigning_at_once_do_not_both_believe_they_did():
    here = stage()
    start = Barrier(2)

    def assign_it(value):
        start.wait()
        try:
            figures = [YearFigure(here.target, Decimal(value), None)]
            return assign_year(period=here.period, figures=figures, by=here.specialist, reason=WHY)
        except RuleBroken as no:
            return no.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        assert sorted(map(str, people.map(assign_it, (5, 6)))) == ["1", "stale"]
    assert AnnualTarget.objects.count() == 1
