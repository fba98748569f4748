"""Plans as a person wants to read them."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from common.vietnamese import clean
from organisations.models import Evidence, Province
from programmes.models import Programme, Standing
from programmes.queries.lines import Reading
from programmes.queries.plans import plans_found, plans_of, provinces_with_plans
from programmes.queries.reading import has_number, issued, plan_to_read, read

PAGE = 50


@require_safe
@login_not_required
def plan_list(request: HttpRequest) -> HttpResponse:
    """Every plan the portal knows; public law, so no sign-in. Filters stay in the address."""
    asked = {name: clean(request.GET.get(name, "")) for name in ("q", "province", "programme")}
    found = plans_found(
        text=asked["q"],
        province=asked["province"],
        programme=asked["programme"],
        day=timezone.localdate(),
    )
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "is_filtered": any(asked.values()),
        "provinces": provinces_with_plans(),
        "programmes": Programme.objects.all(),
    }
    return render(request, "programmes/plan_list.html", context)


@require_safe
@login_not_required
def plan_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One plan: the enacted text in order, what it means in words, and what was found in it."""
    plan = get_object_or_404(plan_to_read(), key=key)
    today = timezone.localdate()
    reading = read(plan, today, get_language() or "vi")
    context = {
        "plan": plan,
        "reading": reading,
        "has_number": has_number(plan.document),
        "issued": issued(plan.document),
        "has_ended": plan.has_ended(today) and plan.standing != Standing.HISTORY,
        "contents": _contents(reading),
        "evidence_marks": Evidence.choices,
        "may_follow": request.user.has_perm("programmes.follow_plan", plan),
        "may_accept": request.user.has_perm("programmes.accept_finding", plan),
    }
    return render(request, "programmes/plan_detail.html", context)


@require_safe
@login_not_required
def province_plans(request: HttpRequest, slug: str) -> HttpResponse:
    """The plans of a province with those it inherited: a part of the province's page, or a page of its own."""
    province = get_object_or_404(Province, slug=slug)
    context = {"province": province, "plans": plans_of(province, timezone.localdate())}
    part = "programmes/_province_plans.html" if request.htmx else "programmes/province_plans.html"  # type: ignore[attr-defined]
    return render(request, part, context)


def _contents(reading: Reading) -> list[dict[str, str | Promise]]:
    """The table of contents: the parts this plan has."""
    plan = reading.plan
    parts = [
        (True, "facts", _("The document")),
        (reading.phases, "targets", _("Targets")),
        (reading.annex or reading.assigned, "years", _("Figures by year")),
        (plan.baselines.all(), "baselines", _("Results of the period before")),
        (reading.groups, "tasks", _("Tasks")),
        (plan.policies.all(), "policies", _("Who is supported, and how")),
        (reading.duties, "duties", _("Who reports, and when")),
        (reading.bases, "bases", _("Legal bases")),
        (reading.findings, "findings", _("Findings in the text")),
    ]
    return [{"id": name, "label": label} for present, name, label in parts if present]
