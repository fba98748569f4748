"""A form sent after the session ended, or with the token of another session, is kept for the person who typed it.

Any page that people fill in for long may use it: it carries a signed name in the field ``head-form``.
See docs/adr/0007-a-typed-form-outlives-its-session.md.
"""

import base64
import secrets
import zlib
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_csrf_failure
from django_htmx.http import HttpResponseClientRedirect

from common.access import Someone

SALT = "kept-form"
FIELD = "head-form"  # the hidden field that carries the page's name
DAYS = 14
KEPT = "kept_form"


@dataclass(frozen=True)
class OpenPage:
    """A page as it was handed out: to whom, which view of which record, and which one of all."""

    user: int
    view: str
    record: int
    name: str

    def belongs(self, user: Someone, view: str, record: int) -> bool:
        """Whether this very person was handed this very page."""
        return (self.user, self.view, self.record) == (user.pk, view, record)


def token_for(user: Someone, view: str, record: int) -> str:
    """The signed name of a page handed to ``user``: ``view`` as in an address (app:name), ``record`` its id."""
    return signing.dumps([user.pk, view, record, secrets.token_urlsafe(9)], salt=SALT)


def page_of(token: str) -> OpenPage | None:
    """The page a token names; None for one we never made, or made too long ago."""
    try:
        return OpenPage(*signing.loads(token, salt=SALT, max_age=DAYS * 86_400))
    except signing.BadSignature:
        return None


def sign_in_first(request: HttpRequest, view: str, record: int) -> HttpResponse:
    """To the sign-in, and back; what was typed waits. A page that saves itself is told instead."""
    if request.POST.get("save") == "auto":
        words = _("Your session has ended. Sign in again in another tab, then press “Save the draft” here.")
        return JsonResponse({"state": "signed_out", "message": words}, status=401)
    page = _open_page(request, view, record)
    if page is not None:
        _keep(request, page)
    return redirect_to_login(request.path)


def taken(request: HttpRequest, view: str, record: int) -> QueryDict | None:
    """What the person had typed into the form when the session ended; handed out once."""
    kept = request.session.get(KEPT)
    if not kept or (kept["view"], kept["record"], kept["user"]) != (view, record, request.user.pk):
        return None
    del request.session[KEPT]
    return QueryDict(zlib.decompress(base64.b64decode(kept["data"])))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page's token is of another session, mostly because one signed in again in another tab.

    Of a page we handed to somebody under a name, what was typed is kept for that person and comes back, unsaved.
    """
    match = request.resolver_match
    pk = match.kwargs.get("pk") if match else None
    page = _open_page(request, match.view_name, pk) if match and isinstance(pk, int) else None
    if match is None or page is None:
        return plain_csrf_failure(request, reason)
    if request.POST.get("save") == "auto":  # it keeps its text itself, so what another page left here stays
        if page.user == request.user.pk:
            return JsonResponse({"state": "renewed", "token": get_token(request)}, status=403)
        return sign_in_first(request, page.view, page.record)
    _keep(request, page)
    back = reverse(page.view, kwargs=match.kwargs)
    return HttpResponseClientRedirect(back) if request.htmx else redirect(back)  # type: ignore[attr-defined]


def _open_page(request: HttpRequest, view: str, record: int) -> OpenPage | None:
    """The page that was sent, if we handed it out to somebody for this record."""
    page = page_of(request.POST.get(FIELD, ""))
    return page if page is not None and (page.view, page.record) == (view, record) else None


def _keep(request: HttpRequest, page: OpenPage) -> None:
    """Put what was typed into the session."""
    typed: Any = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "save"):
        typed.pop(name, None)
    data = base64.b64encode(zlib.compress(typed.urlencode().encode())).decode()
    request.session[KEPT] = {"view": page.view, "record": page.record, "user": page.user, "data": data}
