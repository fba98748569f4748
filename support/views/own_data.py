"""All data of an enterprise, for its managers: asked for, made as a job, fetched within a week."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from common.access import get_permitted
from common.downloads import kept_file
from enterprises.models import Enterprise
from support.actions.own_data import ask_for_own_data
from support.queries.desk_jobs import OWN_DATA, finished
from support.views.opening import person

TAKE = "support.take_own_data"


@require_POST
def own_data(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the file made; the page of the job shows how far it is and where it lies."""
    enterprise = get_permitted(request.user, TAKE, Enterprise.objects.all(), pk=pk)
    job = ask_for_own_data(enterprise, by=person(request))
    return redirect("jobs:job_detail", pk=job.pk)


@require_safe
def own_data_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file, for the manager who asked for it while they still are one."""
    job = get_permitted(request.user, "jobs.view_job", finished(OWN_DATA), pk=pk)
    enterprise = get_object_or_404(Enterprise, pk=job.asked_for["enterprise"])
    if job.owner_id != request.user.pk or not person(request).has_perm(TAKE, enterprise):
        raise PermissionDenied
    name = f"du-lieu-{enterprise.pk}-{timezone.localdate(job.ended_at):%Y-%m-%d}.zip"
    return kept_file(job.result["file"], name=name, kind="application/zip")
