"""A workbook that goes out and comes back says the same, and what was typed in it arrives."""

import datetime as dt
import hashlib
import io
import unicodedata
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from journal.models import Entry
from reporting.documents.workbook.layout import BY_MARK, FIRST_ROW
from reporting.models import (
    Activity,
    CertifiedExpert,
    Figure,
    IssuedDocument,
    Statement,
    Submission,
    SupportedEnterprise,
    WorkbookUpload,
)
from tests.factories.reporting import signed_in
from tests.reporting.filling import a_period, a_submission
from tests.reporting.workbooks.resave import RESAVED
from tests.reporting.workbooks.world import Edited, a_full_stage, downloaded, judged, rezipped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return a_full_stage()


def told(judgement):
    return [(p.level, p.code, p.sheet, p.cell, str(p.why)) for p in judgement.problems]


def send(client, here, content, name="phiếu.xlsx"):
    return client.post(
        f"/phieu/{here.submission.pk}/excel/", {"workbook": SimpleUploadedFile(name, content)}, follow=True
    )


def test_an_untouched_workbook_changes_nothing(here):
    content = downloaded(here.submission)
    judgement = judged(here.submission, content)
    assert (told(judgement), judgement.changes, judgement.records) == ([], [], [])
    assert judgement.is_right


def filled_in(here):
    """A workbook in which something changes in every sheet."""
    edited = Edited(downloaded(here.submission))
    figure, line = f"F{here.figure.pk}", f"L{here.line.pk}"
    edited.set("figures", figure, to_date=1750, estimate="2.500")
    edited.set("lines", line, narrative="Đã tổ chức 02 hội nghị.\nVà một lớp.")
    edited.set(
        "lines",
        f"L{here.submission.lines.get(task__unit='lớp').pk}",
        is_nil="Có",
        nil_reason="Chưa có kinh phí.",
    )
    label = edited.cell("activities", f"A{Activity.objects.get().pk}", "line").value
    edited.set("activities", f"A{Activity.objects.get().pk}", participants=55, place="Hưng Yên")
    edited.set(
        "activities",
        edited.spare("activities"),
        line=label,
        kind="Course",
        title="Lớp Kaizen",
        starts_on=dt.date(2026, 5, 4),
        ends_on="05/05/2026",
        participants="1.200",
    )
    edited.set("experts", edited.spare("experts"), line=label, full_name="Trần Thị Bình", certified_on=46000)
    figures = edited.cell("enterprises", f"E{SupportedEnterprise.objects.get().pk}", "figure").value
    edited.set(
        "enterprises",
        edited.spare("enterprises"),
        figure=figures,
        name="HTX Hai",
        tax_code="0107654321",
        content="ISO 9001",
    )
    edited.set("documents", f"D{IssuedDocument.objects.get().pk}", number_and_symbol="165/SCT-KH")
    edited.set(
        "documents",
        edited.spare("documents"),
        number_and_symbol="9/SCT",
        issued_on="06/3/2026",
        issuer_text="Sở Công Thương",
    )
    edited.set("statements", f"S{Statement.objects.get(kind='proposal').pk}", DELETE="Có")
    edited.set("statements", edited.spare("statements"), kind="Obstacle", text="Thiếu người.")
    row = edited.row("integrated", "N1")
    edited.set("integrated", row, heading="Tuần lễ chất lượng", host="Kế hoạch số 12/KH-UBND ngày 06/3/2026")
    edited.set(
        "figures",
        edited.spare("figures"),
        line=edited.cell("integrated", row, "code").value,
        indicator="Lượt khách",
        unit="lượt người",
        to_date=300,
    )
    return edited


