"""Duties of the minute tick."""

from django.utils import timezone

from support.actions import telling_of_opinions, waiting


def look_after_supplements() -> None:
    """Warn enterprises whose supplement is nearly due, close what nobody supplied; by the day it is in Viet Nam."""
    today = timezone.localdate()
    waiting.expire_overdue(today)
    waiting.warn(today)


def look_after_opinions() -> None:
    """Remind departments whose opinion is due."""
    telling_of_opinions.remind(timezone.localdate())
