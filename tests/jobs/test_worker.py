"""Reports made by a real worker: killed, retried, sent late; one report in the end."""

import os
import subprocess
import sys
import time

import pytest

from consolidation.actions.rendering import request_render
from consolidation.models import Report
from consolidation.queries.report_jobs import RENDER
from jobs.actions import enqueue, retry
from jobs.jobs import lost_jobs, tick
from jobs.models import Job, JobStatus
from tests.consolidation.rendered import check_rendered_once
from tests.factories.accounts import UserFactory
from tests.factories.consolidation import a_report
from tests.factories.programmes import PlanFactory, ProgrammeFactory, TargetFactory
from tests.jobs.worker import ROOT, until
from tests.reporting.filling import a_period, a_setting, reported

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def period(transactional_db):
    period = a_period(PlanFactory())
    a_setting(period)
    reported(period, TargetFactory(plan=period.plan), 3)
    return period


def status(job):
    job.refresh_from_db()
    return job.status


def test_a_report_asked_for_is_made_by_the_worker(worker, period):
    worker.start()
    job = request_render(report=a_report(period), by=UserFactory())
    until(lambda: status(job) == JobStatus.DONE)
    assert job.result == {"report": Report.objects.get().pk}
    check_rendered_once(period)


def test_a_worker_killed_while_it_lays_out_is_followed_by_another_and_one_report_remains(worker, period):
    worker.start()
    job = request_render(report=a_report(period), by=UserFactory())
    until(lambda: Job.objects.filter(pk=job.pk, done=2, status=JobStatus.RUNNING).exists(), every=0.005)
    worker.kill()
    assert (status(job), Report.objects.get().pdf.name) == (JobStatus.RUNNING, "")
    until(lambda: lost_jobs() == [job.pk])
    tick()
    assert lost_jobs() == []  # sent a moment ago: the next tick sends nothing more
    worker.start()
    until(lambda: status(job) == JobStatus.DONE)
    assert job.attempt == 2
    check_rendered_once(period)


def test_what_failed_says_why_and_is_done_once_the_cause_is_gone(worker, period):
    plan = period.plan
    plan.programme = ProgrammeFactory(key="P712")
    plan.save()
    worker.start()
    job = enqueue(kind=RENDER, title="x", asked_for={"period": period.pk, "by": None}, by=UserFactory())
    until(lambda: status(job) == JobStatus.FAILED)
    assert job.problem.endswith("P712.")
    plan.programme = ProgrammeFactory(key="P1322")
    plan.save()
    retry(job, by=UserFactory())
    until(lambda: status(job) == JobStatus.DONE)
    check_rendered_once(period)


def test_work_asked_for_while_the_broker_is_down_is_sent_by_a_later_tick(worker, period):
    asks = (
        "from consolidation.actions.rendering import request_render; from consolidation.models import Report;"
        f"request_render(report=Report.objects.get(pk={a_report(period).pk}), by=None)"
    )
    begun = time.monotonic()
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", asks],
        cwd=ROOT, env={**os.environ, **worker.environment, "REDIS_URL": "redis://127.0.0.1:1/0"}, check=True, timeout=30,
    )  # fmt: skip
    assert time.monotonic() - begun < 15  # a person's click does not wait for a broker that is not there
    job = Job.objects.get()
    assert (job.status, job.sent_at) == (JobStatus.QUEUED, None)
    worker.start()
    tick()
    until(lambda: status(job) == JobStatus.DONE)
    check_rendered_once(period)


def test_a_worker_loads_what_printing_needs_before_it_forks_and_the_web_server_does_not():
    asks = (
        "import sys, django; django.setup(); from jobs.jobs import get_ready;"
        "heavy = {'weasyprint', 'docx', 'pikepdf'};"
        "print(sorted(heavy & set(sys.modules))); get_ready(); print(sorted(heavy & set(sys.modules)))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    said = subprocess.run(
        [sys.executable, "-c", asks], cwd=ROOT, env=environment, check=True, capture_output=True
    )
    assert said.stdout.decode().splitlines() == ["[]", "['docx', 'pikepdf', 'weasyprint']"]
