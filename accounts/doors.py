"""What a session must be to go on: not too old, not asleep, and with a second factor where one is asked for."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from accounts import second_factor
from accounts.actions.sessions import ENDED, end_reason, has_been_used, is_worth_noting
from common.outages import is_of_database
from common.sign_in import page_behind

Answer = Callable[[HttpRequest], HttpResponse]


class TimedSessionMiddleware:
    """Ends a session that nobody used for an hour, or that began a working day ago; notes at times that it is used."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY not in request.session:
            return self.get_response(request)
        now = int(time.time())
        reason = end_reason(request.session, now)
        if reason:
            _end(request, reason)
        elif is_worth_noting(request, now) and not has_been_used(request.session, now):
            logout(request)
        return self.get_response(request)


def _end(request: HttpRequest, reason: str) -> None:
    """End the session. Where the database only reads, it is ended for this request, and for every other that brings it."""
    try:
        logout(request)
        request.session[ENDED] = reason  # the sign-in page says why
    except DatabaseError as fault:
        if not is_of_database(fault):
            raise
        request.session = type(request.session)()
        request.user = AnonymousUser()


class SecondFactorMiddleware:
    """Leads whoever still owes a second factor to where it is shown or set up; nothing else opens until then."""

    ALWAYS = frozenset({"account_logout", "set_language"})
    # whoever has a device shows it: nothing that adds, shows or takes away another opens for the password alone
    TO_SHOW = ALWAYS | {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
    TO_SET_UP = ALWAYS | {
        "account_reauthenticate",
        "accounts:second_factor",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
    }

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PORTAL_MFA_REQUIRED or not request.user.is_authenticated:
            return self.get_response(request)
        state = second_factor.standing(request, request.user)
        if state in {second_factor.NOT_ASKED, second_factor.SHOWN} or self._is_open(request.path_info, state):
            return self.get_response(request)
        return self._lead(request, state)

    def _is_open(self, path: str, state: str) -> bool:
        try:
            name = resolve(path).view_name
        except Resolver404:
            return False
        return name in (self.TO_SHOW if state == second_factor.TO_SHOW else self.TO_SET_UP)

    def _lead(self, request: HttpRequest, state: str) -> HttpResponse:
        """To the page of setting up, or to showing the factor there is, and then back to where the person was."""
        place = "mfa_reauthenticate" if state == second_factor.TO_SHOW else "accounts:second_factor"
        here = request.get_full_path() if request.method == "GET" else resolve_url("portal:home")
        if request.htmx:  # type: ignore[attr-defined]
            here = page_behind(request)
        address = f"{resolve_url(place)}?{urlencode({'next': here})}"
        return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)  # type: ignore[attr-defined]
