"""Plans in the administration: what was enacted is read only, what DOST decides is not."""

import datetime as dt
from decimal import Decimal

import pytest
import tablib
from django.contrib import admin
from django.core.files.base import ContentFile
from django.urls import reverse

from journal.models import Entry
from programmes.admin.resources import TargetResource
from programmes.models import AnnualTarget, Standing
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.programmes import (
    AnnualTargetFactory,
    BaselineFactory,
    DocumentFactory,
    DutyFactory,
    FindingFactory,
    IndicatorFamilyFactory,
    NationalTaskGroupFactory,
    PhaseFactory,
    PlanBasisFactory,
    PlanFactory,
    PlanPolicyFactory,
    ProgrammeFactory,
    TargetFactory,
    TaskFactory,
    TaskGroupFactory,
    TaskRoleFactory,
)

pytestmark = pytest.mark.django_db


def numbered_programme(**facts):
    """Programmes are made once per key; here each is another."""
    numbered_programme.count = getattr(numbered_programme, "count", 0) + 1
    return ProgrammeFactory(key=f"P{numbered_programme.count}", **facts)


# Model, factory, queries of its list, whether anything in it may be decided.
LISTS = [
    ("programme", numbered_programme, 4, False),
    ("nationaltaskgroup", NationalTaskGroupFactory, 5, False),
    ("legaldocument", DocumentFactory, 6, True),
    ("plan", PlanFactory, 6, True),
    ("phase", PhaseFactory, 5, False),
    ("planbasis", PlanBasisFactory, 5, False),
    ("planpolicy", PlanPolicyFactory, 5, False),
    ("reportingduty", DutyFactory, 5, False),
    ("taskgroup", TaskGroupFactory, 5, False),
    ("task", TaskFactory, 5, True),
    ("taskrole", TaskRoleFactory, 5, False),
    ("target", TargetFactory, 6, True),
    ("indicatorfamily", IndicatorFamilyFactory, 4, False),
    ("baseline", BaselineFactory, 6, False),
    ("annualtarget", AnnualTargetFactory, 5, False),
    ("finding", FindingFactory, 5, True),
]


def address(model: str, page: str = "changelist", *args) -> str:
    return reverse(f"admin:programmes_{model}_{page}", args=args)


@pytest.fixture
def administrator(client):
    person = AdministratorFactory()
    client.force_login(person)
    return person


def test_every_model_is_there():
    registered = {
        model._meta.model_name for model in admin.site._registry if model._meta.app_label == "programmes"
    }
    assert registered == {model for model, *_ in LISTS}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed[0])
