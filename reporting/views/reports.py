"""The report of a period: ask for it, watch it being made, read it, take it away; and a plan's progress."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.access import get_permitted
from common.downloads import stored_file
from organisations.queries import province_ids_of
from papers.codec import from_json
from papers.preview import shown, shown_annexes
from programmes.models import Plan
from reporting.actions.reports import request_render
from reporting.documents.tracing import to_figures
from reporting.models import Report, ReportingPeriod
from reporting.queries.checks import checks_of
from reporting.queries.report_jobs import jobs_of
from reporting.queries.results import results_of


@require_safe
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as rendered last, what to check, and how far a running job is; for HTMX only the job."""
    period = get_permitted(request.user, "reporting.view_reportingperiod", _periods(), pk=pk)
    job = jobs_of(period).first()
    if request.htmx:  # type: ignore[attr-defined]
        return _job_fragment(request, period, job)
    report = Report.objects.filter(period=period).first()
    checks = checks_of(period, report, on=timezone.localdate())
    addresses = {s.organisation.name: s.get_absolute_url() for s in checks.submissions}
    document, trace = from_json(report.document) if report else None, to_figures(period)
    context = {
        "period": period,
        "job": job,
        "report": report,
        "document": document,
        "checks": checks,
        "blocks": list(shown(document, addresses, trace)) if document else [],
        "annexes": list(shown_annexes(document, addresses, trace)) if document else [],
        "may_render": request.user.has_perm("reporting.render_report", period),
    }
    return render(request, "reporting/report_detail.html", context)


@require_POST
def report_render(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a rendering; a second click finds the first one's job."""
    period = get_permitted(request.user, "reporting.render_report", _periods(), pk=pk)
    known = set(jobs_of(period).unfinished().values_list("pk", flat=True))
    job = request_render(period=period, by=request.user)  # type: ignore[arg-type]
    if job.pk in known:
        messages.info(request, _("The report is already being made; nothing was started twice."))
    else:
        messages.success(request, _("The report is being made. This page shows how far it is."))
    return redirect("reporting:report_detail", pk=pk)


@require_safe
def report_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF, for those who may read the report."""
    reports = Report.objects.select_related("period__plan__province")
    report = get_permitted(request.user, "reporting.view_report", reports, period_id=pk)
    return stored_file(report.file, name=_file_name(report), kind="application/pdf")


@require_safe
def plan_progress(request: HttpRequest, key: str) -> HttpResponse:
    """Results against a plan's targets, for those who read the province; ``?year=`` chooses the year."""
    plan = get_object_or_404(Plan.objects.select_related("province", "document"), key=key)
    if not (request.user.is_superuser or plan.province_id in province_ids_of(request.user)):  # type: ignore[arg-type]
        raise Http404
    periods = {period.year: period for period in plan.periods.yearly().order_by("year")}
    years = list(periods)
    asked = request.GET.get("year", "")
    chosen = [year for year in years if str(year) == asked] or years[-1:]
    context = {
        "plan": plan,
        "years": years,
        "year": chosen[0] if chosen else None,
        "period": periods[chosen[0]] if chosen else None,
        "results": results_of(plan, chosen[0], on=timezone.localdate()) if chosen else None,
    }
    template = "reporting/_plan_progress.html" if request.htmx else "reporting/plan_progress.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _periods() -> QuerySet[ReportingPeriod]:
    """Only of yearly periods a report is composed; the others have no such page."""
    return ReportingPeriod.objects.yearly().select_related(
        "plan__province", "plan__programme", "plan__document__issuer"
    )


def _job_fragment(request: HttpRequest, period: ReportingPeriod, job: object) -> HttpResponse:
    """How far the job is; once it is finished the whole page is loaded again."""
    response = render(request, "reporting/_report_job.html", {"period": period, "job": job})
    if getattr(job, "is_finished", True):
        response["HX-Refresh"] = "true"
    response["Cache-Control"] = "no-store"
    return response


def _file_name(report: Report) -> str:
    """What the file is called on the reader's desk; a draft says so, in the language of the paper."""
    period = report.period
    return f"Báo cáo năm {period.year} – {period.plan.province.name} (dự thảo).pdf"
