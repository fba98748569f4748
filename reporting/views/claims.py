"""Double claims of a period and DOST's rulings; the figures of a period traced to forms and records."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.access import get_permitted
from common.errors import RuleBroken
from reporting.actions.claims import decide_claim
from reporting.forms.claim import RulingForm
from reporting.models import ReportingPeriod
from reporting.queries.claims import Claim, attach_evidence, double_claims
from reporting.queries.results import results_of_period


@require_safe
def period_claims(request: HttpRequest, pk: int) -> HttpResponse:
    """Every enterprise that several units claim for the same content; the undecided first."""
    period = get_permitted(request.user, "reporting.view_reportingperiod", _periods(), pk=pk)
    claims = double_claims(period)
    attach_evidence(claims)
    context = {
        "period": period,
        "groups": [
            ("open", [claim for claim in claims if not claim.is_decided]),
            ("decided", [claim for claim in claims if claim.is_decided]),
        ],
        "total": len(claims),
        "may_decide": request.user.has_perm("reporting.decide_doubleclaim", period),
    }
    return render(request, "reporting/period_claims.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def claim_decide(request: HttpRequest, pk: int, support: int) -> HttpResponse:
    """One double claim: what the units say, and the ruling."""
    period = get_permitted(request.user, "reporting.decide_doubleclaim", _periods(), pk=pk)
    claim = _claim(period, support)
    attach_evidence([claim])
    form = RulingForm(request.POST if request.method == "POST" else None, claim=claim)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            decide_claim(period, support=support, by=request.user, **form.ruling())  # type: ignore[arg-type]
        except RuleBroken as no:
            problems += no.messages
        else:
            messages.success(request, _("Decided. Both units are told and see it on their forms."))
            return redirect("reporting:period_claims", pk)
    context: dict[str, Any] = {
        "period": period,
        "claim": claim,
        "form": form,
        "problems": problems,
    }
    return render(request, "reporting/claim_decide.html", context, status=409 if problems else 200)


@require_safe
def period_figures(request: HttpRequest, pk: int) -> HttpResponse:
    """The numbers of a report, each traced to forms and records, as accepted today."""
    period = get_permitted(request.user, "reporting.view_reportingperiod", _periods(), pk=pk)
    results = results_of_period(period, on=timezone.localdate())
    return render(request, "reporting/period_figures.html", {"period": period, "results": results})


def _claim(period: ReportingPeriod, support: int) -> Claim:
    """The double claim that holds a record; 404 where it is none any more."""
    for claim in double_claims(period):
        if support in {each.pk for each in claim.supports}:
            return claim
    raise Http404


def _periods() -> Any:
    return ReportingPeriod.objects.select_related("plan__province", "plan__document")
