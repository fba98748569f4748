"""Who hands out, sees and revokes tokens of programs.

The ``view`` predicate has its twin in ``Token.objects.visible_to``; a test holds them together.
"""

import rules

from accounts.models import User
from api.models import Token
from api.models.token import organisations_answered_for
from organisations.queries import dost_province_ids


@rules.predicate
def answers_for_somebody(user: User) -> bool:
    """A leader of a unit, somebody of a DOST, or a reader of a province or the ministry."""
    return user.is_authenticated and bool(organisations_answered_for(user))


@rules.predicate
def answers_for_its_house(user: User, token: Token | None) -> bool:
    """Somebody who may hand out tokens of the same organisation."""
    return token is not None and token.organisation_id in {o.pk for o in organisations_answered_for(user)}


@rules.predicate
def looks_after_the_province(user: User, token: Token | None) -> bool:
    """DOST of the province the organisation belongs to."""
    return token is not None and token.organisation.province_id in dost_province_ids(user)


@rules.predicate
def is_administrator(user: User) -> bool:
    """The administrator sees every token and may end it; using it stays with whom it was handed out to."""
    return user.is_active and user.is_superuser


rules.add_perm("api.list_tokens", answers_for_somebody | is_administrator)
rules.add_perm("api.view_token", answers_for_its_house | looks_after_the_province | is_administrator)
rules.add_perm("api.revoke_token", answers_for_its_house | looks_after_the_province | is_administrator)
