"""The outbox in the administration: searched and read, never changed there."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from outbox.models import Mail, Notice


class _ReadOnlyAdmin(admin.ModelAdmin):
    """Rows the portal writes; what may be done with them is done in the portal."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Mail)
class MailAdmin(_ReadOnlyAdmin):
    list_display = ["subject", "user", "day", "status", "tries", "sent_at"]
    list_filter = ["status", "province"]
    search_fields = ["subject", "address", "user__full_name"]
    list_select_related = ["user"]
    date_hierarchy = "day"


@admin.register(Notice)
class NoticeAdmin(_ReadOnlyAdmin):
    list_display = ["title", "user", "kind", "due_on", "created_at", "read_at"]
    list_filter = ["kind", "province"]
    search_fields = ["title", "key", "user__full_name", "user__email"]
    list_select_related = ["user"]
    date_hierarchy = "created_at"