def test_what_was_typed_into_the_workbook_arrives(here):
    client = signed_in(here.focal)
    page = send(client, here, filled_in(here).saved())
    upload = WorkbookUpload.objects.get()
    assert [p for p in upload.problems if p["level"] == "error"] == []
    assert page.redirect_chain[-1][0] == f"/phieu/{here.submission.pk}/excel/{upload.pk}/"
    assert here.figure.to_date == 1500  # nothing before it is confirmed
    answer = client.post(f"/phieu/{here.submission.pk}/excel/{upload.pk}/")
    assert answer.status_code == 302, answer.context["problem"]
    figure, line = here.figure, here.line
    assert (figure.to_date, figure.estimate) == (1750, 2500)
    assert line.narrative == "Đã tổ chức 02 hội nghị.\nVà một lớp."
    assert here.submission.lines.get(task__unit="lớp").nil_reason == "Chưa có kinh phí."
    assert list(
        Activity.objects.order_by("pk").values_list("title", "participants", "starts_on", "ends_on")
    ) == [
        ("Lớp 5S", 55, dt.date(2026, 3, 1), None),
        ("Lớp Kaizen", 1200, dt.date(2026, 5, 4), dt.date(2026, 5, 5)),
    ]
    assert CertifiedExpert.objects.get(full_name="Trần Thị Bình").certified_on == dt.date(2025, 12, 9)
    assert SupportedEnterprise.objects.get(enterprise__tax_code="0107654321").content == "ISO 9001"
    documents = here.submission.issued_documents.values_list(
        "document__number_and_symbol", "document__abstract"
    )
    assert set(documents) == {("165/SCT-KH", "hướng dẫn"), ("9/SCT", "")}
    assert set(Statement.objects.values_list("text", flat=True)) == {"Thiếu kinh phí.", "Thiếu người."}
    added = here.submission.lines.get(heading="Tuần lễ chất lượng")
    assert (added.host.number_and_symbol, added.figures.get().to_date) == ("12/KH-UBND", Decimal(300))


def test_after_taking_over_the_next_workbook_changes_nothing(here):
    client = signed_in(here.focal)
    send(client, here, filled_in(here).saved())
    client.post(f"/phieu/{here.submission.pk}/excel/{WorkbookUpload.objects.get().pk}/")
    judgement = judged(here.submission, downloaded(here.submission))
    assert (told(judgement), judgement.changes, judgement.records) == ([], [], [])


@pytest.mark.parametrize("resave", RESAVED)
def test_another_program_saves_it_and_nothing_changes(here, resave):
    judgement = judged(here.submission, resave(downloaded(here.submission)))
    assert (told(judgement), judgement.changes) == ([], [])


@pytest.mark.parametrize("resave", RESAVED)
def test_another_program_saves_what_was_filled_in_and_the_same_arrives(here, resave):
    filled = filled_in(here).saved()
    plain, again = judged(here.submission, filled), judged(here.submission, resave(filled))
    assert (told(again), [c.after for c in again.changes]) == (told(plain), [c.after for c in plain.changes])
    assert again.entry.content() == plain.entry.content()


READ_RIGHT = [
    ("1.500", 1500), ("1 500", 1500), ("1500", 1500), ("1\u00a0500", 1500), ("'1500", 1500), (" 1.500 ", 1500),
    ("1.500 doanh nghiệp", 1500), (1500.0, 1500), (0, 0), ("0", 0), (None, None), ("   ", None), (0.1 + 0.2 + 1499.7, 1500),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "expected"), READ_RIGHT)
def test_a_figure_is_read_as_it_was_meant(here, typed, expected):
    edited = Edited(downloaded(here.submission))
    edited.set("figures", f"F{here.figure.pk}", to_date=typed)
    judgement = judged(here.submission, edited.saved())
    assert told(judgement) == []
    entries = [figure for line in judgement.entry.content().lines for figure in line.figures]
    assert next(entry.to_date for entry in entries if entry.pk == here.figure.pk) == expected


def test_a_share_is_read_with_its_comma_and_as_a_percentage(here):
    share = Figure.objects.get(unit="%")
    for typed, look in (("12,75", "General"), (0.1275, "0.00%"), (12.75, "General")):
        edited = Edited(downloaded(here.submission))
        edited.set("figures", f"O{share.pk}", to_date=typed)
        edited.cell("figures", f"O{share.pk}", "to_date").number_format = look
        judgement = judged(here.submission, edited.saved())
        assert [(c.before, c.after) for c in judgement.changes] == [("12,5", "12,75")], typed


def test_decomposed_letters_change_nothing(here):
    edited = Edited(downloaded(here.submission))
    for mark in BY_MARK:
        for row in edited.page(mark).iter_rows(min_row=FIRST_ROW, min_col=2):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = unicodedata.normalize("NFD", cell.value) + " "
    judgement = judged(here.submission, edited.saved())
    assert (told(judgement), judgement.changes) == ([], [])


