"""A person opens an account alone, or takes another address."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from accounts.models import User
from common.vietnamese import clean


def open_account(*, email: str, password: str, full_name: str) -> User | None:
    """The account just opened, its address not yet confirmed; None where the address has one already.

    None takes as long as an account, so that the time of an answer tells nothing either.
    """
    address = clean(email).lower()
    if User.objects.known_as(address):
        make_password(password)
        return None
    try:
        with transaction.atomic():
            user = User.objects.create_user(address, password, full_name=clean(full_name), opened_alone=True)
            EmailAddress.objects.create(user=user, email=address, primary=True, verified=False)
    except IntegrityError:  # somebody sent the same form a moment earlier
        return None
    return user


def forget_known_address(user: User, **_facts: Any) -> None:
    """The person took another address than the one an administrator knew: it counts once it is confirmed."""
    user.opened_alone = True
    User.objects.filter(pk=user.pk).update(opened_alone=True)
