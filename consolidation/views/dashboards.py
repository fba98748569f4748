"""A plan's results as a page for those who steer it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from consolidation.documents.panels import matter_of, panels_of
from organisations.queries import province_ids_of
from programmes.models import Plan
from reporting.models import ReportingPeriod


@require_safe
def plan_dashboard(request: HttpRequest, key: str) -> HttpResponse:
    """Targets, years, groups, money and units of a plan in one period; ``?ky=`` chooses the period."""
    plans = Plan.objects.select_related("province", "programme", "document__issuer")
    plan = get_object_or_404(plans, key=key)
    if not (request.user.is_superuser or plan.province_id in province_ids_of(request.user)):  # type: ignore[arg-type]
        raise Http404
    periods = list(plan.periods.order_by("-year", "kind", "number"))
    for each in periods:
        each.plan = plan
    period = _chosen(periods, request.GET.get("ky", ""))
    matter = matter_of(period, on=timezone.localdate()) if period else None
    context = {
        "plan": plan,
        "periods": periods,
        "period": period,
        "panels": panels_of(matter) if matter else (),
        "is_demo": matter is not None and matter.is_demo,
    }
    return render(request, "consolidation/plan_dashboard.html", context)


def _chosen(periods: list[ReportingPeriod], asked: str) -> ReportingPeriod | None:
    """The period asked for, else the last yearly one, else any; none where none was opened."""
    named = [period for period in periods if str(period.pk) == asked]
    yearly = [period for period in periods if period.is_yearly]
    return next(iter([*named, *yearly, *periods]), None)
