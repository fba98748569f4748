"""The administration stays quick: no list counts or looks through a whole table, no page asks row by row."""

import re
from collections import Counter
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.admin.filters import AllValuesFieldListFilter, FieldListFilter, RelatedOnlyFieldListFilter
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.volume import MOST_AT_ONCE, MOST_NAMED, BoundedPaginator, LargeAdmin, SeenValuesFilter
from enterprises.models import Enterprise
from jobs.models import Job
from journal.actions import note_down
from journal.models import Change, Entry, RetentionRule
from organisations.models import (
    CalendarException,
    GroupMember,
    Organisation,
    OrganisationAlias,
    Province,
    Succession,
)
from programmes.models import AnnualTarget, Baseline, Plan
from reporting.models import Campaign, ReportingPeriod
from support.models import Application, ReceiptCounter, RequestedItem
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.organisations import ProvinceFactory
from tests.factories.reporting import PeriodFactory

SMALL = {  # a few hundred rows however long the portal runs: settings, enacted texts, one row per plan and year
    Group, CalendarException, Campaign, ReportingPeriod, GroupMember, Organisation, AnnualTarget, Baseline, ReceiptCounter,
    OrganisationAlias, Succession, Plan, RetentionRule,
}  # fmt: skip
SHAPE = re.compile(r"'(?:[^']|'')*'|\b\d+\b")
MOST_ALIKE = 5  # queries of one shape: a row may name five people


def registered():
    return sorted(admin.site._registry.items(), key=lambda pair: pair[0]._meta.label)


def whole_table_filters(model, model_admin) -> list[str]:
    """Filters that look through the whole table of the model for their choices."""
    found = []
    for named in model_admin.list_filter:
        if isinstance(named, tuple):
            found += [named[0]] if issubclass(named[1], RelatedOnlyFieldListFilter) else []
        elif isinstance(named, str):
            field = get_fields_from_path(model, named)[-1]
            chosen = next(way for fits, way in FieldListFilter._field_list_filters if fits(field))
            found += [named] if chosen is AllValuesFieldListFilter and field.model is model else []
    return found


LARGEST = {
    Application,
    RequestedItem,
    Change,
    Entry,
}  # hundreds of thousands: any other order reads all of them


def slow_lists() -> dict[str, list[str]]:
    """By model, what makes its list slow when it has very many rows."""
    faults = {}
    for model, model_admin in registered():
        if model in SMALL:
            continue
        wrong = [f"filter {name}" for name in whole_table_filters(model, model_admin)]
        if model_admin.paginator is not BoundedPaginator or model_admin.show_full_result_count:
            wrong.append("counts every row")
        if model in LARGEST and model_admin.sortable_by != ():
            wrong.append("is sorted by a column")
        if model_admin.date_hierarchy:
            wrong.append("looks for the first and last day")
        if wrong:
            faults[model._meta.label] = wrong
    return faults


FEW = {
    "consolidation.ReceivedReport",
    "consolidation.Waiver",
    "reporting.ReturnedPart",
}  # some hundreds a year


def test_no_list_of_a_large_table_counts_or_looks_through_it():
    assert {name: wrong for name, wrong in slow_lists().items() if name not in FEW} == {}


def test_a_list_that_counts_is_found(monkeypatch):
    monkeypatch.setattr(type(admin.site._registry[Enterprise]), "show_full_result_count", True)
    assert slow_lists()["enterprises.Enterprise"] == ["counts every row"]


