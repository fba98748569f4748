"""The empty workbook of enterprises, and the list of what was wrong with one that was sent up."""

import csv
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any

from common.sheets import harmless
from enterprises.documents.workbook.columns import CHOICES, COLUMNS, GUIDE, MOST_ROWS, SHEET, Holds
from enterprises.exports.register import BOM

TEXT = "@"  # so that a spreadsheet keeps the noughts at the beginning of codes
READY_ROWS = 1_000


def template() -> bytes:
    """An .xlsx with the headings, columns of text, lists to choose from, and a sheet that explains each column."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    bold = Font(bold=True)
    for at, column in enumerate(COLUMNS, start=1):
        letter = get_column_letter(at)
        sheet.cell(1, at, column.heading).font = bold
        sheet.column_dimensions[letter].width = column.width
        for row in range(2, READY_ROWS + 2):
            sheet.cell(row, at).number_format = TEXT
        offered = [words[0] for words in CHOICES.get(column.key, {}).values()]
        offered = ["Có", "Không"] if column.holds is Holds.YES_NO else offered
        if offered:
            rule = DataValidation(type="list", formula1=f'"{",".join(offered)}"', allow_blank=True)
            rule.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = "C2"
    _guide(book.create_sheet(GUIDE), bold)
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _guide(sheet: Any, bold: Any) -> None:
    lines = [
        ("Mỗi dòng là một doanh nghiệp, hợp tác xã, hộ kinh doanh hoặc tổ chức KH&CN.", ""),
        (
            "Dòng có mã số thuế đã có trong danh bạ thì cập nhật; mã mới thì thêm mới. Ô trống: giữ nguyên.",
            "",
        ),
        (f"Không dùng công thức. Mỗi tệp tối đa {MOST_ROWS} dòng.".replace("20000", "20.000"), ""),
        ("", ""),
        *((column.heading, column.note or "") for column in COLUMNS),
    ]
    for at, (head, note) in enumerate(lines, start=1):
        named = sheet.cell(at, 1, head)
        if note:
            named.font = bold
        sheet.cell(at, 2, note)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 100


def problems_csv(problems: Sequence[Mapping[str, Any]], headings: Sequence[str]) -> bytes:
    """A .csv of row, column, what stands there, why, and whether it keeps the row out."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(headings)
    for each in problems:
        cells = (each["row"] or "", each["column"], each["said"], each["why"], each["level"])
        writer.writerow([harmless(str(cell)) for cell in cells])
    return (BOM + written.getvalue()).encode()
