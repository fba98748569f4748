"""The day on which many reports are due: each is rendered once, one failure stops nobody, and its people are told."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from consolidation.queries.batches import campaigns_on
from consolidation.queries.current import newest_report
from consolidation.queries.report_jobs import RENDER
from jobs.actions import enqueue, retry
from jobs.models import Job, JobStatus
from journal.actions import note_down
from organisations.models import Role
from organisations.queries import dost_people_of
from outbox.actions import notify
from reporting.models import Campaign

FINISHED = (JobStatus.DONE, JobStatus.FAILED)


@dataclass(frozen=True)
class Begun:
    """What a press of the button began: reports sent to be rendered, and failed ones sent again."""

    started: int
    again: int


def start_due_campaigns(*, now: dt.datetime | None = None) -> list[Job]:
    """Start the dated work whose moment has come or was missed, each once however many ticks run at a time.

    Work another tick is just starting is skipped, not waited for.
    """
    due = Campaign.objects.filter(job__isnull=True, runs_at__lte=now or timezone.now())
    waiting = list(due.order_by("runs_at", "pk").values_list("pk", flat=True))
    return [job for job in (_start(pk, by=None) for pk in waiting) if job is not None]


def start_now(*, day: dt.date, by: User) -> Begun:
    """Start what is not started of the ``day``'s reports, and what failed once more, in the provinces ``by`` answers for.

    What runs or is done is left alone. Raises RuleBroken where nothing of the day is theirs.
    """
    mine = list(campaigns_on(by, day))
    if not mine:
        raise RuleBroken(_("None of this day's reports is yours to start."), code="not_permitted")
    started = [
        job for job in (_start(campaign.pk, by=by) for campaign in mine if campaign.job_id is None) if job
    ]
    failed = [c.job for c in mine if c.job is not None and c.job.status == JobStatus.FAILED]
    again = [job for job in failed if _again(job, by=by)]
    return Begun(len(started), len(again))


def retry_campaign(*, campaign: Campaign, by: User) -> Job:
    """Render one report of the day again. Raises RuleBroken where its work has not failed."""
    if campaign.job is None:
        raise RuleBroken(_("This report has not been started yet."), code="not_started")
    job = retry(campaign.job, by=by)
    with transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(told_at=None)
        note_down(campaign.period, "retry_campaign", by=by, job=job.pk)
    return job


def tell_what_came_of_it(*, now: dt.datetime | None = None) -> int:
    """Tell the specialists of a province what came of its dated work, each time once; how many works were told."""
    ended = Campaign.objects.filter(told_at__isnull=True, job__status__in=FINISHED)
    told = 0
    for pk in list(ended.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            mine = Campaign.objects.select_for_update(skip_locked=True, of=("self",)).filter(
                pk=pk, told_at__isnull=True, job__status__in=FINISHED
            )
            campaign = mine.select_related("job", "period__plan__province", "period__plan__document").first()
            if campaign is not None:
                _tell(campaign)
                campaign.told_at = now or timezone.now()
                campaign.save(update_fields=["told_at"])
                told += 1
    return told


def _start(pk: int, *, by: User | None) -> Job | None:
    """One job of the campaign's own: its key makes a second one unsayable. None where somebody else starts it."""
    with transaction.atomic():
        mine = Campaign.objects.select_for_update(skip_locked=True, of=("self",))
        campaign = mine.select_related("period__plan__document").filter(pk=pk, job__isnull=True).first()
        if campaign is None:
            return None
        # names the period: the report is started by the worker, where a failure has a place to be read
        job = enqueue(
            kind=RENDER,
            title=_("Report of %(period)s") % {"period": campaign.period},
            asked_for={"period": campaign.period_id, "by": by.pk if by else None},
            by=by,
            key=f"campaign:{campaign.pk}",
        )
        campaign.job = job
        campaign.save(update_fields=["job"])
        note_down(campaign.period, "start_campaign", by=by, job=job.pk, step=campaign.step)
        return job


def _again(job: Job, *, by: User) -> bool:
    """Whether the failed work was sent again; somebody else may have been faster."""
    try:
        retry(job, by=by)
    except RuleBroken:
        return False
    Campaign.objects.filter(job=job).update(told_at=None)
    return True


def _tell(campaign: Campaign) -> None:
    job, period = campaign.job, campaign.period
    province = period.plan.province_id
    if job is None or province is None:
        return
    report = newest_report(period)
    with translation.override("vi"):
        done = job.status == JobStatus.DONE
        title = _("%(report)s is rendered") if done else _("%(report)s could not be rendered")
        body = _("Read it through and send it to the leader.") if done else job.problem
        notify(
            dost_people_of([province], [Role.SPECIALIST])[province],
            kind="report_rendered" if done else "report_not_rendered",
            key=f"campaign:{campaign.pk}:{job.attempt}",
            title=title % {"report": period.title},
            body=body,
            url=report.get_absolute_url() if report else period.get_absolute_url(),
            about=str(period),
            province=period.plan.province,
        )
