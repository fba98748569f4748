"""Carry a request out once, however often a program sends it."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from api.models import KeptAnswer, Token
from common.errors import RuleBroken

KEPT_FOR = dt.timedelta(hours=24)
MOST_AT_ONCE = 1000  # forgotten in one go, so that no tick is held up


def fingerprint_of(*parts: str | bytes) -> str:
    """What tells two requests apart."""
    told = hashlib.sha256()
    for part in parts:
        piece = part.encode() if isinstance(part, str) else part
        told.update(len(piece).to_bytes(8, "big") + piece)
    return told.hexdigest()


@transaction.atomic
def once(
    token: Token, *, key: str, fingerprint: str, act: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], bool]:
    """The answer of ``act``, and whether it is one kept from before.

    A second request with the same key waits until the first has ended, then gets its answer; after a refusal (an exception
    of ``act``) nothing is kept and it is tried again. RuleBroken, code ``key_reused``, for a key of another request.
    """
    KeptAnswer.objects.filter(token=token, key=key, at__lt=timezone.now() - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            kept = KeptAnswer.objects.create(token=token, key=key, fingerprint=fingerprint)
    except IntegrityError:
        kept = KeptAnswer.objects.get(token=token, key=key)
        if kept.fingerprint != fingerprint:
            raise RuleBroken(
                _(
                    "This Idempotency-Key was used for another request. Send each request under a key of its own."
                ),
                code="key_reused",
            ) from None
        return kept.body, True
    kept.body = act()
    kept.save(update_fields=["body"])
    return kept.body, False


def forget_answers() -> int:
    """Forget answers whose day is over; how many."""
    old = KeptAnswer.objects.filter(at__lt=timezone.now() - KEPT_FOR).order_by("pk")
    pks = list(old.values_list("pk", flat=True)[:MOST_AT_ONCE])
    return KeptAnswer.objects.filter(pk__in=pks).delete()[0] if pks else 0
