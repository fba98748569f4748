"""The duty of the minute tick: write the mails of the day and send what is ready."""

from django.utils import timezone

from outbox.actions import gather, send_due


def look_after_mails() -> None:
    """Write what is to be written now, then send. Bears being called late, twice, and by two ticks at once."""
    now = timezone.now()
    gather(now)
    send_due(now)
