"""Render the yearly report: at once, as long work, or because its day has come."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from jobs.actions import enqueue
from jobs.models import Job
from journal.actions import note_down
from papers.codec import to_json
from papers.model import Document
from papers.pdf import Pdf
from papers.pdf import render as print_pdf
from reporting.documents.compose import compose
from reporting.models import Campaign, Report, ReportingPeriod
from reporting.queries.contents import contents_of
from reporting.queries.report_jobs import RENDER, jobs_of
from reporting.queries.results import results_of

STEPS = 4
Tell = Callable[[int, str], None]  # steps behind us, words for what comes now


@dataclass(frozen=True)
class Printed:
    """A report on paper: what stands on it and its PDF."""

    document: Document
    pdf: Pdf


def print_report(*, period: ReportingPeriod, on: dt.date, tell: Tell | None = None) -> Printed:
    """Gather, compose and lay out the report of ``period`` as of ``on``; nothing is stored.

    Raises RuleBroken (DocumentRefused) when it cannot be printed, with the reason for a person.
    """
    say = tell or _silently
    say(0, _("Gathering what the units reported"))
    contents, results = contents_of(period), results_of(period.plan, period.year, on=on)
    say(1, _("Composing the report"))
    document = compose(period, on=on, contents=contents, results=results)
    say(2, _("Laying out the pages"))
    return Printed(document, print_pdf(document))


def render(
    *, period: ReportingPeriod, by: User | None = None, on: dt.date | None = None, tell: Tell | None = None
) -> Report:
    """Print the report of ``period`` and keep it in place of the one before; both or neither, file and row.

    ``by`` is None when the portal acts by itself. ``tell`` hears the steps; the last one is told inside the
    transaction that stores, so that a caller it overtakes (by raising) leaves no trace.
    """
    printed = print_report(period=period, on=on or timezone.localdate(), tell=tell)
    folder = f"reports/{period.year}/{period.pk}"
    stored = ""
    try:
        with transaction.atomic():
            ReportingPeriod.objects.select_for_update(no_key=True).get(pk=period.pk)
            (tell or _silently)(3, _("Storing the report"))
            report = Report.objects.filter(period=period).first() or Report(period=period)
            _sweep(folder, but=report.file.name or "")
            name = f"{folder}/{printed.pdf.sha256[:16]}.pdf"
            stored = default_storage.save(name, ContentFile(printed.pdf.content))
            return _keep(report, printed, stored, by=by)
    except BaseException:
        if stored:
            default_storage.delete(stored)
        raise


@transaction.atomic
def request_render(*, period: ReportingPeriod, by: User | None, key: str | None = None) -> Job:
    """Ask for the report as long work; an unfinished job for the same period is returned instead of a second one.

    RuleBroken for a period that is not yearly: no report is composed of it.
    """
    if not period.is_yearly:
        raise RuleBroken(_("A report is composed only of yearly periods."), code="not_yearly")
    ReportingPeriod.objects.select_for_update(no_key=True).get(pk=period.pk)  # two clicks wait for each other
    running = jobs_of(period).unfinished().first()
    if running is not None:
        return running
    job = enqueue(
        kind=RENDER,
        title=_("Report of %(period)s") % {"period": period},
        asked_for={"period": period.pk, "by": by.pk if by else None},
        by=by,
        key=key,
    )
    note_down(period, "request_render", by=by, job=job.pk)
    return job


def start_due_campaigns(*, now: dt.datetime | None = None) -> list[Job]:
    """Start the dated work whose moment has come or was missed, each once however many ticks run at a time.

    Work another tick is just starting is skipped, not waited for.
    """
    started = []
    due = Campaign.objects.filter(job__isnull=True, runs_at__lte=now or timezone.now())
    for pk in list(due.order_by("runs_at", "pk").values_list("pk", flat=True)):
        with transaction.atomic():
            mine = Campaign.objects.select_for_update(skip_locked=True, of=("self",))
            campaign = mine.select_related("period").filter(pk=pk, job__isnull=True).first()
            if campaign is not None:
                started.append(_start(campaign))
    return started


def _start(campaign: Campaign) -> Job:
    """One job of the campaign's own: its key makes a second one unsayable."""
    job = enqueue(
        kind=RENDER,
        title=_("Report of %(period)s") % {"period": campaign.period},
        asked_for={"period": campaign.period_id, "by": None},
        by=None,
        key=f"campaign:{campaign.pk}",
    )
    campaign.job = job
    campaign.save(update_fields=["job"])
    note_down(campaign.period, "start_campaign", by=None, job=job.pk, step=campaign.step)
    return job


def _keep(report: Report, printed: Printed, stored: str, *, by: User | None) -> Report:
    before = report.file.name or ""
    report.document, report.file.name = to_json(printed.document), stored
    report.sha256, report.pages = printed.pdf.sha256, printed.pdf.pages
    report.rendered_at = timezone.now()
    report.save()
    if before:
        transaction.on_commit(lambda: default_storage.delete(before))
    facts: dict[str, Any] = {"sha256": report.sha256, "pages": report.pages}
    if printed.pdf.unprintable:
        facts["unprintable"] = printed.pdf.unprintable
    note_down(report, "render", by=by, **facts)
    return report


def _sweep(folder: str, *, but: str) -> None:
    """Remove files a killed worker left behind; the period is locked, so nobody is writing one now."""
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        if f"{folder}/{name}" != but:
            default_storage.delete(f"{folder}/{name}")


def _silently(done: int, step: str) -> None:
    """Nobody listens."""
