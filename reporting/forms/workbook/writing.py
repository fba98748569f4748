"""Writes the cells of a workbook over what a browser would send unchanged, and remembers which cell went where."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from common.vietnamese import clean
from common.workbook.cells import Cell, Row, letters
from reporting.documents.workbook.layout import REMOVE, Column, Holds
from reporting.forms.workbook.book import Book, Table
from reporting.forms.workbook.filled import FilledBook
from reporting.forms.workbook.filled_row import Filled
from reporting.forms.workbook.problem import WARNING, Problem
from reporting.forms.workbook.typed import Unreadable, plain, short, typed
from reporting.forms.workbook.unchanged import Sent, words_of


@dataclass(frozen=True)
class Place:
    """The cell a field of the form was read from."""

    sheet: str
    cell: str
    heading: str
    row: str


@dataclass
class Writing:
    """``data`` is what is sent to the entry form; ``places`` the cells behind its fields."""

    book: Book
    filled: FilledBook
    data: Sent
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: dict[str, Row] = field(default_factory=dict)
    rows: dict[str, Filled] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = self.filled.by_id()

    def known(self, table: Table, row: Row) -> Filled | None:
        """The row of the form that this row of the workbook speaks of; None for a new one or one that is refused."""
        row_id = self.id_of(table, row)
        if not row_id or row_id.startswith("N"):
            return None
        if row_id in self.seen:
            self.tell(table, row, "id", "row_twice",
                _("This row is a copy of row %(row)s.") % {"row": self.seen[row_id].number},
                _("Each row of the form may stand in the workbook once."),
                _("Type new entries into the empty rows at the end of the sheet, and delete the copy."))  # fmt: skip
            return None
        self.seen[row_id] = row
        found = self.rows.get(row_id)
        if found is None:
            self._refuse_row(table, row, row_id)
        return found

    def id_of(self, table: Table, row: Row) -> str:
        """The protected id of a row; "" for a new one."""
        return plain(table.cell(row, "id"))

    def write(self, table: Table, row: Row, filled: Filled, name: str = "") -> None:
        """Send the cells of an existing row to its form; what may not be changed there is compared."""
        for column in self.columns(table):
            if column.key in filled.inputs and filled.is_open:
                self.put(table, row, column, f"{filled.prefix}-{column.key}", name, unit=_unit(filled))
            else:
                self._compare(table, row, column, filled)

    def add(self, table: Table, row: Row, prefix: str, keys: Iterable[str], name: str = "") -> None:
        """Send the cells of a new row to the form ``prefix``."""
        wanted = set(keys)
        unit = plain(table.cell(row, "unit")) if "unit" in table.columns else ""
        for column in self.columns(table):
            if column.key in wanted:
                self.put(table, row, column, f"{prefix}-{column.key}", name, unit=unit)

    def put(
        self, table: Table, row: Row, column: Column, field_name: str, name: str, *, unit: str = ""
    ) -> None:
        """Send one cell to the field ``field_name``; a cell nobody can read is told, the field then stays as it was."""
        cell = table.cell(row, column.key)
        self.places[field_name] = Place(table.name, cell.ref, column.heading, name)
        try:
            value = typed(cell, column, self.filled.choices, unit=unit, first_day=self.book.first_day)
        except Unreadable as no:
            self.tell(table, row, column.key, no.code, column_says(column, plain(cell)), no.why, no.how)
            return
        if column.holds is Holds.TICK and not value:
            self.data.pop(field_name, None)
        else:
            self.data[field_name] = value

    def tell(  # noqa: PLR0917 - where, which, what, why, how: always in this order
        self,
        table: Table,
        row: Row,
        key: str,
        code: str,
        what: str,
        why: str,
        how: str = "",
        level: str = "error",
    ) -> None:
        """Note a problem at a cell."""
        at = table.ref(row, key) if key in table.columns and key != "id" else _first_input(table, row)
        self.problems.append(
            Problem(code=code, sheet=table.name, cell=at, what=what, why=why, how=how, level=level)
        )

    def columns(self, table: Table) -> list[Column]:
        """The columns of the sheet that were found and take entries."""
        return [c for c in table.sheet.columns if c.is_input and c.key in table.columns]

    def says_anything(self, table: Table, row: Row) -> bool:
        """Whether anything was entered in a row that is not the portal's yet."""
        return any(not table.cell(row, c.key).is_blank for c in self.columns(table) if c.key != REMOVE)

    def _compare(self, table: Table, row: Row, column: Column, filled: Filled) -> None:
        """Say that a cell is not taken over where somebody changed what is fixed or closed."""
        cell = table.cell(row, column.key)
        is_field = column.key in filled.inputs
        if not is_field and column.key not in filled.shown:
            return
        before = filled.value(column.key)
        if is_field:
            now = self._as_typed(cell, column, filled)
            bound = filled.fields[column.key]
            was = words_of(before, bound) or ""
            differs = now is None or (now != was and bound.has_changed(before, now))
        else:
            differs = clean(str(before or "")).split() != plain(cell).split()
        if not differs:
            return
        if is_field:
            self.tell(table, row, column.key, "closed_part", column_says(column, plain(cell)),
                _("This part of the form is closed; DOST opened other parts."),
                _("Put back what stood there, or ask DOST to open this part."))  # fmt: skip
        else:
            self.tell(table, row, column.key, "fixed", column_says(column, plain(cell)),
                _("This cell cannot be changed in an existing row; the change is not taken over."),
                _("To report something else, use an empty row at the end of the sheet."), WARNING)  # fmt: skip

    def _as_typed(self, cell: Cell, column: Column, filled: Filled) -> str | None:
        try:
            return typed(cell, column, self.filled.choices, unit=_unit(filled), first_day=self.book.first_day)
        except Unreadable:
            return None

    def _refuse_row(self, table: Table, row: Row, row_id: str) -> None:
        if row_id in self.book.seal.ids:
            self.tell(table, row, "id", "row_gone",
                _("This row no longer exists in the portal."),
                _("Somebody removed it after you had downloaded the workbook."),
                _("Download the workbook again; if the row is still needed, type it into an empty row."))  # fmt: skip
        else:
            self.tell(table, row, "id", "row_foreign",
                _("This row does not belong to this form."),
                _("Its hidden id (%(id)s) is not among those of the workbook you downloaded.") % {"id": short(row_id)},
                _("Copy only the visible cells between workbooks, into empty rows at the end of the sheet."))  # fmt: skip


def _unit(filled: Filled) -> str:
    return str(filled.value("unit") or "")


def column_says(column: Column, text: str) -> str:
    """Which column a problem is in and what stands there."""
    if not text:
        return _("Column “%(heading)s”, empty") % {"heading": column.heading}
    return _("Column “%(heading)s”: “%(typed)s”") % {"heading": column.heading, "typed": short(text)}


def _first_input(table: Table, row: Row) -> str:
    places = [table.columns[c.key] for c in table.sheet.columns if c.is_input and c.key in table.columns]
    return f"{letters(min(places, default=1))}{row.number}"
