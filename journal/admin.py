"""The journal can be read and searched, never written, in the administration."""

from django.contrib import admin

from common.readonly import ReadOnlyAdmin
from journal.models import Entry


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "record_type", "record_id", "action", "state_before", "state_after", "note"]
    list_filter = ["record_type", "action"]
    search_fields = ["note", "record_id", "by__email", "by__full_name"]
    list_select_related = ["by"]
    date_hierarchy = "at"
