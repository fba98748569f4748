"""Plans as a person wants to read them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from programmes.models import Plan


@require_safe
@login_not_required
def plan_list(request: HttpRequest) -> HttpResponse:
    """Every plan the portal knows; public law, so no sign-in."""
    return render(request, "programmes/plan_list.html", {"plans": Plan.objects.for_list()})


@require_safe
@login_not_required
def plan_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One plan."""
    plan = get_object_or_404(Plan.objects.for_list(), key=key)
    return render(request, "programmes/plan_detail.html", {"plan": plan})
