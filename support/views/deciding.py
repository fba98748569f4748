"""Propose, decide, or have it looked at again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import RuleBroken
from common.kept import sign_in_first, taken, token_for
from papers.preview import shown
from support.actions.deciding import decide, propose, reconsider
from support.documents.decision_letter import compose_decision, seal_of
from support.forms.decision import DecideForm, ProposalForm, ReconsiderForm
from support.models import Application, Decision
from support.queries.appraisers import appraisal_pending
from support.queries.audience import Audience, applicant_audience, desk_people, leading_people
from support.queries.deciding import item_facts
from support.queries.decision_facts import decision_facts
from support.states import ApplicationState
from support.views.opened_record import opened_record
from support.views.opening import HANDLE, person, status_of

PROPOSE = "support:decision_propose"
DECIDE = "support.decide_application"
NO_PROPOSAL = gettext_lazy("There is no proposal to decide on; see below what became of it.")


@login_not_required  # a form that arrives after the session ended is kept for whoever typed it
@require_http_methods(["GET", "HEAD", "POST"])
def decision_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """A verdict on each content, with what the rules, the points and the quota say beside it."""
    if not request.user.is_authenticated:
        return sign_in_first(request, PROPOSE, pk)
    application = opened_record(request, HANDLE, pk)
    facts = item_facts(application, timezone.localdate())
    decision = Decision.objects.filter(application=application).first()
    typed = request.POST if request.method == "POST" else taken(request, PROPOSE, pk)
    clauses = application.plan.policies.all()
    form = ProposalForm(typed, facts=facts, clauses=clauses, text=decision.proposal if decision else "")
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            said = {"verdicts": form.verdicts, "text": form.cleaned_data["text"]}
            propose(application=application, by=person(request), **said)
        except RuleBroken as no:
            refused = no
            form.add_error(None, no)
        else:
            messages.success(request, _("The proposal lies with the leader."))
            return redirect("support:decision_detail", pk)
    context = {
        "application": application,
        "form": form,
        "token": token_for(request.user, PROPOSE, pk),
        "pending": appraisal_pending(application),
        "audiences": [Audience(_("Leaders of the DOST"), tuple(leading_people(application)))],
        "may_propose": application.state == ApplicationState.APPRAISAL,
    }
    return render(request, "support/decision_propose.html", context, status=status_of(refused))


@require_http_methods(["GET", "HEAD", "POST"])
def decision_take(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader reads the letter exactly as it will be, sees the quota, and decides."""
    application = opened_record(request, DECIDE, pk)
    if application.state != ApplicationState.PROPOSED:
        messages.info(request, NO_PROPOSAL)
        return redirect("support:decision_detail", pk)
    letter = _letter(application)
    is_over = any(one.is_over for one in letter["facts"])
    form = DecideForm(request.POST or None, is_over=is_over, seen=letter["seal"])
    refused = None
    if form.is_valid():
        try:
            decide(application=application, by=person(request), **form.cleaned_data)
        except RuleBroken as no:
            refused = no
            application.refresh_from_db()
            if no.code == "moved_on" or application.state != ApplicationState.PROPOSED:
                messages.error(request, no.reason)
                return redirect("support:decision_detail", pk)
            form = _again(form, no, is_over=no.code == "over_quota" or is_over, seen=letter["seal"])
        else:
            messages.success(
                request, _("It is decided; the letter is being made and the enterprise is told.")
            )
            return redirect("support:decision_detail", pk)
    context = {
        "application": application,
        "form": form,
        "reconsider_form": ReconsiderForm(),
        "audiences": [applicant_audience(application)],
        **letter,
    }
    return render(request, "support/decision_take.html", context, status=status_of(refused))


@require_POST
def decision_reconsider(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the proposal back with what is to be looked at again."""
    application = opened_record(request, DECIDE, pk)
    form = ReconsiderForm(request.POST)
    if application.state != ApplicationState.PROPOSED:
        messages.info(request, NO_PROPOSAL)
        return redirect("support:decision_detail", pk)
    if form.is_valid():
        try:
            reconsider(application=application, reason=form.cleaned_data["reason"], by=person(request))
        except RuleBroken as no:
            messages.error(request, no.reason)
        else:
            names = ", ".join(str(user) for user in desk_people(application))
            messages.success(request, _("The proposal is sent back; %(names)s is told.") % {"names": names})
        return redirect("support:decision_detail", pk)
    context = {
        "application": application,
        "form": DecideForm(is_over=False, seen=""),
        "reconsider_form": form,
        "audiences": [applicant_audience(application)],
        **_letter(application),
    }
    return render(request, "support/decision_take.html", context)


def _letter(application: Application) -> dict[str, Any]:
    """The letter as it would be written now, what it rests on, and its seal."""
    now = timezone.now()
    today = timezone.localdate(now)
    document = compose_decision(decision_facts(application, today), at=now)
    return {
        "facts": item_facts(application, today),
        "decision": Decision.objects.select_related("proposed_by").filter(application=application).first(),
        "document": document,
        "blocks": list(shown(document)),
        "seal": seal_of(document),
    }


def _again(form: DecideForm, no: RuleBroken, *, is_over: bool, seen: str) -> DecideForm:
    """The form with what was typed, on the letter shown now, asking for the reason where the quota was used up meanwhile."""
    again = DecideForm({**form.data.dict(), "seen": seen}, is_over=is_over, seen=seen)  # type: ignore[attr-defined]
    again.full_clean()
    if no.code != "over_quota" or "over_quota_reason" not in again.errors:
        again.add_error(None, no.reason)
    return again
