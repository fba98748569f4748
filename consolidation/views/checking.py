"""The checks of a report: what they find, and why warnings may stand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import RuleBroken
from consolidation.actions.waiving import GONE, demand_again, waive_several
from consolidation.forms.waiving import WaiverForm
from consolidation.models import Report, Waiver
from consolidation.views.opening import CHECK, EDIT, opened, person, status_of
from consolidation.views.sections.checks import shown_checks


@require_http_methods(["GET", "POST"])
def report_checks(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything the checks find, by what must be done about it; for HTMX only that part.

    POST lets one warning, or several of one check, pass with a reason.
    """
    report = opened(request, EDIT if request.method == "POST" else CHECK, pk)
    no: RuleBroken | None = None
    if request.method == "POST":
        form = WaiverForm(request.POST)
        if form.is_valid():
            try:
                return _let_pass(request, report, form)
            except RuleBroken as broken:
                no = broken
    may_answer = request.user.has_perm(EDIT, report)
    part = shown_checks(report, may_answer=may_answer, sent=request.POST or None)
    if request.method == "POST" and no is None and not part.get("again"):
        no = RuleBroken(GONE, code="moved_on")  # there is no form any more that could say what is wrong
    context = {
        "report": report,
        "period": report.period,
        "part": part,
        "no": no,
        "typed": request.POST.get("reason", ""),
    }
    name = "_report_checks" if request.htmx else "report_checks"  # type: ignore[attr-defined]
    return render(request, f"consolidation/{name}.html", context, status=status_of(no))


def _let_pass(request: HttpRequest, report: Report, form: WaiverForm) -> HttpResponse:
    """Keep the reason, say so, and show the checks again."""
    words = form.cleaned_data
    kept = waive_several(
        report=report,
        finding=words["finding"],
        places=words["place"],
        reason=words["reason"],
        by=person(request),
        on=timezone.localdate(),
    )
    said = ngettext(
        "The reason is kept; the warning no longer holds the report up.",
        "The reason is kept for %(number)d warnings; they no longer hold the report up.",
        len(kept),
    )
    messages.success(request, said % {"number": len(kept)} if len(kept) > 1 else said)
    return redirect(f"{reverse('consolidation:report_checks', args=[report.pk])}#let-pass")


@require_POST
def waiver_undo(request: HttpRequest, pk: int, waiver: int) -> HttpResponse:
    """The warning stands again."""
    report = opened(request, EDIT, pk)
    found = Waiver.objects.filter(pk=waiver, report=report).select_related("report").first()
    try:
        if found is not None:  # else somebody was quicker
            demand_again(waiver=found, by=person(request))
    except RuleBroken as no:
        messages.error(request, no.reason)
    else:
        messages.success(request, _("The warning stands again and needs another reason."))
    return redirect("consolidation:report_checks", pk=pk)
