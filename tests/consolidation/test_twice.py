"""A double click, an old page sent once more: nothing happens twice, nothing moves back."""

import pytest
from django.urls import reverse

from common.errors import RuleBroken
from consolidation.actions.approving import approve
from consolidation.actions.numbering import give_number
from consolidation.actions.passages import add_own
from consolidation.actions.rendering import render
from consolidation.models import Report
from consolidation.queries.report_jobs import jobs_of
from jobs.models import Job, JobStatus
from papers.files import has_files
from programmes.models import DocumentKind, LegalDocument
from tests.consolidation.lives import TODAY, a_house, approved, in_review, mark, numbered

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return a_house()


def test_an_empty_passage_is_added_once(house):
    section = house.report.passages.first().section
    one = add_own(house.report, section=section, by=house.specialist)
    assert add_own(house.report, section=section, by=house.specialist) == one
    assert add_own(house.report, section=section, by=house.leader) != one
    assert add_own(house.report, section=section, by=house.specialist, text="Có lời.") != one


def test_files_of_a_frozen_report_stay_whatever_is_asked(
    house, client, monkeypatch, django_capture_on_commit_callbacks
):
    report = numbered(house)
    before = (report.pdf.name, report.pdf_sha256, report.rendered_at)
    client.force_login(house.specialist)
    jobs = Job.objects.count()
    assert client.post(f"/bao-cao-tong-hop/{report.pk}/ban-in/lap/").status_code == 302
    assert Job.objects.count() == jobs
    monkeypatch.setattr("papers.files.to_word", lambda _document: b"another program")
    again = render(report=Report.objects.with_place().get(pk=report.pk))
    assert (again.pdf.name, again.pdf_sha256, again.rendered_at) == before
    again.pdf.storage.delete(again.pdf.name)  # a file that was lost is made anew
    with django_capture_on_commit_callbacks(
        execute=True
    ):  # and stays, though it has the name of the lost one
        again = render(report=Report.objects.with_place().get(pk=report.pk))
    assert (again.rendered_at != before[2], has_files(again)) == (True, True)


@pytest.mark.parametrize(
    "spelt", ["5/BC-SKHCN", "005/BC-SKHCN", "05/bc-skhcn", "05 / BC – SKHCN", "05/BC-SKH&CN", "05/BC-SKHCN."]
)
def test_a_number_is_taken_however_its_symbol_was_spelt(house, spelt):
    report = approved(house)
    LegalDocument.objects.create(
        kind=DocumentKind.REPORT,
        number_and_symbol=spelt,
        issued_on=TODAY(),
        issuer=house.dost,
        abstract="Báo cáo",
    )
    facts = {"symbol": "BC-SKHCN", "dated_on": TODAY(), "by": house.specialist, "on": TODAY()}
    with pytest.raises(RuleBroken) as no:
        give_number(report, number=5, **facts)
    assert no.value.code == "number_taken" or "number" in no.value.error_dict
    assert give_number(report, number=15, **facts).number == 15


def test_a_paper_of_the_country_is_printed_once_for_two_clicks(house, client):
    client.force_login(house.ministry)
    address = reverse("consolidation:rollup_country_paper")
    one, two = (client.post(address, {"nam": house.period.year}) for _click in range(2))
    assert one.url == two.url
    assert Job.objects.filter(kind="consolidation.rollup").count() == 1


@pytest.mark.parametrize(
    "save", ["unaside-line:\x00", "loosen-1:line:\x00", "go-1", "merge-\x00", "place-9", "show-\n1"]
)
def test_signs_no_database_takes_are_no_fault_of_the_portal(house, client, save):
    client.force_login(house.specialist)
    board = reverse("consolidation:board_section", args=[house.report.pk, "intro"])
    sent = {"save": save, "to-1": "\x00", "feed": "\x00", "take": "\x00", "reason": "\x00", "caret": "\x00"}
    assert client.post(board, sent).status_code in {302, 409, 422}
    comments = reverse("consolidation:comment_add", args=[house.report.pk])
    assert (
        client.post(comments, {"text": "Xem lại\x00", "section": "\x00I.1", "page": "\x00"}).status_code
        == 302
    )
    assert house.report.comments.get().section == "I.1"


def test_a_rendering_that_is_just_ending_does_not_swallow_the_next(house):
    report = in_review(house)
    ending = jobs_of(report).unfinished().first()
    Job.objects.filter(pk=ending.pk).update(status=JobStatus.RUNNING)
    report = approve(report, by=house.leader, on=TODAY(), read=mark(report))
    assert [job.status for job in jobs_of(report)] == [JobStatus.QUEUED, JobStatus.RUNNING]
