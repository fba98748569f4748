"""The page for a fault: of ours (500), or of the machines below us (503), which keeps what was typed."""

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error as plain_server_error

from common.outages import Outage, outage_of
from operations.watching import note

NOT_NOW = 503
TRY_AGAIN = 120  # seconds
LONG = 80  # signs: a text people would not like to type again
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
OWN_SECRETS = (
    "account_",
    "mfa_",
    "socialaccount_",
)  # forms of the sign-in: nothing typed there is shown again


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the fault is still at hand: an outage gets words, anything else the usual page."""
    outage = outage_of(sys.exc_info()[1])
    return plain_server_error(request) if outage is None else not_now(request, outage)


def not_now(request: HttpRequest, outage: Outage) -> HttpResponse:
    """503 with what is out of order; a form that was sent stands ready to be sent again.

    It asks neither the database nor the session. A page that saves itself keeps its text itself and is only told.
    """
    note(outage)
    is_ours = request.method == "POST" and getattr(request, "csrf_processing_done", False)  # not forged
    if is_ours and request.POST.get("save") == "auto":
        words = _("Nothing can be saved just now. Keep this page open; what you typed stays in it.")
        response: HttpResponse = JsonResponse({"state": "outage", "message": words}, status=NOT_NOW)
    else:
        context: dict[str, object] = {
            "outage": outage.value,
            "path": request.get_full_path(),
            "csrf_token": get_token(request),
        }
        if is_ours:
            context |= _what_was_typed(request)
        response = HttpResponse(render_to_string("503.html", context), status=NOT_NOW)
    response["Retry-After"] = str(TRY_AGAIN)
    response["Cache-Control"] = "no-store"
    return response


def _what_was_typed(request: HttpRequest) -> dict[str, object]:
    """The fields to send again, the long texts among them, and whether there were files."""
    match = request.resolver_match
    if match is None or match.view_name.startswith(OWN_SECRETS):
        return {}
    typed = [(name, value) for name, given in request.POST.lists() for value in given if name != TOKEN]
    if any("password" in name.lower() for name, _value in typed):
        return {}
    texts = [value for _name, value in typed if len(value) >= LONG]
    return {"typed": typed, "long": texts, "had_files": bool(request.FILES)}
