"""Units × tasks: every state in its place, one page for 146 units, the same in Excel."""

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.vietnamese import fold
from organisations.models import Organisation, OrganisationKind
from organisations.queries import working_calendar
from reporting.models import LineRole, Part, ReturnedPart, Submission, SubmissionLine
from reporting.queries.matrix import Wanted, matrix_of
from reporting.queries.status import StatusKind
from tests.factories.programmes import PlanFactory, TaskFactory
from tests.factories.reporting import signed_in, stage
from tests.reporting.filling import a_figure, a_line, a_period, a_submission

pytestmark = pytest.mark.django_db
DUE = dt.date(2023, 11, 20)


@pytest.fixture
def period():
    return a_period(PlanFactory(year_from=2021, year_to=2030))


@pytest.fixture
def task(period):
    return TaskFactory(plan=period.plan, code="1.1", title="Tuyên truyền")


def seen(period, on=DUE, **wanted):
    return matrix_of(period, on=on, calendar=working_calendar(), wanted=Wanted(**wanted))


def cells(period, on=DUE):
    """Unit → the words of its cells."""
    return {
        row.submission.organisation.name: [cell and cell.kind for cell in row.cells]
        for row in seen(period, on).rows
    }


def test_a_cell_says_what_the_unit_said_about_the_task_and_an_unowed_task_is_empty(period, task):
    other = TaskFactory(plan=period.plan, code="1.2")
    told = a_submission(period, "A", "accepted")
    a_line(told, task=task, narrative="Đã làm")
    a_line(told, task=other, is_nil=True, nil_reason="Không phát sinh")
    quiet = a_submission(period, "B", "not_started")
    a_line(quiet, task=task)
    draft = a_submission(period, "C", "draft")
    a_line(draft, task=task, narrative="Đang viết")
    a_line(draft, task=other)
    whole = a_submission(period, "D", "accepted", is_nil=True, nil_reason="Không phát sinh")
    a_line(whole, task=other)
    assert cells(period) == {
        "A": [StatusKind.ACCEPTED, StatusKind.NIL],
        "B": [StatusKind.DUE_SOON, None],
        "C": [StatusKind.DRAFT, StatusKind.DUE_SOON],
        "D": [None, StatusKind.NIL],
    }
    assert cells(period, DUE + dt.timedelta(1))["B"] == [StatusKind.OVERDUE, None]
    assert cells(period, DUE + dt.timedelta(30))["B"] == [StatusKind.LOCKED, None]


def test_of_a_form_sent_back_by_line_only_those_lines_are_marked(period, task):
    other = TaskFactory(plan=period.plan, code="1.2")
    form = a_submission(period, "A", "returned", return_reason="Sửa", round=2)
    wrong = a_line(form, task=task, narrative="Sai")
    a_line(form, task=other, narrative="Đúng")
    ReturnedPart.objects.create(submission=form, round=1, part=Part.WHOLE, reason="Vòng trước")
    ReturnedPart.objects.create(submission=form, round=2, part=Part.LINE, line=wrong, reason="Sửa số")
    assert cells(period) == {"A": [StatusKind.SENT_BACK, StatusKind.SUBMITTED]}


def test_a_figure_without_words_is_something_reported(period, task):
    form = a_submission(period, "A", "draft")
    a_figure(a_line(form, task=task), 0)
    assert cells(period) == {"A": [StatusKind.DRAFT]}


def test_rates_count_the_units_asked_whatever_is_filtered(period, task):
    a_submission(period, "A", "accepted", filed_on=DUE)
    a_submission(period, "B", "submitted", filed_on=DUE + dt.timedelta(1))
    a_submission(period, "C", "not_started")
    told = seen(period, text="c").punctuality
    assert (told.asked, told.filed, told.on_time, told.silent) == (3, 2, 1, 1)
    assert (told.filed_percent, told.on_time_percent) == (66, 33)


def test_filters_keep_units_by_name_without_dau_kind_state_and_task(period, task):
    trade = a_submission(period, "Sở Công Thương", "accepted")
    a_line(trade, task=task, narrative="x")
    ward = a_submission(period, "Phường Hồng Hà", "not_started")
    Organisation.objects.filter(pk=ward.organisation_id).update(kind=OrganisationKind.COMMUNE)

    def kept(**wanted):
        return [row.submission.organisation.name for row in seen(period, **wanted).rows]

    assert kept(text="cong thuong") == ["Sở Công Thương"]
    assert kept(kind="commune") == ["Phường Hồng Hà"]
    assert kept(state="accepted") == ["Sở Công Thương"]
    assert kept(task="1.1") == ["Sở Công Thương"]
    assert kept(text="không có") == []


def crowd(set_, units, tasks):
    """``units`` communes that all owe ``tasks`` lines."""
    rows = [TaskFactory(plan=set_.plan, code=f"9.{n}") for n in range(tasks)]
    names = [f"Xã thử {n:03}" for n in range(units)]
    bodies = Organisation.objects.bulk_create(
        Organisation(
            key=f"x/{n}",
            province=set_.plan.province,
            kind="commune",
            name=name,
            order=name,
            folded=fold(name),
        )
        for n, name in enumerate(names)
    )
    forms = Submission.objects.bulk_create(
        Submission(period=set_.period, organisation=body) for body in bodies
    )
    SubmissionLine.objects.bulk_create(
        SubmissionLine(submission=form, task=task, role=LineRole.GROUP, position=at)
        for form in forms
        for at, task in enumerate(rows)
    )


def test_the_page_of_146_units_and_13_tasks_is_one_page_of_at_most_twelve_queries():
    set_ = stage()
    crowd(set_, 146 - set_.period.submissions.count(), 12)
    client, address = signed_in(set_.specialist), reverse("reporting:period_matrix", args=[set_.period.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address)
    assert page.status_code == 200
    assert len(asked) <= 12
    assert page.content.decode().count('<th scope="row"') == 146 + 1  # and the foot
    assert len(page.content) < 400_000


def test_the_workbook_holds_what_is_seen_and_no_name_becomes_a_formula():
    set_ = stage()
    Organisation.objects.filter(pk=set_.unit.pk).update(name="=1+1")
    address = reverse("reporting:period_matrix_file", args=[set_.period.pk])
    answer = signed_in(set_.specialist).get(address, {"q": "cong thuong"})
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    sheet = book.worksheets[0]
    assert [c.value for c in sheet[4]] == ["Unit", "State", "Why", set_.task.code]
    assert (sheet["A5"].value, sheet["A5"].data_type, sheet["A6"].value) == ("=1+1", "s", None)
    assert len(sheet["D5"].value) == 1
