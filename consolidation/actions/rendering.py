"""Render a report: at once, or as long work."""

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
from consolidation.documents.assembling import assemble, compose
from consolidation.models import Report
from consolidation.queries.report_jobs import RENDER, jobs_of
from jobs.actions import enqueue
from jobs.models import Job
from journal.actions import note_down
from papers.codec import from_json, to_json
from papers.model import Document
from papers.pdf import Pdf
from papers.pdf import render as print_pdf
from reporting.models import ReportingPeriod

STEPS = 4
Tell = Callable[[int, str], None]  # steps behind us, words for what comes now


@dataclass(frozen=True)
class Printed:
    """A report on paper: what stands on it and its PDF."""

    document: Document
    pdf: Pdf


def paper_of(report: Report, *, on: dt.date) -> Document:
    """What the report says: frozen from its approval on, else as board and figures stand on ``on``."""
    return assemble(report, on=on) if report.is_live else from_json(report.composed or {})


def print_period(*, period: ReportingPeriod, on: dt.date) -> Printed:
    """The report of ``period`` as of ``on``, composed anew and printed; nothing is stored.

    Raises RuleBroken (DocumentRefused) when it cannot be printed, with the reason for a person.
    """
    document = compose(period, on=on)
    return Printed(document, print_pdf(document))


def render(
    *, report: Report, by: User | None = None, on: dt.date | None = None, tell: Tell | None = None
) -> Report:
    """Print the report and keep it in place of the rendering before; both or neither, file and row.

    ``by`` is None when the portal acts by itself. ``tell`` hears the steps; the last one is told inside the
    transaction that stores, so that a caller it overtakes (by raising) leaves no trace.
    """
    say = tell or _silently
    say(0, _("Gathering what the units reported"))
    say(1, _("Composing the report"))
    document = paper_of(report, on=on or timezone.localdate())
    say(2, _("Laying out the pages"))
    printed = Printed(document, print_pdf(document))
    folder = f"reports/{report.period.year}/{report.period_id}/{report.version}"
    stored = ""
    try:
        with transaction.atomic():
            row = Report.objects.select_for_update(no_key=True, of=("self",)).get(pk=report.pk)
            say(3, _("Storing the report"))
            _sweep(folder, but=row.pdf.name or "")
            name = f"{folder}/{printed.pdf.sha256[:16]}.pdf"
            stored = default_storage.save(name, ContentFile(printed.pdf.content))
            return _keep(row, printed, stored, by=by)
    except BaseException:
        if stored:
            default_storage.delete(stored)
        raise


@transaction.atomic
def request_render(*, report: Report, by: User | None, key: str | None = None) -> Job:
    """Ask for the files as long work; an unfinished job for the same report is returned instead of a second one."""
    Report.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=report.pk
    )  # two clicks wait for each other
    running = jobs_of(report).unfinished().first()
    if running is not None:
        return running
    job = enqueue(
        kind=RENDER,
        title=_("Report of %(period)s") % {"period": report},
        asked_for={"report": report.pk, "by": by.pk if by else None},
        by=by,
        key=key,
    )
    note_down(report, "request_render", by=by, job=job.pk)
    return job


def _keep(report: Report, printed: Printed, stored: str, *, by: User | None) -> Report:
    before = report.pdf.name or ""
    if report.is_live:
        report.composed = to_json(printed.document)
    report.pdf.name, report.pdf_sha256, report.pages = stored, printed.pdf.sha256, printed.pdf.pages
    report.rendered_at = timezone.now()
    report.save(update_fields=["composed", "pdf", "pdf_sha256", "pages", "rendered_at"])
    if before:
        transaction.on_commit(lambda: default_storage.delete(before))
    facts: dict[str, Any] = {"sha256": report.pdf_sha256, "pages": report.pages}
    if printed.pdf.unprintable:
        facts["unprintable"] = printed.pdf.unprintable
    note_down(report, "render", by=by, **facts)
    return report


def _sweep(folder: str, *, but: str) -> None:
    """Remove files a killed worker left behind; the report is locked, so nobody is writing one now."""
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        if name.endswith(".pdf") and f"{folder}/{name}" != but:
            default_storage.delete(f"{folder}/{name}")


def _silently(done: int, step: str) -> None:
    """Nobody listens."""
