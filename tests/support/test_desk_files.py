"""The desk as a file is exactly what is seen."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from jobs.models import Job
from journal.actions import write_readings
from journal.models import Reading
from support.exports.large import drop_old_exports, export_desk
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.support import RequestedItemFactory, SubmittedFactory, support_stage

pytestmark = pytest.mark.django_db
COLUMNS = "&".join(f"col={key}" for key in ("code", "enterprise", "tax_code", "submitted", "due", "cost"))


@pytest.fixture
def stage():
    return support_stage()


def application(stage, name, code, **facts):
    enterprise = EnterpriseFactory(name=name, tax_code=code, province=stage.province)
    made = SubmittedFactory(plan=stage.plan, enterprise=enterprise, **facts)
    RequestedItemFactory(application=made, content=stage.content, cost=1_500_000)
    return made


def file_of(stage, kind, query):
    response = stage.client(stage.specialist).post(
        f"{reverse('support:desk_export')}?{query}", {"kind": kind}
    )
    return b"".join(response.streaming_content)


def test_csv_holds_the_filtered_rows_in_their_order_with_the_chosen_columns(stage):
    day = dt.date(2026, 12, 1)
    b = application(stage, "=HYPERLINK(1)", "0101234567", due_on=day)
    a = application(stage, '+Đức, "Anh"', "001078012345", due_on=day - dt.timedelta(1))
    application(stage, "Không có", "0201234567", state="proposed")
    held = file_of(stage, "csv", f"state=submitted&sort=due&{COLUMNS}")
    rows = list(csv.reader(io.StringIO(held.decode("utf-8-sig"))))
    submitted = timezone.localdate().strftime("%d/%m/%Y")
    assert held[:3] == b"\xef\xbb\xbf"
    assert rows[1:] == [
        [a.code, '\'+Đức, "Anh"', "******012345", submitted, "30/11/2026", "1500000"],
        [b.code, "'=HYPERLINK(1)", "0101234567", submitted, "01/12/2026", "1500000"],
    ]


def test_xlsx_holds_the_same_as_text_days_and_numbers(stage):
    made = application(stage, "=1+1", "001078012345", due_on=dt.date(2026, 12, 1))
    book = load_workbook(io.BytesIO(file_of(stage, "xlsx", f"state=submitted&{COLUMNS}")))
    sheet = book.active
    (row,) = [row for row in sheet.iter_rows() if row[0].value == made.code]
    assert [cell.value for cell in row][1:3] == ["=1+1", "******012345"]
    assert [cell.data_type for cell in row] == ["s", "s", "s", "d", "d", "n"]
    assert (row[4].value.date(), row[5].value) == (dt.date(2026, 12, 1), 1_500_000)


def test_a_large_file_is_a_job_of_its_owner_and_goes_after_a_week(stage, monkeypatch):
    monkeypatch.setattr("support.views.desk_work.MOST_ROWS_AT_ONCE", 1)
    for number in range(2):
        application(stage, f"Công ty {number}", f"010123456{number}")
    client = stage.client(stage.specialist)
    client.post(f"{reverse('support:desk_export')}?{COLUMNS}", {"kind": "csv"})
    job = Job.objects.get()

    class Told:
        job_id = job.pk

        def tell(self, **facts):
            pass

    result = export_desk(job.asked_for, Told())
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(status="done", result=result, ended_at=now)
    page = reverse("support:desk_export_file", args=[job.pk])
    assert b"".join(client.get(page).streaming_content).decode().count("\n") == 3
    assert stage.client(stage.leader).get(page).status_code == 404
    stage.specialist.memberships.update(valid_to=timezone.localdate() - dt.timedelta(1))
    assert stage.client(stage.specialist).get(page).status_code == 404  # who has left takes nothing along
    stage.specialist.memberships.update(valid_to=None)
    drop_old_exports()
    assert default_storage.exists(result["file"])
    Job.objects.filter(pk=job.pk).update(ended_at=now - dt.timedelta(8))
    drop_old_exports()
    drop_old_exports()
    assert not default_storage.exists(result["file"])
    assert client.get(page).status_code == 404


def test_who_takes_the_desk_along_has_read_each_application_in_it(stage):
    taken, left = application(stage, "Bình Minh", "0101234567"), application(stage, "Hoàng Hôn", "0201234567")
    file_of(stage, "csv", "q=binh+minh")
    write_readings()
    assert Reading.objects.of(taken).get().place == "support:desk_export"
    assert not Reading.objects.of(left).exists()


def test_only_a_desk_gives_files(stage):
    assert stage.client(stage.applicant).post(reverse("support:desk_export")).status_code == 404
