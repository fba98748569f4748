"""Appraisers: invited by the desk; each declares a conflict of interest or none, then gives points."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.access import get_permitted
from common.errors import RuleBroken
from common.kept import sign_in_first, taken, token_for
from support.actions.appraising import declare, invite, score, take_back
from support.forms.appraisal import DeclareForm, InviteForm, ScoreForm
from support.models import Application, Appraiser
from support.queries.appraisers import appraisal_of, candidates
from support.queries.scoring import appraisers_in_full, criteria_for, shares
from support.states import ApplicationState
from support.views.opening import HANDLE, opened, person, status_of

SCORE = "support:appraisal_score"


@require_http_methods(["GET", "HEAD", "POST"])
def appraiser_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Who appraises, and who may be asked to."""
    application = opened(request, HANDLE, pk)
    found = candidates(application)
    form = InviteForm(request.POST or None, candidates=found)
    refused = None
    if form.is_valid():
        try:
            appraiser = invite(application=application, user=form.chosen, by=person(request))
        except RuleBroken as no:
            refused = no
            form.add_error(None, no)
        else:
            messages.success(request, _("%(person)s is asked to appraise.") % {"person": appraiser.user})
            return redirect("support:appraiser_list", pk)
    context = {
        "application": application,
        "form": form,
        "appraisers": appraisers_in_full(application),
        "has_candidates": any(found.values()),
        "may_change": application.state == ApplicationState.APPRAISAL,
    }
    return render(request, "support/appraiser_list.html", context, status=status_of(refused))


@require_POST
def appraiser_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    records = Appraiser.objects.select_related("application__plan", "user")
    appraiser = get_permitted(request.user, HANDLE, records, pk=pk)
    try:
        take_back(appraiser=appraiser, by=person(request))
    except RuleBroken as no:
        messages.error(request, no.reason)
    else:
        messages.success(
            request, _("The invitation of %(person)s is taken back.") % {"person": appraiser.user}
        )
    return redirect("support:appraiser_list", appraiser.application_id)


@login_not_required  # a form that arrives after the session ended is kept for whoever typed it
@require_http_methods(["GET", "HEAD", "POST"])
def appraisal_score(request: HttpRequest, pk: int) -> HttpResponse:
    """The person's own appraisal: the declaration first, nothing to score before it; then points."""
    if not request.user.is_authenticated:
        return sign_in_first(request, SCORE, pk)
    application, appraiser = _own(request, pk)
    context = {"application": application, "appraiser": appraiser, "declare_form": DeclareForm()}
    if appraiser.has_conflict is not False:
        return render(request, "support/appraisal_declare.html", context)
    rows = shares(criteria_for(application))
    typed = request.POST if request.method == "POST" else taken(request, SCORE, pk)
    form = ScoreForm(typed, criteria=rows, appraiser=appraiser)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            said = {"opinion": form.cleaned_data["opinion"], "comments": form.comments}
            score(appraiser=appraiser, points=form.points, by=person(request), **said)
        except RuleBroken as no:
            refused = no
            form.add_error(None, no)
        else:
            messages.success(request, _("Your points are kept."))
            return redirect(application)
    context |= {
        "form": form,
        "token": token_for(request.user, SCORE, pk),
        "is_normalised": sum(row.criterion.weight for row in rows) not in {0, 100},
        "may_change": application.state == ApplicationState.APPRAISAL,
        "items": list(application.items.select_related("content")),
    }
    return render(request, "support/appraisal_score.html", context, status=status_of(refused))


@require_http_methods(["POST"])
def appraisal_declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare a conflict of interest, or none."""
    application, appraiser = _own(request, pk)
    form = DeclareForm(request.POST)
    refused = None
    if form.is_valid():
        try:
            kept = declare(appraiser=appraiser, by=person(request), **form.cleaned_data)
        except RuleBroken as no:
            refused = no
            form.add_error(None, no)
        else:
            if kept.has_conflict:
                messages.success(
                    request, _("Your conflict of interest is noted down. You take no further part.")
                )
            return redirect(SCORE, pk)
    context = {"application": application, "appraiser": appraiser, "declare_form": form}
    return render(request, "support/appraisal_declare.html", context, status=status_of(refused))


def _own(request: HttpRequest, pk: int) -> tuple[Application, Appraiser]:
    """The application with the person's own appraisal; 403 for whoever sees it but was not asked."""
    application = opened(request, "support.view_application", pk)
    appraiser = appraisal_of(application, person(request))
    if appraiser is None:
        raise PermissionDenied
    return application, appraiser
