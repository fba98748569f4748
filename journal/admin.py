"""The journal can be read and searched, never written, in the administration."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from journal.models import Entry


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    list_display = ["at", "by", "record_type", "record_id", "action", "state_before", "state_after", "note"]
    list_filter = ["record_type", "action"]
    search_fields = ["note", "record_id", "by__email", "by__full_name"]
    list_select_related = ["by"]
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False
