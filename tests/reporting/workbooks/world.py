"""A unit's form with everything a workbook holds, and workbooks of it as people save them."""

import datetime as dt
import zipfile
from io import BytesIO

import openpyxl

from common.workbook.parcel import check_parcel
from common.workbook.refused import Refused
from enterprises.models import Enterprise
from reporting.documents.workbook.layout import BY_MARK, FIRST_ROW, HEAD_ROW, KEY_ROW, MARK
from reporting.documents.workbook.prefilled import Guide
from reporting.exports.workbook.build import build
from reporting.forms.entry import EntryForm
from reporting.forms.workbook.judge import judge
from reporting.forms.workbook.prefill import prefill
from reporting.models import Activity, CertifiedExpert, Figure, Submission, SupportedEnterprise
from reporting.queries.submissions import submissions_in_full
from tests.factories.programmes import TaskFactory, TaskRoleFactory
from tests.factories.reporting import stage
from tests.reporting.filling import a_document, a_figure, a_statement, an_integrated_line

DAY = dt.date(2026, 11, 25)


def a_full_stage():
    """One line with a counted and a typed figure, records of each kind, a document, statements, an activity."""
    here = stage(opened=False)
    second = TaskFactory(plan=here.plan, national_group=here.group, unit="lớp")
    TaskRoleFactory(task=second, organisation=here.unit, kind="partner")
    here.open()
    submission, line = here.submission, here.line
    Figure.objects.filter(line__submission=submission).update(counted_as="", activity_kind="")
    Figure.objects.filter(pk=here.figure.pk).update(to_date=1500, estimate=2000, unit="doanh nghiệp")
    a_figure(line, "12.5", indicator="Tỷ lệ", unit="%", is_own=True, position=1000)
    counted = a_figure(line, None, indicator="Doanh nghiệp được hỗ trợ", unit="doanh nghiệp", position=5)
    Figure.objects.filter(pk=counted.pk).update(counted_as="enterprises")
    line.narrative = "Đã tổ chức hội nghị."
    line.save()
    Activity.objects.create(
        line=line, kind="course", title="Lớp 5S", starts_on=dt.date(2026, 3, 1), participants=40
    )
    CertifiedExpert.objects.create(line=line, full_name="Nguyễn Văn An", certificate="NSCL-01")
    enterprise = Enterprise.objects.create(
        name="Công ty TNHH Một", tax_code="0101234567", province=here.plan.province
    )
    SupportedEnterprise.objects.create(figure=counted, enterprise=enterprise, content="Áp dụng 5S")
    a_document(
        submission, "management", number_and_symbol="164/SCT-KH", issued_on=DAY, issuer_text="Sở Công Thương",
        abstract="hướng dẫn", kind="letter",
    )  # fmt: skip
    a_statement(submission, "obstacle", "Thiếu kinh phí.", cause="Chưa có mức chi.")
    a_statement(submission, "proposal", "Sớm hướng dẫn.", addressee="Bộ KH&CN")
    extra = an_integrated_line(submission, "Hội chợ", narrative="Đã tham gia.", national_group=here.group)
    a_figure(extra, "3", indicator="Gian hàng", unit="gian hàng", is_own=True)
    return here


def in_full(submission):
    return submissions_in_full().get(pk=submission.pk)


def a_guide(submission):
    period = submission.period
    return Guide(
        unit=str(submission.organisation), plan=str(period.plan), period=period.name, cutoff_on=period.cutoff_on,
        due_on=period.due_on, locks_on=period.locks_on, status="Đang mở", reason="Còn 10 ngày.",
    )  # fmt: skip


def downloaded(submission: Submission) -> bytes:
    """The workbook as the portal hands it out."""
    submission = in_full(submission)
    return build(prefill(EntryForm(submission)), a_guide(submission))


def judged(submission: Submission, content: bytes):
    """The dry run of a file."""
    return judge(in_full(submission), check_parcel(BytesIO(content), len(content)))


def refusal(submission: Submission, content: bytes) -> str:
    """The code with which the file is refused before it is read; "" if it is not."""
    try:
        judged(submission, content)
    except Refused as no:
        return no.code
    return ""


class Edited:
    """A downloaded workbook being filled in by openpyxl, cells found by sheet, row id and column key."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(BytesIO(content))

    def page(self, mark: str):
        return self.book[BY_MARK[mark].name]

    def column(self, mark: str, key: str) -> int:
        keys = [cell.value for cell in self.page(mark)[KEY_ROW]]
        return keys.index(MARK + mark if key == "id" else key) + 1

    def row(self, mark: str, row_id: str) -> int:
        page = self.page(mark)
        for number in range(FIRST_ROW, page.max_row + 1):
            if (page.cell(number, 1).value or "") == row_id:
                return number
        raise LookupError(row_id)

    def cell(self, mark: str, row: int | str, key: str):
        number = row if isinstance(row, int) else self.row(mark, row)
        return self.page(mark).cell(number, self.column(mark, key))

    def set(self, mark: str, row: int | str, **values) -> str:
        """Type values into a row; the address of the last."""
        for key, value in values.items():
            cell = self.cell(mark, row, key)
            cell.value = value
        return cell.coordinate

    def spare(self, mark: str) -> int:
        """The first row nobody has used."""
        page = self.page(mark)
        for number in range(FIRST_ROW, page.max_row + 2):
            if all(page.cell(number, at).value is None for at in range(1, page.max_column + 1)):
                return number
        raise LookupError(mark)

    def saved(self) -> bytes:
        target = BytesIO()
        self.book.save(target)
        return target.getvalue()


def rezipped(content: bytes, change) -> bytes:
    """The archive with every part passed through ``change(name, bytes)``; None leaves the part out."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for part in source.infolist():
            data = change(part.filename, source.read(part))
            if data is not None:
                out.writestr(part.filename, data)
    return target.getvalue()


__all__ = ["HEAD_ROW", "Edited", "a_full_stage", "downloaded", "in_full", "judged", "refusal", "rezipped"]
