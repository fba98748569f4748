"""Who answers for the tasks of a plan today, and what an organisation answers for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.access import get_permitted
from organisations.models import Organisation
from programmes.models import Plan
from programmes.queries.plans import roles_naming
from programmes.queries.today import plans_for, roles_today, tasks_today


@require_safe
def plan_roles(request: HttpRequest, key: str) -> HttpResponse:
    """Task by task who leads and helps today, through which words, and which roles nobody holds."""
    plan = get_object_or_404(Plan.objects.select_related("province", "document"), key=key)
    context = {"plan": plan, "today": timezone.localdate(), "tasks": tasks_today(plan, timezone.localdate())}
    return render(request, "programmes/plan_roles.html", context)


@require_safe
def organisation_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """What an organisation answers for today, and where texts name it: a part of its page, or a page of its own."""
    records = Organisation.objects.select_related("province")
    organisation = get_permitted(request.user, "organisations.view_organisation", records, pk=pk)
    today = timezone.localdate()
    context = {
        "organisation": organisation,
        "today": roles_today(organisation, plans_for(organisation, today), today),
        "named": roles_naming(organisation),
    }
    part = "programmes/_organisation_roles.html" if request.htmx else "programmes/organisation_roles.html"  # type: ignore[attr-defined]
    return render(request, part, context)
