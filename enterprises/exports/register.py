"""The register as a table of one row per enterprise: .xlsx, or .csv that a spreadsheet opens with its letters whole.

A household's code is covered in both. What begins like a formula is text in both.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from common.sheets import as_words, harmless
from enterprises.models import Enterprise
from enterprises.queries.masking import masked

BOM = "\ufeff"
MOST_IN_A_WORKBOOK = 20_000  # rows; more of them are given as .csv, which is written as it is read
AT_ONCE = 2_000  # rows read from the database at a time


@dataclass(frozen=True)
class Column:
    """A column: its heading, what stands in it, how wide it is."""

    heading: str | Promise
    value: Callable[[Enterprise], str]
    width: int


def _yes_no(value: bool | None) -> str:  # noqa: FBT001 - a cell
    if value is None:
        return pgettext("foreign-invested", "not declared")
    return pgettext("foreign-invested", "yes") if value else pgettext("foreign-invested", "no")


COLUMNS = (
    Column(gettext_lazy("Tax code"), lambda e: masked(e.tax_code), 16),
    Column(gettext_lazy("Name of the enterprise"), lambda e: e.name, 50),
    Column(gettext_lazy("Kind"), lambda e: e.get_kind_display(), 18),
    Column(gettext_lazy("Province"), lambda e: e.province.name, 16),
    Column(gettext_lazy("Address"), lambda e: e.address, 40),
    Column(gettext_lazy("Commune or ward"), lambda e: e.commune, 22),
    Column(gettext_lazy("Former address"), lambda e: e.former_address, 40),
    Column(gettext_lazy("Telephone"), lambda e: e.phone, 16),
    Column(gettext_lazy("Foreign-invested"), lambda e: _yes_no(e.is_foreign_invested), 14),
    Column(gettext_lazy("Owned by women"), lambda e: _yes_no(e.is_woman_owned), 12),
    Column(gettext_lazy("Employs many women"), lambda e: _yes_no(e.has_many_women), 12),
    Column(gettext_lazy("Social enterprise"), lambda e: _yes_no(e.is_social), 12),
    Column(gettext_lazy("Edition of VSIC"), lambda e: e.vsic_version, 12),
    Column(gettext_lazy("VSIC code"), lambda e: e.vsic_code, 10),
    Column(gettext_lazy("Main line of business"), lambda e: e.main_line, 40),
)


def csv_lines(enterprises: QuerySet[Enterprise]) -> Iterator[str]:
    """The lines of a .csv, the mark of UTF-8 first; read and handed on piece by piece, however many rows."""
    yield BOM + _lines([[str(column.heading) for column in COLUMNS]])
    rows: list[list[str]] = []
    for enterprise in enterprises.iterator(chunk_size=AT_ONCE):
        rows.append([harmless(column.value(enterprise)) for column in COLUMNS])
        if len(rows) == AT_ONCE:
            yield _lines(rows)
            rows = []
    yield _lines(rows)


def workbook(enterprises: Iterable[Enterprise]) -> bytes:
    """An .xlsx of the same rows."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(_("Enterprises"))
    for place, column in enumerate(COLUMNS):
        sheet.column_dimensions[chr(ord("A") + place)].width = column.width
    sheet.freeze_panes = "C2"
    bold = Font(bold=True)

    heads = [as_words(WriteOnlyCell(sheet), column.heading) for column in COLUMNS]
    for head in heads:
        head.font = bold
    sheet.append(heads)
    for enterprise in enterprises:
        sheet.append([as_words(WriteOnlyCell(sheet), column.value(enterprise)) for column in COLUMNS])
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _lines(rows: Iterable[Iterable[str]]) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue()
