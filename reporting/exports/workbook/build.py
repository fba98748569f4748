"""The prefilled workbook of one form: one sheet per part, ids hidden and locked, only input cells open."""

from io import BytesIO
from typing import Any

from common.sheets import FORMULA_SIGNS, as_words
from reporting.documents.workbook.layout import (
    FIRST_ROW,
    HEAD_ROW,
    KEY_ROW,
    MARK,
    NO,
    PORTAL,
    REMOVE,
    SHEETS,
    YES,
    Column,
    Holds,
    Sheet,
)
from reporting.documents.workbook.prefilled import Guide, Prefilled, SheetRow, Value
from reporting.exports.workbook.guide import write_guide
from reporting.exports.workbook.styles import FONT, QUIET, add_looks

LAST_ROW = 4000  # to where lists and number formats are offered
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Places = dict[str, str]
FILL = 0.95  # of a column that words fill on the average before they wrap
LINE_HEIGHT, MOST_LINES = 15.5, 20  # points; what is longer is read by opening the cell


def build(prefilled: Prefilled, guide: Guide) -> bytes:
    """The .xlsx file."""
    from openpyxl import Workbook  # openpyxl is slow to load

    book = Workbook()
    add_looks(book)
    write_guide(book.active, guide)
    lists = _lists(prefilled)
    for sheet in SHEETS:
        _write(book.create_sheet(sheet.name), sheet, prefilled, lists, closed=bool(guide.closed))
    _write_portal(book.create_sheet(PORTAL), prefilled)
    book.properties.title = f"{guide.unit} – {guide.period}"
    book.properties.creator = "Cổng năng suất chất lượng"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def put_text(cell: Any, value: object) -> None:
    """Write words as words; what looks like a formula stays text, too, when somebody edits the cell."""
    as_words(cell, value)
    if str(value).startswith(FORMULA_SIGNS):
        cell.quotePrefix = True


def put(cell: Any, value: Value) -> None:
    """Write a value; nothing where there is none."""
    if isinstance(value, str):
        put_text(cell, value)
    elif value is not None:
        cell.value = value


def _write(page: Any, sheet: Sheet, prefilled: Prefilled, lists: Places, *, closed: bool) -> None:
    from openpyxl.styles import Font

    page.sheet_view.showGridLines = False
    put_text(page.cell(1, 2), sheet.name)
    page.cell(1, 2).font = Font(name=FONT, size=14, bold=True)
    put_text(page.cell(2, 2), sheet.purpose)
    page.cell(2, 2).font = Font(name=FONT, size=10, italic=True, color=QUIET)
    _write_head(page, sheet)
    rows = list(prefilled.rows[sheet.mark])
    if sheet.mark in prefilled.added and sheet.mark != "integrated":
        everything = frozenset(column.key for column in sheet.columns if column.is_input)
        rows += [SheetRow("", {}, everything)] * sheet.spare
    for number, row in enumerate(rows, start=FIRST_ROW):
        _write_row(page, sheet, number, row)
    _offer(page, sheet, lists)
    _set_up(page, sheet, len(rows))
    if not closed:
        _protect(page)
    else:
        page.protection.sheet = True


def _write_head(page: Any, sheet: Sheet) -> None:
    from openpyxl.comments import Comment

    page.cell(KEY_ROW, 1, MARK + sheet.mark)
    page.row_dimensions[KEY_ROW].hidden = True
    page.row_dimensions[HEAD_ROW].height = 32
    page.cell(HEAD_ROW, 1, "id").style = "p_head"
    for at, column in enumerate(sheet.columns, start=2):
        page.cell(KEY_ROW, at, column.key)
        head = page.cell(HEAD_ROW, at)
        put_text(head, column.heading)
        head.style = "p_head_input" if column.is_input else "p_head"
        page.column_dimensions[LETTERS[at - 1]].width = column.width
        if column.note:
            note = Comment(column.note, "Cổng", width=320, height=110)
            head.comment = note
    page.column_dimensions["A"].hidden = True


