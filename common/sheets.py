"""A list as a file: what is seen, as Excel or CSV, safe to open."""

import csv
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Protocol

from common.formatting import short_date

IN_MEMORY = 8_000_000  # bytes of a file before it goes to disk
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
MEDIA = {"xlsx": XLSX, "csv": CSV}
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no workbook may hold them
ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # would be read as the sign of that number
Value = str | int | dt.date | None


class Shape(Protocol):
    """How a column looks: its width in characters, and whether it holds words, days or money."""

    @property
    def width(self) -> int: ...

    @property
    def kind(self) -> str: ...


@dataclass(frozen=True)
class Table:
    """What goes into the file: heads, and rows read piece by piece; ``about`` says above them what they are."""

    heads: list[str]
    columns: Sequence[Shape]
    rows: Iterator[list[Value]]
    about: list[str]
    title: str


def as_words(cell: Any, words: object) -> Any:
    """The cell of a workbook with ``words`` in it: as they are, and never as a formula, whatever they begin with."""
    cell.value = UNWRITABLE.sub("", ESCAPED.sub("_x005F_", str(words)))
    cell.data_type = "s"
    return cell


def harmless(words: str) -> str:
    """The words for a CSV: an apostrophe stands before what a spreadsheet would take for a formula."""
    return f"'{words}" if words.startswith(FORMULA_SIGNS) else words


def write(table: Table, kind: str) -> IO[bytes]:
    """The file of ``kind`` (xlsx, csv), ready to be read from its beginning; on disk where it is large."""
    held: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the reader closes it
    (_write_xlsx if kind == "xlsx" else _write_csv)(table, held)
    held.seek(0)
    return held


def _write_csv(table: Table, held: IO[bytes]) -> None:
    """UTF-8 with the mark by which Excel knows it; what could run as a formula begins with an apostrophe."""
    held.write("\ufeff".encode())
    line = StringIO()
    writer = csv.writer(line)
    for row in _chain(table.heads, table.rows):
        writer.writerow([_plain(value) for value in row])
        held.write(line.getvalue().encode())
        line.seek(0)
        line.truncate()


def _chain(first: Sequence[Value], rows: Iterator[list[Value]]) -> Iterator[Sequence[Value]]:
    yield first
    yield from rows


def _plain(value: Value) -> str | int:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return short_date(value)
    return harmless(value) if isinstance(value, str) else value


def _write_xlsx(table: Table, held: IO[bytes]) -> None:
    """One sheet: what it is, then the rows under a head that stays; days are days and sums are numbers."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(table.title)
    first = len(table.about) + 2
    sheet.freeze_panes = f"B{first + 1}"
    for at, column in enumerate(table.columns):
        sheet.column_dimensions[_letter(at)].width = column.width
    for words in table.about:
        sheet.append([_text(sheet, words)])
    sheet.append([])
    sheet.append([_text(sheet, head, bold=True) for head in table.heads])
    formats = {"day": "dd/mm/yyyy", "money": "#,##0"}
    for row in table.rows:
        sheet.append(
            [
                _cell(sheet, value, formats.get(column.kind))
                for column, value in zip(table.columns, row, strict=True)
            ]
        )
    book.save(held)


def _letter(at: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(at + 1)


def _cell(sheet: Any, value: Value, form: str | None) -> Any:
    """A plain value where it is safe to be read as it is: thousands of cells need no object of their own."""
    if isinstance(value, str):
        is_plain = value.isprintable() and "_x" not in value and not value.startswith(FORMULA_SIGNS)
        return value if is_plain else _text(sheet, value)
    if value is None or form is None:
        return value
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type] # it takes days, too
    cell.number_format = form
    return cell


def _text(sheet: Any, words: str, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = as_words(WriteOnlyCell(sheet), words)
    if bold:
        cell.font = Font(bold=True)
    return cell
