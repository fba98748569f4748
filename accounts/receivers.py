"""What follows when somebody signs in, proves more, or changes how they sign in."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from accounts import second_factor
from accounts.actions.sessions import LISTED, begin, end_sessions, rotate
from accounts.hashers import OLD, spend_the_other
from accounts.models import User


def signed_in(request: HttpRequest, user: User, **_facts: Any) -> None:
    """The clocks of the session start, and it is looked at once what the person must show."""
    begin(request)
    if settings.PORTAL_MFA_REQUIRED:
        second_factor.mark(request, user)


def refused(credentials: dict[str, Any], **_facts: Any) -> None:
    """While somebody's hash is an old one, every refusal is the work of both methods: its time tells of no account."""
    if User.objects.filter(password__startswith=OLD).exists():
        person = User.objects.known_as(str(credentials.get("email") or ""))
        spend_the_other(person.password if person is not None else "")


def listed(request: HttpRequest, **_facts: Any) -> None:
    """The library keeps a row of the session from now on."""
    request.session[LISTED] = True


def step_completed(request: HttpRequest, user: User, **facts: Any) -> None:
    """Somebody who is signed in proved again who they are: another key, and the mark as it is now."""
    if facts.get("reauthenticated"):
        rotate(request)
        second_factor.mark(request, user)


def device_added(request: HttpRequest, user: User, authenticator: Authenticator, **_facts: Any) -> None:
    """A device that was just set up has just been shown; whoever got in without one gets in anew. Codes are no device."""
    if authenticator.type not in second_factor.DEVICES:
        return
    rotate(request)
    second_factor.mark_shown(request)
    end_sessions(user, but=request.session.session_key)


def device_removed(request: HttpRequest, user: User, **_facts: Any) -> None:
    """Whoever took away the last device may owe one."""
    second_factor.mark(request, user)
