"""The recipes that render proofs and letters, and the duties of the minute tick."""

from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from reporting.actions import reminders
from reporting.actions.filings import FILINGS
from reporting.actions.letter_files import LETTERS
from reporting.actions.refreshing import refresh_obligations
from reporting.actions.succession import move_due_obligations
from reporting.actions.unlocking import close_ended_unlocks
from reporting.models import ReportingPeriod

LOOK_AGAIN_AFTER = 3600  # seconds


def filing_page(result: dict[str, Any]) -> str:
    """Where the proof is seen."""
    return reverse("reporting:filing_detail", args=[result["filing"]])


def letter_page(result: dict[str, Any]) -> str:
    """Where the letter is seen."""
    return reverse("reporting:letter_detail", args=[result["letter"]])


def look_after_unlocks() -> None:
    """The duty of the minute tick: forms opened again whose day has passed in Viet Nam."""
    close_ended_unlocks(on=timezone.localdate())


def look_after_successions() -> None:
    """The duty of the minute tick: what ended units owe moves on the day; new holders of roles are looked for hourly."""
    today = timezone.localdate()
    move_due_obligations(on=today)
    growing = ReportingPeriod.objects.filter(due_on__gte=today).select_related(
        "plan__province", "plan__programme"
    )
    for period in growing:
        if cache.add(f"refreshed-{period.pk}", "", LOOK_AGAIN_AFTER):
            refresh_obligations(period, on=today, by=None)


def look_after_reminders() -> None:
    """The duty of the minute tick: remind of what is due, by the day it is in Viet Nam."""
    reminders.remind(timezone.localdate())


FILING_KIND = FILINGS.recipe(filing_page)
LETTER_KIND = LETTERS.recipe(letter_page)
