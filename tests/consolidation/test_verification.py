"""Anybody asks whether a paper is genuine and is told its number and day, nothing more."""

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from consolidation.documents import seal
from consolidation.models import Report
from consolidation.queries.verification import Answer, Outcome, by_code, by_hash, tidy
from consolidation.views import verification
from tests.consolidation.lives import a_house, issued, numbered, signed, signed_pdf

pytestmark = pytest.mark.django_db
UNKNOWN = Answer(Outcome.UNKNOWN)
WORDS = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def report():
    return issued(a_house())


def content_of(report):
    with report.pdf.open("rb") as file:
        return file.read()


def ask(client, **given):
    return client.post(reverse("consolidation:verify"), given, **WORDS)


def upload(content, name="bao-cao.pdf"):
    return SimpleUploadedFile(name, content, "application/pdf")


def test_an_issued_report_is_known_by_code_by_its_file_and_by_its_signed_file(report):
    genuine = Answer(Outcome.GENUINE, "05/BC-SKHCN", report.dated_on)
    assert by_code(report.verify_code) == genuine
    assert by_hash(report.pdf_sha256) == genuine
    assert by_hash(report.signed_files.get().sha256) == genuine
    assert by_hash(hashlib.sha256(content_of(report)).hexdigest()) == genuine


def test_what_has_not_left_the_house_is_unknown():
    report = numbered(a_house())
    assert (by_code(report.verify_code), by_hash(report.pdf_sha256)) == (UNKNOWN, UNKNOWN)
    waiting = signed(a_house(name="Hà Giang"))
    assert by_hash(waiting.sha256) == UNKNOWN


def test_a_signed_file_another_has_replaced_is_unknown(report):
    first = report.signed_files.get()
    first.pk, first.sha256 = None, "b" * 64
    first.save(force_insert=True)
    assert by_hash("b" * 64).outcome == Outcome.GENUINE
    assert by_hash(hashlib.sha256(signed_pdf(report)).hexdigest()) == UNKNOWN


def test_a_superseded_report_says_so(report):
    Report.objects.filter(pk=report.pk).update(state="superseded")
    assert by_code(report.verify_code) == Answer(Outcome.SUPERSEDED, "05/BC-SKHCN", report.dated_on)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("abcd efgh-jklm", "ABCDEFGHJKLM"),
        ("ABCDEFGHJKL0", ""),
        ("A" * 13, ""),
        ("AB:" * 32, "ab" * 32),
        ("", ""),
        ("' OR 1=1 --", ""),
        ("\u0391BCDEFGHJKLM", ""),
    ],
)
def test_codes_and_hashes_are_read_however_they_are_typed(typed, kept):
    assert tidy(typed) == kept


def test_a_stranger_uploads_the_file_and_reads_number_and_day_and_nothing_more(report, client):
    content = content_of(report)
    answer = ask(client, file=upload(content))
    page = answer.content.decode()
    assert answer.context["answer"].outcome == Outcome.GENUINE
    assert "05/BC-SKHCN" in page
    assert "Hưng Yên" not in page
    assert str(report.get_absolute_url()) not in page
    altered = ask(client, file=upload(content + b"\n"))
    assert altered.context["answer"] == UNKNOWN
    assert "05/BC-SKHCN" not in altered.content.decode()


def test_the_square_code_leads_to_the_answer(report, client):
    page = client.get(reverse("consolidation:verify"), {"ma": report.verify_code.lower()}, **WORDS)
    assert page.context["answer"].outcome == Outcome.GENUINE
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_a_draft_and_nothing_are_answered_alike(client, django_assert_num_queries):
    draft = a_house().report

    def told(code):
        with django_assert_num_queries(1):
            answer = client.get(reverse("consolidation:verify"), {"ma": code}, **WORDS)
        return answer.status_code, re.sub(
            rf'{code}|nonce="[^"]*"|value="[^"]*"|X-CSRFToken[^}}]*', "", answer.content.decode()
        )

    assert told(draft.verify_code) == told("ZZZZZZZZZZZZ")


def test_an_upload_is_kept_nowhere(client, settings, tmp_path, monkeypatch):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "temp")
    (tmp_path / "temp").mkdir()
    opened = []
    monkeypatch.setattr("tempfile.NamedTemporaryFile", lambda *_a, **_k: opened.append(1))
    content = b"%PDF-" + b"x" * 5_000_000
    answer = ask(client, file=upload(content))
    assert answer.context["sha256"] == hashlib.sha256(content).hexdigest()
    assert (opened, list((tmp_path / "temp").iterdir())) == ([], [])
    assert not settings.DATA_DIR.exists() or {f.name for f in settings.DATA_DIR.iterdir()} == {seal.KEY_FILE}


def test_an_empty_file_none_at_all_and_one_too_large_are_told_so(client):
    assert ask(client, file=upload(b"")).context["form"].errors == {"file": ["This file is empty."]}
    assert ask(client).context["form"].non_field_errors() == [
        "Choose a file, or type the code that stands on the paper."
    ]
    assert list(ask(client, words="xx").context["form"].errors) == ["words"]
    too_large = ask(client, file=upload(b"%PDF-" + b"x" * (verification.MOST + 70_000)))
    assert (too_large.status_code, too_large.context["answer"]) == (413, None)
    assert (
        len(too_large.context["form"].non_field_errors()) == 1
    )  # a file was chosen: nobody is told to choose one


def test_whoever_asks_without_end_is_asked_to_wait(client, monkeypatch):
    monkeypatch.setattr(verification, "MOST_TRIES", 2)
    codes = [client.get(reverse("consolidation:verify"), {"ma": "A" * 12}).status_code for _n in range(3)]
    assert codes == [200, 200, 429]
    assert client.get(reverse("consolidation:verify")).status_code == 200


def test_a_form_from_elsewhere_is_refused():
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("consolidation:verify"), {"words": "A" * 12}).status_code == 403


def test_the_key_others_compare_is_folded_at_the_foot(client):
    page = client.get(reverse("consolidation:verify")).content.decode()
    foot = page.split('<details class="more">')[1].split("</details>")[0]
    assert (seal.fingerprint() in foot, seal.public_key() in foot, "</form>" in foot) == (True, True, False)
    assert page.count(seal.fingerprint()) == 1
