"""A code of an authenticator app opens once, however long it stays readable on a telephone (RFC 6238, 5.2)."""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction

LAST = "last_counter"  # beside the secret: the half minute whose code was taken last


class OnceOnly:
    """A form whose code is taken once. The library forgets a code after half a minute, but takes it for a minute and a half.

    What was taken last lies in the database: no cache that is down or emptied makes an old code good again.
    """

    authenticator: Authenticator

    def clean_code(self) -> str:
        """The code; ValidationError where it is wrong, or this one or a later one was taken before."""
        code: str = super().clean_code()  # type: ignore[misc] # of the library's form
        if self.authenticator.type == Authenticator.Type.TOTP and not _take(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeAtTheDoor(OnceOnly, AuthenticateForm):
    """After the password."""


class CodeAgain(OnceOnly, ReauthenticateForm):
    """Before something that is asked for again."""


@transaction.atomic
def _take(app: Authenticator, code: str) -> bool:
    """Whether the code belongs to a half minute after the last one taken, which it then is itself."""
    row = Authenticator.objects.select_for_update().get(pk=app.pk)
    secret, last = decrypt(row.data["secret"]), row.data.get(LAST, 0)
    fresh = [
        counter
        for counter in yield_hotp_counters_from_time()
        if counter > last
        and compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter)))
    ]
    if not fresh:
        return False
    row.data[LAST] = app.data[LAST] = fresh[0]
    row.save(update_fields=["data"])
    return True
