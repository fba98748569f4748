"""The completeness matrix as a workbook, as it is seen."""

import datetime as dt
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from common.sheets import as_words
from common.templatetags.components import STATES
from common.templatetags.formats import vn_date
from reporting.models import ReportingPeriod
from reporting.queries.matrix import Cell, Matrix
from reporting.queries.status import StatusKind

# Surface and ink of a state, as static/css/tokens.css has them.
COLOURS = {
    "not_open": ("EDEAE3", "57534A"),
    "open": ("E3EDF7", "164A7D"),
    "due_soon": ("FCEFCF", "744A00"),
    "overdue": ("FBE5E3", "97191F"),
    "sent_back": ("EFE9F9", "5A3A91"),
    "submitted": ("DCF0F1", "0C5560"),
    "submitted_late": ("FCEFCF", "0C5560"),
    "accepted": ("E0F1E4", "1C5C33"),
    "nil": ("F7F5F1", "45423B"),
    "locked": ("57534A", "FFFFFF"),
    "draft": ("FFFFFF", "57534A"),
    "review": ("E8EAF7", "3D4A86"),
}
FIRST_ROW = 4  # title, day, an empty row, then the head


def matrix_workbook(period: ReportingPeriod, matrix: Matrix, on: dt.date) -> bytes:
    """An .xlsx with the rows and columns of ``matrix``, each cell a letter on its colour, and a legend sheet."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = _("Matrix")
    sheet["A1"], sheet["A1"].font = str(period), _font(bold=True, size=13)
    sheet["A2"] = _("As of %(day)s. Filed %(filed)s of %(asked)s units, %(on_time)s on time.") % {
        "day": vn_date(on),
        "filed": matrix.punctuality.filed,
        "asked": matrix.punctuality.asked,
        "on_time": matrix.punctuality.on_time,
    }
    _write_head(sheet, matrix)
    for at, row in enumerate(matrix.rows, start=FIRST_ROW + 1):
        as_words(sheet.cell(at, 1), row.submission.organisation.name)
        as_words(sheet.cell(at, 2), row.status.words)
        _paint(sheet.cell(at, 2), row.status.chip)
        as_words(sheet.cell(at, 3), row.status.reason)
        for place, cell in enumerate(row.cells, start=4):
            _write_cell(sheet.cell(at, place), cell)
    sheet.freeze_panes = sheet.cell(FIRST_ROW + 1, 4)
    sheet.auto_filter.ref = (
        f"A{FIRST_ROW}:{sheet.cell(FIRST_ROW + len(matrix.rows), 3 + len(matrix.columns)).coordinate}"
    )
    _set_page(sheet)
    _write_legend(book.create_sheet(_("Legend")), matrix)
    return _bytes(book)


def _write_head(sheet: Any, matrix: Matrix) -> None:
    heads = [_("Unit"), _("State"), _("Why"), *(column.code for column in matrix.columns)]
    for place, words in enumerate(heads, start=1):
        cell = sheet.cell(FIRST_ROW, place)
        as_words(cell, words)
        cell.font = _font(bold=True)
        cell.alignment = _middle() if place > 3 else _left()  # noqa: PLR2004 - three columns of words
    for name, width in (("A", 44), ("B", 18), ("C", 60)):
        sheet.column_dimensions[name].width = width


def _write_cell(place: Any, cell: Cell | None) -> None:
    if cell is None:
        return
    as_words(place, cell.look.letter)
    place.alignment = _middle()
    _paint(place, cell.look.chip)


def _write_legend(sheet: Any, matrix: Matrix) -> None:
    for at, (kind, (letter, _word)) in enumerate(STATES.items(), start=1):
        as_words(sheet.cell(at, 1), str(letter))
        _paint(sheet.cell(at, 1), kind)
        as_words(sheet.cell(at, 2), str(StatusKind(kind).label))
    for at, column in enumerate(matrix.columns, start=len(STATES) + 2):
        as_words(sheet.cell(at, 1), column.code)
        as_words(sheet.cell(at, 2), column.title)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 10, 110


def _set_page(sheet: Any) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{FIRST_ROW}:{FIRST_ROW}"


def _paint(cell: Any, chip: str) -> None:
    from openpyxl.styles import PatternFill

    surface, ink = COLOURS[chip]
    cell.fill, cell.font = PatternFill("solid", fgColor=surface), _font(bold=True, color=ink)


def _font(**look: Any) -> Any:
    from openpyxl.styles import Font

    return Font(name="Times New Roman", **look)


def _middle() -> Any:
    from openpyxl.styles import Alignment

    return Alignment(horizontal="center", vertical="center")


def _left() -> Any:
    from openpyxl.styles import Alignment

    return Alignment(horizontal="left", vertical="center")


def _bytes(book: Any) -> bytes:
    held = BytesIO()
    book.save(held)
    return held.getvalue()
