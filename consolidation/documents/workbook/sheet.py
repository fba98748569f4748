"""A sheet of a workbook: heads that stay, numbers as numbers, ready to be printed on A4."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from textwrap import wrap
from typing import Any

from common.sheets import as_words

WHOLE, FRACTION, PERCENT = "#,##0", "#,##0.0##", "0.0%"
FORBIDDEN = re.compile(r"[\\/*?:\[\]]")  # in the name of a sheet
LONGEST_NAME = 31
A4 = 9  # paper size
GREY = "FFE7E6E6"
LINE, HIGHEST = 15, 400  # points of a line of text; no row may be higher than 409


@dataclass(frozen=True)
class Formula:
    """A formula of ours, in Excel's own (English) spelling; `{row}` is the row it stands in."""

    text: str
    form: str = WHOLE


@dataclass(frozen=True)
class Share:
    """A percentage (50 is 50 %)."""

    percent: Decimal


Value = str | Decimal | Formula | Share | None


@dataclass(frozen=True)
class Head:
    """A column: its title, the unit of its figures, its width in characters, and what stands above several."""

    title: str
    width: int = 14
    unit: str = ""
    group: str = ""

    @property
    def text(self) -> str:
        """What stands above, title and unit."""
        return "\n".join(
            part for part in (self.group, self.title, f"({self.unit})" if self.unit else "") if part
        )


@dataclass(frozen=True)
class Line:
    """A row of values; bold for a sum or a heading across."""

    values: Sequence[Value]
    bold: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet before it is written. `foot` lines stand below the rows; `{first}` and `{last}` in their formulas are the rows."""

    name: str
    title: str
    heads: Sequence[Head]
    rows: Sequence[Line] = ()
    foot: Sequence[Line] = ()
    notes: Sequence[str] = ()


def write(book: Any, sheet: Sheet, about: Sequence[str]) -> None:
    """Add ``sheet`` to a workbook that is only written; ``about`` stands above its title."""
    page = book.create_sheet(_name(book, sheet.name))
    head_row = len(about) + 2
    _set_up(page, sheet, head_row)
    for words in about:
        page.append([_cell(page, words)])
    page.append([_cell(page, sheet.title, bold=True)])
    _make_room(page, sheet, head_row, [head.text for head in sheet.heads])
    page.append([_cell(page, head.text, bold=True, fill=True) for head in sheet.heads])
    for row, line in enumerate(sheet.rows, start=head_row + 1):
        _make_room(page, sheet, row, line.values)
        page.append([_cell(page, value, bold=line.bold, row=row) for value in _across(sheet, line)])
    first, last = head_row + 1, head_row + len(sheet.rows)
    for row, line in enumerate(sheet.foot, start=last + 1):
        page.append([_cell(page, v, bold=line.bold, row=row, first=first, last=last) for v in line.values])
    notes = [line for words in sheet.notes for line in wrap(words, sum(head.width for head in sheet.heads))]
    for words in notes:
        page.append([_cell(page, words)])
    page.print_area = f"A1:{column(max(len(sheet.heads) - 1, 0))}{last + len(sheet.foot) + len(notes)}"


def column(place: int) -> str:
    """The letter of a column, counted from 0."""
    from openpyxl.utils import get_column_letter

    letter: str = get_column_letter(place + 1)
    return letter


def _across(sheet: Sheet, line: Line) -> list[Value]:
    """The values of a line with room for every column."""
    return [*line.values, *[None] * (len(sheet.heads) - len(line.values))]


def _make_room(page: Any, sheet: Sheet, row: int, values: Sequence[Value]) -> None:
    """Make a row as high as its longest text needs; programs differ in whether they do so themselves."""
    texts = [
        (value, head.width)
        for value, head in zip(values, sheet.heads, strict=False)
        if isinstance(value, str)
    ]
    lines = max(
        (sum(-(-len(part) // max(width - 2, 1)) or 1 for part in text.split("\n")) for text, width in texts),
        default=1,
    )
    if lines > 1:
        page.row_dimensions[row].height = min(lines * LINE, HIGHEST)


@cache
def _border() -> Any:
    from openpyxl.styles import Border, Side

    thin = Side(style="thin", color="FF7F7F7F")
    return Border(left=thin, right=thin, top=thin, bottom=thin)


def _set_up(page: Any, sheet: Sheet, head_row: int) -> None:
    """Widths, heads that stay on screen and on every printed page, A4 across, page numbers."""
    page.freeze_panes = f"C{head_row + 1}" if len(sheet.heads) > 2 else f"A{head_row + 1}"  # noqa: PLR2004 - a name and figures
    for place, head in enumerate(sheet.heads):
        page.column_dimensions[column(place)].width = head.width
    page.print_title_rows = f"{head_row}:{head_row}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.page_margins.left = page.page_margins.right = 0.4  # inches
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.center.text = "&P/&N"


def _name(book: Any, wanted: str) -> str:
    """A name no other sheet has."""
    bare = FORBIDDEN.sub(" ", wanted)[:LONGEST_NAME].strip() or "Bảng"
    names, number, name = set(book.sheetnames), 1, bare
    while name in names:
        number += 1
        name = f"{bare[: LONGEST_NAME - 4]} {number}"
    return name


def _cell(page: Any, value: Value, *, bold: bool = False, fill: bool = False, **places: int) -> Any:
    """A cell; plain text and numbers without a look need no object of their own."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill

    is_ruled = bool(places) or fill
    if (value is None or value == "") and not is_ruled:
        return None
    cell: Any = WriteOnlyCell(page, None)
    if isinstance(value, Formula):
        cell.value, cell.number_format = value.text.format(**places), value.form
    elif isinstance(value, Share):
        cell.value, cell.number_format = value.percent / 100, PERCENT
    elif isinstance(value, Decimal):
        cell.value, cell.number_format = value, WHOLE if value == value.to_integral_value() else FRACTION
    elif value:
        as_words(cell, value)
    if is_ruled:
        middle = "center" if fill else None
        cell.alignment = Alignment(wrap_text=True, vertical=middle or "top", horizontal=middle)
        cell.border = _border()
    if bold:
        cell.font = Font(bold=True)
    if fill:
        cell.fill = PatternFill("solid", fgColor=GREY)
    return cell
