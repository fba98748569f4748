"""The workbook of a report: its targets, annex rows, units and enterprises, and every table of the paper, as real numbers."""

import datetime as dt
from io import BytesIO

from consolidation.documents.facts import Facts
from consolidation.documents.workbook.lists import enterprises, plan_rows, targets, units
from consolidation.documents.workbook.sheet import Sheet, write
from consolidation.documents.workbook.tables import tables
from papers.archive import timeless
from papers.model import Document

DRAFT = "DỰ THẢO"
UNDATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no time zone


def workbook(facts: Facts, document: Document) -> bytes:
    """Return the Excel annex (.xlsx). The same facts and paper give the same bytes.

    Figures are numbers and their units stand in the heads. A formula stands only where what it adds up or divides may be
    added up or divided: percentages of a single target, and how many units answered. Text never runs as a formula.
    """
    from openpyxl import Workbook  # slow to import, only when written

    book = Workbook(write_only=True)
    head = document.letterhead
    about = [
        f"{head.kind}: {head.title}",
        f"{head.issuer}; {head.number_line}; lập {_day(facts)}",
    ]
    marks = [mark for mark in (DRAFT if document.draft else "", document.mark) if mark]
    sheets = [targets(facts), plan_rows(facts), units(facts), enterprises(facts), *tables(document)]
    for each in sheets:
        if each.rows:
            write(book, each, [*about, *marks])
    if not book.worksheets:
        write(book, Sheet("Báo cáo", head.title, ()), [*about, *marks])
    moment = document.metadata.composed_at
    book.properties.created = (
        moment.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0) if moment else UNDATED
    )
    book.properties.title, book.properties.creator = about[0][:255], head.issuer[:255]
    kept = BytesIO()
    book.save(kept)
    return timeless(kept.getvalue())


def _day(facts: Facts) -> str:
    day = dt.date.fromisoformat(facts["as_of"])
    return f"ngày {day:%d/%m/%Y}"