@pytest.fixture
def world(trial_with_dossiers, db):
    """The demo world, and the administrator's browser."""
    client = Client()
    client.force_login(AdministratorFactory(), "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def admin_client(db):
    """The administrator's browser, in an empty portal."""
    client = Client()
    client.force_login(AdministratorFactory(), "django.contrib.auth.backends.ModelBackend")
    return client


def asked(client, address) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, address
    return [query["sql"] for query in queries]


def faults_of(statements: list[str]) -> list[str]:
    """Statements that count without a bound, and shapes that come again and again."""
    counting = [sql[:160] for sql in statements if sql.startswith("SELECT COUNT(*)") and "LIMIT" not in sql]
    shapes = Counter(SHAPE.sub("?", sql) for sql in statements)
    return counting + [f"{times} × {shape[:160]}" for shape, times in shapes.items() if times > MOST_ALIKE]


def test_every_list_search_and_record_asks_a_flat_number_of_queries(world):
    faults = {}
    for model, model_admin in registered():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        listed = reverse(f"{base}_changelist")
        pages = [listed] + ([f"{listed}?q=th%C6%B0"] if model_admin.search_fields else [])
        row = model._default_manager.order_by("-pk").first()
        pages += [reverse(f"{base}_change", args=[row.pk])] if row is not None else []
        wrong = {page: found for page in pages if (found := faults_of(asked(world, page)))}
        if wrong and model is not Group:
            faults[model._meta.label] = wrong
    assert faults == {}


def test_a_list_is_counted_up_to_a_bound_and_says_so(world, monkeypatch):
    monkeypatch.setattr("common.volume.MOST_COUNTED", 3)
    province = ProvinceFactory()
    for number in range(5):
        EnterpriseFactory(name=f"Bình Minh {number}", province=province)
    page = world.get(reverse("admin:enterprises_enterprise_changelist"), {"q": "BÌNH minh"})
    assert page.context["cl"].result_count == 3
    assert page.context["cl"].paginator.is_bounded
    whole = world.get(reverse("admin:enterprises_enterprise_changelist"), {"q": "bình minh 4"})
    assert [row.name for row in whole.context["cl"].result_list] == ["Bình Minh 4"]


def test_an_act_on_more_rows_than_one_looks_through_is_refused(world, monkeypatch):
    monkeypatch.setattr("common.volume.MOST_AT_ONCE", 2)
    jobs = [
        Job.objects.create(kind="render_report", title=f"x{n}", status="failed", ended_at=timezone.now())
        for n in range(3)
    ]
    ticked = {"action": "run_again", "select_across": "1", "index": "0", "_selected_action": [jobs[0].pk]}
    page = world.post(reverse("admin:jobs_job_changelist"), ticked, follow=True)
    assert len(list(page.context["messages"])) == 1
    mine = Job.objects.filter(pk__in=[job.pk for job in jobs])  # the demo has some of its own
    assert set(mine.values_list("status", flat=True)) == {"failed"}
    assert MOST_AT_ONCE == 1_000


def test_running_again_asks_first_and_is_noted_down(world):
    job = Job.objects.create(kind="render_report", title="x", status="failed", ended_at=timezone.now())
    ticked = {"action": "run_again", "index": "0", "_selected_action": [job.pk]}
    address = reverse("admin:jobs_job_changelist")
    question = world.post(address, ticked)
    assert question.status_code == 200
    assert question.template_name == "admin/confirm_action.html"
    job.refresh_from_db()
    assert job.status == "failed"
    world.post(address, ticked | {"post": "yes"})
    job.refresh_from_db()
    assert job.status == "queued"
    assert (
        Entry.objects.filter(
            record_type="jobs.job", record_id=job.pk, action="run_again_in_administration"
        ).count()
        == 1
    )


def test_ticked_rows_are_bounded_like_all_of_them(admin_client, monkeypatch):
    monkeypatch.setattr("common.volume.MOST_AT_ONCE", 2)
    days = [CalendarException.objects.create(day=f"2031-01-0{n}", name="x", evidence="V1") for n in (1, 2, 3)]
    ticked = {"action": "delete_selected", "post": "yes", "_selected_action": [day.pk for day in days]}
    admin_client.post(reverse("admin:organisations_calendarexception_changelist"), ticked)
    assert CalendarException.objects.count() == 3


def test_whoever_only_looks_at_jobs_runs_nobody_elses_again(db):
    looking = UserFactory(is_staff=True)
    looking.user_permissions.add(Permission.objects.get(codename="view_job"))
    other = UserFactory()
    failed = {"kind": "render_report", "title": "x", "status": "failed", "ended_at": timezone.now()}
    own, foreign = Job.objects.create(owner=looking, **failed), Job.objects.create(owner=other, **failed)
    client = Client()
    client.force_login(looking, "django.contrib.auth.backends.ModelBackend")
    ticked = {"action": "run_again", "post": "yes", "_selected_action": [own.pk, foreign.pk]}
    page = client.post(reverse("admin:jobs_job_changelist"), ticked, follow=True)
    told = dict(Job.objects.values_list("pk", "status"))
    assert (told[own.pk], told[foreign.pk], len(page.context["messages"])) == ("queued", "failed", 1)


def test_ticked_rows_are_deleted_with_their_lines_or_neither(admin_client):
    day = CalendarException.objects.create(day="2031-01-01", name="x", evidence="V1")
    entries = Entry.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "CREATE FUNCTION pg_temp.never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER never BEFORE DELETE ON organisations_calendarexception"
            " FOR EACH ROW EXECUTE FUNCTION pg_temp.never()"
        )
    admin_client.raise_request_exception = False
    ticked = {"action": "delete_selected", "post": "yes", "_selected_action": [day.pk]}
    admin_client.post(reverse("admin:organisations_calendarexception_changelist"), ticked)
    assert (CalendarException.objects.count(), Entry.objects.count()) == (1, entries)


