"""Telling people, taking back what has not left, the mail of the day, and sending it."""

from outbox.actions.gathering import gather, withdraw
from outbox.actions.notices import mark_read, notify
from outbox.actions.sending import resend, send_due

__all__ = ["gather", "mark_read", "notify", "resend", "send_due", "withdraw"]
