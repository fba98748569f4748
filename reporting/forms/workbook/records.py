"""Rows of records read from a workbook: every cell by its field, every row by the rules of its entry."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from common.formatting import short_date
from common.workbook.cells import Row
from enterprises.actions.register import check_named
from enterprises.queries import look_up
from enterprises.queries.masking import masked
from reporting.actions.record_rows import RecordEntry, SupportEntry
from reporting.documents.workbook.layout import REMOVE, Column
from reporting.forms.workbook.book import Table
from reporting.forms.workbook.change import Change
from reporting.forms.workbook.choices import Choices
from reporting.forms.workbook.filled_row import Filled
from reporting.forms.workbook.problem import WARNING
from reporting.forms.workbook.record_sheets import NAMELESS, RECORD_SHEETS, Record, RecordSheet
from reporting.forms.workbook.typed import Unreadable, plain, typed
from reporting.forms.workbook.writing import Writing, column_says
from reporting.models import Submission


@dataclass
class Records:
    """``entries`` are what ``write_records`` takes; ``changes`` what they would change."""

    submission: Submission
    writing: Writing
    entries: list[RecordEntry] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    named: list[tuple[SupportEntry, Table, Row]] = field(default_factory=list)

    def read(self) -> "Records":
        """Read every sheet of records; problems go to the writing."""
        for kind in RECORD_SHEETS:
            table = self.writing.book.tables.get(kind.sheet.mark)
            if table is not None:
                _Sheet(self, kind, table).read()
        self._look_up()
        return self

    def _look_up(self) -> None:
        """Ask the register once for all enterprises named: who is meant, and is the code somebody else's?"""
        wanted = [(entry.new, table, row) for entry, table, row in self.named if entry.new]
        province = self.submission.organisation.province or self.submission.period.plan.province
        for lookup, (named, table, row) in zip(
            look_up([n for n, _t, _r in wanted], province), wanted, strict=True
        ):
            if lookup.among:
                self.writing.tell(table, row, "tax_code", "several",
                    _("“%(name)s”") % {"name": named.name},
                    _("Several enterprises are called so (tax codes %(codes)s).")
                    % {"codes": ", ".join(masked(e.tax_code) or "…" for e in lookup.among)},
                    _("Write the tax code of the one you mean."))  # fmt: skip
            elif lookup.enterprise is not None and lookup.enterprise.folded != named.folded:
                self.writing.tell(table, row, "name", "other_name",
                    _("“%(name)s”") % {"name": named.name},
                    _("The register knows this tax code as “%(known)s”, which is taken.") % {"known": lookup.enterprise},
                    _("Check the tax code."), WARNING)  # fmt: skip


