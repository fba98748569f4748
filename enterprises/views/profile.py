"""The page of an enterprise."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.access import get_permitted
from enterprises.models import Enterprise
from enterprises.queries.size import size_of

RECORDS = Enterprise.objects.select_related("province")


@require_safe
def enterprise_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What the register knows about an enterprise."""
    enterprise = get_permitted(request.user, "enterprises.view_enterprise", RECORDS, pk=pk)
    context = {"enterprise": enterprise, "size": size_of(enterprise, timezone.localdate())}
    return render(request, "enterprises/enterprise_detail.html", context)
