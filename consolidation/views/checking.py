"""The checks of a report: what they find, and why a warning may stand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import RuleBroken
from consolidation.actions.waiving import demand_again, waive
from consolidation.forms.waiving import WaiverForm
from consolidation.models import Waiver
from consolidation.views.opening import EDIT, VIEW, opened, person, status_of
from consolidation.views.sections.checks import shown_checks


@require_http_methods(["GET", "POST"])
def report_checks(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything the checks find, by what must be done about it; POST lets one warning pass with a reason."""
    report = opened(request, EDIT if request.method == "POST" else VIEW, pk)
    no: RuleBroken | None = None
    if request.method == "POST":
        form, no = WaiverForm(request.POST), None
        if form.is_valid():
            try:
                waive(report=report, by=person(request), on=timezone.localdate(), **form.cleaned_data)
            except RuleBroken as broken:
                no = broken
            else:
                messages.success(request, _("The reason is kept; the warning no longer holds the report up."))
                return redirect(f"{reverse('consolidation:report_checks', args=[pk])}#let-pass")
    may_answer = request.user.has_perm(EDIT, report)
    part = shown_checks(report, may_answer=may_answer, sent=request.POST or None)
    context = {
        "report": report,
        "period": report.period,
        "part": part,
        "no": no,
        "typed": request.POST.get("reason", ""),
    }
    return render(request, "consolidation/report_checks.html", context, status=status_of(no))


@require_POST
def waiver_undo(request: HttpRequest, pk: int, waiver: int) -> HttpResponse:
    """The warning stands again."""
    report = opened(request, EDIT, pk)
    found = get_object_or_404(Waiver.objects.select_related("report"), pk=waiver, report=report)
    try:
        demand_again(waiver=found, by=person(request))
    except RuleBroken as no:
        messages.error(request, no.reason)
    else:
        messages.success(request, _("The warning stands again and needs another reason."))
    return redirect("consolidation:report_checks", pk=pk)
