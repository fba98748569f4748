"""Telling people, and taking back what has not left yet."""

from outbox.actions.notices import mark_read, notify, withdraw

__all__ = ["mark_read", "notify", "withdraw"]
