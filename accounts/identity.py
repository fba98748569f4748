"""How an identity from outside opens an account that is here already, and never a new one."""

import logging
from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import User

log = logging.getLogger(__name__)
PROVIDER = "openid_connect"
KEPT = frozenset({"sub", "name"})  # of all a provider tells about a person


class IdentityAdapter(DefaultSocialAccountAdapter):
    """Providers come from the settings alone; accounts are linked, not made."""

    def list_apps(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - the library's signature
        provider: str | None = None,
        client_id: str | None = None,
    ) -> list[SocialApp]:
        """The provider of the settings, if there is one. Asks the database nothing."""
        apps = [
            SocialApp(provider=PROVIDER, **facts)
            for facts in settings.SOCIALACCOUNT_PROVIDERS[PROVIDER]["APPS"]
        ]
        return [
            app
            for app in apps
            if provider in {None, PROVIDER, app.provider_id} and client_id in {None, app.client_id}
        ]

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: object,  # noqa: ARG002 - as above
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002 - as above
    ) -> None:
        """Back to the door with a word about it; the log has what the provider said, such as of a secret it does not know."""
        if error == AuthError.CANCELLED:
            said = _("You did not finish signing in at the identity provider.")
        else:
            log.warning("the identity provider confirmed nobody: %s", str(exception or error)[:200])
            said = _("The identity provider did not confirm who you are. Sign in with your password, or try again later.")  # fmt: skip
        messages.warning(request, said)
        door = "socialaccount_connections" if request.user.is_authenticated else "account_login"
        raise ImmediateHttpResponse(redirect(door))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Never: an identity without an account is told how to get one."""
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The account whose confirmed address the provider has confirmed, too."""
        for address in sociallogin.email_addresses:
            user = User.objects.known_as(address.email)
            if address.verified and user is not None and user.is_active and user.has_confirmed_address:
                # the library takes away passwords of addresses it does not know to be confirmed; an administrator knew it
                EmailAddress.objects.update_or_create(
                    user=user, email=user.email, defaults={"verified": True, "primary": True}
                )
                return user, user.email
        return None


def forget_the_rest(instance: SocialAccount, **_facts: Any) -> None:
    """Keep of what the provider told only who it is: numbers, addresses and dates of birth are not ours to hold."""
    told = instance.extra_data or {}
    claims = told.get("userinfo") or told.get("id_token") or told
    instance.extra_data = {name: str(claims[name]) for name in KEPT if name in claims}
