"""Duty of the minute tick."""

from api.actions.once import forget_answers


def forget_old_answers() -> None:
    """Forget the answers whose day is over. Bears being called late, twice, or by two ticks at once."""
    forget_answers()
