"""Where a person is signed in, and how they end what they do not know."""

import re
from dataclasses import dataclass

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions.sessions import end_sessions, living_sessions

BROWSERS = [("Edg", "Edge"), ("OPR", "Opera"), ("coc_coc", "Cốc Cốc"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")]  # fmt: skip
SYSTEMS = [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")]  # fmt: skip


@dataclass(frozen=True)
class Device:
    """A session as its owner knows it again."""

    session: UserSession
    name: str
    is_this: bool


@require_http_methods(["GET", "HEAD", "POST"])
def session_list(request: HttpRequest) -> HttpResponse:
    """The living sessions of the person; POST ends one (``session``) or all others."""
    if request.method == "POST":
        return _end(request)
    here = request.session.session_key
    devices = [
        Device(session, device_of(session.user_agent), session.session_key == here)
        for session in living_sessions(request.user)  # type: ignore[arg-type] # closed to visitors
    ]
    others = sum(not device.is_this for device in devices)
    return render(request, "accounts/session_list.html", {"devices": devices, "others": others})


@reauthentication_required
def _end(request: HttpRequest) -> HttpResponse:
    """The password, or the second factor, was shown a moment ago: whoever found an open screen ends nobody's work."""
    chosen = request.POST.get("session", "")
    only = int(chosen) if re.fullmatch(r"[0-9]{1,18}", chosen) else None
    ended = end_sessions(request.user, only=only, but=request.session.session_key)  # type: ignore[arg-type]
    if ended:
        messages.success(request, _("Ended. Whoever used it must sign in again."))
    else:
        messages.info(request, _("There is nothing left to end."))
    return redirect("accounts:session_list")


def device_of(user_agent: str) -> str:
    """Browser and system in two words, as far as the browser says; empty where it says neither."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return " · ".join(part for part in (browser, system) if part)
