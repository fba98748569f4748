"""Whose token a program shows, and as whom it then acts."""

import datetime as dt
import hashlib
import hmac
import re

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from api.models import Token
from api.models.token import organisations_answered_for
from organisations.queries import reach_of

KIND = "nscl"  # begins every secret, so that a scanner recognises one that was published by mistake
SHAPE = re.compile(rf"{KIND}_([a-z0-9]{{8}})_[A-Za-z0-9_-]{{43}}", re.ASCII)


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str, on: dt.date) -> Token | None:
    """The token a program shows, with organisation and holder at hand; None unless it is in force on ``on``.

    One query. A made-up secret and a wrong one take the same way.
    """
    shape = SHAPE.fullmatch(secret)
    if shape is None:
        return None
    token = (
        Token.objects.in_force(on)
        .filter(prefix=shape[1], holder__is_active=True)
        .select_related("organisation__province", "holder")
        .first()
    )
    known = token.digest if token else "0" * 64
    return token if hmac.compare_digest(known, digest_of(secret)) else None


def tokens_held_by(person: User) -> QuerySet[Token]:
    """The tokens the person answers for that were not ended."""
    return Token.objects.in_force(timezone.localdate()).filter(holder=person)


def acting_for(token: Token) -> User | None:
    """The holder as far as they act for the token's organisation; None once it has ended or they no longer answer for it.

    Every list and every right asks what a person's memberships reach: here it is those of the one organisation alone,
    without what an administrator sees and without enterprises. The row is never saved.
    """
    person: User = token.holder
    person.reach = reach_of(person).for_one(token.organisation_id)  # type: ignore[attr-defined] # kept on the person
    person.held_enterprises = []  # type: ignore[attr-defined] # kept on the person
    person.is_superuser = person.is_staff = False
    return person if token.organisation in organisations_answered_for(person) else None


def tokens_in_list(user: User) -> QuerySet[Token]:
    """The tokens the person may see, newest first, with whom they belong to."""
    return Token.objects.visible_to(user).select_related("organisation__province", "holder", "revoked_by")
