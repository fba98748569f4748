"""Files of evidence: only what proves something, once, private, and never a file nobody knows of."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation

from common.errors import RuleBroken
from common.file_kinds import DOCX, JPEG, PDF, PNG, XLSX, kind_of
from journal.models import Entry
from reporting.actions.evidence import add_evidence, remove_evidence
from reporting.actions.record_rows import ActivityEntry
from reporting.actions.records import write_records
from reporting.models import EvidenceFile, Part, ReturnedPart, Submission, SubmissionLine
from tests.factories.programmes import TaskFactory, TaskRoleFactory
from tests.factories.reporting import signed_in, stage, typed

PDF_BYTES = b"%PDF-1.7 thu"


def office(part="word/document.xml", *more):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("[Content_Types].xml", part, *more):
            archive.writestr(name, "<x/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF_BYTES, PDF),
        (b"\n\n%PDF-1.4", PDF),
        (b"\x89PNG\r\n\x1a\n....", PNG),
        (b"\xff\xd8\xff\xe0....", JPEG),
        (office(), DOCX),
        (office("xl/workbook.xml"), XLSX),
        (office("xl/workbook.xml", "xl/vbaProject.bin"), None),
        (office("xl/workbook.xml", "xl/VBAPROJECT.BIN"), None),
        (office("ppt/presentation.xml"), None),
        (office()[:-30], None),
        (b"PK\x03\x04" + b"0" * 50, None),
        (b"\xd0\xcf\x11\xe0" + b"0" * 50, None),
        (b"MZ\x90\x00", None),
        (b"<html><script>alert(1)</script>", None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_content_says(content, kind):
    assert kind_of(io.BytesIO(content)) == kind


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def here(db):
    return stage()


@pytest.fixture
def client(here):
    return signed_in(here.focal)


def place(here, line=None):
    return f"/phieu/{here.submission.pk}/minh-chung/{(line or here.line).pk}/"


def send(client, here, name="quyết định.pdf", content=PDF_BYTES, **more):
    return client.post(
        place(here, more.pop("line", None)), {"file": SimpleUploadedFile(name, content), **more}
    )


def stored(settings):
    folder = Path(settings.DATA_DIR) / "evidence"
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def said(answer):
    form = answer.context["form"]
    return " ".join(message for messages in form.errors.values() for message in messages)


def test_a_file_is_kept_for_a_figure_and_written_down(client, here, settings):
    assert send(client, here, figure=here.figure.pk).url == place(here)
    evidence = EvidenceFile.objects.get()
    assert (evidence.name, evidence.figure, evidence.size) == ("quyết định.pdf", here.figure, len(PDF_BYTES))
    assert (here.submission.state, here.submission.edition) == ("draft", "1.2")
    assert len(stored(settings)) == 1
    assert Entry.objects.filter(action="add_evidence", by=here.focal).count() == 1


def test_the_file_comes_back_as_it_was_and_is_never_shown_inside_the_portal(client, here):
    send(client, here)
    address = f"/phieu/{here.submission.pk}/minh-chung/tep/{EvidenceFile.objects.get().pk}/"
    answer = signed_in(here.specialist).get(address)
    assert b"".join(answer.streaming_content) == PDF_BYTES
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''quy%E1%BA%BFt")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    assert signed_in(here.stranger).get(address).status_code == 404


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Quyê\u0301t đi\u0323nh.PDF", "Quyết định.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a\u202efdp.exe", "afdp.exe.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("ảnh.jpg", "ảnh.jpg.pdf"),
        (".pdf", ".pdf.pdf"),
    ],
)
def test_names_are_made_readable_and_safe(client, here, given, name):
    send(client, here, given)
    assert EvidenceFile.objects.get().name.strip(".") == name.strip(".")


@pytest.mark.parametrize(
    "content", [b"MZ\x90\x00", office("xl/workbook.xml", "xl/vbaProject.bin"), b"\xd0\xcf\x11\xe0"]
)
def test_what_only_calls_itself_a_document_is_refused(client, here, settings, content):
    answer = send(client, here, "bao-cao.pdf", content)
    assert "whatever its name says" in said(answer)
    assert (EvidenceFile.objects.count(), stored(settings)) == (0, [])


def test_too_large_and_empty_files_are_refused_with_the_limit(client, here, settings):
    settings.EVIDENCE_MOST_MB = 1
    assert "has 2 MB, but at most 1 MB" in said(send(client, here, content=PDF_BYTES + b"0" * 1024 * 1024))
    assert "empty" in said(send(client, here, content=b""))
    assert "Choose a file first." in said(client.post(place(here), {}))


def test_a_body_far_too_large_is_not_even_read(client, here):
    answer = client.generic("POST", place(here), b"", CONTENT_LENGTH=str(300 * 1024 * 1024))
    assert (answer.status_code, "far too large" in answer.content.decode()) == (413, True)
    assert (
        signed_in(here.stranger).generic("POST", place(here), CONTENT_LENGTH="999999999").status_code == 404
    )


def test_the_same_file_twice_on_a_line_is_refused_kindly(client, here, settings):
    send(client, here, "một.pdf")
    answer = send(client, here, "hai.pdf")
    assert (answer.status_code, "“một.pdf”" in said(answer)) == (409, True)
    assert (EvidenceFile.objects.count(), len(stored(settings))) == (1, 1)


def test_a_form_has_room_for_so_many_files(client, here, settings):
    settings.EVIDENCE_MOST_FILES = 1
    send(client, here)
    assert "as many as it may have" in said(send(client, here, content=PDF_BYTES + b"2"))
    assert len(stored(settings)) == 1


def test_a_token_is_asked_for_before_anything_is_stored(here, settings):
    client = Client(enforce_csrf_checks=True)
    client.force_login(here.focal, "django.contrib.auth.backends.ModelBackend")
    assert (send(client, here).status_code, stored(settings)) == (403, [])


def test_a_file_proves_an_activity_and_its_name_leads_to_it(client, here):
    course = here.line.activities.create(kind="course", title="Đào tạo 5S")
    send(client, here, figure=f"activity-{course.pk}")
    evidence = EvidenceFile.objects.get()
    assert (evidence.activity, evidence.figure) == (course, None)
    page = client.get(f"/phieu/{here.submission.pk}/ho-so/").content.decode()
    assert f"/phieu/{here.submission.pk}/minh-chung/tep/{evidence.pk}/" in page
    assert f"figure=activity-{course.pk}#add" in page


def test_a_figure_of_another_line_is_no_choice(client, here):
    other = SubmissionLine.objects.create(submission=here.submission, role="partner")
    assert "figure" in send(client, here, line=other, figure=here.figure.pk).context["form"].errors


def test_nothing_is_added_to_a_form_that_is_handed_in(client, here, settings):
    send(client, here, content=PDF_BYTES + b"1")
    moment = timezone.now()
    Submission.objects.filter(pk=here.submission.pk).update(
        state="submitted", certified_at=moment, certified_by=here.leader
    )
    assert send(client, here).status_code == 409
    client.post(f"/phieu/{here.submission.pk}/minh-chung/tep/{EvidenceFile.objects.get().pk}/go/")
    assert (EvidenceFile.objects.count(), len(stored(settings))) == (1, 1)


def test_a_part_that_was_not_sent_back_keeps_its_files(settings, db):
    here = stage(opened=False)
    other = TaskFactory(plan=here.plan, national_group=here.group)
    TaskRoleFactory(task=other, organisation=here.unit)
    here.open()
    moment = timezone.now()
    Submission.objects.filter(pk=here.submission.pk).update(
        state="returned", round=2, return_reason="x", certified_at=moment, certified_by=here.leader,
        decided_at=moment, decided_by=here.specialist,
    )  # fmt: skip
    ReturnedPart.objects.create(
        submission=here.submission, round=2, part=Part.LINE, line=here.line, reason="Thiếu."
    )
    client = signed_in(here.focal)
    closed = here.submission.lines.get(task=other)
    assert send(client, here, line=closed).status_code == 409
    assert send(client, here).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_the_file_goes_only_when_its_row_is_gone_for_good(settings):
    here = stage()
    send(signed_in(here.focal), here)
    evidence = EvidenceFile.objects.get()
    with transaction.atomic():
        remove_evidence(evidence, by=here.focal, on=timezone.localdate())
        assert len(stored(settings)) == 1
        transaction.set_rollback(True)
    assert (EvidenceFile.objects.count(), len(stored(settings))) == (1, 1)
    address = f"/phieu/{here.submission.pk}/minh-chung/tep/{evidence.pk}/go/"
    assert signed_in(here.focal).post(address).url == place(here)
    assert (EvidenceFile.objects.count(), stored(settings)) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_an_activity_taken_away_takes_its_files_along(settings):
    here = stage()
    client = signed_in(here.focal)
    row = {"integrated-TOTAL_FORMS": "1", "integrated-0-heading": "Hội chợ"}
    client.post(f"/phieu/{here.submission.pk}/nhap/", typed(client, here.submission, **row))
    line = here.submission.lines.get(attribution="integrated")
    send(client, here, line=line)
    assert len(stored(settings)) == 1
    gone = typed(client, here.submission, **{"integrated-0-DELETE": "on"})
    assert client.post(f"/phieu/{here.submission.pk}/nhap/", gone).status_code == 302
    assert (EvidenceFile.objects.count(), stored(settings)) == (0, [])


def test_a_row_that_is_refused_leaves_no_file(here, settings):
    with pytest.raises(RuleBroken):
        add_evidence(
            here.line, file=SimpleUploadedFile("a.pdf", PDF_BYTES), name="a.pdf", suffix=".pdf",
            content_type="application/pdf", sha256="0", by=here.stranger, on=timezone.localdate(),
        )  # fmt: skip
    assert stored(settings) == []


def test_another_units_line_is_not_there(client, here):
    other = SubmissionLine.objects.create(
        submission=Submission.objects.create(period=here.period, organisation=here.dost), role="lead"
    )
    assert client.get(place(here, other)).status_code == 404


def kept(here, **facts):
    return add_evidence(
        here.line, file=SimpleUploadedFile("a.pdf", PDF_BYTES), name="a.pdf", suffix=".pdf",
        content_type="application/pdf", sha256="a" * 64, by=here.focal, on=timezone.localdate(), **facts,
    )  # fmt: skip


def test_a_file_for_a_figure_taken_away_meanwhile_is_refused_for_what_it_is(here):
    own = here.line.figures.create(indicator="Số lớp", unit="lớp", is_own=True)
    type(own).objects.filter(pk=own.pk).delete()
    with pytest.raises(RuleBroken) as no:
        kept(here, figure=own)
    assert (no.value.code, EvidenceFile.objects.count()) == ("stale", 0)


def test_the_file_of_an_activity_goes_with_it_once_that_is_certain(here, django_capture_on_commit_callbacks):
    course = here.line.activities.create(kind="course", title="Lớp 5S")
    stored = Path(kept(here, activity=course).file.path)
    entry = ActivityEntry(pk=course.pk, line=here.line.pk, remove=True)
    with django_capture_on_commit_callbacks(execute=True):
        write_records(here.submission, records=[entry], by=here.focal, on=timezone.localdate())
        assert stored.exists()
    assert (stored.exists(), EvidenceFile.objects.count()) == (False, 0)
