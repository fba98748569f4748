"""Files that are not what they say, too large, too many or badly named: a clear word, nothing kept, nothing lost."""

import io
import unicodedata
import zipfile

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from common.errors import RuleBroken
from common.file_kinds import kind_of
from common.received import receive
from support.actions import drafts
from support.actions.attachments import attach, detach
from support.models import Attachment
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseMembershipFactory
from tests.factories.support import RequiredPaperFactory, support_stage

PDF = b"%PDF-1.7 thu"
MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def archive(*members, kind="word/document.xml"):
    """A Word (or Excel) file with ``members``: pairs of name and content."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in (("[Content_Types].xml", "<x/>"), (kind, "<x/>"), *members):
            packed.writestr(name, content)
    return file.getvalue()


def overlapping():
    """An archive whose directory lists one packed megabyte a thousand times."""
    plain = archive(("a.bin", bytes(MEGABYTE)))
    directory = plain.rindex(b"PK\x01\x02")
    end = plain.rindex(b"PK\x05\x06")
    entry, tail = plain[directory:end], bytearray(plain[end:])
    times = 1000
    tail[8:10] = tail[10:12] = (times + 2).to_bytes(2, "little")
    tail[12:16] = (int.from_bytes(tail[12:16], "little") + entry_size(entry) * (times - 1)).to_bytes(
        4, "little"
    )
    return plain[:end] + entry * (times - 1) + bytes(tail)


def entry_size(entry):
    return len(entry)


def refusal(content, name="a.pdf"):
    with pytest.raises(ValidationError) as no:
        receive(SimpleUploadedFile(name, content), most=20)
    return no.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script></html>", "kind"),
        (b"%PDF-1.7\n<html><script>alert(1)</script>", "two_kinds"),
        (b"%PDF-1.7\n" + archive(), "two_kinds"),
        (b"<!-- %PDF-1.7 -->", "kind"),
        (b"<html>%PDF-1.7", "kind"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 99 + archive(), "two_kinds"),
        (b"\xff\xd8\xff\xe0 %PDF-1.7", "two_kinds"),
        (b"PK\x03\x04 %PDF-1.7", "two_kinds"),
        (archive(("word/media/a.bin", bytes(30 * MEGABYTE))), "bomb"),
        (archive(("xl/media/a.bin", bytes(30 * MEGABYTE)), kind="xl/workbook.xml"), "bomb"),
        (overlapping(), "bomb"),
        (archive(("word/vbaProject.bin", b"x")), "kind"),
        (bytes(21 * MEGABYTE), "too_large"),
    ],
    ids=[
        "nothing", "html", "pdf-html", "pdf-zip", "comment", "html-pdf", "png-zip", "jpg-pdf", "zip-pdf",
        "docx-bomb", "xlsx-bomb", "overlapping", "macro", "21-mb",
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_by_its_content(content, code):
    assert refusal(content) == code


def test_a_large_honest_workbook_is_none_of_them():
    rows = "".join(f"<row><c>{n}</c></row>" for n in range(400_000))
    assert (
        kind_of(io.BytesIO(archive(("xl/worksheets/sheet1.xml", rows), kind="xl/workbook.xml"))) is not None
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "_.._etc_passwd.pdf"),
        ("..\\..\\x.pdf", "_.._x.pdf"),
        ("hoa\u202efdp.exe", "hoafdp.exe.pdf"),
        (f"{'a' * 300}.pdf", f"{'a' * 196}.pdf"),
        (unicodedata.normalize("NFD", "Giấy phép.pdf"), "Giấy phép.pdf"),
        ("a\nb:c?.PDF", "a_b_c_.pdf"),
        ("...", "tep.pdf"),
        ("giay-phep.html", "giay-phep.html.pdf"),
    ],
)
def test_a_name_is_cleaned_before_it_is_kept(given, kept):
    file = SimpleUploadedFile("x.pdf", PDF)
    file._name = given  # as a hostile client might get it past the parser
    assert receive(file, most=20).name == kept


# --- Through the page --------------------------------------------------------------------------------------------------------


@pytest.fixture
def here(db):
    return support_stage()


@pytest.fixture
def draft(here):
    return drafts.start(
        here.enterprise, here.plan, by=here.applicant, on=timezone.localdate(), contents=[here.content]
    ).application


@pytest.fixture
def client(here):
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(here.applicant)
    return browser


def add(client, draft, *files):
    return client.post(
        reverse("support:attachment_add", args=[draft.pk]), {"paper": "", "upload": list(files)}
    )


def test_html_named_pdf_is_refused_with_its_name_and_the_good_one_beside_it_waits(client, draft):
    page = add(client, draft, SimpleUploadedFile("tờ khai.pdf", b"<html>"), SimpleUploadedFile("b.pdf", PDF))
    assert "“tờ khai.pdf”: This is not a PDF" in page.content.decode()
    assert not Attachment.objects.exists()


def test_a_file_of_21_megabytes_is_named_and_not_stored(client, draft):
    page = add(client, draft, SimpleUploadedFile("quét.pdf", PDF + bytes(21 * MEGABYTE)))
    assert "“quét.pdf”: This file has 22 MB, but at most 20 MB are taken." in page.content.decode()
    assert not Attachment.objects.exists()


def test_an_announced_giant_is_not_even_read(client, draft):
    address = reverse("support:attachment_add", args=[draft.pk])
    answer = client.post(address, {}, headers={"content-length": str(10**9)})
    assert (answer.status_code, answer["Connection"]) == (413, "close")
    assert "This is more than 60 MB at once." in answer.content.decode()


def test_five_hundred_files_are_refused_with_words(client, draft):
    files = [SimpleUploadedFile(f"{n}.pdf", PDF + b"%d" % n) for n in range(500)]
    answer = add(client, draft, *files)
    assert answer.status_code == 413
    assert "These are far too many files." in answer.content.decode()
    twenty_one = add(client, draft, *files[:21])
    assert "21 files were chosen; at most 20 are taken at once." in twenty_one.content.decode()
    assert not Attachment.objects.exists()


def test_a_forged_sending_is_refused_also_where_the_body_is_read_first(here, draft):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(here.applicant)
    assert add(strict, draft, SimpleUploadedFile("a.pdf", PDF)).status_code == 403
    assert not Attachment.objects.exists()


# --- What the actions hold ----------------------------------------------------------------------------------------------------


def good(content=PDF, name="a.pdf"):
    return receive(SimpleUploadedFile(name, content), most=20)


def test_the_same_file_is_kept_once_per_place_and_no_stray_stays_in_the_store(here, draft):
    first = attach(draft, good(), by=here.applicant)
    with pytest.raises(RuleBroken) as no:
        attach(draft, good(name="b.pdf"), by=here.applicant)
    assert no.value.code == "twice"
    attach(draft, good(), by=here.applicant, paper=RequiredPaperFactory(plan=here.plan))
    folder = first.file.storage.listdir(f"applications/{draft.pk}")[1]
    assert len(folder) == 2


def test_an_application_has_so_many_files_and_no_more(here, draft, settings):
    settings.APPLICATION_MOST_FILES = 1
    attach(draft, good(), by=here.applicant)
    with pytest.raises(RuleBroken) as no:
        attach(draft, good(PDF + b"2"), by=here.applicant)
    assert no.value.code == "full"


def test_files_of_the_enterprise_leave_room_for_those_of_the_office(here, draft, settings):
    settings.APPLICATION_MOST_FILES = 1
    attach(draft, good(), by=here.applicant)
    row = here.submitted(state="appraisal")
    Attachment.objects.filter(application=draft).update(application=row)
    minutes = attach(row, good(PDF + b"2"), by=here.specialist, is_minutes=True)
    assert row.attachments.get(is_minutes=True) == minutes
    with pytest.raises(RuleBroken) as no:
        attach(row, good(PDF + b"3"), by=here.specialist, is_minutes=True)
    assert no.value.code == "full"


def test_nothing_is_added_or_removed_once_handed_in(here):
    row = here.submitted()
    with pytest.raises(RuleBroken) as no:
        attach(row, good(), by=here.applicant)
    assert no.value.code == "closed"


def test_the_file_goes_from_the_store_with_its_row(here, draft, django_capture_on_commit_callbacks):
    kept = attach(draft, good(), by=here.applicant)
    with django_capture_on_commit_callbacks(execute=True):
        detach(kept, by=here.applicant)
    assert not kept.file.storage.exists(kept.file.name)
    detach(kept, by=here.applicant)  # a second click


def reads(user, attachment):
    return Attachment.objects.get(pk=attachment.pk) and user.has_perm("support.view_attachment", attachment)


def test_who_reads_a_file_depends_on_its_place(here, draft):
    stranger = EnterpriseMembershipFactory(enterprise__province=here.province).user
    paper = attach(draft, good(), by=here.applicant)
    people = [here.applicant, here.specialist, stranger, UserFactory()]
    assert [reads(who, paper) for who in people] == [
        True,
        False,
        False,
        False,
    ]  # a draft is the enterprise's alone
    row = here.submitted(is_demo=False)
    internal = row.messages.create(text="Nội bộ.", is_internal=True, written_by=here.specialist)
    note = attach(row, good(), by=here.specialist, message=internal)
    minutes = attach(row, good(), by=here.specialist, is_minutes=True)
    assert [reads(here.applicant, file) for file in (note, minutes)] == [False, False]
    assert [reads(here.specialist, file) for file in (note, minutes)] == [True, True]
    assert settings.MEDIA_ROOT


def test_who_appraises_reads_papers_only_after_declaring_no_conflict(here):
    row = here.submitted()
    paper = Attachment(application=row, name="a.pdf", size=3, sha256="0" * 64, added_by=here.applicant)
    paper.file.save("a.pdf", SimpleUploadedFile("a.pdf", PDF), save=True)
    appraiser = row.appraisers.create(user=here.specialist)
    assert not reads(here.specialist, paper)
    appraiser.has_conflict, appraiser.declared_at = False, timezone.now()
    appraiser.save()
    assert reads(here.specialist, paper)
