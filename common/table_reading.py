"""A table somebody sends to the administration, read whole or refused in words: what, where, why, and what to do."""

import csv
import zipfile
import zlib
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

import tablib
from django.utils.translation import gettext_lazy as _

from common.formatting import number
from common.sheets import FORMULA_SIGNS, UNWRITABLE
from common.vietnamese import fold
from common.workbook.cells import Cell, Cells, letters
from common.workbook.parcel import check_parcel, damaged
from common.workbook.refused import Refused

MB = 1024 * 1024
MOST_BYTES = 5 * MB
MOST_ROWS = 500  # they are written one by one while somebody waits: some seconds on two busy cores
MOST_COLUMNS = 100
MOST_LETTERS = 10_000  # of a cell
MARK = b"\xef\xbb\xbf"
ARCHIVE = b"PK\x03\x04"
BINARY = (ARCHIVE, b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"\xff\xfe", b"\xfe\xff")
# of the process, once for all, so that no thread changes it under another; a cell has MOST_LETTERS
csv.field_size_limit(MOST_BYTES)
BROKEN = (
    ParseError, KeyError, IndexError, ValueError, OverflowError, OSError, EOFError, NotImplementedError,
    RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip

EMPTY = _(
    "The file holds no row beneath its heads. Export the table first to see its columns, and fill them in."
)
NO_TEXT = _(
    "This is neither a workbook of Excel (.xlsx) nor a CSV file in UTF-8: %(where)s Vietnamese letters would be lost. In Excel choose “Save as” and then "
    "“CSV UTF-8” or “Excel Workbook (.xlsx)”."
)
FORMULA = _(
    "Cell %(cell)s holds a formula. What it works out is not read: copy the cells and paste them as values."
)
FAULTY = _("Cell %(cell)s shows an error of the spreadsheet. Write its value, or leave it empty.")
LONG = _("Cell %(cell)s holds %(letters)s letters; at most %(most)s are taken. Shorten it.")
UNSEEN = _("Cell %(cell)s holds a sign that cannot be seen or stored. Type the words of the cell anew.")
ROWS = _("The file has more than %(most)s rows. Split it into files of at most %(most)s rows each.")
COLUMNS = _("The file has more than %(most)s columns. Keep only those of an export.")
GAP = _("Row %(row)s is empty, but rows follow it. Delete the empty row.")
NAMELESS = _("Column %(column)s has values but no head. Write its head into row 1, or delete the column.")
TWICE = _("Columns %(first)s and %(second)s are both “%(head)s”. Keep one of them.")
UNKNOWN = _(
    "The head “%(head)s” is none of this table's. Its heads are: %(heads)s. Take them from an export."
)
MISSING = _("The column “%(head)s” is missing; by it a row is known. Add it, as in an export.")
HUGE = _("The file has %(size)s MB; at most %(most)s MB are taken. Split it into several.")


class Columns(NamedTuple):
    """The columns a table may have, in order: what each is called, the reader's word first; and those it must have."""

    words: dict[str, list[str]]
    needed: list[str]

    def named(self, head: str) -> str | None:
        """The column a head means, by its own name or by its word in any language; None where it means none."""
        if head in self.words:
            return head
        said = fold(head)
        return next((name for name, words in self.words.items() if said in map(fold, words)), None)


class Read(NamedTuple):
    """A cell by its words or day; ``refused`` where it cannot be read."""

    value: Any
    refused: Any = None


def from_file(content: bytes, columns: Columns | None = None) -> tablib.Dataset:
    """The rows of a workbook or of a CSV file, whichever it is, whatever it is called. Refused otherwise."""
    return (from_workbook if content.startswith(ARCHIVE) else from_csv)(content, columns)


def from_csv(content: bytes, columns: Columns | None = None) -> tablib.Dataset:
    """The rows of a CSV file in UTF-8, whichever of , ; and tab parts its cells. Refused otherwise."""
    _check_size(content)
    if content.startswith(BINARY) or b"\0" in content:
        raise Refused("no_text", NO_TEXT, where=_("it is another kind of file."))
    try:
        text = content.removeprefix(MARK).decode()
    except UnicodeDecodeError as broken:
        line = content.count(b"\n", 0, broken.start) + 1
        where = _("letters of line %(line)s are stored in another way.") % {"line": number(line)}
        raise Refused("no_text", NO_TEXT, where=where) from None
    head = text.partition("\n")[0]
    sign = max(",;\t", key=head.count)
    try:
        rows = csv.reader(StringIO(text, newline=""), delimiter=sign)
        return _dataset(([Read(value) for value in row] for row in rows), columns)
    except csv.Error as broken:
        raise damaged() from broken


def from_workbook(content: bytes, columns: Columns | None = None) -> tablib.Dataset:
    """The rows of a workbook's first sheet that is shown. Refused otherwise."""
    _check_size(content)
    with check_parcel(BytesIO(content), len(content)) as archive:
        try:
            return _dataset(_rows_of(archive), columns)
        except Refused:
            raise
        except BROKEN as broken:
            raise damaged() from broken


def _check_size(content: bytes) -> None:
    if not content.strip():
        raise Refused("empty", EMPTY)
    if len(content) > MOST_BYTES:
        raise Refused("huge", HUGE, size=number(-(-len(content) // MB)), most=MOST_BYTES // MB)


def _rows_of(archive: zipfile.ZipFile) -> Iterator[list[Read]]:
    cells = Cells(archive)
    sheet = next((part for part in cells.sheets if not part.hidden), None)
    if sheet is None:
        raise Refused("empty", EMPTY)
    at = 0
    for row in cells.rows(sheet):
        if isinstance(row, list):
            continue
        filled = {column: _read(cell) for column, cell in row.cells.items()}
        if not filled:
            continue
        if row.number > MOST_ROWS + 1:
            raise Refused("rows", ROWS, most=number(MOST_ROWS))
        for _missing in range(at + 1, row.number):
            yield []
        at = row.number
        if max(filled) > MOST_COLUMNS:
            raise Refused("columns", COLUMNS, most=MOST_COLUMNS)
        yield [filled.get(column, Read("")) for column in range(1, max(filled) + 1)]


def _read(cell: Cell) -> Read:
    if cell.formula:
        return Read("", FORMULA)
    if cell.kind == "error":
        return Read("", FAULTY)
    shown: dict[str, Callable[[Any], Any]] = {
        "number": _figure,
        "percent": _figure,
        "truth": lambda is_so: "1" if is_so else "0",
    }
    return Read(shown.get(cell.kind, lambda value: value)(cell.value))


def _figure(value: Decimal) -> str:
    return format(value, "f")


def _dataset(rows: Any, columns: Columns | None) -> tablib.Dataset:
    """Heads and rows of one width. Refused by the first cell that cannot be taken."""
    table: list[list[Any]] = []
    for at, row in enumerate(rows, 1):
        table.append([_taken(read, f"{letters(place)}{at}") for place, read in enumerate(row, 1)])
        if at > MOST_ROWS + 1:
            raise Refused("rows", ROWS, most=number(MOST_ROWS))
    while table and not any(table[-1]):
        table.pop()
    if len(table) <= 1:
        raise Refused("empty", EMPTY)
    heads = _heads(table, columns)
    filled = tablib.Dataset(headers=[head for head in heads if head])
    for at, row in enumerate(table[1:], 2):
        if not any(row):
            raise Refused("gap", GAP, row=at)
        wide = row + [""] * (len(heads) - len(row))
        filled.append([value for head, value in zip(heads, wide, strict=False) if head])
    return filled


def _heads(table: list[list[Any]], columns: Columns | None) -> list[str]:
    """The columns by their names. Refused where one would be passed over, or none says which record a row is of."""
    heads = [str(head).strip() for head in table[0]]
    heads += [""] * (max(len(row) for row in table) - len(heads))
    for place, head in enumerate(heads):
        if not head and any(len(row) > place and row[place] for row in table):
            raise Refused("nameless", NAMELESS, column=letters(place + 1))
        name = columns.named(head) if head and columns else head
        if name is None and columns:
            known = ", ".join(words[0] for words in columns.words.values())
            raise Refused("unknown", UNKNOWN, head=head[:60], heads=known)
        if name and name in heads[:place]:
            first = letters(heads.index(name) + 1)
            raise Refused("twice", TWICE, head=head[:60], first=first, second=letters(place + 1))
        heads[place] = name or ""
    if columns is not None:
        for name in columns.needed:
            if name not in heads:
                raise Refused("missing", MISSING, head=columns.words[name][0])
    return heads


def _taken(read: Read, cell: str) -> Any:
    """The value; words without the apostrophe that an export puts before what would run."""
    if read.refused is not None:
        raise Refused("cell", read.refused, cell=cell)
    value = read.value
    if not isinstance(value, str):
        return value
    if len(value) > MOST_LETTERS:
        raise Refused("long", LONG, cell=cell, letters=number(len(value)), most=number(MOST_LETTERS))
    if UNWRITABLE.search(value):
        raise Refused("unseen", UNSEEN, cell=cell)
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA_SIGNS) else value
