"""The form of a unit as the contents of a workbook."""

import datetime as dt
from decimal import Decimal

from common.numbers import counted_whole
from reporting.documents.workbook.layout import INTEGRATED, SHEETS, YES, Column, Holds, Sheet
from reporting.documents.workbook.prefilled import Prefilled, SheetRow, Value
from reporting.forms.entry import EntryForm
from reporting.forms.workbook.choices import Choices
from reporting.forms.workbook.filled import FilledBook, filled_book
from reporting.forms.workbook.filled_row import Filled


def prefill(entry: EntryForm, *, refusal: str = "") -> Prefilled:
    """What the workbook of an unbound entry form holds; nothing in it may be changed where there is a ``refusal``."""
    book = filled_book(entry)
    rows = {
        sheet.mark: [_row(sheet, row, book, refusal) for row in book.rows[sheet.mark]] for sheet in SHEETS
    }
    added = frozenset() if refusal else _takes_rows(entry)
    if INTEGRATED.mark in added:
        first = len(rows[INTEGRATED.mark]) + 1
        inputs = frozenset(c.key for c in INTEGRATED.columns if c.is_input)
        rows[INTEGRATED.mark] += [
            SheetRow(f"N{at + 1}", {"code": f"LG{first + at}"}, inputs) for at in range(INTEGRATED.spare)
        ]
    lists = {name: list(choices.labels.values()) for name, choices in book.choices.items()}
    return Prefilled(rows, lists, book.seal, added)


def _takes_rows(entry: EntryForm) -> frozenset[str]:
    """The sheets to which rows may be added now."""
    parts = entry.parts
    any_line = parts.integrated or any(part.is_open for part in entry.lines)
    wanted = {
        "figures": any_line,
        "activities": any_line,
        "experts": any_line,
        "enterprises": any(part.is_open for part in entry.lines),
        "integrated": parts.integrated,
        "documents": parts.documents,
        "statements": parts.statements,
    }
    return frozenset(mark for mark, is_open in wanted.items() if is_open)


def _row(sheet: Sheet, row: Filled, book: FilledBook, refusal: str) -> SheetRow:
    values = {column.key: _value(row, column, book.choices) for column in sheet.columns}
    is_open = row.is_open and not refusal
    whole = counted_whole(str(row.value("unit") or "")) if sheet.mark == "figures" else True
    return SheetRow(row.id, values, row.inputs if is_open else frozenset(), whole)


def _value(row: Filled, column: Column, choices: dict[str, Choices]) -> Value:
    value = row.value(column.key)
    if value is None or value == "":
        return None
    if column.holds is Holds.TICK:
        return YES if value is True else None
    if column.holds is Holds.CHOICE:
        return choices[column.choices].labels.get(str(value), str(value))
    return value if isinstance(value, Decimal | int | dt.date) else str(value)
