"""Figures for Prometheus: what the processes of this machine counted, and what stands in the database."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from operations.access import require_machine
from operations.counters import counted
from operations.queries.figures import Figures


@require_safe
@never_cache
@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """For machines of ours; an address that does not exist for everybody else."""
    require_machine(request)
    asked = CollectorRegistry(auto_describe=False)
    asked.register(Figures())
    return HttpResponse(generate_latest(counted()) + generate_latest(asked), content_type=CONTENT_TYPE_LATEST)
