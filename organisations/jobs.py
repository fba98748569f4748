"""The duty of the minute tick: mails of invitations."""

from django.utils import timezone

from organisations.actions.inviting import send_due


def send_invitations() -> None:
    """Send what waits. Bears being called late, twice, and by two ticks at once."""
    send_due(timezone.now())
