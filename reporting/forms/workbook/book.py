"""The sheets of the template found again in a workbook, wherever people moved or renamed them."""

import datetime as dt
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext_lazy as _

from common.formatting import number
from common.workbook.cells import Cell, Cells, Part, Row, letters
from common.workbook.parcel import damaged
from common.workbook.refused import Refused
from reporting.documents.workbook.layout import BY_MARK, GUIDE, MARK, PORTAL, PROBLEMS, Sheet
from reporting.documents.workbook.seal import Seal, read_seal
from reporting.forms.workbook.problem import WARNING, Problem

LOOKED_FOR = 30  # rows in which the hidden row of keys is looked for
MOST_ROWS, MOST_COLUMNS = 5000, 200
MOST_EMPTY_ROWS = 100_000  # LibreOffice writes rows that only have a height

Merged = tuple[int, int, int, int]  # first and last row, first and last column


@dataclass
class Table:
    """One sheet of the template as it came: ``columns`` by key; rows with the cells of those columns."""

    sheet: Sheet
    name: str
    hidden: bool
    columns: dict[str, int]
    rows: list[Row] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    strays: list[Cell] = field(default_factory=list)

    def cell(self, row: Row, key: str) -> Cell:
        """The cell of that column; blank where nothing stands."""
        column = self.columns[key]
        return row.cells.get(column) or Cell(self.ref(row, key), "blank", "")

    def ref(self, row: Row, key: str) -> str:
        """Where the cell of that column stands."""
        return f"{letters(self.columns[key])}{row.number}"


@dataclass
class Book:
    """What a workbook holds: whose it says it is, whether that is sealed, and its tables by mark."""

    seal: Seal
    is_ours: bool
    tables: dict[str, Table]
    problems: list[Problem]
    first_day: dt.date


def read_book(archive: zipfile.ZipFile) -> Book:
    """The workbook of an archive that passed ``check_parcel``. Refused where it is damaged or not of the portal."""
    with _whole():
        cells = Cells(archive)
        seal, code = _seal(cells)
        tables: dict[str, Table] = {}
        problems: list[Problem] = []
        for part in cells.sheets:
            if part.name not in {PORTAL, GUIDE, PROBLEMS}:
                _take(cells, part, tables, problems)
    missing = [sheet.name for mark, sheet in BY_MARK.items() if mark not in tables]
    problems += [_sheet_is_gone(name) for name in missing]
    return Book(seal, seal.is_ours(code), tables, problems, cells.first_day)


@contextmanager
def _whole() -> Iterator[None]:
    """Whatever is broken inside is told as one thing."""
    try:
        yield
    except (
        ParseError, ValueError, KeyError, IndexError, EOFError, OverflowError, OSError,
        NotImplementedError, zipfile.BadZipFile, zlib.error,
    ) as broken:  # fmt: skip
        raise damaged() from broken


def _seal(cells: Cells) -> tuple[Seal, str]:
    part = next((part for part in cells.sheets if part.name == PORTAL), None)
    if part is None:
        raise foreign()
    rows = (row for row in cells.rows(part) if isinstance(row, Row) and row.number < MOST_ROWS)
    said = [(str(row.cells[1].value), str(row.cells[2].value)) for row in rows if {1, 2} <= set(row.cells)]
    try:
        return read_seal(said)
    except ValueError as lacking:
        raise foreign() from lacking


def foreign() -> Refused:
    """A workbook, but not one the portal made."""
    return Refused(
        "foreign",
        _(
            "This workbook was not made by the portal. Download your form's workbook on this page, copy your "
            "entries into it and send that file."
        ),
    )


def _take(cells: Cells, part: Part, tables: dict[str, Table], problems: list[Problem]) -> None:
    """Read the sheet if it is one of the template's; a foreign one is passed over and said so."""
    rows = cells.rows(part)
    table = _head(part, rows)
    if table is None:
        problems.append(_sheet_is_foreign(part.name))
        return
    if table.sheet.mark in tables:
        problems.append(_sheet_is_twice(part.name))
        return
    tables[table.sheet.mark] = table
    for row in _bounded(part, rows):
        if isinstance(row, Row):
            _sort(table, row)
        else:
            table.merged = [found for ref in row if (found := _range(ref))]
    problems += _about(table)


