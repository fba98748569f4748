"""Render a report: at once, or as long work."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from consolidation.documents.assembling import assemble, compose
from consolidation.documents.carried import attachments_of, sealed
from consolidation.documents.facts import Facts, facts_of
from consolidation.documents.seal import SEAL
from consolidation.documents.workbook import workbook
from consolidation.models import Report
from consolidation.queries.report_jobs import RENDER, jobs_of
from jobs.actions import enqueue
from jobs.models import Job, JobStatus
from journal.actions import note_down
from papers.codec import from_json, to_json
from papers.model import Document
from papers.pdf import Pdf
from papers.pdf import render as print_pdf
from papers.word import render as to_word
from reporting.models import ReportingPeriod

STEPS = 6
MOST_ROUNDS = 5  # a report frozen or numbered while its files are made is printed anew, so many times
ENDINGS = {"pdf": "pdf", "word": "docx", "excel": "xlsx"}
Tell = Callable[[int, str], None]  # steps behind us, words for what comes now


@dataclass(frozen=True)
class Printed:
    """A report on paper: what stands on it and its PDF."""

    document: Document
    pdf: Pdf


@dataclass(frozen=True)
class Made:
    """The files of a report by their field, what stands on the paper, and the data its PDF carries."""

    document: Document
    pdf: Pdf
    files: dict[str, bytes]
    facts: Facts
    is_live: bool

    @property
    def hashes(self) -> dict[str, str]:
        """The SHA-256 of each file."""
        return {name: sha256(content).hexdigest() for name, content in self.files.items()}


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
    """Make PDF, Word and Excel of the report and keep them in place of those before; all or none, files and row.

    ``by`` is None when the portal acts by itself. ``tell`` hears the steps; the last one is told inside the
    transaction that stores, so that a caller it overtakes (by raising) leaves no trace. A report that was frozen, opened
    again or numbered meanwhile is printed anew as it is now.
    """
    say, day = tell or _silently, on or timezone.localdate()
    if report.is_frozen and _has_files(report):  # what is frozen is printed once and stays as it is
        return report
    for _round in range(MOST_ROUNDS):
        made = make(report, on=day, tell=say)
        row, is_kept = _store(report, made, say, by=by)
        if is_kept:
            break
        report = row
    return row


def make(report: Report, *, on: dt.date, tell: Tell | None = None) -> Made:
    """The files of the report as it stands on ``on``; nothing is stored. The same frozen report gives the same bytes."""
    say = tell or _silently
    say(0, _("Gathering what the units reported"))
    is_live = report.is_live
    say(1, _("Composing the report"))
    document = paper_of(report, on=on)
    facts = facts_of(report, document, on=on) if is_live or not report.facts else report.facts
    say(2, _("Laying out the pages"))
    carried = () if is_live else attachments_of(facts, document)
    pdf = print_pdf(document, carried, tell=lambda step: say(2, step))
    say(3, _("Writing the Word file"))
    files = {"pdf": pdf.content, "word": to_word(document)}
    say(4, _("Writing the workbook"))
    files["excel"] = workbook(facts, document)
    return Made(document, pdf, files, facts, is_live)


@transaction.atomic
def request_render(*, report: Report, by: User | None, key: str | None = None, anew: bool = False) -> Job:
    """Ask for the files as long work; an unfinished job for the same report is returned instead of a second one.

    ``anew``: the paper has just changed, and only a job that has not begun is sure to see that.
    """
    Report.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=report.pk
    )  # two clicks wait for each other
    unfinished = jobs_of(report).unfinished()
    running = (unfinished.filter(status=JobStatus.QUEUED) if anew else unfinished).first()
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


def _store(report: Report, made: Made, say: Tell, *, by: User | None) -> tuple[Report, bool]:
    """Keep the files unless the report has moved on meanwhile; the row as it is now, and whether they were kept."""
    folder = f"reports/{report.period.year}/{report.period_id}/{report.version}"
    stored: dict[str, str] = {}
    try:
        with transaction.atomic():
            row = Report.objects.with_place().select_for_update(no_key=True, of=("self",)).get(pk=report.pk)
            if row.is_live != made.is_live or (not made.is_live and row.composed != report.composed):
                return row, False
            if not row.is_live and _has_files(row):  # somebody was quicker
                return row, True
            say(STEPS - 1, _("Storing the report"))
            before = {name for field in ENDINGS if (name := getattr(row, field).name)}
            _sweep(folder, but=before)
            for field, content in made.files.items():
                name = f"{folder}/{made.pdf.sha256[:16]}.{ENDINGS[field]}"
                stored[field] = default_storage.save(name, ContentFile(content))
            _keep(row, made, stored, by=by)
            transaction.on_commit(lambda: _delete(before))
            return row, True
    except BaseException:
        _delete(stored.values())
        raise


def _has_files(row: Report) -> bool:
    names = [getattr(row, field).name for field in ENDINGS]
    return all(name and default_storage.exists(name) for name in names)


def _keep(row: Report, made: Made, stored: dict[str, str], *, by: User | None) -> None:
    if row.is_live:
        row.composed = to_json(made.document)
    elif made.document.letterhead.number is not None and row.facts:
        row.facts = row.facts | {
            SEAL: sealed(made.facts, made.document)[SEAL]
        }  # a later key changes no old paper
    hashes = made.hashes
    for field, name in stored.items():
        getattr(row, field).name = name
        setattr(row, f"{field}_sha256", hashes[field])
    row.pages, row.rendered_at = made.pdf.pages, timezone.now()
    fields = [*stored, *(f"{field}_sha256" for field in stored)]
    row.save(update_fields=["composed", "facts", *fields, "pages", "rendered_at"])
    noted: dict[str, Any] = {"sha256": row.pdf_sha256, "pages": row.pages}
    noted |= {f"{field}_sha256": hashes[field] for field in stored if field != "pdf"}
    if made.pdf.unprintable:
        noted["unprintable"] = made.pdf.unprintable
    note_down(row, "render", by=by, **noted)


def _sweep(folder: str, *, but: set[str]) -> None:
    """Remove files a killed worker left behind; the report is locked, so nobody is writing one now."""
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        if name.endswith(tuple(ENDINGS.values())) and f"{folder}/{name}" not in but:
            default_storage.delete(f"{folder}/{name}")


def _delete(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _silently(done: int, step: str) -> None:
    """Nobody listens."""
