"""A draft: begin it, fill it in, begin from an earlier one, throw it away."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.access import get_permitted
from common.errors import RuleBroken
from common.vietnamese import clean
from enterprises.models import Enterprise, enterprise_ids_of
from programmes.models import Plan
from support.actions.drafts import clone, discard, start
from support.forms.steps import StartForm
from support.models import Application, SupportContent
from support.queries.cautions import cautions_of, with_policies
from support.states import ApplicationState as State

EDIT = "support.edit_application"
RECORDS = Application.objects.select_related("enterprise__province", "plan__province", "plan__document")
MOST_WISHED = 50  # contents named in an address


@require_http_methods(["GET", "HEAD", "POST"])
def application_start(request: HttpRequest) -> HttpResponse:
    """Choose for whom and what to apply: one plan, several contents, warnings first.

    ``?noi-dung=plan/code`` (several) preselects contents; ``?ke-hoach=plan`` names the plan alone.
    """
    enterprises = Enterprise.objects.filter(pk__in=enterprise_ids_of(request.user)).order_by("order", "pk")  # type: ignore[arg-type] # signed in
    wished = _wished(request)
    plan = _plan(request, wished)
    offered = _offered(plan)
    form = _form(request, enterprises, offered, wished)
    if request.method == "POST" and plan is not None and form.is_valid():
        try:
            return _started(request, plan, form)
        except RuleBroken as no:
            form.add_error(None, no)
    context: dict[str, Any] = {
        "form": form,
        "plan": plan,
        "enterprises": enterprises,
        "contents": [],
        "plans": [],
    }
    if plan is None:
        context["plans"] = _plans(enterprises)
    elif enterprises:
        context |= _known(form, plan, offered, enterprises)
    return render(request, "support/application_start.html", context)


@require_POST
def application_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away; it asked once, naming it."""
    application = get_permitted(request.user, EDIT, RECORDS, pk=pk)
    try:
        discard(application, by=request.user)  # type: ignore[arg-type] # signed in
    except RuleBroken as no:
        messages.error(request, no.reason)
        return redirect(application)
    messages.success(request, _("The draft was thrown away with its files."))
    return redirect("portal:home")


@require_POST
def application_clone(request: HttpRequest, pk: int) -> HttpResponse:
    """A new draft with the words of this application."""
    application = get_permitted(request.user, EDIT, RECORDS, pk=pk)
    try:
        begun = clone(application, by=request.user, on=timezone.localdate())  # type: ignore[arg-type] # signed in
    except RuleBroken as no:
        messages.error(request, no.reason)
        return redirect(application)
    if begun.is_new:
        messages.success(
            request, _("A new draft has the words of the earlier application. Attach its papers afresh.")
        )
    else:
        messages.info(
            request, _("You already have a draft of this plan. Here it is; nothing was changed in it.")
        )
    return redirect("support:application_edit", begun.application.pk)


def _wished(request: HttpRequest) -> list[SupportContent]:
    """The contents the address names, of the first plan among them that exists."""
    named = [clean(name).partition("/") for name in request.GET.getlist("noi-dung")[:MOST_WISHED]]
    key = next((plan for plan, _slash, _code in named), "")
    codes = [code for plan, _slash, code in named if plan == key]
    return list(SupportContent.objects.filter(plan__key=key, code__in=codes).select_related("plan"))


def _plan(request: HttpRequest, wished: list[SupportContent]) -> Plan | None:
    if wished:
        return wished[0].plan
    return Plan.objects.filter(key=clean(request.GET.get("ke-hoach", ""))).first()


def _plans(enterprises: QuerySet[Enterprise]) -> list[Plan]:
    """Plans with open contents; those of the enterprises' own provinces stand first."""
    here = set(enterprises.values_list("province_id", flat=True))
    offered = SupportContent.objects.offered(timezone.localdate()).values("plan")
    plans = Plan.objects.filter(pk__in=offered).select_related("province", "document")
    return sorted(plans, key=lambda plan: plan.province_id not in here)


def _offered(plan: Plan | None) -> QuerySet[SupportContent]:
    contents = SupportContent.objects.offered(timezone.localdate()).filter(plan=plan)
    return contents.select_related("plan__province").prefetch_related(with_policies())


def _form(
    request: HttpRequest,
    enterprises: QuerySet[Enterprise],
    offered: QuerySet[SupportContent],
    wished: list[SupportContent],
) -> StartForm:
    form = StartForm(
        request.POST if request.method == "POST" else None,
        initial={"contents": [content.pk for content in wished], "enterprise": request.GET.get("dn")},
    )
    form.fields["enterprise"].queryset = enterprises  # type: ignore[attr-defined]
    form.fields["contents"].queryset = offered  # type: ignore[attr-defined]
    return form


def _started(request: HttpRequest, plan: Plan, form: StartForm) -> HttpResponse:
    begun = start(
        form.cleaned_data["enterprise"],
        plan,
        by=request.user,  # type: ignore[arg-type] # signed in
        on=timezone.localdate(),
        contents=form.cleaned_data["contents"],
    )
    if begun.is_new:
        messages.success(
            request, _("The draft was begun. It saves itself; DOST sees it when you hand it in.")
        )
    else:
        messages.info(
            request, _("You already have a draft of this plan. Here it is, with the contents you chose now.")
        )
    return redirect("support:application_edit", begun.application.pk)


def _known(
    form: StartForm, plan: Plan, offered: QuerySet[SupportContent], enterprises: QuerySet[Enterprise]
) -> dict[str, Any]:
    """The contents with what the enterprise should know about each, and the draft it already has."""
    asked = str(form["enterprise"].value() or "")
    enterprise = next((e for e in enterprises if str(e.pk) == asked), enterprises[0])
    contents = list(offered)
    cautions = cautions_of(contents, enterprise, timezone.localdate())
    chosen = {str(pk) for pk in form["contents"].value() or []}
    draft = Application.objects.filter(enterprise=enterprise, plan=plan, state=State.DRAFT).first()
    rows = [(content, str(content.pk) in chosen, cautions[content.pk]) for content in contents]
    return {"contents": rows, "enterprise": enterprise, "draft": draft}
