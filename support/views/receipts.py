"""The receipt of an application: on the screen and on paper."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.downloads import download
from support.documents.receipt import print_receipt
from support.models import Application, SupportProcedure
from support.queries.procedures import procedure_of
from support.queries.receipts import in_groups
from support.views.opening import EDIT, opened

PDF = "application/pdf"


@require_safe
def application_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Code, number, the promised day and the key of the look-up, for the enterprise's people."""
    application = opened(request, EDIT, pk)
    if application.submitted_at is None:
        return redirect(application)
    facts = {
        "application": application,
        "procedure": _procedure(application),
        "key": in_groups(application.secret),
    }
    return render(request, "support/application_receipt.html", facts)


@require_safe
def application_receipt_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same on paper, printed on the spot: a page takes a fraction of a second, and nothing has to be kept.

    Only the enterprise's people: the key on it is theirs to hand on.
    """
    application = opened(request, EDIT, pk)
    if application.submitted_at is None:
        raise Http404
    printed = print_receipt(application, _procedure(application))
    return download(printed.content, name=f"bien-nhan-{application.code}.pdf", kind=PDF)


def _procedure(application: Application) -> SupportProcedure | None:
    """What held on the day it came in."""
    return procedure_of(application.plan, timezone.localdate(application.submitted_at))
