"""The files of a report: how `papers.files` makes and keeps them, at once or as long work."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from consolidation.documents.assembling import assemble, compose
from consolidation.documents.carried import attachments_of, sealed
from consolidation.documents.facts import facts_of
from consolidation.documents.seal import SEAL
from consolidation.documents.workbook import workbook
from consolidation.models import Report
from consolidation.models.report import report_path
from consolidation.queries.report_jobs import RENDER, jobs_of
from jobs.models import Job, JobStatus
from journal.actions import note_down
from papers import files
from papers.codec import from_json, to_json
from papers.files import Made, Tell
from papers.model import Document
from papers.pdf import Pdf
from papers.pdf import render as to_pdf
from reporting.models import ReportingPeriod


def paper_of(report: Report, *, on: dt.date) -> Document:
    """What the report says: frozen from its approval on, else as board and figures stand on ``on``."""
    return assemble(report, on=on) if report.is_live else from_json(report.composed or {})


def print_period(*, period: ReportingPeriod, on: dt.date) -> Pdf:
    """The report of ``period`` as of ``on``, composed anew and printed; nothing is stored.

    Raises RuleBroken (DocumentRefused) when it cannot be printed, with the reason for a person.
    """
    return to_pdf(compose(period, on=on))


def make(report: Report, on: dt.date, say: Tell = files.silently) -> Made:
    """PDF, Word and Excel of the report as it stands on ``on``; nothing is stored. The same frozen report gives the same

    bytes. Paper and data of a live report are kept with its files; the seal of a numbered one is, for a later key changes
    no old paper.
    """
    say(0, _("Gathering what the units reported"))
    say(1, _("Composing the report"))
    document = paper_of(report, on=on)
    facts = facts_of(report, document, on=on) if report.is_live or not report.facts else report.facts
    carried = () if report.is_live else attachments_of(facts, document)
    made = files.print_paper(document, say, carried, first=2)
    say(4, _("Writing the workbook"))
    kept: dict[str, Any] = {}
    if report.is_live:
        kept["composed"] = to_json(document)
    elif document.letterhead.number is not None and report.facts:
        kept["facts"] = report.facts | {SEAL: sealed(facts, document)[SEAL]}
    return replace(made, contents=made.contents | {"excel": workbook(facts, document)}, fields=kept)


REPORTS = files.Kept(
    model=Report,
    kind=RENDER,
    name="report",
    title=lambda report: _("Report of %(period)s") % {"period": report},
    place=lambda report: report_path(report, ""),
    make=make,
    steps=6,
    says=lambda report: None if report.is_live else report.composed,
    comfort=gettext_lazy(
        "Nothing of it was kept; the report rendered before stays as it is. Put the cause right, then render again."
    ),
)


def render(
    *, report: Report, by: User | None = None, on: dt.date | None = None, tell: Tell | None = None
) -> Report:
    """Make the files of the report and keep them; those of a frozen one are made once. See `papers.files.render`."""
    row: Report = files.render(report, REPORTS, by=by, on=on, tell=tell)
    return row


@transaction.atomic
def request_render(*, report: Report, by: User | None, anew: bool = False) -> Job:
    """Ask for the files as long work; an unfinished job for the same report is returned instead of a second one.

    ``anew``: the paper has just changed, and only a job that has not begun is sure to see that.
    """
    REPORTS.held(report)  # two clicks wait for each other
    unfinished = jobs_of(report).unfinished()
    running = (unfinished.filter(status=JobStatus.QUEUED) if anew else unfinished).first()
    if running is not None:
        return running
    job = REPORTS.ask(report, by=by)
    note_down(report, "request_render", by=by, job=job.pk)
    return job


def files_again(report: Report, *, by: User | None) -> Job:
    """Forget files that no longer say what the paper says and ask for new ones. The caller holds the report."""
    files.drop_files(report)
    return request_render(report=report, by=by, anew=True)
