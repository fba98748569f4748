"""The journal can be read and searched, never written, in the administration."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.readonly import ReadOnlyAdmin
from common.volume import SeenValuesFilter
from journal.models import Change, Entry, Reading, Seal

LONGEST_NUMBER = 19  # digits that a number of the database always holds


def _is_number(term: str) -> bool:
    return term.isascii() and term.isdigit() and len(term) < LONGEST_NUMBER


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "record_type", "record_id", "action", "state_before", "state_after", "note"]
    list_filter = ["at", ("record_type", SeenValuesFilter), ("action", SeenValuesFilter)]
    search_fields = ["by"]  # in its own way, see below
    search_help_text = _("The number of a record, the name of an act, or a person.")
    list_select_related = ["by"]

    def get_search_results(
        self,
        request: HttpRequest,  # noqa: ARG002 - Django's signature
        queryset: QuerySet[Entry],
        search_term: str,
    ) -> tuple[QuerySet[Entry], bool]:
        """A number is a record's; a word with an underline is an act; anything else somebody's name or address."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if _is_number(term):
            return queryset.filter(record_id=int(term)), False
        if "_" in term and "@" not in term:
            return queryset.filter(action=term), False
        people = User.objects.filter(Q(email__icontains=term) | Q(full_name__icontains=term))
        return queryset.filter(by__in=people.values("pk")), False


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """What the triggers wrote. Searched by exactly one record or person, for the table is very large."""

    list_display = ["at", "record_type", "record_id", "operation", "actor_id", "request"]
    list_filter = ["operation"]
    search_fields = ["record_id", "request"]  # in its own way, see below
    search_help_text = _("The number of a record, or the name of a request.")

    def get_search_results(
        self,
        request: HttpRequest,  # noqa: ARG002 - as above
        queryset: QuerySet[Change],
        search_term: str,
    ) -> tuple[QuerySet[Change], bool]:
        """As they stand, not as text: so an index answers, or at least nothing is turned into text a million times."""
        term = search_term.strip()
        if not term:
            return queryset, False
        found = queryset.filter(record_id=int(term)) if _is_number(term) else queryset.filter(request=term)
        return found, False


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