class _Sheet:
    """One sheet of records being read."""

    def __init__(self, records: Records, kind: RecordSheet, table: Table) -> None:
        self.records, self.writing, self.kind, self.table = records, records.writing, kind, table
        self.columns = [c for c in self.writing.columns(table) if c.key in kind.fields]
        self.place = kind.sheet.column(kind.place)
        self.once: dict[tuple[Any, ...], int] = {}

    def read(self) -> None:
        """Every row that says something."""
        for row in self.table.rows:
            row_id = self.writing.id_of(self.table, row)
            filled = self.writing.known(self.table, row) if row_id else None
            if filled is not None:
                self._known(row, filled)
            elif not row_id and any(not self.table.cell(row, c.key).is_blank for c in self.columns):
                self._new(row)

    def _known(self, row: Row, filled: Filled) -> None:
        record: Record = filled.record
        self._fixed(row, filled)
        before = self.kind.values(record)
        told = len(self.writing.problems)
        removed = self._is_ticked(row) or self._is_emptied(row)
        after = before if removed else self._values(row, before)
        changes = [] if removed else self._changes(row, filled, before, after)
        if removed:
            changes = [self._change(row, filled, REMOVE, "", _("Yes"))]
        if not changes or len(self.writing.problems) > told:
            return
        if not filled.is_open:
            self._closed(row)
            return
        entry = self._entry(row, after | {"place_pk": filled.shown["place_pk"]}, record)
        if entry is not None:
            if removed:
                entry = type(entry)(**{**vars(entry), "remove": True})
            self._keep(entry, row, changes)

    def _new(self, row: Row) -> None:
        if self._is_ticked(row):
            return
        told = len(self.writing.problems)
        place = self._place(row)
        values = self._values(row, {})
        if len(self.writing.problems) > told:
            return
        same = (place, *sorted((k, str(v)) for k, v in values.items()))
        if self.once.setdefault(same, row.number) != row.number:
            self.writing.tell(self.table, row, "id", "row_same",
                _("This row says the same as row %(row)s.") % {"row": self.once[same]},
                _("It is taken over once."), "", WARNING)  # fmt: skip
            return
        entry = self._entry(row, values | {"place_pk": place}, None)
        if entry is not None:
            title = str(values[self.kind.essential[0]])
            change = Change(
                sheet=self.table.name,
                cell=f"A{row.number}",
                row="",
                column=_("New row"),
                before="",
                after=title,
            )
            self._keep(entry, row, [change])

    def _keep(self, entry: RecordEntry, row: Row, changes: list[Change]) -> None:
        self.records.entries.append(entry)
        self.records.changes += changes
        if isinstance(entry, SupportEntry) and not entry.remove:
            self.records.named.append((entry, self.table, row))

    def _place(self, row: Row) -> int:
        """The line or figure of a new row; 0 once the problem is told."""
        assert self.place is not None  # noqa: S101 - every sheet of records has its column
        found = self._typed(row, self.place, choices=self.writing.filled.choices) or ""
        if found and found[1:].isdigit() and found[0] in "LGF":
            if found not in self.writing.filled.closed:
                return int(found[1:])
            self._closed(row)
        elif found is not None and not found:
            self.writing.tell(self.table, row, self.kind.place, "required", column_says(self.place, ""),
                _("Without it the portal does not know where the row belongs."),
                _("Choose from the list of the column, or empty the whole row."))  # fmt: skip
        return 0

    def _values(self, row: Row, before: dict[str, Any]) -> dict[str, Any]:
        """The cells by name, cleaned; whatever cannot be read is told, and columns that are gone stay as they were."""
        values: dict[str, Any] = {name: before.get(name, "") for name in self.kind.fields}
        for column in self.columns:
            text = self._typed(row, column, choices=self.writing.filled.choices)
            if text is None:
                continue
            try:
                values[column.key] = self.kind.fields[column.key].clean(text)
            except ValidationError as no:
                for error in no.error_list:
                    self.writing.tell(self.table, row, column.key, error.code or "invalid",
                        column_says(column, text), " ".join(error.messages), _("Correct the cell and send the workbook again."))  # fmt: skip
        return values

    def _typed(self, row: Row, column: Column, choices: dict[str, Choices]) -> str | None:
        cell = self.table.cell(row, column.key)
        if cell.kind == "blank" and not cell.formula:
            return ""
        try:
            return typed(cell, column, choices, first_day=self.writing.book.first_day)
        except Unreadable as no:
            self.writing.tell(
                self.table, row, column.key, no.code, column_says(column, plain(cell)), no.why, no.how
            )
            return None

    def _entry(self, row: Row, values: dict[str, Any], record: Record | None) -> RecordEntry | None:
        """The entry, after its own rules; None once what they say is told."""
        entry = self.kind.entry(values, record)
        try:
            entry.check()
            if isinstance(entry, SupportEntry) and entry.new is not None:
                check_named(entry.new)
        except RuleBroken as no:
            for name, messages in (
                no.message_dict.items() if hasattr(no, "error_dict") else [("id", no.messages)]
            ):
                key, why = ("name", str(NAMELESS)) if name == "enterprise" else (name, " ".join(messages))
                column = self.kind.sheet.column(key)
                what = (
                    column_says(column, plain(self.table.cell(row, key)))
                    if column and key in self.table.columns
                    else ""
                )
                self.writing.tell(
                    self.table, row, key, "rule", what, why, _("Correct the row and send the workbook again.")
                )
            return None
        return entry

    def _fixed(self, row: Row, filled: Filled) -> None:
        """A record cannot move to another line or figure."""
        cell = self.table.cell(row, self.kind.place) if self.kind.place in self.table.columns else None
        if (
            cell is not None
            and self.place
            and plain(cell).split() != str(filled.shown[self.kind.place]).split()
        ):
            self.writing.tell(self.table, row, self.kind.place, "fixed", column_says(self.place, plain(cell)),
                _("This cell cannot be changed in an existing row; the change is not taken over."),
                _("Remove the row and type it anew at the end of the sheet."), WARNING)  # fmt: skip

    def _closed(self, row: Row) -> None:
        self.writing.tell(self.table, row, "id", "closed_part", _("This row was changed or added."),
            _("This part of the form is closed; DOST opened other parts."),
            _("Put back what stood there, or ask DOST to open this part."))  # fmt: skip

    def _is_ticked(self, row: Row) -> bool:
        column = self.kind.sheet.column(REMOVE)
        if column is None or REMOVE not in self.table.columns:
            return False
        return self._typed(row, column, {}) == "on"

    def _is_emptied(self, row: Row) -> bool:
        """Whether every cell that makes it a row was emptied; never where a column is missing."""
        if any(name not in self.table.columns for name in self.kind.essential):
            return False
        return all(self.table.cell(row, name).is_blank for name in self.kind.essential)

    def _changes(
        self, row: Row, filled: Filled, before: dict[str, Any], after: dict[str, Any]
    ) -> list[Change]:
        return [
            self._change(row, filled, name, shown(before[name]), shown(after[name]))
            for name in self.kind.fields
            if _stored(before[name]) != _stored(after[name])
        ]

    def _change(self, row: Row, filled: Filled, name: str, before: str, after: str) -> Change:
        column = self.kind.sheet.column(name)
        key = name if name in self.table.columns else "id"
        return Change(
            sheet=self.table.name,
            cell=self.table.ref(row, key),
            row=str(filled.shown.get(self.kind.essential[0], "")),
            column=column.heading if column else name,
            before=before,
            after=after,
        )


def _stored(value: Any) -> Any:
    """As it would be stored: a blank choice is the usual one, nothing is None."""
    return None if value == "" else value


def shown(value: Any) -> str:
    """A value in the list of changes."""
    if value is None:
        return ""
    return short_date(value) if hasattr(value, "year") else str(value)
