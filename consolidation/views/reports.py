"""The report of a period: start it, watch it being made, read it, take it away."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.access import get_permitted
from consolidation.actions.rendering import REPORTS, request_render
from consolidation.actions.starting import start_report
from consolidation.models import Report
from consolidation.queries.current import newest_readable
from consolidation.queries.report_jobs import jobs_of
from consolidation.views.downloads import handed_out
from consolidation.views.head import head_of
from consolidation.views.opening import person
from consolidation.views.sections import Opened, parts_of
from papers.watching import files_fragment, watched
from reporting.models import ReportingPeriod
from reporting.queries.wording import period_words

ENDINGS = {"pdf": "pdf", "word": "docx", "excel": "xlsx"}  # of the names of files


@require_safe
def period_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest version of a period's report the person may read; before there is one, where DOST starts it."""
    period = get_permitted(request.user, "reporting.view_reportingperiod", _periods(), pk=pk)
    report = newest_readable(period, person(request))
    if report is not None:
        return redirect(report)
    may_start = request.user.has_perm("consolidation.edit_report", Report(period=period))
    return render(request, "consolidation/period_report.html", {"period": period, "may_start": may_start})


@require_POST
def report_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Start the report of a period; a second click finds the first one's."""
    period = get_permitted(request.user, "reporting.open_reportingperiod", _periods(), pk=pk)
    return redirect(start_report(period=period, by=request.user))  # type: ignore[arg-type]


@require_safe
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A report as rendered last, what to check, and how far a running job is; for HTMX only the job."""
    report = get_permitted(request.user, "consolidation.view_report", Report.objects.with_place(), pk=pk)
    job = jobs_of(report).first()
    if request.htmx:  # type: ignore[attr-defined]
        return files_fragment(request, report, REPORTS, job)
    seen = Opened(report, person(request), timezone.localdate())
    parts = parts_of(seen)
    context = {
        "report": report,
        "period": report.period,
        **watched(report, REPORTS, job),
        "head": head_of(seen),
        "document": seen.document,
        "parts": parts,
        "contents": [
            {"id": part["section"].key, "label": part["section"].title}
            for part in parts
            if not part["section"].beside
        ],
        "may_render": (report.is_live or not report.pdf) and seen.may("consolidation.render_report"),
    }
    return render(request, "consolidation/report_detail.html", context)


@require_POST
def report_render(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a rendering; a second click finds the first one's job."""
    report = get_permitted(request.user, "consolidation.render_report", Report.objects.with_place(), pk=pk)
    if report.is_frozen and report.pdf:
        messages.info(request, _("The text is frozen and its files are made; they stay as they are."))
        return redirect(report)
    known = set(jobs_of(report).unfinished().values_list("pk", flat=True))
    job = request_render(report=report, by=request.user)  # type: ignore[arg-type]
    if job.pk in known:
        messages.info(request, _("The report is already being made; nothing was started twice."))
    else:
        messages.success(request, _("The report is being made. This page shows how far it is."))
    return redirect(report)


@require_safe
def report_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF, for those who may read the report."""
    return _taken(request, pk, "pdf")


@require_safe
def report_word(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same paper to be edited."""
    return _taken(request, pk, "word")


@require_safe
def report_excel(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Its figures as a workbook."""
    return _taken(request, pk, "excel")


def _taken(request: HttpRequest, pk: int, file: str) -> HttpResponseBase:
    report = get_permitted(request.user, "consolidation.view_report", Report.objects.with_place(), pk=pk)
    name = f"{_file_name(report)}.{ENDINGS[file]}"
    return handed_out(request, report, getattr(report, file), file, name=name)


def _periods() -> QuerySet[ReportingPeriod]:
    """Periods of every kind have a report."""
    return ReportingPeriod.objects.select_related(
        "plan__province", "plan__programme", "plan__document__issuer"
    )


def _file_name(report: Report) -> str:
    """What a file is called, but for its ending, on the reader's desk; a draft says so, in the language of the paper."""
    period, ending = report.period, " (dự thảo)" if report.is_live else ""
    return f"Báo cáo {period_words(period)} – {period.plan.province.name}{ending}"
