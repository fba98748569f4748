"""Organisations as a table: every column can be read back, and every refusal says what to write instead."""

import datetime as dt
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from import_export import fields, widgets

from common.table_resource import TableResource, TextWidget, YesNoWidget
from common.vietnamese import clean
from journal.actions import note_down
from organisations.models import CalendarException, Organisation, Province


class NamedWidget(widgets.ForeignKeyWidget):
    """A record named by its key, or by its name where no other is called so; refused in words when there is none."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Model | None:
        """The record called ``value``; None for an empty cell; ValueError with the column's own words."""
        said = clean(str(value or ""))
        if not said:
            return None
        try:
            return super().clean(said, row, **kwargs)
        except self.model.DoesNotExist:
            called_so = self.get_queryset(said, row, **kwargs).filter(name__iexact=said)[:2]
        if len(called_so) == 1:
            return called_so[0]
        facts = {"what": self.model._meta.verbose_name, "name": said}
        if called_so:
            raise ValueError(_("Several are called “%(name)s”. Write its key, as in an export.") % facts)
        raise ValueError(
            _("There is no %(what)s “%(name)s”. Write its name, or its key as in an export.") % facts
        )


class DayWidget(widgets.DateWidget):
    """A day as 25/11/2026, as 2026-11-25, or as the cell of a spreadsheet."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> dt.date | None:
        """The day; None for an empty cell; ValueError saying how to write a day."""
        try:
            return super().clean(value.strip() if isinstance(value, str) else value, row, **kwargs)
        except (ValueError, TypeError):
            raise ValueError(_("“%(value)s” is no day. Write it as 25/11/2026.") % {"value": value}) from None


def _text(name: str) -> fields.Field:
    """A column of plain text."""
    return fields.Field(attribute=name, column_name=name, widget=TextWidget(), default="")


def _day(name: str) -> fields.Field:
    """A column of days."""
    return fields.Field(attribute=name, column_name=name, widget=DayWidget(format="%d/%m/%Y"))


class JournalledResource(TableResource):
    """Notes down in the journal what an import really changed; a dry run leaves no trace."""

    def after_save_instance(self, instance: Model, row: dict[str, Any], **kwargs: Any) -> None:
        """One line per row that was written."""
        if not kwargs.get("dry_run"):
            told = {name: str(value) for name, value in row.items() if value not in (None, "")}
            note_down(instance, "import_in_administration", by=kwargs.get("user"), row=told)


class OrganisationResource(JournalledResource):
    """Columns of the list of organisations; rows are known by their key, a new key adds one."""

    key, name, name_en, kind, standard, evidence, note = (
        _text(name) for name in ("key", "name", "name_en", "kind", "standard", "evidence", "note")
    )
    province = fields.Field(
        attribute="province", column_name="province", widget=NamedWidget(Province, "slug")
    )
    parent = fields.Field(attribute="parent", column_name="parent", widget=NamedWidget(Organisation, "key"))
    valid_from, valid_to = _day("valid_from"), _day("valid_to")

    class Meta:
        model = Organisation
        import_id_fields = ["key"]
        fields = [
            "key",
            "province",
            "kind",
            "standard",
            "name",
            "name_en",
            "parent",
            "valid_from",
            "valid_to",
            "evidence",
            "note",
        ]
        export_order = fields
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True

    def get_queryset(self) -> QuerySet[Organisation]:
        """Organisations with what the columns name, in one query."""
        return super().get_queryset().select_related("province", "parent")


class CalendarExceptionResource(JournalledResource):
    """Columns of the calendar; rows are known by their day, a new day adds one."""

    name, legal_basis, evidence = (_text(name) for name in ("name", "legal_basis", "evidence"))
    day = _day("day")
    is_working = fields.Field(attribute="is_working", column_name="is_working", widget=YesNoWidget())

    class Meta:
        model = CalendarException
        import_id_fields = ["day"]
        fields = ["day", "is_working", "name", "legal_basis", "evidence"]
        export_order = fields
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
