"""Duties of the minute tick."""

from django.core.cache import cache
from django.utils import timezone

from api.actions.ending import remind_of_ends
from api.actions.once import forget_answers

LOOK_AGAIN_AFTER = 3_600  # seconds between two looks for tokens that end


def forget_old_answers() -> None:
    """Forget the answers whose day is over. Bears being called late, twice, or by two ticks at once."""
    forget_answers()


def warn_of_ends() -> None:
    """Once an hour tell whoever has a token that ends soon. Bears being called late, twice, or by two ticks at once."""
    if cache.add("api.tokens.looked", 1, LOOK_AGAIN_AFTER):
        remind_of_ends(timezone.localdate())