def test_sheets_renamed_and_moved_rows_and_columns_moved_change_nothing(here):
    edited = Edited(downloaded(here.submission))
    page = edited.page("figures")
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=FIRST_ROW, max_row=FIRST_ROW + 3)]
    for number, values in enumerate(reversed(rows), start=FIRST_ROW):
        for at, value in enumerate(values, start=1):
            page.cell(number, at).value = value
    page.move_range("B3:N40", cols=2)
    page.insert_rows(1, 2)
    page.title = "Bảng 1"
    edited.book.move_sheet(page, -1)
    judgement = judged(here.submission, edited.saved())
    assert (told(judgement), judgement.changes) == ([], [])


def test_words_that_look_like_formulas_stay_words(here):
    evil = '=cmd|"/c calc"!A0'
    here.submission.lines.filter(pk=here.line.pk).update(narrative=evil)
    Activity.objects.update(title="@SUM(1)", note="-2+3", place="+84 912")
    content = downloaded(here.submission)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = b"".join(archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/sheet"))
    assert b"<f>" not in sheets
    judgement = judged(here.submission, content)
    assert (told(judgement), judgement.changes, judgement.records) == ([], [], [])
    edited = Edited(content)
    cell = edited.cell("lines", f"L{here.line.pk}", "narrative")
    assert (cell.value, cell.data_type, cell.quotePrefix) == (evil, "s", True)


def test_the_marked_copy_lists_everything_and_runs_nothing(here):
    edited = Edited(downloaded(here.submission))
    at = edited.set("figures", f"F{here.figure.pk}", to_date="nhiều")
    edited.set("lines", f"L{here.line.pk}", narrative='=HYPERLINK("http://x.example","y")')
    client = signed_in(here.focal)
    page = send(client, here, edited.saved())
    assert page.status_code == 200
    upload = WorkbookUpload.objects.get()
    marked = client.get(f"/phieu/{here.submission.pk}/excel/{upload.pk}/danh-dau/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(marked.streaming_content)))
    listed = book["Lỗi"]
    assert [(row[2].value, row[3].value) for row in listed.iter_rows(min_row=2)] == [
        ("Số liệu", at),
        ("Nội dung", edited.cell("lines", f"L{here.line.pk}", "narrative").coordinate),
    ]
    assert listed["D2"].hyperlink.location == f"'Số liệu'!{at}"
    assert "not a number" in book["Số liệu"][at].comment.text
    assert [c.value for row in book["Nội dung"].iter_rows() for c in row if c.data_type == "f"] == []
    original = client.get(f"/phieu/{here.submission.pk}/excel/{upload.pk}/ban-goc/")
    assert hashlib.sha256(b"".join(original.streaming_content)).hexdigest() == upload.sha256


@pytest.mark.parametrize("sign", ["_x0000_", "_xD800_", "_x0001_"])
def test_signs_no_database_takes_are_left_out(here, sign):
    edited = Edited(downloaded(here.submission))
    for mark, row, key in [
        ("figures", f"F{here.figure.pk}", "to_date"),
        ("lines", f"L{here.line.pk}", "is_nil"),
        ("lines", f"L{here.line.pk}", "narrative"),
        ("documents", edited.spare("documents"), "kind"),
        ("figures", f"F{here.figure.pk}", "unit"),
    ]:
        edited.set(mark, row, **{key: f"nhi{sign}ều"})
    client = signed_in(here.focal)
    assert send(client, here, edited.saved()).status_code == 200
    upload = WorkbookUpload.objects.get()
    assert "nhiều" in str(upload.problems)
    assert client.get(f"/phieu/{here.submission.pk}/excel/{upload.pk}/danh-dau/").status_code == 200


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("phiếu.hta", "phiếu.hta.xlsx"),
        ("phiếu.xlsx", "phiếu.xlsx"),
        ("a" * 240 + ".jar", "a" * 191 + ".jar.xlsx"),
    ],
)
def test_a_workbook_is_called_a_workbook_whatever_its_sender_called_it(here, sent, kept):
    send(signed_in(here.focal), here, downloaded(here.submission), name=sent)
    assert WorkbookUpload.objects.get().name == kept


