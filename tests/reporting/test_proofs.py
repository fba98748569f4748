"""The proof of submission: number, hash, PDF, and the page that checks them."""

import json
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone, translation

from common.errors import RuleBroken
from jobs.models import Job
from journal.models import Entry
from papers.files import render
from portal.queries import work_of
from reporting.actions import submissions as steps
from reporting.actions.filings import FILINGS, request_proof
from reporting.actions.parts import AskedPart
from reporting.actions.unlocking import unlock
from reporting.documents.proof import CONTENT, print_proof
from reporting.jobs import FILING_KIND
from reporting.models import Filing, Part
from reporting.queries.filings import RENDER_FILING
from tests.factories.reporting import signed_in, stage
from tests.papers.test_pdf import said
from tests.reporting.test_submissions import bring_to, filled, save

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    here = stage()
    bring_to(here, "submitted")
    return here


class Ear:
    """Hears how far a job is."""

    def tell(self, **said):
        """Nothing is done with it."""


def test_certifying_asks_for_one_proof_as_long_work(here):
    job = Job.objects.get(kind=RENDER_FILING)
    assert (job.asked_for, job.owner) == (
        {"filing": Filing.objects.get().pk, "by": here.leader.pk},
        here.leader,
    )


def test_the_paper_carries_the_sealed_content_whose_hash_it_prints(here):
    filing = Filing.objects.get()
    printed = print_proof(filing).content
    with pikepdf.open(BytesIO(printed)) as paper:
        sealed = paper.attachments[CONTENT].get_file().read_bytes()
    words = said(printed)
    assert sha256(sealed).hexdigest() == filing.sha256
    assert json.loads(sealed) == filing.content
    assert filing.sha256 in "".join(words.split())
    facts = [here.unit.name, str(here.focal), str(here.leader), "Số 1", "đúng hạn", here.task.code]
    assert [word for word in facts if "".join(word.split()) not in "".join(words.split())] == []


def test_the_same_filing_gives_the_same_bytes_whatever_became_of_the_plan(here):
    first = print_proof(Filing.objects.get()).sha256
    here.task.title = "Tên khác"
    here.task.save()
    with translation.override("vi"):
        assert print_proof(Filing.objects.get()).sha256 == first


def test_the_job_makes_the_file_once_and_sweeps_what_a_killed_worker_left(here):
    filing = Filing.objects.get()
    folder = f"filings/{filing.period_id}/{filing.submission_id}"
    default_storage.save(f"{folder}/1-left.pdf", BytesIO(b"x"))
    default_storage.save(f"{folder}/12-other.pdf", BytesIO(b"x"))
    for _ in range(2):
        assert FILING_KIND.recipe({"filing": filing.pk}, Ear()) == {"filing": filing.pk}
    filing.refresh_from_db()
    kept = sorted(default_storage.listdir(folder)[1])
    assert kept == sorted(["12-other.pdf", filing.file.name.rpartition("/")[2]])
    assert Entry.objects.filter(action="render", record_type="reporting.filing").count() == 1


def test_a_failed_proof_is_asked_for_again_once_and_never_when_it_is_there(here):
    filing = Filing.objects.get()
    Job.objects.update(status="failed", ended_at=timezone.now())
    page = f"/giay-xac-nhan/{filing.pk}/"
    browser = signed_in(here.focal)
    assert "Make the PDF again" in browser.get(page).content.decode()
    for _ in range(2):
        browser.post(f"{page}lap-lai/")
    assert Job.objects.filter(kind=RENDER_FILING).count() == 2
    render(filing, FILINGS)
    with pytest.raises(RuleBroken):
        request_proof(filing=filing, by=here.focal)


def test_the_page_shows_how_far_it_is_then_gives_the_file_privately(here):
    filing = Filing.objects.get()
    page, browser = f"/giay-xac-nhan/{filing.pk}/", signed_in(here.focal)
    assert browser.get(f"{page}tep/").status_code == 404
    assert "The files are being made" in browser.get(page).content.decode()
    render(filing, FILINGS)
    assert browser.get(page, headers={"hx-request": "true"})["HX-Refresh"] == "true"
    answer = browser.get(f"{page}tep/")
    assert b"".join(answer.streaming_content)[:5] == b"%PDF-"
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    assert signed_in(here.stranger).get(f"{page}tep/").status_code == 404


def test_the_page_tells_stored_content_that_was_tampered_with(here):
    filing = Filing.objects.get()
    page, browser = f"/giay-xac-nhan/{filing.pk}/", signed_in(here.specialist)
    assert browser.get(page).context["is_intact"] is True
    filing.content["lines"][0]["narrative"] += "."
    filing.save()
    answer = browser.get(page)
    assert answer.context["is_intact"] is False
    assert "The stored content is not what was certified" in answer.content.decode()


def test_a_withdrawn_proof_says_so(here):
    steps.withdraw(here.submission, by=here.leader, on=timezone.localdate(), reason="Nhầm.")
    page = signed_in(here.specialist).get(f"/giay-xac-nhan/{Filing.objects.get().pk}/").content.decode()
    assert "it proves no submission any more" in page


def test_work_lists_tell_parts_to_correct_what_came_again_and_what_is_held_open(here):
    today = timezone.localdate()
    parts = [AskedPart(part=part, reason="Sửa.") for part in (Part.DOCUMENTS, Part.STATEMENTS)]
    steps.send_back(here.submission, by=here.specialist, parts=parts)
    mine = next(work for work in work_of(here.focal, on=today) if work.kind == "enter")
    assert [row.parts for row in mine.rows] == [2]
    assert "2 parts to correct" in signed_in(here.focal).get("/").content.decode()
    steps.hand_in(here.submission, by=here.focal, on=today)
    steps.certify(here.submission, by=here.leader, on=today)
    assert "Submitted again: see what changed" in signed_in(here.specialist).get("/").content.decode()
    steps.accept(here.submission, by=here.specialist)
    unlock(here.submission, by=here.specialist, until=today, on=today, reason="Sửa.")
    save(here, filled(here, to_date=4))
    held = [work for work in work_of(here.specialist, on=today) if work.kind == "unlocked"]
    assert [[row.pk for row in work.rows] for work in held] == [[here.submission.pk]]
