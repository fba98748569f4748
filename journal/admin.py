"""The journal can be read and searched, never written, in the administration."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.readonly import ReadOnlyAdmin
from journal.models import Change, Entry, Reading, Seal


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "record_type", "record_id", "action", "state_before", "state_after", "note"]
    list_filter = ["record_type", "action"]
    search_fields = ["note", "record_id", "by__email", "by__full_name"]
    list_select_related = ["by"]
    date_hierarchy = "at"


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """What the triggers wrote. Searched by exactly one record or person, for the table is very large."""

    list_display = ["at", "record_type", "record_id", "operation", "actor_id", "request"]
    list_filter = ["operation"]
    search_fields = ["=record_id", "=actor_id", "=request"]
    show_full_result_count = False


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    """The head of the chain stands first: written down elsewhere, it proves that nothing before it was written anew."""

    list_display = ["number", "at", "kind", "lines", "hash"]
    list_filter = ["kind"]
    search_fields = ["hash"]
    fields = ["number", "at", "kind", "lines", "previous", "hash"]
    readonly_fields = ["lines"]
    show_full_result_count = False

    @admin.display(description=_("lines"))
    def lines(self, seal: Seal) -> int:
        return seal.count


@admin.register(Reading)
class ReadingAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "record_type", "record_id", "where"]
    search_fields = ["=record_id", "=by__email", "=request"]
    list_select_related = ["by"]
    show_full_result_count = False