def _lines_of(value: object, width: float) -> int:
    """How many lines a text takes in a column of ``width`` characters."""
    if not isinstance(value, str):
        return 1
    return sum(1 + int(len(part) // (width * FILL)) for part in value.splitlines()) or 1


def _write_row(page: Any, sheet: Sheet, number: int, row: SheetRow) -> None:
    lines = max(_lines_of(row.values.get(column.key), column.width) for column in sheet.columns)
    if lines > 1:  # a row of one line grows by itself while somebody types
        page.row_dimensions[number].height = min(lines, MOST_LINES) * LINE_HEIGHT
    mark = page.cell(number, 1, row.id or None)
    mark.style = "p_shown"
    for at, column in enumerate(sheet.columns, start=2):
        value = row.values.get(column.key)
        cell = page.cell(number, at)
        put(cell, value)
        cell.style = _look(column, value, is_open=column.key in row.open, whole=row.whole)
        if isinstance(value, str) and value[:1] in "=+-@\t":
            cell.quotePrefix = True  # after the style, which would take it away


def _look(column: Column, value: Value, *, is_open: bool, whole: bool) -> str:
    if column.holds is Holds.SHOWN:
        return "p_shown" if value is None or isinstance(value, str) else "p_shown_whole"
    if not is_open:
        return {Holds.FIGURE: "p_closed_whole", Holds.DAY: "p_closed_day"}.get(column.holds, "p_closed")
    if column.holds is Holds.FIGURE:
        return "p_whole" if whole else "p_figure"
    return "p_day" if column.holds is Holds.DAY else "p_words"


def _offer(page: Any, sheet: Sheet, lists: Places) -> None:
    """Lists to choose from and gentle checks, down to where anybody types."""
    from openpyxl.worksheet.datavalidation import DataValidation

    for at, column in enumerate(sheet.columns, start=2):
        if column.holds is Holds.CHOICE:
            rule = DataValidation(type="list", formula1=lists[column.choices], allow_blank=True)
        elif column.holds is Holds.TICK:
            words = f'"{YES}"' if column.key == REMOVE else f'"{YES},{NO}"'
            rule = DataValidation(type="list", formula1=words, allow_blank=True)
        elif column.holds is Holds.FIGURE:
            rule = DataValidation(
                type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True
            )
        else:
            continue
        rule.errorStyle = "warning" if column.holds is Holds.FIGURE else "stop"
        rule.showErrorMessage = True
        rule.errorTitle = column.heading[:32]
        rule.error = (column.note or "Chọn trong danh sách.")[:250]
        rule.add(f"{LETTERS[at - 1]}{FIRST_ROW}:{LETTERS[at - 1]}{LAST_ROW}")
        page.add_data_validation(rule)


def _set_up(page: Any, sheet: Sheet, rows: int) -> None:
    """Frozen head, and a print-out that fits the width of A4 with the head on every page."""
    last = LETTERS[len(sheet.columns)]
    page.freeze_panes = f"C{FIRST_ROW}"
    page.auto_filter.ref = f"B{HEAD_ROW}:{last}{max(HEAD_ROW + rows, HEAD_ROW + 1)}"
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page.print_area = f"B1:{last}{max(HEAD_ROW + rows, FIRST_ROW)}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.center.text = f"{sheet.name} – &P/&N"


def _protect(page: Any) -> None:
    """Lock everything but the input cells, without a password; widths, heights, filters and sorting stay free."""
    guard = page.protection
    guard.sheet = True
    guard.formatColumns = guard.formatRows = guard.autoFilter = guard.sort = False
    guard.formatCells = False


def _lists(prefilled: Prefilled) -> Places:
    """Where in the hidden sheet each list stands, as a validation names it."""
    places = {}
    for at, (name, words) in enumerate(prefilled.lists.items(), start=3):
        letter = LETTERS[at]
        places[name] = f"'{PORTAL}'!${letter}$2:${letter}${len(words) + 1 if words else 2}"
    return places


def _write_portal(page: Any, prefilled: Prefilled) -> None:
    for number, (name, value) in enumerate(prefilled.seal.cells(), start=1):
        page.cell(number, 1, name)
        put_text(page.cell(number, 2), value)
    for at, (name, words) in enumerate(prefilled.lists.items(), start=4):
        page.cell(1, at, name)
        for number, word in enumerate(words, start=2):
            put_text(page.cell(number, at), word)
    page.sheet_state = "veryHidden"
    page.protection.sheet = True