def test_of_what_holds_a_row_back_a_few_are_named(admin_client, django_assert_max_num_queries):
    province = ProvinceFactory()
    for _ in range(MOST_NAMED + 2):
        EnterpriseFactory(province=province)
    address = reverse("admin:organisations_province_delete", args=[province.pk])
    with django_assert_max_num_queries(40):
        page = admin_client.get(address)
    assert len(page.context["protected"]) == MOST_NAMED
    admin_client.post(address, {"post": "yes"})
    ticked = {"action": "delete_selected", "post": "yes", "_selected_action": [province.pk]}
    admin_client.post(reverse("admin:organisations_province_changelist"), ticked)
    assert Province.objects.filter(pk=province.pk).exists()


def test_changes_of_one_request_are_found_by_an_index(admin_client):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT id FROM journal_change WHERE request = 'x'")
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "journal_changes_of_a_request" in plan


def test_work_that_was_started_is_not_forgotten(admin_client):
    job = Job.objects.create(kind="render_report", title="x")
    campaign = Campaign.objects.create(period=PeriodFactory(), runs_at=timezone.now(), job=job)
    ticked = {"action": "delete_selected", "post": "yes", "_selected_action": [campaign.pk]}
    admin_client.post(reverse("admin:reporting_campaign_changelist"), ticked)
    assert Campaign.objects.filter(pk=campaign.pk).exists()


def test_a_filter_offers_what_the_ends_of_the_table_hold_and_the_years_between(rf, db):
    ReceiptCounter.objects.all().delete()
    for number, year in enumerate((2021, 2024)):
        ReceiptCounter.objects.create(province=ProvinceFactory(), year=year, last=number)
    field = ReceiptCounter._meta.get_field("year")
    model_admin = LargeAdmin(ReceiptCounter, admin.site)
    shown = SeenValuesFilter(field, rf.get("/"), {}, ReceiptCounter, model_admin, "year")
    assert list(shown.lookup_choices) == [2021, 2022, 2023, 2024]


def test_no_value_in_an_address_breaks_a_list(admin_client):
    """Of each filter of each list: what no column can hold is answered like a filter that is none."""
    admin_client.raise_request_exception = False
    listed = reverse("admin:enterprises_enterprise_changelist")
    asked_for = {
        f"{listed}?name__regex=(",
        f"{listed}?id={'9' * 40}",
        f"{listed}?id__in=a,b",
        f"{listed}?p=a&o=²",
    }
    asked_for.add(reverse("admin:organisations_calendarexception_changelist") + "?day__year=99999")
    for model, model_admin in registered():
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        names = [named[0] if isinstance(named, tuple) else named for named in model_admin.list_filter]
        asked_for |= {f"{address}?{name}=%00" for name in names if isinstance(name, str)}
    broken = []
    for address in sorted(asked_for):
        with transaction.atomic():
            broken += [address] if admin_client.get(address).status_code >= 500 else []
            transaction.set_rollback(True)
    assert broken == []
    assert len(asked_for) > 80


def test_no_search_among_choices_breaks(admin_client):
    asked_for = {
        "app_label": "enterprises",
        "model_name": "enterprise",
        "field_name": "province",
        "term": "\0hà",
    }
    assert admin_client.get(reverse("admin:autocomplete"), asked_for).status_code == 200


def test_the_journal_is_searched_by_number_act_and_person(world):
    person = User.objects.first()
    Entry.objects.create(
        record_type="x.y", record_id=987654, action="made_up_act", by=person, at=timezone.now()
    )
    for typed in ("987654", "made_up_act"):
        page = world.get(reverse("admin:journal_entry_changelist"), {"q": typed})
        assert [entry.action for entry in page.context["cl"].result_list] == ["made_up_act"], typed
    assert world.get(reverse("admin:journal_entry_changelist"), {"q": "9" * 40}).status_code == 200


def test_a_list_leaves_long_columns_where_they_are(admin_client):
    for name in ("report", "passage"):
        listed = " ".join(asked(admin_client, reverse(f"admin:consolidation_{name}_changelist")))
        assert '"consolidation_report"."version"' in listed
        assert '"consolidation_report"."snapshot"' not in listed


def test_the_journal_is_searched_without_turning_every_row_into_text(admin_client):
    for typed in ("5", "khong", "a_b", "' OR 1=1 --", "%", "9" * 40):
        for name in ("entry", "change"):
            address = reverse(f"admin:journal_{name}_changelist") + "?" + urlencode({"q": typed})
            assert [sql for sql in asked(admin_client, address) if f'UPPER("journal_{name}"' in sql] == []


def test_a_person_is_found_in_the_journal(admin_client):
    person = AdministratorFactory(full_name="Phạm Thị Mùa")
    mine = note_down(person, "sign_in", by=person)
    page = admin_client.get(reverse("admin:journal_entry_changelist"), {"q": "thị mùa"})
    assert [row.pk for row in page.context["cl"].result_list] == [mine.pk]
