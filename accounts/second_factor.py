"""Who must show a second factor, and whether this session has: a mark in the session, so that no page asks again."""

import time
from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from accounts.models import User

MARK = "second_factor"
NOT_ASKED, SHOWN, TO_SHOW, TO_SET_UP = "not_asked", "shown", "to_show", "to_set_up"
LOOK_AGAIN = 15 * 60  # seconds: somebody who is given a role while signed in is asked within this time
LOOK_AT_LAST = 60 * 60  # seconds: also whoever opens no page at all and only sends
DEVICES = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]

Rule = Callable[[User], bool]
_rules: list[Rule] = []


def ask_those_who(rule: Rule) -> None:
    """Let everybody of whom ``rule`` is true show a second factor. Called from the ``ready`` of an app that knows roles."""
    if rule not in _rules:
        _rules.append(rule)


def is_asked_of(user: User) -> bool:
    """Whether this person must have a second factor here: administrators, and whomever a rule names."""
    if not settings.PORTAL_MFA_REQUIRED:
        return False
    return user.is_staff or user.is_superuser or any(rule(user) for rule in _rules)


def mark(request: HttpRequest, user: User) -> str:
    """Look where the person stands with the second factor, and write it into the session."""
    state = _state_of(request, user)
    request.session[MARK] = [state, int(time.time())]
    return state


def mark_shown(request: HttpRequest) -> None:
    """A device was set up or used this very moment."""
    request.session[MARK] = [SHOWN, int(time.time())]


def standing(request: HttpRequest, user: User) -> str:
    """Where the session stands, from its mark; looked up afresh where there is none, or where a role may be new.

    What somebody sends is held up by a fresh look only after an hour of sending alone: mostly the next page they open is.
    Whoever still has to set one up is looked up each time, for somebody may have set it up elsewhere.
    """
    state, at = request.session.get(MARK) or ("", 0)
    bound = LOOK_AGAIN if request.method in {"GET", "HEAD"} else LOOK_AT_LAST
    is_old = state == TO_SET_UP or (state == NOT_ASKED and time.time() - at > bound)
    return mark(request, user) if not state or is_old else state


def _state_of(request: HttpRequest, user: User) -> str:
    if not is_asked_of(user):
        return NOT_ASKED
    if not is_mfa_enabled(user, DEVICES):
        return TO_SET_UP
    shown = any(record.get("method") == "mfa" for record in get_authentication_records(request, user))
    return SHOWN if shown else TO_SHOW
