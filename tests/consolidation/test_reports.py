"""The report of a period: kept whole or not at all, asked for once, seen by those who may, taken away privately."""

import hashlib
from urllib.parse import unquote

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone, translation

from common.errors import RuleBroken
from consolidation.actions.rendering import render, request_render
from consolidation.models import Report
from jobs.models import Job, JobStatus
from jobs.progress import Overtaken
from journal.models import Entry
from organisations.models import Role
from papers.codec import from_json
from reporting.models import Submission
from reporting.states import SubmissionState
from tests.factories.accounts import AdministratorFactory
from tests.factories.consolidation import a_report
from tests.factories.organisations import (
    MembershipFactory,
    OrganisationFactory,
    ProvinceFactory,
    SpecialistFactory,
)
from tests.factories.programmes import NationalTaskGroupFactory, PlanFactory, ProgrammeFactory, TargetFactory
from tests.reporting.filling import a_line, a_period, a_setting, a_submission, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    period = a_period(PlanFactory(province=ProvinceFactory(name="Hưng Yên")))
    a_setting(period)
    return period


@pytest.fixture
def specialist(period):
    return SpecialistFactory(organisation__province=period.plan.province).user


def address(name, report):
    return reverse(f"consolidation:{name}", args=[report.pk])


@pytest.fixture
def report(period):
    return a_report(period)


def files_of(period):
    return default_storage.listdir(f"reports/{period.year}/{period.pk}/1")[1]


def test_a_rendering_keeps_document_file_and_hash_together(period, specialist):
    told = []
    report = render(report=a_report(period), by=specialist, tell=lambda done, _step: told.append(done))
    with report.pdf.open("rb") as file:
        content = file.read()
    assert hashlib.sha256(content).hexdigest() == report.pdf_sha256
    assert from_json(report.composed).letterhead.place == "Hưng Yên"
    assert told == [0, 1, 2, 3, 4, 5]
    entry = Entry.objects.about(report).get(action="render")
    assert (entry.action, entry.by, entry.facts) == (
        "render", specialist, {
            "sha256": report.pdf_sha256, "pages": report.pages,
            "word_sha256": report.word_sha256, "excel_sha256": report.excel_sha256,
        },
    )  # fmt: skip


