"""Requests to act for an enterprise, and their answers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.access import get_permitted
from common.errors import RuleBroken
from enterprises.actions import joining
from enterprises.forms.answering import AnswerForm
from enterprises.models import EnterpriseMembership, EnterpriseRole, JoinRequest
from enterprises.models.membership import JoinRequestQuerySet
from enterprises.states import JoinState

PAGE = 50


@require_safe
def join_list(request: HttpRequest) -> HttpResponse:
    """Requests that wait for the person's answer: of enterprises they manage, or of their DOST's province."""
    waiting = _requests().visible_to(request.user).filter(state=JoinState.WAITING)  # type: ignore[arg-type] # signed in
    others = waiting.exclude(user=request.user).order_by(F("has_manager"), "pk")  # type: ignore[misc]
    page = Paginator(others, PAGE).get_page(request.GET.get("page"))
    return render(request, "enterprises/join_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def join_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: who asks, for whom; taken in or declined."""
    asked = get_permitted(request.user, "enterprises.answer_joinrequest", _requests(), pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            return _answered(request, asked, form)
        except RuleBroken as no:
            problems = no.messages
    context = {
        "asked": asked,
        "form": form,
        "problems": problems,
        "is_waiting": asked.state == JoinState.WAITING,
        "is_confirmed": asked.user.has_confirmed_address,
    }
    return render(request, "enterprises/join_answer.html", context, status=409 if problems else 200)


def _answered(request: HttpRequest, asked: JoinRequest, form: AnswerForm) -> HttpResponse:
    """Walk the arrow the pressed button names; without one the page says which there are."""
    by, now, answer = request.user, timezone.now(), form.cleaned_data["answer"]
    if request.POST.get("step") == "accept":
        joining.accept(asked, role=form.cleaned_data["role"], by=by, now=now, answer=answer)  # type: ignore[arg-type] # signed in
        messages.success(
            request, _("%(person)s now acts for the enterprise and was told.") % {"person": asked.user}
        )
    elif request.POST.get("step") == "decline":
        joining.decline(asked, by=by, now=now, answer=answer)  # type: ignore[arg-type]
        messages.success(request, _("Declined. %(person)s was told why.") % {"person": asked.user})
    else:
        raise RuleBroken(_("Press “Take in” or “Decline”."), code="no_step")
    return redirect("enterprises:join_list")


@require_POST
def join_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The person no longer asks."""
    asked = get_permitted(request.user, "enterprises.withdraw_joinrequest", _requests(), pk=pk)
    try:
        joining.withdraw(asked, by=request.user)  # type: ignore[arg-type] # signed in
    except RuleBroken as no:
        messages.error(request, no.reason)
    else:
        messages.success(request, _("You no longer ask to act for %(name)s.") % {"name": asked.enterprise})
    return redirect("enterprises:own_list")


def _requests() -> JoinRequestQuerySet:
    """Requests with whom they are about and whether the enterprise has a manager to answer."""
    managers = EnterpriseMembership.objects.on(timezone.localdate()).filter(
        enterprise=OuterRef("enterprise"), role=EnterpriseRole.MANAGER, user__is_active=True
    )
    return JoinRequest.objects.select_related("user", "enterprise__province", "answered_by").annotate(
        has_manager=Exists(managers)
    )
