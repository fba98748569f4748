"""What every address of the door has in common, whichever view stands behind it."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from api.documents.problem import Problem
from api.views.problems import answered, told_of

NOT_ALLOWED, FOUND = 405, 200
NO_TLS = gettext_lazy(
    "Ask by https. A token that was sent without TLS is known to others: end it, and hand out another."
)


def framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view without session and cookies: HEAD as GET, 304 for what the program has already, 405 as a problem."""

    @csrf_exempt  # no cookie opens this door, so there is nothing another site could misuse
    @login_not_required  # the token is asked for inside
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            # led on to TLS a program would go on to show its token to whoever listens, and nobody would notice
            return answered(Problem("no_tls", NO_TLS))
        asked_by = request.method
        if asked_by == "HEAD":
            request.method = "GET"
        try:
            response = view(request, *args, **kwargs)
        except Http404 as no:  # the root of the door stands outside its handlers
            response = answered(told_of(no))
        request.method = asked_by
        if response.status_code == NOT_ALLOWED and not response.get("Content-Type", "").startswith(
            "application/"
        ):
            allowed = response["Allow"]
            response = answered(Problem("no_such_act"))
            response["Allow"] = allowed
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Authorization", "Accept-Language"])
        return _unless_known(request, response)

    return answer


def nothing_here(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Any other address below the door."""
    return answered(told_of(Http404()))


def _unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its fingerprint; 304 without it where the program names the same one."""
    if request.method not in {"GET", "HEAD"} or response.status_code != FOUND:
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
