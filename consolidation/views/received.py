"""Reports other installations sent: bring them in, read them, put them side by side."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from common.access import get_permitted
from common.downloads import stored_file
from common.errors import RuleBroken
from common.fields import digits
from common.file_kinds import PDF
from common.received import safe_name
from common.uploads import Limited, is_too_large
from consolidation.actions.receiving import UnknownInstallation, receive_report, request_receiving
from consolidation.models import ReceivedReport
from consolidation.queries.received import MOST_COMPARED, received_reports, side_by_side
from consolidation.views.opening import person
from papers.pages import MOST_BYTES

A_PAGE = 50
MOST_PIECES = 400  # of the paper's words shown; the rest stands in the PDF
AT_ONCE = 3 * 1024 * 1024  # bytes: a larger file is read as long work
LARGEST_ID = 2**31


@require_safe
def received_list(request: HttpRequest) -> HttpResponse:
    """What was received, newest year first; chosen ones are compared."""
    _permit(request)
    reports = received_reports()
    years = list(ReceivedReport.objects.order_by("-year").values_list("year", flat=True).distinct())
    year = digits(request.GET.get("nam"), 9999)
    if year:
        reports = reports.filter(year=year)
    page = Paginator(reports, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "years": years, "year": year, "most_compared": MOST_COMPARED}
    return render(request, "consolidation/received_list.html", context)


@csrf_exempt  # looking for the token reads the body; it is looked for once the reader knows where to stop
@require_http_methods(["GET", "HEAD", "POST"])
def received_import(request: HttpRequest) -> HttpResponse:
    """Bring in the PDF another installation made; refused in words where it is not as it was sealed."""
    request.upload_handlers.insert(0, Limited(request, most=MOST_BYTES))
    return _received_import(request)


@csrf_protect
def _received_import(request: HttpRequest) -> HttpResponse:
    _permit(request)
    if request.method != "POST":
        return _import_page(request)
    if is_too_large(request, MOST_BYTES):
        too_large = _("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 1024 // 1024}
        return _import_page(request, RuleBroken(too_large), 413)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _import_page(request, RuleBroken(_("Choose the PDF on your computer first.")))
    content, name = file.read(), safe_name(file.name or "", PDF, "bao-cao")
    if len(content) > AT_ONCE:
        job = request_receiving(content=content, name=name, by=person(request))
        return redirect("jobs:job_detail", job.pk)
    try:
        received = receive_report(content=content, name=name, by=person(request))
    except RuleBroken as no:
        return _import_page(request, no, 422)
    messages.success(request, _("The report is whole and was received."))
    return redirect(received)


@require_safe
def received_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One received report: where it comes from, its targets, its words."""
    received = get_permitted(request.user, "consolidation.view_receivedreport", received_reports(), pk=pk)
    pieces = received.data["text"]
    context = {"received": received, "lines": side_by_side([received]), "heads": [received]}
    context |= {"pieces": pieces[:MOST_PIECES], "words_left": len(pieces) > MOST_PIECES}
    return render(request, "consolidation/received_detail.html", context)


@require_safe
def received_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF as it came."""
    received = get_permitted(
        request.user, "consolidation.view_receivedreport", ReceivedReport.objects.all(), pk=pk
    )
    return stored_file(received.file, name=received.name, kind="application/pdf")


@require_safe
def received_compare(request: HttpRequest) -> HttpResponse:
    """Two or more received reports side by side, by family of indicators."""
    _permit(request)
    chosen = [digits(pk, LARGEST_ID) for pk in request.GET.getlist("bao-cao")]
    reports = list(received_reports().filter(pk__in=chosen[:MOST_COMPARED])) if chosen else []
    context = {"reports": reports, "lines": side_by_side(reports), "too_many": len(chosen) > MOST_COMPARED}
    return render(request, "consolidation/received_compare.html", context | {"most": MOST_COMPARED})


def _permit(request: HttpRequest) -> None:
    if not request.user.has_perm("consolidation.receive_report"):
        raise PermissionDenied


def _import_page(request: HttpRequest, no: RuleBroken | None = None, status: int = 200) -> HttpResponse:
    context = {
        "problems": no.messages if no else [],
        "unknown": no if isinstance(no, UnknownInstallation) else None,
        "most": MOST_BYTES,
        "most_mb": MOST_BYTES // 1024 // 1024,
    }
    return render(request, "consolidation/received_import.html", context, status=status)
