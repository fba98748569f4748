"""Changes made in the administration go into the journal, too."""

from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from common.vietnamese import nfc
from common.volume import LargeAdmin
from journal.actions import note_down


class JournalledAdmin(LargeAdmin):
    """Notes down who changed which fields of a record to what."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Search for composed letters, however they were typed."""
        return super().get_search_results(request, queryset, nfc(search_term))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Save, and note the fields that changed."""
        super().save_model(request, obj, form, change)
        if form.changed_data:
            _note(request, obj, "change" if change else "add", _changes(form))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        """Save the rows beneath a record, and note each that was added, changed or deleted."""
        deleted = [part.instance for part in getattr(formset, "deleted_forms", [])]
        gone = [(row, row.pk) for row in deleted if row.pk]
        super().save_formset(request, form, formset, change)
        told = {part.instance.pk: _changes(part) for part in formset.forms if part.has_changed()}
        for row in formset.new_objects:
            _note(request, row, "add", told.get(row.pk, {}))
        for row, _names in formset.changed_objects:
            _note(request, row, "change", told.get(row.pk, {}))
        for row, pk in gone:
            row.pk = pk  # deleting took it away
            _note(request, row, "delete", {"name": str(row)})

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Note down what is deleted, and delete it."""
        _note(request, obj, "delete", {"name": str(obj)})
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Note down each of the ticked rows, and delete them: all of that or nothing."""
        for row in queryset:
            _note(request, row, "delete", {"name": str(row)})
        super().delete_queryset(request, queryset)


def _note(request: HttpRequest, record: Model, act: str, facts: dict[str, Any]) -> None:
    """A line of the journal about what somebody did here."""
    note_down(record, f"{act}_in_administration", by=request.user, **facts)  # type: ignore[arg-type] # only people who signed in come here


def _changes(form: Any) -> dict[str, Any]:
    """What was typed into the fields that changed, as the journal keeps it."""
    typed = {name: form.cleaned_data.get(name) for name in form.changed_data if name != "DELETE"}
    return {name: value if _is_plain(value) else str(value) for name, value in typed.items()}


def _is_plain(value: object) -> bool:
    """Whether the journal keeps the value as it is."""
    return value is None or isinstance(value, str | int | bool | Model)