def test_lists_cost_the_same_however_long(client, listed, rows, django_assert_num_queries):
    model, factory, queries, _ = listed
    for _ in range(rows):
        factory()
    client.get(address(model))
    with django_assert_num_queries(queries):
        assert client.get(address(model)).status_code == 200


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed[0])
def test_every_record_opens_is_searched_and_stays(client, listed):
    model, factory, _, decided = listed
    record = factory()
    page = client.get(address(model, "change", record.pk))
    assert page.status_code == 200
    assert page.context["has_change_permission"] is decided
    assert client.get(address(model), {"q": "hòa"}).status_code == 200
    if model != "legaldocument":
        assert client.get(address(model, "add")).status_code == 403
        assert client.post(address(model, "delete", record.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_a_plan_costs_the_same_however_much_hangs_on_it(
    client, administrator, rows, django_assert_num_queries
):
    plan = PlanFactory()
    for factory in (PlanBasisFactory, PlanPolicyFactory, DutyFactory):
        factory.create_batch(rows, plan=plan)
    url = address("plan", "change", plan.pk)
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_task_costs_the_same_however_many_roles(client, administrator, rows, django_assert_num_queries):
    task = TaskFactory(kind="annex_row")
    for n in range(rows):
        TaskRoleFactory(task=task)
        AnnualTargetFactory(task=task, year=2021 + n)
    url = address("task", "change", task.pk)
    client.get(url)
    with django_assert_num_queries(10):
        client.get(url)


def test_enacted_words_cannot_be_sent_along(client, administrator):
    target = TargetFactory(statement="Nguyên văn", operator="increase_at_least_percent", value=Decimal(50))
    response = client.post(
        address("target", "change", target.pk),
        {
            "statement": "Sửa trộm",
            "value": "1",
            "base_kind": "actual",
            "rows_rule": "",
            "annual-TOTAL_FORMS": 0,
            "annual-INITIAL_FORMS": 0,
        },
    )
    assert response.status_code == 302
    target.refresh_from_db()
    assert (target.statement, target.value, target.base_kind) == ("Nguyên văn", 50, "actual")
    assert Entry.objects.about(target).get().facts == {"base_kind": "actual"}


def test_nothing_of_a_plan_of_history_may_change(client, administrator):
    plan = PlanFactory(standing=Standing.HISTORY)
    target, task, finding = TargetFactory(plan=plan), TaskFactory(plan=plan), FindingFactory(plan=plan)
    for model, record in (("plan", plan), ("target", target), ("task", task), ("finding", finding)):
        url = address(model, "change", record.pk)
        assert client.get(url).context["has_change_permission"] is False
        assert client.post(url, {}).status_code == 403


def test_a_national_group_said_by_hand_is_marked_as_from_memory(client, administrator):
    task = TaskFactory(national_group_evidence="U")
    group = NationalTaskGroupFactory(programme=task.plan.programme)
    foreign = NationalTaskGroupFactory(programme=numbered_programme())
    inlines = {f"{prefix}-{n}_FORMS": 0 for prefix in ("roles", "annual") for n in ("TOTAL", "INITIAL")}
    url = address("task", "change", task.pk)
    assert client.post(url, {"national_group": foreign.pk, **inlines}).status_code == 200
    assert client.post(url, {"national_group": group.pk, **inlines}).status_code == 302
    task.refresh_from_db()
    assert (task.national_group, task.national_group_evidence) == (group, "M")
    client.post(url, {"national_group": "", **inlines})
    task.refresh_from_db()
    assert (task.national_group, task.national_group_evidence) == (None, "U")


def assigned(year, value):
    return {
        "base_kind": "",
        "rows_rule": "",
        "annual-TOTAL_FORMS": 1,
        "annual-INITIAL_FORMS": 0,
        "annual-0-year": year,
        "annual-0-value": value,
    }


def test_a_yearly_figure_is_assigned_within_the_period(client, administrator):
    target = TargetFactory(plan__year_from=2021, plan__year_to=2025)
    url = address("target", "change", target.pk)
    assert client.post(url, assigned(2031, 5)).status_code == 200
    assert client.post(url, assigned(2024, 5)).status_code == 302
    figure = AnnualTarget.objects.get()
    assert (figure.target, figure.year, figure.value, figure.is_assigned) == (target, 2024, 5, True)


def test_documents_of_plans_are_read_only_and_others_are_not(client, administrator):
    plan, basis, letter = PlanFactory(), PlanBasisFactory(), DocumentFactory(kind="letter")
    changeable = [
        client.get(address("legaldocument", "change", document.pk)).context["has_change_permission"]
        for document in (plan.document, basis.document, letter)
    ]
    assert changeable == [False, False, True]


def test_staff_may_read_plans_but_change_nothing_without_the_right(client):
    target = TargetFactory()
    client.force_login(UserFactory(is_staff=True))
    assert client.post(address("target", "change", target.pk), {}).status_code == 403


def row(target, **changes) -> tablib.Dataset:
    exported = TargetResource().export(type(target).objects.filter(pk=target.pk)).dict[0]
    return _table({**exported, **changes})


def _table(cells: dict) -> tablib.Dataset:
    return tablib.Dataset(tuple(cells.values()), headers=list(cells))


def told(result) -> str:
    errors = [str(error.error) for _, found in result.row_errors() for error in found]
    return " ".join(errors + [str(invalid.error_dict) for invalid in result.invalid_rows])


def test_what_was_exported_is_read_back_unchanged():
    TargetFactory(phase=PhaseFactory())
    TargetFactory(operator="growth_per_year_range", value=None, low=3, high=5, unit="%/năm")
    exported = TargetResource().export()
    result = TargetResource().import_data(tablib.Dataset().load(exported.csv, format="csv"), dry_run=True)
    assert (result.totals["skip"], told(result)) == (2, "")


@pytest.mark.parametrize("rows", [1, 3])
def test_an_export_costs_the_same_however_long(rows, django_assert_num_queries):
    TargetFactory.create_batch(rows)
    with django_assert_num_queries(1):
        TargetResource().export()


def test_an_import_changes_what_dost_decides_and_notes_it_down(administrator):
    target = TargetFactory()
    result = TargetResource().import_data(row(target, rows_rule="sum"), user=administrator)
    assert told(result) == ""
    target.refresh_from_db()
    assert target.rows_rule == "sum"
    assert Entry.objects.about(target).get().by == administrator


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"statement": "Khác"}, "statement"),
        ({"operator": "exact"}, "operator"),
        ({"value": "77"}, "value"),
        ({"low": "một"}, "low"),
        ({"phase": "2031"}, "phase"),
        ({"source_lines": "1"}, "source_lines"),
        ({"code": "KHONG-CO"}, "KHONG-CO"),
        ({"plan": "khong-co"}, "khong-co"),
        ({"rows_rule": "average"}, "average"),
    ],
)
def test_an_import_refuses_the_rest_and_says_what(changes, word):
    target = TargetFactory()
    result = TargetResource().import_data(row(target, **changes))
    assert word in told(result)
    target.refresh_from_db()
    assert (target.rows_rule, type(target).objects.count()) == ("", 1)


def test_an_import_leaves_history_alone():
    target = TargetFactory(plan__standing=Standing.HISTORY)
    assert told(TargetResource().import_data(row(target, rows_rule="sum"))) != ""
    target.refresh_from_db()
    assert target.rows_rule == ""


def test_the_import_page_shows_a_dry_run_before_anything_is_written(client, administrator):
    target = TargetFactory()
    file = ContentFile(row(target, rows_rule="sum").csv.encode(), name="targets.csv")
    page = client.post(address("target", "import"), {"format": "0", "import_file": file})
    assert page.status_code == 200
    assert "confirm_form" in page.context
    target.refresh_from_db()
    assert target.rows_rule == ""
    answer = client.post(
        reverse("admin:programmes_target_process_import"), page.context["confirm_form"].initial
    )
    assert answer.status_code == 302
    target.refresh_from_db()
    assert target.rows_rule == "sum"


def test_targets_are_listed_in_words(client, administrator):
    TargetFactory(value=Decimal(1500), operator="about")
    assert "khoảng 1.500 doanh nghiệp" in client.get(address("target")).text


def test_a_remark_may_be_put_right(client, administrator):
    finding = FindingFactory(
        remark="cũ", accepted_at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC), accepted_by=UserFactory()
    )
    client.post(address("finding", "change", finding.pk), {"remark": "mới", "text": "Sửa trộm"})
    finding.refresh_from_db()
    assert (finding.remark, finding.text != "Sửa trộm") == ("mới", True)
