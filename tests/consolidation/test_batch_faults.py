"""The day of many reports with real workers, ticks and a broker that die: each report once, its people told once."""

import datetime as dt
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from consolidation.actions.batches import retry_campaign
from jobs.models import Job, JobStatus
from journal.models import Entry
from outbox.models import Notice
from reporting.models import Campaign
from scripts.supervisor.valkey import Valkey
from tests.consolidation.rendered import check_rendered_once
from tests.factories.accounts import AdministratorFactory
from tests.factories.organisations import ProvinceFactory, SpecialistFactory
from tests.factories.programmes import PlanFactory, ProgrammeFactory, TargetFactory
from tests.jobs.worker import ROOT, until
from tests.reporting.filling import VIETNAM, a_period, a_setting, reported

pytestmark = pytest.mark.django_db(transaction=True)
MOMENT = dt.datetime(2023, 11, 25, 6, tzinfo=VIETNAM)
PATIENCE = 120  # seconds for a whole day's reports on a busy machine
GATE = 4711
TICK = (
    "from django.db import connection; from jobs.jobs import tick;"
    f"connection.cursor().execute('SELECT pg_advisory_lock_shared({GATE})'); tick()"
)


def a_campaign(programme="P1322"):
    """The dated report of a province with one specialist; no outline knows another programme."""
    period = a_period(PlanFactory(province=ProvinceFactory(), programme=ProgrammeFactory(key=programme)))
    a_setting(period)
    reported(period, TargetFactory(plan=period.plan), 3)
    SpecialistFactory(organisation__province=period.plan.province)
    return Campaign.objects.create(period=period, runs_at=MOMENT)


@pytest.fixture
def day(transactional_db):
    """Three reports that can be made, and in their midst one that cannot."""
    return [a_campaign(), a_campaign("P712"), a_campaign(), a_campaign()]


@pytest.fixture
def broker(worker):
    """A broker that forgets everything when it dies; worker and ticks use it instead of everybody's."""
    with tempfile.TemporaryDirectory(prefix="broker-") as folder:  # a socket's path has to be short
        home = Path(folder)
        valkey = Valkey(home, home / "sockets", home / "log", durable=False)
        child = valkey.child()
        worker.environment["REDIS_URL"] = valkey.url()

        def start():
            child.start()
            until(valkey.is_ready)

        def kill():
            child.process.kill()
            child.process.wait()

        start()
        yield start, kill
        worker.kill()
        kill()


def ticks(worker, count=2):
    """The minute tick, so many times at the very same moment, each in a process of its own."""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", TICK]
    environment = {**os.environ, **worker.environment}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [GATE])
        running = [subprocess.Popen(command, cwd=ROOT, env=environment) for _ in range(count)]
        try:
            until(lambda: waiting_at_the_gate(cursor) == count, within=PATIENCE)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [GATE])
            assert [tick.wait(timeout=PATIENCE) for tick in running] == [0] * count
        finally:
            cursor.execute("SELECT pg_advisory_unlock_all()")
            for tick in running:
                tick.kill()
                tick.wait()


def waiting_at_the_gate(cursor):
    cursor.execute(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted", [GATE]
    )
    return cursor.fetchone()[0]


def minutes_pass():
    """What was sent and not begun was sent long ago."""
    Job.objects.update(sent_at=timezone.now() - dt.timedelta(minutes=3))


def finished(count):
    return Job.objects.filter(ended_at__isnull=False).count() == count


def one_is_being_laid_out():
    return Job.objects.filter(status=JobStatus.RUNNING, done__gte=2).exists()


def check_the_day(day):
    """Each report once; the failed one says why and nobody else minds; each specialist told once."""
    standing = list(Campaign.objects.order_by("pk").values_list("job__status", flat=True))
    assert standing == [JobStatus.DONE, JobStatus.FAILED, JobStatus.DONE, JobStatus.DONE]
    assert Job.objects.count() == len(day)
    for campaign in day:
        campaign.refresh_from_db()
        told = Notice.objects.filter(province=campaign.period.plan.province)
        begun = Entry.objects.about(campaign.period).filter(action="start_campaign").count()
        assert (told.count(), begun) == (1, 1)
        if campaign.job.status == JobStatus.DONE:
            assert campaign.job.result == {"report": check_rendered_once(campaign.period).pk}
            assert told.get().kind == "report_rendered"
        else:
            assert campaign.job.problem.endswith("P712.")
            assert (told.get().kind, told.get().body) == ("report_not_rendered", campaign.job.problem)


def test_a_worker_killed_in_the_midst_and_ticks_in_pairs_leave_each_report_once(worker, day):
    ticks(worker)
    assert Job.objects.count() == len(day)
    worker.start(children=2)
    until(one_is_being_laid_out, within=PATIENCE, every=0.005)
    worker.kill()
    held = Job.objects.filter(status=JobStatus.RUNNING).count()
    assert held > 0
    worker.start(children=2)
    until(lambda: not Job.objects.filter(status=JobStatus.QUEUED).exists(), within=PATIENCE)
    ticks(worker)
    until(lambda: finished(len(day)), within=PATIENCE)
    ticks(worker)
    check_the_day(day)
    assert sum(Job.objects.values_list("attempt", flat=True)) == len(day) + held

    broken = day[1]
    plan = broken.period.plan
    plan.programme = ProgrammeFactory(key="P1322")
    plan.save()
    Notice.objects.all().delete()
    retry_campaign(campaign=broken, by=AdministratorFactory())
    until(lambda: finished(len(day)), within=PATIENCE)
    ticks(worker)
    check_rendered_once(broken.period)
    assert [(notice.kind, notice.province) for notice in Notice.objects.all()] == [
        ("report_rendered", plan.province)
    ]


def test_a_broker_that_dies_and_forgets_everything_loses_no_report(worker, broker, day):
    start_broker, kill_broker = broker
    worker.start()
    ticks(worker)
    until(one_is_being_laid_out, within=PATIENCE, every=0.005)
    kill_broker()
    ticks(worker, 1)  # the tick itself does not mind
    start_broker()
    minutes_pass()
    ticks(worker)
    until(lambda: finished(len(day)), within=PATIENCE)
    ticks(worker)
    check_the_day(day)
