"""An administrator looks at the portal as somebody sees it, to help them: reads, and can change nothing.

The administrator stays signed in as themselves. For half an hour each page is drawn for the other person inside a
transaction that is rolled back, whatever the page did, and is noted in the journal under the administrator's name.
Nothing is sent; nobody's account, second factor or administration opens.
"""

import time
from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from accounts.models import User
from journal.actions import note_down, read_by

KEY = "support_view"
SECONDS = 30 * 60
ALWAYS_OPEN = frozenset({"organisations:support_end", "set_language", "account_logout"})
CLOSED = ("/admin/", "/tai-khoan/")
SAFE = frozenset({"GET", "HEAD"})
Answer = Callable[[HttpRequest], HttpResponse]


def begin(request: HttpRequest, person: User, *, reason: str) -> None:
    """From now on the pages of this session are drawn for ``person``."""
    request.session[KEY] = {"user": person.pk, "until": int(time.time()) + SECONDS}
    note_down(person, "begin_support_view", by=request.user, note=reason)  # type: ignore[arg-type] # an administrator


def end(request: HttpRequest) -> None:
    """The session shows the administrator's own pages again."""
    held = request.session.pop(KEY, None)
    person = User.objects.filter(pk=held["user"]).first() if held else None
    if person is not None and request.user.is_authenticated:  # else the administrator's own account has ended
        note_down(person, "end_support_view", by=request.user)


class SupportViewMiddleware:
    """Draws pages for the other person while it lasts; a session without it costs nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        held = request.session.get(KEY)
        if not held or _name(request) in ALWAYS_OPEN:
            return self.get_response(request)
        person = User.objects.filter(pk=held["user"], is_active=True, is_superuser=False).first()
        if person is None or not request.user.is_superuser or time.time() >= held["until"]:
            end(request)
            messages.info(request, _("The view for support has ended."))
            return self.get_response(request)
        return self._draw(request, person)

    def _draw(self, request: HttpRequest, person: User) -> HttpResponse:
        administrator, request.user = request.user, person
        request.supporter = administrator  # type: ignore[attr-defined] # the banner names both
        if request.method not in SAFE or request.path.startswith(CLOSED):
            return render(request, "organisations/support_closed.html", {"person": person}, status=403)
        note_down(person, "support_view", by=administrator, path=request.path[:200])  # type: ignore[arg-type]
        with transaction.atomic(), read_by(administrator):
            response = self.get_response(request)
            transaction.set_rollback(True)
        return response


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
