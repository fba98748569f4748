"""A copy of a workbook sent up in which every mistake is marked and listed. It can be corrected and sent again."""

import logging
import warnings
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from reporting.documents.workbook.layout import PROBLEMS
from reporting.exports.workbook.build import put_text
from reporting.exports.workbook.styles import ERROR, FONT, HEAD, WARNING

logger = logging.getLogger(__name__)
MOST_TO_LOAD = 12 * 1024 * 1024  # of sheets, unpacked; openpyxl takes twenty times that in memory
HEADS = (("STT", 6), ("Mức", 12), ("Trang", 16), ("Ô", 8), ("Chỗ sai", 44), ("Vì sao", 60), ("Cách sửa", 50))
LEVELS = {"error": "Lỗi", "warning": "Cảnh báo"}
Told = Mapping[str, str]


def mark(content: bytes, problems: Sequence[Told], *, unpacked: int) -> bytes:
    """The marked copy. Of a workbook too large to load, or one openpyxl cannot read, only the list.

    Formulas of the original become the text they are, so that nothing in the copy is run.
    """
    if unpacked <= MOST_TO_LOAD:
        try:
            return _marked(content, problems)
        except Exception:
            # readable cell by cell, but not as a whole: a stranger's drawings, pictures or notes break openpyxl in
            # any way they like
            logger.info("A workbook cannot be marked; the list stands alone.", exc_info=True)
    from openpyxl import Workbook  # openpyxl is slow to load

    book = Workbook()
    book.remove(book.worksheets[0])
    return _with_list(book, problems)


def _marked(content: bytes, problems: Sequence[Told]) -> bytes:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # extensions openpyxl leaves out do not matter for a copy to read
        book = load_workbook(BytesIO(content), keep_links=False)
        _disarm(book)
        for at, problem in enumerate(problems, start=1):
            _mark(book, problem, at)
        return _with_list(book, problems)


def _with_list(book: Any, problems: Sequence[Told]) -> bytes:
    _list(book, problems)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _disarm(book: Any) -> None:
    """No formula, no link out, no name that stands for either."""
    book.defined_names.clear()
    if PROBLEMS in book.sheetnames:
        book.remove(book[PROBLEMS])
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    put_text(cell, getattr(cell.value, "text", None) or cell.value)
                if getattr(cell, "hyperlink", None) is not None:
                    cell.hyperlink = None


def _mark(book: Any, problem: Told, number: int) -> None:
    """Fill the cell and put a note on it; a second problem of the cell is added to the note."""
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if problem["sheet"] not in book.sheetnames or not problem["cell"]:
        return
    cell = book[problem["sheet"]][problem["cell"]]
    if isinstance(cell, MergedCell):
        return
    colour = ERROR if problem["level"] == "error" else WARNING
    if cell.fill.fgColor.rgb != f"00{ERROR}":
        cell.fill = PatternFill("solid", fgColor=colour)
    words = f"[{number}] {problem['why']} {problem['how']}".strip()
    before = cell.comment.text if cell.comment and cell.comment.text.startswith("[") else ""
    cell.comment = Comment(f"{before}\n{words}".strip()[:2000], "Cổng", width=380, height=140)


def _list(book: Any, problems: Iterable[Told]) -> None:
    """The sheet that lists everything, each with a link to its cell; it stands first and open."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.hyperlink import Hyperlink

    page = book.create_sheet(PROBLEMS, 0)
    for at, (head, width) in enumerate(HEADS, start=1):
        cell = page.cell(1, at, head)
        cell.font, cell.fill = Font(name=FONT, size=10, bold=True), PatternFill("solid", fgColor=HEAD)
        page.column_dimensions[cell.column_letter].width = width
    for number, problem in enumerate(problems, start=1):
        words = (
            LEVELS[problem["level"]],
            *(problem[name] for name in ("sheet", "cell", "what", "why", "how")),
        )
        page.cell(number + 1, 1, number)
        for at, word in enumerate(words, start=2):
            cell = page.cell(number + 1, at)
            put_text(cell, word)
            cell.font = Font(name=FONT, size=10)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.cell(number + 1, 2).fill = PatternFill(
            "solid", fgColor=ERROR if problem["level"] == "error" else WARNING
        )
        if problem["sheet"] in book.sheetnames and problem["cell"]:
            link = page.cell(number + 1, 4)
            place = problem["sheet"].replace("'", "''")
            link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{place}'!{problem['cell']}")
            link.font = Font(name=FONT, size=10, underline="single", color="164A7D")
    page.freeze_panes = "A2"
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