def _head(part: Part, rows: Iterator[Row | list[str]]) -> Table | None:
    """The table up to its headings, once the hidden row of keys is found."""
    for row in rows:
        if not isinstance(row, Row) or row.number > LOOKED_FOR:
            return None
        keys = {str(cell.value).strip(): column for column, cell in sorted(row.cells.items(), reverse=True)}
        mark = next((key for key in keys if key.startswith(MARK)), "").removeprefix(MARK)
        if mark in BY_MARK:
            sheet = BY_MARK[mark]
            known = {column.key for column in sheet.columns}
            columns = {key: column for key, column in keys.items() if key in known}
            next(rows, None)  # the headings
            return Table(sheet, part.name, part.hidden, {"id": keys[MARK + mark], **columns})
    return None


def _bounded(part: Part, rows: Iterator[Row | list[str]]) -> Iterator[Row | list[str]]:
    """The rows that hold anything, up to as many as any form may have."""
    full = 0
    for seen, row in enumerate(rows):
        if not isinstance(row, Row):
            yield row
            return
        if row.cells:
            full += 1
            yield row
        if full > MOST_ROWS or seen > MOST_EMPTY_ROWS or len(row.cells) > MOST_COLUMNS:
            raise Refused(
                "too_many_rows",
                _(
                    "The sheet “%(sheet)s” is larger than any form: at most %(rows)s rows and %(columns)s columns "
                    "are read. Copy your entries into a freshly downloaded workbook and send that."
                ),
                sheet=part.name, rows=number(MOST_ROWS), columns=MOST_COLUMNS,
            )  # fmt: skip


def _sort(table: Table, row: Row) -> None:
    """Keep the cells of known columns; whatever stands elsewhere is remembered as stray."""
    known = set(table.columns.values())
    table.strays += [cell for column, cell in row.cells.items() if column not in known]
    cells = {column: cell for column, cell in row.cells.items() if column in known}
    if cells:
        table.rows.append(Row(row.number, cells, row.hidden))


def _range(ref: str) -> Merged | None:
    """A merged range by numbers."""
    from openpyxl.utils.cell import range_boundaries  # openpyxl is slow to load

    first_column, first_row, last_column, last_row = range_boundaries(ref)
    return first_row or 0, last_row or 0, first_column or 0, last_column or 0


def _about(table: Table) -> Iterator[Problem]:
    """What is strange about a sheet as a whole."""
    gone = [
        column.heading
        for column in table.sheet.columns
        if column.is_input and column.key not in table.columns
    ]
    for heading in gone:
        yield Problem(
            code="column_gone", sheet=table.name,
            what=_("The column “%(heading)s” is missing.") % {"heading": heading},
            why=_("Without it the portal cannot tell an emptied cell from one that was never there."),
            how=_("Copy your entries into a freshly downloaded workbook; columns may be hidden but not deleted."),
        )  # fmt: skip
    if table.hidden:
        yield Problem(
            code="sheet_hidden", sheet=table.name, level=WARNING,
            what=_("This sheet is hidden."), why=_("What stands in it is read all the same."),
            how=_("Show it and look through it before you confirm."),
        )  # fmt: skip
    if table.strays:
        yield Problem(
            code="stray", sheet=table.name, cell=table.strays[0].ref, level=WARNING,
            what=_("%(count)s cells stand outside the columns of the form.") % {"count": len(table.strays)},
            why=_("The form has no place for them; they are not taken over."),
            how=_("Move what matters into a column of the form."),
        )  # fmt: skip


def _sheet_is_gone(name: str) -> Problem:
    return Problem(
        code="sheet_gone", sheet=name, level=WARNING,
        what=_("The sheet “%(sheet)s” is missing.") % {"sheet": name},
        why=_("Nothing is changed in this part of the form."),
        how=_("If you wanted to change it, use a freshly downloaded workbook."),
    )  # fmt: skip


def _sheet_is_foreign(name: str) -> Problem:
    return Problem(
        code="sheet_foreign", sheet=name, level=WARNING,
        what=_("The sheet “%(sheet)s” is not part of the form.") % {"sheet": name},
        why=_("It was not read: its hidden row of keys is missing, or you added the sheet yourself."),
        how=_("If it should be read, copy its entries into a freshly downloaded workbook."),
    )  # fmt: skip


def _sheet_is_twice(name: str) -> Problem:
    return Problem(
        code="sheet_twice", sheet=name,
        what=_("The sheet “%(sheet)s” is a second copy of a sheet of the form.") % {"sheet": name},
        why=_("The portal cannot know which of the two counts."),
        how=_("Delete one of them."),
    )  # fmt: skip
