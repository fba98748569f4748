"""Every refusal leaves the door in one shape."""

import json
import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from api.documents.problem import MEDIA, Problem
from common.errors import RuleBroken
from common.outages import outage_of

A_MINUTE = 60
log = logging.getLogger("api")
NOT_THERE = gettext_lazy("It does not exist, or the token's organisation may not see it.")
NO_TOKEN = gettext_lazy(
    "Send the header “Authorization: Bearer …” with a token that is in force. Tokens are handed out on the page "
    "“Connected programs”."
)
FAILED = gettext_lazy("Nothing was changed. Try again later; if it stays, tell the administrator.")
NO_JSON = gettext_lazy("The body has to be JSON in UTF-8.")
FORESEEN: dict[type[Exception], tuple[str, Promise | str]] = {  # the special before the general
    AuthenticationError: ("no_token", NO_TOKEN),
    PermissionDenied: (
        "not_yours",
        gettext_lazy("You may see this record, but another role changes it."),
    ),
    Http404: ("not_there", NOT_THERE),
    RequestDataTooBig: ("too_large", ""),
    TooManyFieldsSent: ("too_large", ""),
    HttpError: ("unreadable", NO_JSON),
    UnreadablePostError: ("unreadable", NO_JSON),
}
SLIPS: dict[str, Promise] = {  # what is wrong, by the kind pydantic gives it
    "missing": gettext_lazy("This is missing."),
    "extra_forbidden": gettext_lazy("The portal does not know this name."),
    "string_type": gettext_lazy("This has to be text."),
    "bool_type": gettext_lazy("This has to be true or false."),
    "bool_parsing": gettext_lazy("This has to be true or false."),
    "int_type": gettext_lazy("This has to be a whole number."),
    "int_parsing": gettext_lazy("This has to be a whole number."),
    "list_type": gettext_lazy("This has to be a list."),
    "too_long": gettext_lazy("This list is too long."),
    "string_too_long": gettext_lazy("This text is too long."),
    "enum": gettext_lazy("This is none of the values to choose from."),
    "literal_error": gettext_lazy("This is none of the values to choose from."),
}
SOMETHING = gettext_lazy("This is not what is asked for here.")


def answered(problem: Problem) -> HttpResponse:
    """The refusal as an answer."""
    told = problem.told(reverse("api:docs"))
    content = json.dumps(told, ensure_ascii=False).encode()
    response = HttpResponse(content, status=problem.status, content_type=MEDIA)
    if problem.code == "no_token":
        response["WWW-Authenticate"] = "Bearer"
    if problem.wait:
        response["Retry-After"] = str(problem.wait)
    return response


def told_of(no: Exception) -> Problem:
    """What a refusal from anywhere inside is called at the door; a failure nobody foresaw is written to the log."""
    if isinstance(no, Problem):
        return no
    if isinstance(no, ValidationError):
        return Problem("invalid", errors=list(_slips(no.errors)))
    if isinstance(no, RuleBroken):
        return Problem("not_yours" if no.code == "not_permitted" else no.code or "refused", no.reason)
    for kind, (code, words) in FORESEEN.items():
        if isinstance(no, kind):
            return Problem(code, words)
    if outage_of(no) is not None:
        log.warning("a request of a program met an outage: %s", no)
        return Problem("unavailable", FAILED, wait=A_MINUTE)
    log.error("a request of a program failed", exc_info=no)
    return Problem("server_error", FAILED)


def handle_all(door: NinjaAPI) -> None:
    """Let every refusal and failure inside ``door`` leave as a problem."""

    def handler(_request: HttpRequest, no: Any) -> HttpResponse:
        return answered(told_of(no))

    for kind in (Exception, Http404, HttpError, ValidationError):
        door.add_exception_handler(kind, handler)


def _slips(errors: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Place and words of each slip; English words come from whoever found it."""
    is_english = (get_language() or "").startswith("en")
    for error in errors:
        words = SLIPS.get(error["type"], error["msg"] if is_english else SOMETHING)
        yield _place(error["loc"]), str(words)


def _place(steps: tuple[str | int, ...]) -> str:
    """``("body", "content", "lines", 0, "id")`` as ``body.lines[0].id``: the argument's own name says nothing."""
    named = [step for at, step in enumerate(steps) if not (at == 1 and steps[0] == "body")]
    place = ""
    for step in named:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else str(step)
    return place
