"""Focal point → unit leader → DOST → PDF, in a real browser with a real worker."""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from consolidation.models import Report
from jobs.models import Job
from portal import demo
from reporting.models import Submission
from tests.jobs.worker import until
from tests.journeys.looking import confirm

TOLD = "Hỗ trợ 12 cơ sở công nghiệp áp dụng công cụ cải tiến (thử)"
PASSWORD = demo.facts()["password"]


@pytest.fixture
def trial(transactional_db):
    call_command("load_plans", verbosity=0)
    demo.load(on=timezone.localdate())
    return Submission.objects.get(organisation__key="ha-noi/DOIT", period__plan__key="ha-noi-149-2021")


def sign_in(visitor, name, **screen):
    return visitor(**screen).sign_in(f"{name}@demo.example", PASSWORD)


def fill_in(person, submission):
    """Open the form from home, tell what was done for each task of one's own, nothing for the shared ones."""
    page = person.page
    page.click(f"a[href='{reverse('reporting:submission_edit', args=[submission.pk])}']")
    for line in submission.lines.filter(role="partner"):
        page.fill(f"#id_line-{line.pk}-narrative", f"{TOLD} – {line.task.code}")
    page.click("button[name=save][value=nil_rest]")
    page.locator(".entry-foot button[value=hand_in]").click()
    page.wait_for_load_state()


def press(page, submission, step):
    """Open a step from the form's page and confirm it."""
    address = reverse(f"reporting:submission_{step}", args=[submission.pk])
    if address not in page.url:  # "save and hand in" leads there by itself
        page.locator(f"a[href^='{address}']").first.click()
        page.wait_for_url(f"**{address}*")
    page.locator(f"main form[action^='{address}'] button[type=submit]").click()
    page.wait_for_url(f"**{submission.get_absolute_url()}")


@pytest.mark.parametrize(
    "screen", [{}, {"phone": True, "javascript": False}], ids=["office", "phone without JavaScript"]
)
def test_what_a_unit_writes_stands_in_the_report(visitor, worker, trial, screen, tmp_path):
    focal = sign_in(visitor, "dau-moi.ha-noi", **screen)
    fill_in(focal, trial)
    trial = Submission.objects.get(pk=trial.pk)
    if trial.state != "unit_review":
        press(focal.page, trial, "hand_in")
    assert Submission.objects.get(pk=trial.pk).state == "unit_review"

    leader = sign_in(visitor, "lanh-dao-don-vi.ha-noi", **screen)
    leader.page.click(f"a[href='{trial.get_absolute_url()}']")
    press(leader.page, trial, "certify")
    assert Submission.objects.get(pk=trial.pk).state == "submitted"

    specialist = sign_in(visitor, "chuyen-vien.ha-noi", **screen)
    specialist.page.click(f"a[href='{trial.get_absolute_url()}']")
    press(specialist.page, trial, "accept")
    assert Submission.objects.get(pk=trial.pk).state == "accepted"

    worker.start()
    page = specialist.go(reverse("consolidation:period_report", args=[trial.period_id]))
    confirm(page, f"form[action='{reverse('consolidation:report_start', args=[trial.period_id])}'] button")
    report = Report.objects.get(period=trial.period)
    confirm(page, f"form[action='{reverse('consolidation:report_render', args=[report.pk])}'] button")
    job = until(lambda: Job.objects.filter(kind="render_report", status__in=["done", "failed"]).first())
    assert (job.status, job.problem) == ("done", "")
    page = specialist.go(report.get_absolute_url())
    with page.expect_download() as download:
        page.locator(
            f"a[href='{reverse('consolidation:report_file', args=[report.pk])}']:visible"
        ).first.click()
    file = tmp_path / "report.pdf"
    download.value.save_as(file)
    words = re.sub(
        r"\s+",
        " ",
        subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout,
    )
    assert TOLD in words
    assert Report.objects.get(period=trial.period).pages >= 5
    assert [fault for person in (focal, leader, specialist) for fault in person.faults] == []


def test_somebody_elses_form_is_not_there(visitor, trial):
    stranger = sign_in(visitor, "dau-moi.hung-yen")
    response = stranger.page.goto(stranger.base + reverse("reporting:submission_edit", args=[trial.pk]))
    assert response.status == 404
    assert "không" in stranger.page.inner_text("main").lower()


def test_the_vendored_files_carry_their_licences():
    vendor = Path(__file__).resolve().parents[2] / "static" / "vendor"
    lacking = [
        folder.name
        for folder in vendor.iterdir()
        if folder.is_dir() and not [*folder.glob("*LICENSE*"), *folder.glob("*OFL*")]
    ]
    assert lacking == []
