"""The journal hears of accounts: who signed in and how, and every change to how somebody signs in."""

import logging
from typing import Any

from allauth.account import signals as account_signals
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as social_signals
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from accounts.models import User
from accounts.signals import happened
from journal.actions import note_down

log = logging.getLogger(__name__)


def listen() -> None:
    """Hear what the library and ``accounts`` tell. Called when every app is ready."""
    account_signals.user_logged_in.connect(_signed_in, dispatch_uid="journal.signed_in")
    for name in ("password_changed", "password_reset", "password_set"):
        heard = _noted("change_password")
        getattr(account_signals, name).connect(heard, weak=False, dispatch_uid=f"journal.{name}")
    for name, action in (
        ("authenticator_added", "add_second_factor"),
        ("authenticator_removed", "remove_second_factor"),
        ("authenticator_reset", "new_recovery_codes"),
    ):
        getattr(mfa_signals, name).connect(_noted(action), weak=False, dispatch_uid=f"journal.{name}")
    for name, action in (
        ("social_account_added", "link_identity"),
        ("social_account_removed", "unlink_identity"),
    ):
        getattr(social_signals, name).connect(_linked(action), weak=False, dispatch_uid=f"journal.{name}")
    user_login_failed.connect(_refused, dispatch_uid="journal.refused")
    mfa_signals.authentication_failed.connect(_code_refused, dispatch_uid="journal.code_refused")
    happened.connect(_happened, dispatch_uid="journal.happened")


def _signed_in(request: HttpRequest, user: User, **_facts: Any) -> None:
    """By what: password, second factor, passkey, another provider. No network address: the log of the web has it."""
    records = get_authentication_records(request, user)
    ways = [str(record.get("type") or record.get("provider") or record.get("method")) for record in records]
    note_down(user, "sign_in", by=user, ways=ways)


def _refused(credentials: dict[str, Any], **_facts: Any) -> None:
    """A wrong password: at the account it was tried for; of an address nobody has only the log knows, without naming it."""
    user = User.objects.known_as(str(credentials.get("email") or ""))
    if user is None:
        log.warning("a sign-in was refused: nobody here has the address")
    else:
        note_down(user, "refuse_sign_in", by=None)


def _code_refused(user: User, authenticator: Authenticator, **_facts: Any) -> None:
    """A wrong code, after the right password."""
    note_down(user, "refuse_second_factor", by=None, kind=authenticator.type)


def _noted(action: str) -> Any:
    def heard(user: User, **facts: Any) -> None:
        authenticator = facts.get("authenticator")
        kind = {"kind": authenticator.type} if authenticator is not None else {}
        note_down(user, action, by=user, **kind)

    return heard


def _linked(action: str) -> Any:
    def heard(**facts: Any) -> None:
        login = facts.get("sociallogin")
        user = login.user if login is not None else facts["socialaccount"].user
        note_down(user, action, by=user)

    return heard


def _happened(user: User, what: str, by: User | None, facts: dict[str, Any], **_more: Any) -> None:
    note_down(user, what, by=by, **facts)
