"""Tokens that end: with whom they were handed out to, and those whose day is near."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from api.models import Token
from api.models.token import HANDING_OUT
from api.queries.tokens import tokens_held_by
from common.formatting import short_date
from journal.actions import note_down
from organisations.queries import people_of
from outbox.actions import notify, withdraw
from outbox.documents import LANGUAGE
from outbox.queries import untold_keys

KEY = "token_ends"
DAYS_BEFORE = (14, 3)  # a program of somebody else's needs an order, a day and a person


def end_tokens(person: User, to: User | None, by: User) -> int:  # noqa: ARG001 - as every kind of open work
    """End the tokens of somebody who leaves. None moves: whoever takes over hands out others. Always 0."""
    for token in tokens_held_by(person).select_for_update(no_key=True, of=("self",)):
        token.revoked_at, token.revoked_by = timezone.now(), by
        token.why_revoked = str(_("The account of whoever answered for it ended."))
        token.save(update_fields=["revoked_at", "revoked_by", "why_revoked"])
        note_down(token, "revoke_token", by=by, note=token.why_revoked, prefix=token.prefix)
    return 0


def remind_of_ends(on: dt.date) -> int:
    """Tell whoever answers for the organisation two weeks and three days before a token ends; how many notices are new.

    Bears being called twice, late, and by two at once. What has not left and no longer holds is withdrawn.
    """
    near = Token.objects.in_force(on).filter(expires_on__lte=on + dt.timedelta(max(DAYS_BEFORE)))
    tokens = {_key(token, on): token for token in near.select_related("organisation__province")}
    with transaction.atomic(), translation.override(LANGUAGE):
        if gone := untold_keys([f"{KEY}:"]) - set(tokens):
            withdraw(keys=gone)
        people = (
            people_of({token.organisation_id for token in tokens.values()}, HANDING_OUT, on) if tokens else {}
        )
        return sum(_tell(token, key, people[token.organisation_id]) for key, token in tokens.items())


def _key(token: Token, on: dt.date) -> str:
    """Once for each of the days before: the nearest that was reached."""
    left = (token.expires_on - on).days
    return f"{KEY}:{token.pk}:{min(days for days in DAYS_BEFORE if left <= days)}"


def _tell(token: Token, key: str, people: list[User]) -> int:
    facts = {"organisation": token.organisation, "program": token.name, "day": short_date(token.expires_on)}
    return notify(
        people,
        kind=KEY,
        key=key,
        title=_("%(organisation)s: the token of “%(program)s” ends on %(day)s") % facts,
        body=_(
            "After that day the program is refused. Hand out another token and put it into the program before."
        ),
        url=reverse("api:token_list"),
        about=str(token.organisation),
        province=token.organisation.province,
        due_on=token.expires_on,
    )
