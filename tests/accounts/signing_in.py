"""People who sign in as people do: by the form, with a code, again."""

import time
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from accounts.models import User

PASSWORD = "mot-mat-khau-dai"


def a_person(email="lan@so.example", **facts) -> User:
    return User.objects.create_user(email, PASSWORD, full_name="Nguyễn Thị Lan", **facts)


def sign_in(client, email="lan@so.example", password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **more)


def code_for(secret: str, steps: int = 0) -> str:
    """The code an app shows now, or ``steps`` half minutes from now."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2] + steps))


def give_app(user: User) -> str:
    """The person has set up an app earlier; its secret. Recovery codes come with it."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def confirm_password(client, there: str):
    """Show the password again on the way to ``there``."""
    return client.post(
        f"{reverse('account_reauthenticate')}?{urlencode({'next': there})}", {"password": PASSWORD}
    )


def devices_of(user: User) -> set[str]:
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def age_session(client, *, begun: int = 0, seen: int = 0) -> None:
    """As if the session had begun and been used so many seconds earlier."""
    session = client.session
    session["session_begun"] = int(time.time()) - begun
    session["session_seen"] = int(time.time()) - seen
    session.save()
