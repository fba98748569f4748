"""Hand out a token, end it, note that it was used."""

import datetime as dt
import secrets
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from api.models import Scope, Token
from api.models.token import organisations_answered_for
from api.queries.tokens import KIND, digest_of
from common.errors import RuleBroken
from journal.actions import note_down
from organisations.models import Organisation

NOTED_EVERY = dt.timedelta(minutes=5)  # a busy program does not write its row with each request
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


@transaction.atomic
def hand_out_token(
    *,
    organisation: Organisation,
    name: str,
    scopes: Collection[str],
    expires_on: dt.date,
    by: User,
    on: dt.date,
) -> tuple[Token, str]:
    """A token for a program of ``organisation``, for which ``by`` answers, and its secret, which is shown this once.

    RuleBroken: not permitted, no such scope, a day that is past or further away than the portal allows.
    """
    if organisation.pk not in {own.pk for own in organisations_answered_for(by)}:
        raise RuleBroken(
            _("Tokens of an organisation are handed out by those who answer for it."), code="not_permitted"
        )
    wanted = [scope.value for scope in Scope if scope in scopes]
    if not wanted or set(scopes) - set(wanted):
        raise RuleBroken(_("Choose what the program may do."), code="no_scope")
    most = settings.API_TOKEN_MOST_DAYS
    if not on <= expires_on <= on + dt.timedelta(most):
        raise RuleBroken(
            ngettext(
                "A token is valid for at most %(days)s day from today.",
                "A token is valid for at most %(days)s days from today.",
                most,
            )
            % {"days": most},
            code="wrong_day",
        )
    prefix = "".join(secrets.choice(LETTERS) for _letter in range(8))
    secret = f"{KIND}_{prefix}_{secrets.token_urlsafe(32)}"
    token = Token.objects.create(
        organisation=organisation,
        holder=by,
        name=name,
        prefix=prefix,
        digest=digest_of(secret),
        scopes=wanted,
        expires_on=expires_on,
    )
    facts: dict[str, Any] = {
        "organisation": organisation,
        "scopes": wanted,
        "expires_on": expires_on,
        "prefix": prefix,
    }
    note_down(token, "hand_out_token", by=by, **facts)
    return token, secret


@transaction.atomic
def revoke_token(token: Token, *, why: str, by: User) -> Token:
    """End the token at once. RuleBroken: not permitted, no reason, or ended already."""
    row = Token.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation")
    token = row.get(pk=token.pk)
    if not by.has_perm("api.revoke_token", token):
        raise RuleBroken(_("You may not end this token."), code="not_permitted")
    if not why:
        raise RuleBroken(_("Say why the token ends."), code="no_reason")
    if token.revoked_at is not None:
        raise RuleBroken(_("This token was ended already."), code="moved_on")
    token.revoked_at, token.revoked_by, token.why_revoked = timezone.now(), by, why
    token.save(update_fields=["revoked_at", "revoked_by", "why_revoked"])
    note_down(token, "revoke_token", by=by, note=why, prefix=token.prefix)
    return token


def note_use(token: Token, *, at: dt.datetime) -> None:
    """Remember that the token was used; at most every five minutes."""
    before = at - NOTED_EVERY
    if token.last_used_at is None or token.last_used_at < before:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=before)
        Token.objects.filter(stale, pk=token.pk).update(last_used_at=at)
