"""What Prometheus reads: counted requests, and what stands in the database."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.db import connection
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from common.request_id import named
from jobs.models import Job
from journal.acting import acting
from operations import counters
from operations.queries.figures import Figures
from reporting.models import Campaign
from tests.factories.outbox import MailFactory
from tests.factories.reporting import PeriodFactory

ROOT = Path(__file__).resolve().parents[2]
COUNTS = """
import os, sys
from operations.counters import REQUESTS, place
for _turn in range(int(sys.argv[1])):
    REQUESTS.labels("x", "GET", 200).inc()
print(place(), flush=True)
sys.stdin.readline()
"""


def figures(text):
    """name and labels → value."""
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def read(client):
    answer = client.get(reverse("operations:metrics"))
    assert answer.status_code == 200
    return figures(answer.content.decode())


@pytest.mark.django_db
def test_requests_are_counted_by_the_name_of_their_address(client):
    key = ("portal_requests_total", "200", "GET", "operations:live")
    before = read(client).get(key, 0)
    client.get("/healthz/live/")
    client.get("/healthz/live/?x=Nguyễn")
    after = read(client)
    assert after[key] - before == 2
    assert after[("portal_request_seconds_count", "operations:live")] >= 2
    assert not any("Nguyễn" in part for found in after for part in found)


@pytest.mark.django_db
def test_unknown_addresses_and_methods_do_not_make_new_rows(client):
    before = set(read(client))
    for number in range(5):
        client.get(f"/khong-co/{number}/")
        client.generic(f"STRANGE{number}", "/khong-co/")
    new = set(read(client)) - before
    assert {found[-1] for found in new if found[0] == "portal_requests_total"} <= {
        "none",
        "other",
        "operations:metrics",
    }


@pytest.mark.django_db
def test_what_waits_and_what_failed():
    now = timezone.now()
    Job.objects.create(kind="x", title="x")
    Job.objects.update(created_at=now - dt.timedelta(seconds=90))
    Job.objects.create(kind="x", title="x", status="failed", ended_at=now - dt.timedelta(hours=2))
    Job.objects.create(kind="x", title="x", status="failed", ended_at=now - dt.timedelta(days=3))
    Job.objects.create(kind="x", title="x", status="done", ended_at=now)
    Campaign.objects.create(period=PeriodFactory(), runs_at=now - dt.timedelta(hours=1))
    MailFactory(status="queued")
    MailFactory(status="failed", tries=6)
    MailFactory(status="sent", sent_at=now)
    found = {
        (family.name, *sample.labels.values()): sample.value
        for family in Figures(now).collect()
        for sample in family.samples
    }
    wanted = {
        ("portal_jobs", "x", "queued"): 1,
        ("portal_jobs", "x", "failed"): 1,
        ("portal_job_oldest_waiting_seconds",): 90,
        ("portal_campaigns_overdue",): 1,
        ("portal_campaign_oldest_overdue_seconds",): 3600,
        ("portal_mails", "waiting"): 1,
        ("portal_mails", "failed"): 1,
        ("portal_mails", "retrying"): 0,
        ("portal_last_backup_timestamp_seconds",): 0,
    }
    assert {key: found.get(key) for key in wanted} == wanted
    assert [key[1] for key, value in found.items() if key[0] == "portal_figures_failed" and value] == []
    assert ("portal_jobs", "x", "done") not in found


@pytest.mark.django_db
def test_without_the_broker_the_rest_is_still_told(client, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    found = read(client)
    assert found[("portal_figures_failed", "broker")] == 1
    assert ("portal_campaigns_overdue",) in found


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_reading_costs_the_same_however_much_waits(client, django_assert_num_queries, count):
    for number in range(count):
        Job.objects.create(kind=f"x{number}", title="x")
        MailFactory(status="queued")
    with django_assert_num_queries(21):  # five parts, each within a transaction and a time of its own
        client.get(reverse("operations:metrics"))


@pytest.mark.django_db
def test_strangers_do_not_find_the_address(client, settings):
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 404
    settings.METRICS_NETWORKS = []
    assert client.get("/metrics").status_code == 404


@pytest.mark.django_db
def test_a_slow_query_is_counted_and_told_without_its_values(caplog, settings):
    settings.SLOW_QUERY_SECONDS = 0.05
    before = counters.SLOW_QUERIES._value.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.1), %s", ["Nguyễn Thị Lan"])
    (record,) = [record for record in caplog.records if record.name == "portal.database"]
    assert counters.SLOW_QUERIES._value.get() - before == 1
    assert (record.sql, record.seconds >= 0.1) == ("SELECT pg_sleep(0.1), %s", True)


@pytest.mark.django_db
def test_a_slow_query_is_told_without_who_asked(caplog, settings):
    settings.SLOW_QUERY_SECONDS = 0
    with acting(4711), named("f" * 32), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET is_staff = false WHERE id = %s", [1])
    told = [record.sql for record in caplog.records if record.name == "portal.database"]
    assert told == ["UPDATE accounts_user SET is_staff = false WHERE id = %s"]


def process(folder, count):
    environment = {
        **os.environ,
        "PORTAL_METRICS_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-c", COUNTS, str(count)], cwd=ROOT, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def test_processes_of_one_machine_count_together_and_go_on_where_others_stopped(tmp_path):
    folder = tmp_path / "figures"
    first, second = process(folder, 3), process(folder, 4)
    assert sorted(one.stdout.readline().strip() for one in (first, second)) == ["0", "1"]
    for one in (first, second):
        one.communicate("\n", timeout=60)
    third = process(folder, 5)
    assert third.stdout.readline().strip() == "0"
    third.communicate("\n", timeout=60)
    assert sorted(file.name for file in folder.glob("counter_*.db")) == ["counter_0.db", "counter_1.db"]
    with override_settings(METRICS_DIR=str(folder)):
        (total,) = [
            sample.value
            for family in counters.counted().collect()
            for sample in family.samples
            if sample.name == "portal_requests_total"
        ]
    assert total == 12
    assert (folder.stat().st_mode & 0o777, portal.METRICS_DIR) == (0o700, "")
