"""The journal can be read and searched, never written, in the administration."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.readonly import ReadOnlyAdmin
from common.volume import SeenValuesFilter
from journal.models import Change, Entry, Reading, Seal

LONGEST_NUMBER = 19  # digits that a number of the database always holds


def _is_number(term: str) -> bool:
    return term.isascii() and term.isdigit() and len(term) < LONGEST_NUMBER


def kind_in_words(label: str) -> str:
    """What records of this label are called; the label of a kind the portal no longer has."""
    try:
        return capfirst(str(apps.get_model(label)._meta.verbose_name))
    except (LookupError, ValueError):
        return label


class KindsFilter(SeenValuesFilter):
    """Kinds of records by their words."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """As everywhere, in words."""
        for choice in super().choices(changelist):
            yield {**choice, "display": kind_in_words(str(choice["display"]))}


class RecordsAdmin(ReadOnlyAdmin):
    """Lines about records, whose kind is told in words."""

    @admin.display(description=_("kind of record"))
    def kind(self, line: Entry | Change | Reading) -> str:
        return kind_in_words(line.record_type)


@admin.register(Entry)
class EntryAdmin(RecordsAdmin):
    list_display = ["at", "by", "kind", "record_id", "action", "state_before", "state_after", "note"]
    sortable_by = ()  # newest first: by a column all rows would be read
    list_filter = ["at", ("record_type", KindsFilter), ("action", SeenValuesFilter)]
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
class ChangeAdmin(RecordsAdmin):
    """What the triggers wrote. Searched by exactly one record or person, for the table is very large."""

    list_display = ["at", "kind", "record_id", "operation", "actor_id", "request"]
    sortable_by = ()  # newest first: by a column all rows would be read
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
class ReadingAdmin(RecordsAdmin):
    list_display = ["at", "by", "kind", "record_id", "where"]
    search_fields = ["=record_id", "=by__email", "=request"]
    list_select_related = ["by"]
    show_full_result_count = False