def test_a_second_rendering_replaces_the_first(period, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = render(report=a_report(period))
    a_submission(period)
    with django_capture_on_commit_callbacks(execute=True):
        second = render(report=a_report(period))
    assert (Report.objects.get(), first.pdf_sha256 != second.pdf_sha256) == (second, True)
    kept = (second.pdf, second.word, second.excel)
    assert sorted(files_of(period)) == sorted(file.name.rsplit("/", 1)[1] for file in kept)


def test_an_overtaken_rendering_leaves_neither_row_nor_file(period):
    def tell(done, step):
        if done == 5:
            raise Overtaken

    with pytest.raises(Overtaken):
        render(report=a_report(period), tell=tell)
    assert (Report.objects.get().pdf.name, Entry.objects.filter(action="render").count()) == ("", 0)
    assert not default_storage.exists(f"reports/{period.year}/{period.pk}")


def test_files_a_dead_worker_left_are_swept(period, django_capture_on_commit_callbacks):
    from django.core.files.base import ContentFile

    default_storage.save(f"reports/{period.year}/{period.pk}/1/orphan.pdf", ContentFile(b"half"))
    with django_capture_on_commit_callbacks(execute=True):
        render(report=a_report(period))
    assert "orphan.pdf" not in files_of(period)


def test_a_programme_without_outline_says_so(period):
    period.plan.programme = ProgrammeFactory(key="P712")
    period.plan.save(update_fields=["programme"])
    with pytest.raises(RuleBroken, match=r"P712\."):
        a_report(period)


def test_two_clicks_ask_for_one_job(period, specialist):
    job = request_render(report=a_report(period), by=specialist)
    assert request_render(report=a_report(period), by=specialist) == job
    other = request_render(report=a_report(a_period(PlanFactory())), by=specialist)
    assert other != job
    Job.objects.filter(pk=job.pk).update(status=JobStatus.DONE, ended_at=timezone.now())
    assert request_render(report=a_report(period), by=specialist) != job


# ---- screens ---------------------------------------------------------------------------------------------------


def test_the_button_starts_one_job_and_the_page_shows_it_to_everybody_of_dost(period, specialist, client):
    client.force_login(specialist)
    for _ in range(2):
        response = client.post(address("report_render", a_report(period)))
        assert response.url == address("report_detail", a_report(period))
    job = Job.objects.get()
    Job.objects.update(status=JobStatus.RUNNING, attempt=1, done=2, total=4, step="Dàn trang")
    colleague = SpecialistFactory(organisation=specialist.memberships.get().organisation).user
    assert job.owner == specialist
    client.force_login(colleague)
    page = client.get(address("report_detail", a_report(period))).content.decode()
    assert "Dàn trang" in page
    assert 'hx-trigger="every 2s"' in page
    fragment = client.get(address("report_detail", a_report(period)), headers={"hx-request": "true"})
    assert (fragment.has_header("HX-Refresh"), fragment["Cache-Control"]) == (False, "no-store")
    assert fragment.content.decode().lstrip().startswith('<section id="files-job"')
    Job.objects.update(status=JobStatus.DONE, ended_at=timezone.now())
    assert (
        client.get(address("report_detail", a_report(period)), headers={"hx-request": "true"})["HX-Refresh"]
        == "true"
    )


def test_a_failed_rendering_tells_its_reason_on_the_page(period, specialist, client):
    job = request_render(report=a_report(period), by=specialist)
    Job.objects.filter(pk=job.pk).update(
        status=JobStatus.FAILED, ended_at=timezone.now(), problem="Không có đề cương."
    )
    client.force_login(specialist)
    page = client.get(address("report_detail", a_report(period))).content.decode()
    assert "Không có đề cương." in page
    assert "every 2s" not in page


def test_only_dost_renders_and_others_read_what_has_left_the_house(period, specialist, client):
    reader = MembershipFactory(
        organisation=OrganisationFactory(province=period.plan.province), role=Role.READER
    ).user
    unit = MembershipFactory(organisation=OrganisationFactory(province=period.plan.province)).user
    report = render(report=a_report(period))
    everybody = [
        (SpecialistFactory().user, 404, 404),
        (unit, 404, 404),
        (reader, 404, 200),
        (AdministratorFactory(), 200, 200),
        (specialist, 200, 200),
    ]
    for is_out in (False, True):
        if is_out:
            facts = {
                "state": "issued", "approved_at": timezone.now(), "approved_by": specialist, "number": 7,
                "dated_on": timezone.localdate(), "numbered_at": timezone.now(), "numbered_by": specialist,
                "issued_at": timezone.now(), "issued_by": specialist, "snapshot_sha256": "0",
            }  # fmt: skip
            Report.objects.filter(pk=report.pk).update(**facts)
        for person, before, after in everybody:
            seen = after if is_out else before
            client.force_login(person)
            answers = [client.get(address(name, report)) for name in ("report_detail", "report_file")]
            assert [answer.status_code for answer in answers] == [seen, seen]
            for answer in answers:
                list(answer)  # read to its end, which closes the file
            renders = 302 if person == specialist else 403 if seen == 200 else 404
            assert client.post(address("report_render", report)).status_code == renders
            assert client.get(address("report_render", report)).status_code == 405


def test_the_file_is_private_and_has_a_name_a_person_understands(period, specialist, client):
    report = render(report=a_report(period))
    client.force_login(specialist)
    response = client.get(address("report_file", a_report(period)))
    content = b"".join(response.streaming_content)
    assert hashlib.sha256(content).hexdigest() == report.pdf_sha256
    assert unquote(response["Content-Disposition"]) == (
        "attachment; filename*=utf-8''Báo cáo năm 2023 – Hưng Yên (dự thảo).pdf"
    )
    assert (response["Content-Type"], response["Cache-Control"], response["X-Content-Type-Options"]) == (
        "application/pdf", "private, no-store", "nosniff",
    )  # fmt: skip


def test_a_file_that_is_not_there_is_not_found(period, specialist, client):
    client.force_login(specialist)
    assert client.get(address("report_file", a_report(period))).status_code == 404
    report = render(report=a_report(period))
    default_storage.delete(report.pdf.name)
    assert client.get(address("report_file", a_report(period))).status_code == 404


def test_the_page_shows_the_text_with_the_units_it_comes_from_and_what_to_check(period, specialist, client):
    group = NationalTaskGroupFactory(programme=period.plan.programme, code="NG2")
    sent = a_submission(period)
    a_line(sent, national_group=group, narrative="Đã tuyên truyền <b>rộng</b>.")
    silent = a_submission(period, "Sở Y tế", SubmissionState.DRAFT)
    target = TargetFactory(plan=period.plan, indicator="Chỉ tiêu chưa ai báo cáo")
    render(report=a_report(period))
    client.force_login(specialist)
    page = client.get(address("report_detail", a_report(period))).content.decode()
    assert "Đã tuyên truyền &lt;b&gt;rộng&lt;/b&gt;." in page
    assert f'<a href="{sent.get_absolute_url()}">Sở Công Thương</a>' in page
    assert f'<a href="{silent.get_absolute_url()}">Sở Y tế</a>' in page
    assert target.indicator in page
    Submission.objects.filter(pk=sent.pk).update(decided_at=timezone.now())
    with translation.override("en"):
        later = client.get(
            address("report_checks", a_report(period)),
            headers={"accept-language": "en", "hx-request": "true"},
        ).content.decode()
    assert "1 submission was accepted or sent back after this rendering" in later


def test_a_period_without_a_report_says_what_to_do(period, specialist, client):
    client.force_login(specialist)
    page = client.get(
        reverse("consolidation:period_report", args=[period.pk]), headers={"accept-language": "en"}
    ).content.decode()
    assert "Start it at any time" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_queries_for_any_number_of_units(
    period, specialist, client, count, django_assert_num_queries
):
    group = NationalTaskGroupFactory(programme=period.plan.programme, code="NG2")
    for number in range(count):
        unit = f"Sở {number}"
        reported(period, TargetFactory(plan=period.plan), 2, unit=unit)
        a_line(
            Submission.objects.get(organisation__name=unit), national_group=group, narrative="Tuyên truyền."
        )
        a_submission(period, f"Sở im lặng {number}", SubmissionState.DRAFT)
    render(report=a_report(period))
    client.force_login(specialist)
    client.get(address("report_detail", a_report(period)))
    with django_assert_num_queries(18):
        client.get(address("report_detail", a_report(period)))
