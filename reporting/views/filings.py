"""The proof of a submission: check it, watch it being made, take it away."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.access import get_permitted
from common.downloads import stored_file
from common.errors import RuleBroken
from papers.watching import files_fragment, watched
from reporting.actions.filings import FILINGS, request_proof
from reporting.documents.proof import timeliness
from reporting.models import Filing
from reporting.queries.snapshot import fingerprint


@require_safe
def filing_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What was filed when and by whom, whether the stored content still has its hash, and the PDF; for HTMX the job."""
    filing = get_permitted(request.user, "reporting.view_filing", _filings(), pk=pk)
    job = None if filing.file else FILINGS.jobs_of(filing).first()
    if request.htmx:  # type: ignore[attr-defined]
        return files_fragment(request, filing, FILINGS, job)
    computed = fingerprint(filing.content)
    context = {
        "filing": filing,
        "submission": filing.submission,
        **watched(filing, FILINGS, job),
        "computed": computed,
        "is_intact": computed == filing.sha256,
        "timeliness": timeliness(filing),
        "may_render": request.user.has_perm("reporting.render_filing", filing),
    }
    return render(request, "reporting/filing_detail.html", context)


@require_POST
def filing_render(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the PDF again after a failure; a second click finds the first one's job."""
    filing = get_permitted(request.user, "reporting.render_filing", _filings(), pk=pk)
    try:
        request_proof(filing=filing, by=request.user)  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
    except RuleBroken as no:
        messages.info(request, no.reason)
    else:
        messages.success(request, _("The proof is being made. This page shows when it is there."))
    return redirect(filing)


@require_safe
def filing_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF, for those who may see the form."""
    filing = get_permitted(request.user, "reporting.view_filing", _filings(), pk=pk)
    name = f"Giấy xác nhận nộp phiếu số {filing.number} – {filing.content['unit']['name']}.pdf"
    return stored_file(filing.file, name=name, kind="application/pdf")


def _filings() -> QuerySet[Filing]:
    return Filing.objects.select_related(
        "submission__organisation",
        "submission__period__plan__province",
        "submission__period__plan__document",
        "certified_by",
        "handed_in_by",
    )
