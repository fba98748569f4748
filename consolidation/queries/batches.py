"""The days on which reports are rendered by themselves, and how far each report is."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from accounts.models import User
from consolidation.models import Report
from consolidation.queries.report_jobs import RENDER
from jobs.models import Job, JobStatus
from organisations.queries import dost_province_ids
from reporting.models import Campaign

PLANNED = "planned"  # beside the statuses of a job


@dataclass(frozen=True)
class Item:
    """One report of a day: its dated work, its newest job and its newest version (both None before it was started)."""

    campaign: Campaign
    job: Job | None
    report: Report | None

    @property
    def standing(self) -> str:
        """``planned``, or the status of the newest job."""
        return self.job.status if self.job else PLANNED

    @property
    def has_failed(self) -> bool:
        """Whether somebody has to put a cause right and ask again."""
        return self.standing == JobStatus.FAILED


@dataclass(frozen=True)
class Batch:
    """The reports of one day, those that need somebody first."""

    day: dt.date
    items: tuple[Item, ...]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many reports stand where."""
        return Counter(item.standing for item in self.items)

    @property
    def done(self) -> int:
        """How many are rendered."""
        return self.counts[JobStatus.DONE]

    @property
    def percent(self) -> int:
        """How far the day's work is, 0 to 100."""
        return 100 * (self.done + self.counts[JobStatus.FAILED]) // len(self.items) if self.items else 0

    @property
    def is_moving(self) -> bool:
        """Whether anything waits for a worker or is being rendered."""
        return bool(self.counts[JobStatus.QUEUED] or self.counts[JobStatus.RUNNING])

    @property
    def can_start(self) -> bool:
        """Whether anything is not started or has failed."""
        return bool(self.counts[PLANNED] or self.counts[JobStatus.FAILED])


ORDER = [JobStatus.FAILED, JobStatus.RUNNING, JobStatus.QUEUED, PLANNED, JobStatus.DONE]


def campaigns_of(user: User) -> QuerySet[Campaign]:
    """The dated work of the provinces whose DOST the person works for; an administrator's is everybody's."""
    if user.is_superuser:
        return Campaign.objects.all()
    return Campaign.objects.filter(period__plan__province_id__in=dost_province_ids(user))


def campaigns_on(user: User, day: dt.date) -> QuerySet[Campaign]:
    """Those of a day in Viet Nam, with period, plan and job."""
    return (
        campaigns_of(user)
        .annotate(day=TruncDate("runs_at"))
        .filter(day=day)
        .select_related("job", "period__plan__province", "period__plan__document")
        .order_by("period__plan__province__order", "period_id", "pk")
    )


def days_of(user: User) -> QuerySet[Any, Any]:
    """The days with dated work, newest first: ``day``, ``reports``, ``rendered``, ``failed``."""
    return (
        campaigns_of(user)
        .order_by()
        .annotate(day=TruncDate("runs_at"))
        .values("day")
        .annotate(
            reports=Count("pk"),
            rendered=Count("pk", filter=Q(job__status=JobStatus.DONE)),
            failed=Count("pk", filter=Q(job__status=JobStatus.FAILED)),
        )
        .order_by("-day")
    )


def batch_of(user: User, day: dt.date) -> Batch:
    """The reports of a day, in four queries whatever their number."""
    campaigns = list(campaigns_on(user, day))
    reports = _newest(campaigns)
    jobs = _newest_jobs(reports.values())
    items = [
        Item(campaign, _later(campaign.job, jobs.get(campaign.period_id)), reports.get(campaign.period_id))
        for campaign in campaigns
    ]
    return Batch(day, tuple(sorted(items, key=lambda item: ORDER.index(item.standing))))


def _later(dated: Job | None, asked: Job | None) -> Job | None:
    """The newer of the day's own work and what somebody asked for since."""
    if dated is None or asked is None:
        return dated or asked
    return max(dated, asked, key=lambda job: job.pk)


def _newest(campaigns: Iterable[Campaign]) -> dict[int, Report]:
    """The newest version of each period's report, without its text."""
    found = Report.objects.filter(period__in=[c.period_id for c in campaigns]).order_by("version")
    return {report.period_id: report for report in found.defer("composed", "facts", "snapshot")}


def _newest_jobs(reports: Iterable[Report]) -> dict[int, Job]:
    """The newest rendering somebody asked for, by the period of its report."""
    periods = {report.pk: report.period_id for report in reports}
    found = Job.objects.filter(kind=RENDER, asked_for__report__in=list(periods)).order_by("pk")
    return {periods[job.asked_for["report"]]: job for job in found}
