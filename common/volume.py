"""Lists of the administration stay quick however many rows there are: nothing is counted or sorted to the end."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.paginator import Paginator
from django.db import DataError
from django.db.models import PROTECT, RESTRICT, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from common.looked_at import opened
from common.one_by_one import OneByOneAdmin
from common.vietnamese import fold

MOST_AT_ONCE = 1_000  # rows one act takes: beyond them it is refused, not cut off
MOST_LOOKED_AT = 1_000  # rows at either end of a table
WIDEST = 60  # years between the first and the last
MOST_NAMED = 5  # rows of one kind that hold another one back
MOST_COUNTED = 10_000  # rows; of more the list says so and leafs no further: searching and filtering lead on


class BoundedPaginator(Paginator):
    """Pages of at most the first ten thousand rows; the rest is neither counted nor skipped over."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, at most ten thousand: the database stops counting there."""
        return min(self._counted, MOST_COUNTED)

    @cached_property
    def is_bounded(self) -> bool:
        """Whether there are more rows than are counted."""
        return self._counted > MOST_COUNTED

    @cached_property
    def _counted(self) -> int:
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment] # the administration lists querysets
        return rows.order_by()[: MOST_COUNTED + 1].count()


class SeenValuesFilter(admin.AllValuesFieldListFilter):
    """The values of a column as its first and last thousand rows have them; of whole numbers also those between.

    Django's own filter looks through the whole table for them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.lookup_choices.model._base_manager
        ends = (rows.order_by(way)[:MOST_LOOKED_AT].values("pk") for way in ("pk", "-pk"))
        first, last = ends
        seen = rows.filter(pk__in=first.union(last)).order_by().values_list(self.field_path, flat=True)
        self.lookup_choices = _with_between(set(seen.distinct()))  # type: ignore[assignment] # walked through once


def _with_between(values: set[Any]) -> list[Any]:
    """In order, None last; whole numbers that lie close together are filled up to a row of them."""
    known = sorted(value for value in values if value is not None)
    if (
        known
        and isinstance(known[0], int)
        and not isinstance(known[0], bool)
        and known[-1] - known[0] <= WIDEST
    ):
        known = list(range(known[0], known[-1] + 1))
    return [*known, *([None] if None in values else [])]


def _holding(model: type[Model], rows: Any) -> Iterator[Model]:
    """Some of each kind of record that points at ``rows`` of ``model`` and would be left without them."""
    for relation in model._meta.related_objects:
        if relation.on_delete in {PROTECT, RESTRICT}:
            pointing = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": rows})
            yield from pointing[:MOST_NAMED]


class LargeAdmin(OneByOneAdmin):
    """Rows that may be very many: counted up to a bound, found with and without dấu, none of them all on one page."""

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they count every row, for each choice
    list_leaves: tuple[str, ...] = ()  # long columns the list does not show: they stay in the database

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The rows; in a list without their long columns."""
        rows, match = super().get_queryset(request), request.resolver_match
        is_list = match is not None and (match.url_name or "").endswith("_changelist")
        return rows.defer(*self.list_leaves) if is_list else rows

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list; for what no column can hold, asked for in an address, the same page as for a filter that is none."""
        try:
            return super().get_changelist_instance(request)
        except (DataError, ValueError, OverflowError) as no:
            raise IncorrectLookupParameters from no

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Folded columns are compared as they stand, so that their index answers."""
        fields = super().get_search_fields(request)
        return [f"{name}__contains" if name.endswith("folded") else name for name in fields]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Search for what was typed and for the same without dấu, as the columns to search by are stored."""
        search_term = search_term.replace("\0", "")  # no column holds it
        found, has_twins = super().get_search_results(request, queryset, search_term)
        plain = fold(search_term)
        if plain in {"", search_term}:
            return found, has_twins
        also, has_more_twins = super().get_search_results(request, queryset, plain)
        return found | also, has_twins or has_more_twins

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        """What would go with the rows. Of what holds them back a few are named: they may be hundreds of thousands."""
        held = [f"{each._meta.verbose_name}: {each}" for each in _holding(self.model, objs)]
        return ([], {}, set(), held) if held else super().get_deleted_objects(objs, request)

    def render_change_form(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        """The page of a row; whoever listens is told who opened it."""
        record = more.get("obj")
        if record is not None:
            opened.send(self.model, request=request, record=record)
        return super().render_change_form(request, *args, **more)

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:  # type: ignore[override] # the stubs are of a later Django
        """Do something with all rows of a list, or the ticked ones, only where they are not too many; else say so."""
        takes_all = request.POST.get("select_across", "0") not in {"", "0"}
        number = (
            queryset.order_by()[: MOST_AT_ONCE + 1].count()
            if takes_all
            else len(request.POST.getlist(ACTION_CHECKBOX_NAME))
        )
        if number > MOST_AT_ONCE:
            said = _("These are more than 1,000 rows. Search or filter first; nothing was changed.")
            self.message_user(request, said, messages.ERROR)
            return None
        return super().response_action(request, queryset)

    def asked_first(
        self, request: HttpRequest, queryset: QuerySet, *, action: str, question: str
    ) -> HttpResponse | None:
        """The page that asks ``question`` about the ticked rows and names them; None once it was answered with yes."""
        if request.POST.get("post") == "yes":
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": question,
            "opts": self.opts,
            "queryset": queryset,
            "action": action,
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/confirm_action.html", context)
