"""Who may read figures and the deep check: whoever shows the token, and machines of the networks that were named."""

import ipaddress
import secrets

from django.conf import settings
from django.http import Http404, HttpRequest

from common.rate_limit import asker

BEARER = "Bearer "


def require_machine(request: HttpRequest) -> None:
    """Let a machine of ours through; for everybody else the address does not exist (Http404)."""
    if not (_shows_token(request) or _is_near(request)):
        raise Http404


def _shows_token(request: HttpRequest) -> bool:
    shown = request.headers.get("Authorization", "")
    wanted = settings.METRICS_TOKEN
    return bool(wanted) and secrets.compare_digest(shown.encode(), f"{BEARER}{wanted}".encode())


def _is_near(request: HttpRequest) -> bool:
    """By the address the connection comes from; what somebody else's proxy passed on is far."""
    if not settings.BEHIND_PROXY and request.headers.get("X-Forwarded-For"):
        return False
    try:
        address = ipaddress.ip_address(asker(request))
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(network) for network in settings.METRICS_NETWORKS)
