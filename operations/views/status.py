"""How the portal stands, for administrators."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from operations.queries.status import status_rows
from operations.queries.troubles import troubles


@require_safe
@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """What is out of order just now, what waits, and what was done last."""
    if not request.user.is_superuser:
        raise PermissionDenied
    now = timezone.now()
    context = {"troubles": troubles(now), "rows": status_rows(now), "now": now}
    return render(request, "operations/status.html", context)
