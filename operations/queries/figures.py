"""Figures that stand in the database and on the disk, asked when somebody reads them: the same from every machine.

A handful of queries over rows that are not finished, each by an index; what is over and done is not counted.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from jobs.models import Job, JobStatus
from operations.queries import checks
from operations.queries.troubles import Trouble, troubles
from outbox.models import Mail, MailStatus
from outbox.queries import MailState, in_state
from reporting.models import Campaign

A_DAY = dt.timedelta(days=1)
DUE_SINCE = dt.timedelta(minutes=5)  # the tick comes each minute; later than this it is overdue
PATIENCE = "2s"  # of one query
LAST_BACKUP = "last-backup.json"  # in the data folder, written by the command


class Figures(Collector):
    """All of them; a part that does not answer leaves its figures out and counts as one that failed."""

    def __init__(self, now: dt.datetime | None = None) -> None:
        """``now`` is the moment ages are counted to."""
        self.now = now or timezone.now()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every figure."""
        failed = GaugeMetricFamily("portal_figures_failed", "Parts that could not be asked.", labels=["part"])
        for part in (_jobs, _campaigns, _mails, _connections, _broker, _disk, _troubles, _marks):
            problem = 0
            try:
                yield from list(_patiently(part, self.now))
            except (DatabaseError, RedisError, OSError):
                problem = 1
            failed.add_metric([part.__name__.strip("_")], problem)
        yield failed


Part = Callable[[dt.datetime], Iterator[GaugeMetricFamily]]


def _patiently(part: Part, now: dt.datetime) -> Iterator[GaugeMetricFamily]:
    """Ask a part; a query of it may not hold the scrape."""
    if part in (_broker, _disk, _marks):
        yield from part(now)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}'")
        yield from part(now)


def _jobs(now: dt.datetime) -> Iterator[GaugeMetricFamily]:
    recent = Q(status=JobStatus.FAILED, ended_at__gte=now - A_DAY)
    waits = Q(status__in=[JobStatus.QUEUED, JobStatus.RUNNING])
    rows = (
        Job.objects.filter(waits | recent)
        .order_by()
        .values("kind", "status")
        .annotate(count=Count("pk"), oldest=Min("created_at"))
    )
    jobs = GaugeMetricFamily(
        "portal_jobs", "Long work waiting or running, and failed within a day.", labels=["kind", "status"]
    )
    oldest = [row["oldest"] for row in rows if row["status"] == JobStatus.QUEUED]
    for row in rows:
        jobs.add_metric([row["kind"], row["status"]], row["count"])
    yield jobs
    yield GaugeMetricFamily(
        "portal_job_oldest_waiting_seconds", "Age of the oldest work that waits.", value=_age(oldest, now)
    )


def _campaigns(now: dt.datetime) -> Iterator[GaugeMetricFamily]:
    found = Campaign.objects.filter(job__isnull=True, runs_at__lte=now - DUE_SINCE).aggregate(
        count=Count("pk"), oldest=Min("runs_at")
    )
    yield GaugeMetricFamily(
        "portal_campaigns_overdue", "Dated work whose moment has passed.", value=found["count"]
    )
    yield GaugeMetricFamily(
        "portal_campaign_oldest_overdue_seconds",
        "How long ago the first of them was due.",
        value=_age([found["oldest"]] if found["oldest"] else [], now),
    )


def _mails(now: dt.datetime) -> Iterator[GaugeMetricFamily]:
    states = [state for state in MailState if state != MailState.SENT]
    asked = {state.value: Count("pk", filter=in_state(state, now)) for state in states}
    unsent = Mail.objects.exclude(status=MailStatus.SENT).order_by()
    found = unsent.aggregate(first=Min("created_at", filter=in_state(MailState.WAITING, now)), **asked)
    mails = GaugeMetricFamily(
        "portal_mails", "Mails that have not left, by where they stand.", labels=["state"]
    )
    for state in states:
        mails.add_metric([state.value], found[state.value])
    yield mails
    yield GaugeMetricFamily(
        "portal_mail_oldest_waiting_seconds",
        "Age of the oldest mail that waits.",
        value=_age([found["first"]] if found["first"] else [], now),
    )


def _connections(_now: dt.datetime) -> Iterator[GaugeMetricFamily]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(extract(epoch FROM max(clock_timestamp() - xact_start)), 0)"
            " FROM pg_stat_activity WHERE datname = current_database()"
        )
        count, longest = cursor.fetchone()
    yield GaugeMetricFamily("portal_database_connections", "Connections to the database.", value=count)
    yield GaugeMetricFamily(
        "portal_database_longest_transaction_seconds", "Age of the oldest transaction.", value=float(longest)
    )


def _broker(_now: dt.datetime) -> Iterator[GaugeMetricFamily]:
    yield GaugeMetricFamily(
        "portal_broker_messages", "Messages that wait for a worker.", value=checks.queued()
    )


def _disk(_now: dt.datetime) -> Iterator[GaugeMetricFamily]:
    free, total = checks.disk()
    yield GaugeMetricFamily("portal_disk_free_bytes", "Free room for private files.", value=free)
    yield GaugeMetricFamily("portal_disk_bytes", "Size of that disk.", value=total)


def _troubles(now: dt.datetime) -> Iterator[GaugeMetricFamily]:
    told = GaugeMetricFamily("portal_trouble", "1 while this part is out of order.", labels=["part"])
    found = troubles(now)
    for one in Trouble:
        told.add_metric([one.value], one in found)
    yield told


def _marks(_now: dt.datetime) -> Iterator[GaugeMetricFamily]:
    """Moments, in seconds since 1970; 0 where none is known."""
    tick = cache.get(checks.TICK) or 0
    yield GaugeMetricFamily(
        "portal_last_tick_timestamp_seconds", "When the minute tick last ran.", value=tick
    )
    yield GaugeMetricFamily(
        "portal_last_backup_timestamp_seconds", "When the last complete backup began.", value=last_backup()
    )


def last_backup() -> float:
    """When the last complete backup of this machine began, in seconds since 1970; 0 where none is known."""
    try:
        return float(json.loads((Path(settings.DATA_DIR) / LAST_BACKUP).read_text(encoding="utf-8"))["at"])
    except (OSError, ValueError, KeyError):
        return 0.0


def _age(moments: list[dt.datetime], now: dt.datetime) -> float:
    """Seconds since the earliest of ``moments``; 0 where there is none."""
    return max(0.0, (now - min(moments)).total_seconds()) if moments else 0.0
