"""The list of granted supports: who sees what, what the filters find, and the sums over all of it."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from jobs.models import Job
from support.exports.large import export_desk
from support.queries.granted import Totals, granted_to_see, sought, totals_of
from support.queries.supports import account_of
from support.queries.to_do import pressing_supports
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.support import SupportFactory, SupportLevelFactory, support_stage
from tests.support.supports import TODAY, granted

pytestmark = pytest.mark.django_db
LIST = reverse("support:support_list")
PAST, AHEAD = TODAY - dt.timedelta(1), TODAY + dt.timedelta(1)
UNDER_WAY = {"state": "implementing", "contract_on": dt.date(2026, 2, 1)}
DONE = {**UNDER_WAY, "state": "accepted", "accepted_on": dt.date(2026, 3, 1)}
ENDED = {"state": "terminated", "given_up_on": dt.date(2026, 4, 1), "given_up_reason": "Khai sai"}


@pytest.fixture
def stage():
    return support_stage()


def found(stage, query="", user=None):
    return list(granted_to_see(user or stage.specialist, sought(query), TODAY))


def pay(stage, support, amount, direction="paid", document="UNC 1"):
    support.disbursements.create(
        amount=amount, direction=direction, paid_on=TODAY, document=document, entered_by=stage.specialist
    )


def of(stage, name, **facts):
    """A support of another enterprise of the province."""
    return granted(stage, enterprise=EnterpriseFactory(name=name, province=stage.province), **facts)


def test_each_sees_the_supports_that_are_theirs(stage):
    own, other, elsewhere = granted(stage), of(stage, "Công ty Khác"), SupportFactory()
    assert {s.pk for s in found(stage)} == {own.pk, other.pk}
    assert found(stage, user=stage.applicant) == [own]
    page = stage.client(stage.applicant).get(LIST)
    assert [s.pk for s in page.context["page"]] == [own.pk]
    assert elsewhere.enterprise.name not in page.content.decode()


def test_filters_narrow_and_join(stage):
    old = granted(stage, granted_on=dt.date(2025, 6, 1))
    ended = of(stage, "Khác", **ENDED)
    assert found(stage, "year=2025") == [old]
    assert found(stage, "state=running") == [old]
    assert found(stage, "state=given-up") == [ended]
    assert found(stage, "state=terminated&year=2025") == []
    assert found(stage, f"plan={stage.plan.key}&content={stage.content.pk}&state=granted") == [old]
    assert found(stage, "plan=nowhere") == []


def test_late_is_a_milestone_or_the_end_of_the_contract_in_the_past(stage):
    by_step, by_end = of(stage, "A", **UNDER_WAY), of(stage, "B", **UNDER_WAY, contract_ends_on=PAST)
    by_step.milestones.create(title="x", due_on=PAST - dt.timedelta(1))
    by_step.milestones.create(title="x", due_on=PAST)
    in_time = of(stage, "C", **UNDER_WAY, contract_ends_on=TODAY)
    in_time.milestones.create(title="x", due_on=TODAY)
    in_time.milestones.create(title="x", due_on=PAST, done_on=PAST)
    of(stage, "D", **DONE, contract_ends_on=PAST)
    of(stage, "E", **ENDED).milestones.create(title="x", due_on=PAST)
    rows = found(stage, "open=late&sort=late")
    assert [(s.pk, s.late_since) for s in rows] == [(by_step.pk, PAST - dt.timedelta(1)), (by_end.pk, PAST)]


def test_to_pay_is_accepted_and_not_fully_paid(stage):
    part, whole, early = of(stage, "A", **DONE), of(stage, "B", **DONE), of(stage, "C", **UNDER_WAY)
    pay(stage, part, 40_000_000)
    pay(stage, whole, 60_000_000)
    pay(stage, whole, 40_000_000, document="UNC 2")
    pay(stage, early, 10_000_000)
    assert [(s.pk, s.left) for s in found(stage, "open=to-pay")] == [(part.pk, 60_000_000)]
    assert [s.pk for s in pressing_supports([stage.plan.pk], TODAY)] == [part.pk]


def test_money_of_a_row_is_the_money_of_its_page(stage):
    level = SupportLevelFactory(content=stage.content, rate=Decimal("33.33"))
    support = granted(stage, **DONE, level=level, contract_value=100_000_001)
    pay(stage, support, 10_000_000)
    pay(stage, support, 2_000_000, "recovered", "PT 1")
    (row,) = found(stage)
    account = account_of(support)
    assert (row.paid, row.recovered, row.left, row.owed) == (
        account.paid, account.recovered, account.left, account.owed,
    )  # fmt: skip


def test_money_to_come_back(stage):
    owing, back = of(stage, "A", **ENDED, to_recover=30), of(stage, "B", **ENDED, to_recover=30)
    pay(stage, owing, 10, "recovered")
    pay(stage, back, 30, "recovered")
    assert [(s.pk, s.owed, s.left) for s in found(stage, "open=to-recover")] == [(owing.pk, 20, 0)]


@pytest.mark.parametrize(
    ("accepted_on", "declared", "owes"),
    [
        (dt.date(2025, 11, 21), None, True),
        (dt.date(2025, 11, 22), None, False),
        (dt.date(2024, 3, 31), None, True),
        (dt.date(2024, 3, 31), 2026, False),
        (dt.date(2024, 3, 31), 2025, True),
        (dt.date(2026, 1, 2), None, False),
    ],
)
def test_an_effect_is_missing_once_the_year_is_round(stage, accepted_on, declared, owes):
    support = granted(stage, **{**DONE, "accepted_on": accepted_on})
    if declared:
        support.effects.create(
            year=declared, text="x", declared_at=timezone.now(), declared_by=stage.applicant
        )
    assert found(stage, "open=no-effect") == ([support] if owes else [])


@pytest.mark.parametrize("words", ["Đại Đức", "dai duc", "ĐẠI ĐỨC", "01012345", "0101.234.567"])
def test_found_by_enterprise_with_and_without_marks_and_by_tax_code(stage, words):
    enterprise = EnterpriseFactory(name="Công ty Đại Đức", tax_code="0101234567", province=stage.province)
    sought_one = granted(stage, enterprise=enterprise)
    of(stage, "Công ty Khác", kin="x")
    assert found(stage, f"q={words}") == [sought_one]


def test_found_by_the_code_of_its_application(stage):
    first, _second = of(stage, "A"), of(stage, "B")
    assert found(stage, f"q={first.item.application.code}") == [first]


def test_sums_are_over_all_that_is_found_not_over_the_page(stage, monkeypatch):
    monkeypatch.setattr("support.views.granted.PAGE", 1)
    first, second = of(stage, "A", **DONE), of(stage, "B", amount=50_000_000, to_recover=7)
    pay(stage, first, 30_000_000)
    pay(stage, first, 10_000_000, document="UNC 2")
    for number in range(3):
        second.milestones.create(title=str(number), due_on=PAST)
    page = stage.client(stage.specialist).get(f"{LIST}?page=2")
    assert page.context["totals"] == Totals(2, 150_000_000, 40_000_000, 110_000_000, 7)
    assert len(page.context["page"].object_list) == 1
    nothing = granted_to_see(stage.specialist, sought("year=1999"), TODAY)
    assert totals_of(nothing) == Totals(0, 0, 0, 0, 0)


@pytest.mark.parametrize("sort", ["granted", "-granted", "enterprise", "-amount", "left", "-late"])
def test_every_order_keeps_every_row(stage, sort):
    rows = {of(stage, name).pk for name in ("Ánh", "Bình", "Đức")}
    assert {s.pk for s in found(stage, f"sort={sort}")} == rows


@pytest.mark.parametrize(
    "query",
    [
        "state=x&year=99999999999999999999&content=٣&open=x&sort=pk&page=9999999999999999999",
        "year=0&content=99999999999999999999",
        "year=9999&q=%00%F0%9F%98%80&plan=%00",
    ],
)
def test_an_address_nobody_meant_breaks_nothing(stage, query):
    granted(stage)
    assert stage.client(stage.specialist).get(f"{LIST}?{query}").status_code == 200


def test_what_is_asked_for_is_written_and_read_alike():
    query = "q=%C4%90%E1%BB%A9c&state=running&plan=p&content=3&year=2026&open=late&sort=late"
    assert sought(query).query == query
    assert sought("q=&sort=-granted&page=3").query == ""


def file_of(stage, user, kind, query=""):
    return stage.client(user).post(f"{reverse('support:support_export')}?{query}", {"kind": kind})


def test_the_csv_holds_the_filtered_rows_safe_and_masked(stage):
    named = EnterpriseFactory(
        name="=HYPERLINK(1)", tax_code="001078012345", kind="household", province=stage.province
    )
    support = granted(stage, enterprise=named, family="001078012345", **DONE)
    of(stage, "Khác")
    held = b"".join(file_of(stage, stage.specialist, "csv", "state=accepted").streaming_content)
    rows = list(csv.reader(io.StringIO(held.decode("utf-8-sig"))))
    assert held[:3] == b"\xef\xbb\xbf"
    assert len(rows) == 2
    assert rows[1][1:4] == ["'=HYPERLINK(1)", "******012345", support.item.application.code]
    assert rows[1][6:11] == ["15/01/2026", "100000000", "0", "100000000", "0"]


def test_the_xlsx_of_an_enterprise_holds_its_own_alone(stage):
    own = granted(stage)
    of(stage, "Khác")
    held = b"".join(file_of(stage, stage.applicant, "xlsx").streaming_content)
    codes = [
        row[3].value for row in load_workbook(io.BytesIO(held)).active.iter_rows(min_row=1) if row[3].value
    ]
    assert codes[1:] == [own.item.application.code]


def test_a_large_file_is_a_job_that_makes_the_same(stage, monkeypatch, tmp_path, settings):
    monkeypatch.setattr("support.views.granted.MOST_ROWS_AT_ONCE", 1)
    of(stage, "A"), of(stage, "B")
    answer = file_of(stage, stage.specialist, "csv")
    job = Job.objects.get()
    assert answer["Location"] == reverse("jobs:job_detail", args=[job.pk])

    class Progress:
        job_id = job.pk

        def tell(self, **facts):
            pass

    result = export_desk(job.asked_for, Progress())
    with default_storage.open(result["file"]) as held:
        assert len(held.read().decode("utf-8-sig").splitlines()) == 3
    default_storage.delete(result["file"])
    assert (result["rows"], result["of"]) == (2, "supports")


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_however_many_rows(stage, django_assert_num_queries, count):
    for number in range(count):
        support = of(stage, f"{number}", **DONE)
        support.milestones.create(title="x", due_on=PAST)
        pay(stage, support, 5)
    client = stage.client(stage.specialist)
    client.get(LIST)
    with django_assert_num_queries(8):
        assert client.get(f"{LIST}?sort=late").status_code == 200
