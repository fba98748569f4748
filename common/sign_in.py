"""A part of a page that was fetched after the session ended must not be filled with the sign-in page."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect


class SignInAgainMiddleware:
    """Sends the whole page to the sign-in, and back to the page the person was on, not to the fragment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        door = resolve_url("account_login")
        if not (request.htmx and isinstance(response, HttpResponseRedirect)):  # type: ignore[attr-defined]
            return response
        if urlsplit(response.url).path != door:
            return response
        return HttpResponseClientRedirect(f"{door}?{urlencode({'next': page_behind(request)})}")


def page_behind(request: HttpRequest) -> str:
    """The page a fragment was asked for from; the first one where its address says none of ours."""
    try:
        here = request.htmx.current_url_abs_path  # type: ignore[attr-defined]
    except ValueError:  # no address at all
        here = None
    return here or resolve_url("portal:home")
