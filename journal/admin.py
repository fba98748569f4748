"""The journal can be read and searched, never written, in the administration."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.readonly import ReadOnlyAdmin
from common.volume import SeenValuesFilter
from journal.models import Change, Entry, Reading, Seal

LONGEST_NUMBER = 19  # digits that a number of the database always holds


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "record_type", "record_id", "action", "state_before", "state_after", "note"]
    list_filter = ["at", ("record_type", SeenValuesFilter), ("action", SeenValuesFilter)]
    search_fields = ["by__email", "by__full_name"]  # and a number or an act, see below
    search_help_text = _("The number of a record, the name of an act, or a person.")
    list_select_related = ["by"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Entry], search_term: str
    ) -> tuple[QuerySet[Entry], bool]:
        """A number is a record's; a word with an underline is an act; anything else somebody's name or address."""
        term = search_term.strip()
        if term.isascii() and term.isdigit() and len(term) < LONGEST_NUMBER:
            return queryset.filter(record_id=int(term)), False
        if "_" in term and "@" not in term:
            return queryset.filter(action=term), False
        return super().get_search_results(request, queryset, term)


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
