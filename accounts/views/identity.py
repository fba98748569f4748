"""To the identity provider, or a word that it cannot be reached."""

import logging

import requests
from allauth.socialaccount.providers.openid_connect.views import callback, login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


@login_not_required
def identity_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """As the library does it; a provider that is down holds nobody up."""
    return _or_told(login, request, provider_id)


@login_not_required
def identity_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """As the library does it; a provider that went down meanwhile is told, too."""
    return _or_told(callback, request, provider_id)


def _or_told(view: object, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return view(request, provider_id)  # type: ignore[operator] # a view of a library without types
    except requests.RequestException as problem:
        log.warning("the identity provider does not answer: %s", type(problem).__name__)
        messages.warning(
            request,
            _("The identity provider does not answer. Sign in with your password, or try again later."),
        )
        return redirect("account_login")
