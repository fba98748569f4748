"""The signed file: taken away by those who may, explained where it differs."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.access import get_permitted
from common.errors import RuleBroken
from consolidation.actions.signing import accept_differences
from consolidation.forms.steps import ReasonForm
from consolidation.models import Report, SignedFile
from consolidation.queries.signed import newest_signed
from consolidation.views.downloads import handed_out
from consolidation.views.opening import EDIT, VIEW, opened, person


@require_safe
def signed_file(request: HttpRequest, pk: int, signed_pk: int) -> HttpResponseBase:
    """The file as it came back: for DOST at once, for readers once the report is issued, and then the one that counts."""
    report = get_permitted(request.user, VIEW, Report.objects.with_place(), pk=pk)
    if not report.is_out:
        report = opened(request, EDIT, pk)
    signed = get_object_or_404(SignedFile, report=report, pk=signed_pk)
    if signed != newest_signed(report) and not request.user.has_perm(EDIT, report):
        raise Http404
    return handed_out(request, report, signed.file, "signed", name=signed.name)


@require_POST
def signed_accept(request: HttpRequest, pk: int, signed_pk: int) -> HttpResponse:
    """Say why a file that differs is right all the same."""
    report = opened(request, EDIT, pk)
    signed = get_object_or_404(SignedFile.objects.select_related("report"), report=report, pk=signed_pk)
    form = ReasonForm(request.POST, None, report, timezone.localdate())
    if not form.is_valid():
        messages.error(request, _("Say in a sentence why the signed file is right."))
        return redirect(f"{report.get_absolute_url()}#ban-ky")
    try:
        accept_differences(signed, reason=form.cleaned_data["reason"], by=person(request))
    except RuleBroken as no:
        messages.error(request, no.reason)
    else:
        messages.success(request, _("Your reason is kept with the file. The report can be issued now."))
    return redirect(f"{report.get_absolute_url()}#ban-ky")
