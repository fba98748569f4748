"""What the administrator sets: thresholds of size, and when a certificate's end is told."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from enterprises.models import ExpiryReminder, SizeThreshold
from organisations.admin.journalled import JournalledAdmin


@admin.register(SizeThreshold)
class SizeThresholdAdmin(JournalledAdmin):
    """A new law is a new row: the old one ends the day before the new one begins."""

    list_display = [
        "__str__", "labour", "revenue", "capital", "valid_from", "valid_to", "legal_basis", "evidence",
    ]  # fmt: skip
    list_filter = ["sector", "size_class"]


@admin.register(ExpiryReminder)
class ExpiryReminderAdmin(JournalledAdmin):
    """Reminders are switched off, not deleted: loading the proposals again would bring a deleted one back."""

    list_display = ["days_before", "is_active"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False
