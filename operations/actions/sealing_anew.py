"""After an exchange of the secret: what lies sealed in the database is sealed with the new one."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.sealing import MARK, seal, unseal


@transaction.atomic
def seal_anew() -> int:
    """Seal every second factor with today's secret; how many there were. ValueError: one opens with no secret we know."""
    count = 0
    for factor in Authenticator.objects.select_for_update().order_by("pk").iterator():
        renewed = _renewed(factor.data)
        if renewed != factor.data:
            factor.data = renewed
            factor.save(update_fields=["data"])
            count += 1
    return count


def _renewed(value: Any) -> Any:
    """The same data with every sealed text in it sealed anew."""
    if isinstance(value, dict):
        return {name: _renewed(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_renewed(inner) for inner in value]
    if isinstance(value, str) and value.startswith(MARK):
        return seal(unseal(value))
    return value
