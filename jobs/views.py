"""Watch a job, and ask again when it failed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.access import get_permitted
from common.errors import RuleBroken
from jobs import kinds
from jobs.actions import retry
from jobs.models import Job


@require_safe
def job_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The job's page; for HTMX only its progress fragment, which stops asking once the job is finished."""
    job = get_permitted(request.user, "jobs.view_job", Job.objects.all(), pk=pk)
    context = {"job": job, "where": kinds.where(job)}
    template = "components/_job.html" if request.htmx else "jobs/job_detail.html"  # type: ignore[attr-defined]
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def job_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Run a failed job again."""
    job = get_permitted(request.user, "jobs.retry_job", Job.objects.all(), pk=pk)
    try:
        retry(job, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The work was sent again. This page shows how far it is."))
    except RuleBroken as no:
        messages.error(request, no.reason)
    return redirect("jobs:job_detail", pk=pk)
