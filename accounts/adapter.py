"""How signing in differs from allauth's defaults."""

import logging
import time
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.core import context as asked
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts import second_factor
from accounts.sealing import seal, unseal

log = logging.getLogger(__name__)
NOT_SENT = _(
    "The mail server does not answer, so a mail about the account was not sent. What you did stands; if the mail was to "
    "bring you a link, ask for it once more in a while."
)
LANGUAGE = "vi"  # of every mail, whatever language the screen had


class PortalAccountAdapter(DefaultAccountAdapter):
    """Accounts come from an administrator or with the registration of an enterprise; mails speak Vietnamese."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """The library's own page for signing up stays closed."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once, in Vietnamese. A mail server that is down must not undo what the person did; they are told."""
        facts = context | {"portal_url": settings.PORTAL_BASE_URL}
        try:
            with translation.override(LANGUAGE):
                super().send_mail(template_prefix, email, facts)
        except (OSError, SMTPException) as problem:
            log.warning("a mail about an account was not sent: %s", problem)
            if (request := asked.request) is not None:
                messages.warning(request, NOT_SENT)

    def is_safe_url(self, url: str | None) -> bool:
        """Whether one is led there: addresses of the host that was asked, as Django judges them, and no other of ours."""
        host, is_secure = asked.request.get_host(), asked.request.is_secure()
        return url_has_allowed_host_and_scheme(url, {host}, require_https=is_secure)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002
        """What wrong passwords are counted by: the account, by whatever name of the portal and port it was asked for."""
        return f"account:{credentials.get('email', '').strip().lower()}"

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The link of a mail begins with the address people type, not with the host a request claimed."""
        return _ours(super().get_email_confirmation_url(request, emailconfirmation))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """As for a confirmation."""
        return _ours(super().get_reset_password_from_key_url(key))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has just signed in, and is led to set up a second factor, does not show the password again."""
        if app == "allauth.mfa" and self._has_just_signed_in():
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def _has_just_signed_in(self) -> bool:
        ways = get_authentication_records(self.request, self.request.user)
        return bool(ways) and time.time() - ways[-1]["at"] < REAUTHENTICATION_TIMEOUT


class PortalMFAAdapter(DefaultMFAAdapter):
    """Second factors are stored sealed; the last one stays with whoever must have one."""

    def encrypt(self, text: str) -> str:
        """As it is stored."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """As it was before."""
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Another one first, where one is asked of this person."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=second_factor.DEVICES)
        return others.exclude(pk=authenticator.pk).exists() or not second_factor.is_asked_of(
            authenticator.user
        )

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The portal by its name, where the device lists its passkeys."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.MFA_TOTP_ISSUER}


def _ours(url: str) -> str:
    return f"{settings.PORTAL_BASE_URL}{urlsplit(url).path}"
