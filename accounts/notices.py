"""What is written at once to the address of an account, whoever asked for it."""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.http import HttpRequest

from accounts.models import User
from common.rate_limit import too_often

A_MINUTE, AN_HOUR = 60, 3600
MOST_AN_HOUR = 5


def answer_registration(request: HttpRequest, email: str) -> None:
    """Write to the owner of ``email`` after somebody registered with it: nobody else learns whether it was known.

    A confirmation link where the address waits for one; else that the account exists and how to go on. Nothing
    when a mail left within the last minute: a form sent twice is one registration.
    """
    user = User.objects.known_as(email)
    if user is None or not user.is_active:
        return
    if user.has_confirmed_address:
        if _may_write(user.email):
            get_adapter(request).send_account_already_exists_mail(user.email)
    else:
        ask_to_confirm(request, user)


def ask_to_confirm(request: HttpRequest, user: User) -> bool:
    """Send the confirmation link again; False where one left within the last minute or many within the hour."""
    if not _may_write(user.email):
        return False
    address, _is_new = EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True}
    )
    address.send_confirmation(request, signup=True)
    return True


def _may_write(email: str) -> bool:
    """Whether one more mail may leave: neither a form sent twice nor a stranger fills somebody's letter box."""
    return not too_often("account-mail", email, 1, A_MINUTE) and not too_often(
        "account-mails", email, MOST_AN_HOUR, AN_HOUR
    )
