"""The duty of the minute tick: leave word that it ran."""

from django.core.cache import cache
from django.utils import timezone

from operations.queries.checks import TICK

DAY = 86_400


def leave_word() -> None:
    """A worker did the tick that beat sent: both are alive."""
    cache.set(TICK, timezone.now().timestamp(), DAY)
