"""Results against a plan's targets."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations.queries import province_ids_of
from programmes.models import Plan
from reporting.queries.results import results_of


@require_safe
def plan_progress(request: HttpRequest, key: str) -> HttpResponse:
    """Results against a plan's targets, for those who read the province; ``?year=`` chooses the year."""
    plan = get_object_or_404(Plan.objects.select_related("province", "document"), key=key)
    if not (request.user.is_superuser or plan.province_id in province_ids_of(request.user)):  # type: ignore[arg-type]
        raise Http404
    periods = {period.year: period for period in plan.periods.yearly().order_by("year")}
    years = list(periods)
    asked = request.GET.get("year", "")
    chosen = [year for year in years if str(year) == asked] or years[-1:]
    context = {
        "plan": plan,
        "years": years,
        "year": chosen[0] if chosen else None,
        "period": periods[chosen[0]] if chosen else None,
        "results": results_of(plan, chosen[0], on=timezone.localdate()) if chosen else None,
    }
    template = "reporting/_plan_progress.html" if request.htmx else "reporting/plan_progress.html"  # type: ignore[attr-defined]
    return render(request, template, context)