def test_a_note_nobody_can_read_leaves_the_list_alone(here):
    edited = Edited(downloaded(here.submission))
    edited.set("figures", f"F{here.figure.pk}", to_date="nhiều")
    edited.book.worksheets[0]["A1"].comment = openpyxl.comments.Comment("x", "y")

    def broken(name, data):
        return data[: len(data) // 2] if "comment" in name and name.endswith(".xml") else data

    client = signed_in(here.focal)
    assert send(client, here, rezipped(edited.saved(), broken)).status_code == 200
    marked = client.get(f"/phieu/{here.submission.pk}/excel/{WorkbookUpload.objects.get().pk}/danh-dau/")
    assert openpyxl.load_workbook(io.BytesIO(b"".join(marked.streaming_content))).sheetnames == ["Lỗi"]


def test_a_second_click_takes_over_once(here):
    client = signed_in(here.focal)
    send(client, here, filled_in(here).saved())
    address = f"/phieu/{here.submission.pk}/excel/{WorkbookUpload.objects.get().pk}/"
    assert [client.post(address).status_code for _ in range(2)] == [302, 302]
    assert Activity.objects.count() == 2
    assert Entry.objects.filter(action="workbook").count() == 1


def test_what_became_stale_before_the_confirmation_is_not_taken_over(here):
    client = signed_in(here.focal)
    send(client, here, filled_in(here).saved())
    Submission.objects.filter(pk=here.submission.pk).update(version=7)
    upload = WorkbookUpload.objects.get()
    answer = client.post(f"/phieu/{here.submission.pk}/excel/{upload.pk}/")
    assert (answer.status_code, here.figure.to_date, Activity.objects.count()) == (409, 1500, 1)
    assert client.get(f"/phieu/{here.submission.pk}/excel/{upload.pk}/ban-goc/").status_code == 200


def test_nothing_is_written_when_a_part_cannot_be(here):
    client = signed_in(here.focal)
    edited = filled_in(here)
    for _twice in range(2):
        edited.set(
            "documents",
            edited.spare("documents"),
            number_and_symbol="7/SCT",
            issued_on="06/3/2026",
            issuer_text="Sở Y tế",
        )
    send(client, here, edited.saved())
    answer = client.post(f"/phieu/{here.submission.pk}/excel/{WorkbookUpload.objects.get().pk}/")
    assert (answer.status_code, here.figure.to_date, Activity.objects.count()) == (409, 1500, 1)


def test_another_units_and_another_periods_workbook_are_told_apart(here):
    other = a_submission(here.period, "Sở Xây dựng", state="draft")
    earlier = a_submission(a_period(here.plan, 2024), "Sở Công Thương", state="draft")
    for submission, code in ((other, "wrong_unit"), (earlier, "wrong_period")):
        judgement = judged(here.submission, downloaded(submission))
        assert ([p.code for p in judgement.problems], judgement.entry) == ([code], None)


@pytest.mark.parametrize(("megabytes", "most"), [(30, "10 MB"), (200, "64 MB")])
def test_megabytes_too_many_are_refused_unread(here, megabytes, most):
    class Body(io.RawIOBase):
        """A body that says it is that large and counts how much of it is asked for."""

        def __init__(self, head):
            self.head, self.asked = head, 0

        def read(self, size=-1):
            piece, self.head = self.head[:size], self.head[size:]
            self.asked += size
            return piece or b"\0" * size

    head = b'--x\r\nContent-Disposition: form-data; name="workbook"; filename="a.xlsx"\r\n\r\nPK\x03\x04'
    body = Body(head)
    environ = {
        "CONTENT_LENGTH": str(megabytes * 1024 * 1024),
        "wsgi.input": body,
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
    }
    client = signed_in(here.focal)
    answer = client.generic("POST", f"/phieu/{here.submission.pk}/excel/", **environ)
    assert (answer.status_code, body.asked < 1024 * 1024) == (413, True)
    assert most in answer.content.decode()


def test_a_closed_form_takes_no_workbook(here):
    content = downloaded(here.submission)
    Submission.objects.filter(pk=here.submission.pk).update(state="unit_review")
    client = signed_in(here.focal)
    assert send(client, here, content).status_code == 409
    taken = b"".join(client.get(f"/phieu/{here.submission.pk}/excel/tai-ve/").streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(taken))
    unlocked = [c for s in book.worksheets for row in s.iter_rows() for c in row if not c.protection.locked]
    assert unlocked == []


def test_openpyxl_reads_xml_through_defusedxml():
    assert openpyxl.DEFUSEDXML is True
