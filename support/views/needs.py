"""Needs of enterprises: a unit sends them, DOST takes them up, answers, and begins drafts from them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.access import get_permitted
from common.errors import RuleBroken
from enterprises.models import Enterprise
from enterprises.models.enterprise import EnterpriseQuerySet
from enterprises.queries import found_by, nameable
from enterprises.queries.people import people_of_enterprises
from support.actions.needs import answer, send, take_up, turn_into_draft
from support.actions.telling_of_needs import sender_people
from support.forms.needs import AnswerNeedForm, NeedForm
from support.models import Need
from support.queries.audience import Audience
from support.queries.needs import contents_offered, needs_found, needs_to_read, plans_for, sending_units
from support.queries.standing import public_words
from support.states import NeedState
from support.views.opening import person

HANDLE, VIEW = "support.handle_need", "support.view_need"
PAGE, MOST_FOUND = 50, 12
LONGEST_KEY = 18  # digits


@require_safe
def need_list(request: HttpRequest) -> HttpResponse:
    """Needs the person may see; the state stays in the address."""
    user = person(request)
    state = request.GET.get("trang-thai", "")
    found = needs_found(user, state=state if state in NeedState.values else "")
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "state": state,
        "states": NeedState.choices,
        "may_send": bool(sending_units(user)),
    }
    return render(request, "support/need_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def need_add(request: HttpRequest) -> HttpResponse:
    """Send a need: the enterprise is looked up in the register first."""
    user, today = person(request), timezone.localdate()
    units = sending_units(user)
    if not units:
        raise PermissionDenied
    plans = plans_for(units, today)
    known = nameable([unit.province for unit in units if unit.province is not None], today)
    chosen = _chosen(request, known)
    is_new = chosen is None
    if not plans or (is_new and request.method != "POST" and "moi" not in request.GET):
        return _choose(request, known, plans=bool(plans))
    form = NeedForm(
        request.POST or None,
        units=units,
        plans=plans,
        contents=contents_offered(plans, today),
        is_new=is_new,
        initial={"name": request.GET.get("moi", "")},
    )
    if form.is_valid() and (need := _sent(request, form, chosen)) is not None:
        messages.success(request, _("Sent to the department. You will be told what becomes of it."))
        return redirect(need)
    return render(request, "support/need_form.html", {"form": form, "chosen": chosen})


@require_safe
def need_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A need, what became of it, and what can be done."""
    need = _need(request, VIEW, pk)
    handles = request.user.has_perm(HANDLE, need)
    context: dict[str, Any] = {"need": need, "handles": handles, **_became(request, need)}
    if handles:
        people = people_of_enterprises([need.enterprise_id])[need.enterprise_id]
        context |= {
            "can_take_up": need.state == NeedState.SENT,
            "can_answer": need.state in {NeedState.SENT, NeedState.ROUTED},
            "can_begin": need.state != NeedState.APPLIED,
            "audiences": [
                Audience(need.organisation.name, tuple(sender_people(need))),
                Audience(need.enterprise.name, tuple(people)),
            ],
        }
    return render(request, "support/need_detail.html", context)


def _became(request: HttpRequest, need: Need) -> dict[str, Any]:
    """Where the application stands that the need became: in the office's words only to who may open it."""
    application = need.application
    if application is None or not application.code:
        return {}
    opens = request.user.has_perm("support.view_application", application)
    return {"opens": opens, "stands": application.get_state_display() if opens else public_words(application)}


@require_POST
def need_take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody at DOST looks at it from now on."""
    need = _need(request, HANDLE, pk)
    try:
        take_up(need, by=person(request))
    except RuleBroken as no:
        messages.error(request, no.reason)
    else:
        messages.success(request, _("You look at it now; the organisation was told."))
    return redirect(need)


@require_http_methods(["GET", "HEAD", "POST"])
def need_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the organisation that sent the need."""
    need = _need(request, HANDLE, pk)
    form, status = AnswerNeedForm(request.POST or None), 200
    if form.is_valid():
        try:
            answer(need, text=form.cleaned_data["text"], by=person(request), now=timezone.now())
        except RuleBroken as no:
            form.add_error(None, no)
            status = 409
        else:
            messages.success(request, _("Answered; the organisation was told."))
            return redirect(need)
    audiences = [Audience(need.organisation.name, tuple(sender_people(need)))]
    context = {"need": need, "form": form, "audiences": audiences}
    return render(request, "support/need_answer.html", context, status=status)


@require_POST
def need_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a draft of the enterprise from the need."""
    need = _need(request, HANDLE, pk)
    try:
        turn_into_draft(need, by=person(request), on=timezone.localdate())
    except RuleBroken as no:
        messages.error(request, no.reason)
    else:
        messages.success(request, _("The draft waits for the enterprise; both sides were told."))
    return redirect(need)


def _need(request: HttpRequest, permission: str, pk: int) -> Need:
    return get_permitted(request.user, permission, needs_to_read(), pk=pk)


def _choose(request: HttpRequest, known: EnterpriseQuerySet, *, plans: bool) -> HttpResponse:
    sought = request.GET.get("q", "").strip()
    found = list(found_by(sought, known)[: MOST_FOUND + 1])
    context = {
        "sought": sought,
        "found": found[:MOST_FOUND],
        "more": len(found) > MOST_FOUND,
        "most": MOST_FOUND,
        "has_plan": plans,
    }
    return render(request, "support/need_choose.html", context)


def _chosen(request: HttpRequest, known: EnterpriseQuerySet) -> Enterprise | None:
    asked = request.GET.get("doanh-nghiep", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_KEY):
        return None
    return known.filter(pk=int(asked)).first()


def _sent(request: HttpRequest, form: NeedForm, chosen: Enterprise | None) -> Need | None:
    """The need as sent; None with the reason in the form where a rule says no."""
    names = ("organisation", "plan", "content", "text", "contact")
    facts = {name: form.cleaned_data[name] for name in names}
    try:
        return send(enterprise=chosen or form.named, by=person(request), on=timezone.localdate(), **facts)
    except RuleBroken as no:
        for name, faults in (no.message_dict if hasattr(no, "error_dict") else {None: no.messages}).items():
            form.add_error(name if name in form.fields else None, faults)
    return None
