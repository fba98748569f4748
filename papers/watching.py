"""How far the files of a paper are, on its page and for HTMX."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jobs.models import Job
from papers.files import Kept


def watched(record: Any, kept: Kept, job: Job | None) -> dict[str, Any]:
    """What ``papers/_files_job.html`` needs."""
    return {"job": job, "here": record.get_absolute_url(), "kept": kept}


def files_fragment(request: HttpRequest, record: Any, kept: Kept, job: Job | None) -> HttpResponse:
    """How far ``job`` is; once it is finished the whole page is loaded again."""
    response = render(request, "papers/_files_job.html", watched(record, kept, job))
    if job is None or job.is_finished:
        response["HX-Refresh"] = "true"
    response["Cache-Control"] = "no-store"
    return response
