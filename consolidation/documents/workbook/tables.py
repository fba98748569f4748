"""The tables of the paper as sheets, in their order: what was printed as a figure is a number again."""

import re
from collections.abc import Iterator
from decimal import Decimal

from consolidation.documents.workbook.sheet import Head, Line, Sheet, Value
from papers.blocks import Block, Cell, Heading, RowKind, TableBlock
from papers.graphs import ChartBlock, TrendBlock
from papers.model import Document

FIGURE = re.compile(r"-?(?:0|[1-9]\d{0,2}(?:\.\d{3})*|[1-9]\d*)(?:,\d+)?")
BROADEST = 110  # characters all columns of a sheet share


def tables(document: Document) -> Iterator[Sheet]:
    """A sheet for each table of the body and the annexes; charts bring the table of their figures."""
    places = [("", document.blocks), *((annex.label, annex.blocks) for annex in document.annexes)]
    count = 0
    for label, blocks in places:
        heading = label
        for block in blocks:
            heading = block.line if isinstance(block, Heading) else heading
            table = _table(block)
            if table is not None:
                count += 1
                name = label if label and len(places) > 1 else f"Bảng {count}"
                yield _sheet(table, name, table.caption or _title(block) or heading or name)


def _table(block: Block) -> TableBlock | None:
    if isinstance(block, ChartBlock | TrendBlock):
        return block.table
    return block if isinstance(block, TableBlock) and block.rows else None


def _title(block: Block) -> str:
    return block.title if isinstance(block, ChartBlock | TrendBlock) else ""


def _sheet(table: TableBlock, name: str, title: str) -> Sheet:
    heads = tuple(
        Head(column.title, max(round(BROADEST * share / 100), 6), column.unit, column.group)
        for column, share in zip(table.columns, table.widths, strict=True)
    )
    lines = [
        Line([_value(cell) for cell in row.cells], bold=row.kind in {RowKind.TOTAL, RowKind.GROUP})
        for row in table.rows
    ]
    return Sheet(name, title, heads, lines, notes=[table.note] if table.note else ())


def _value(cell: Cell) -> Value:
    """“1.234,5” is a number; “05”, “-” and words stay as they are."""
    if cell.numeric and FIGURE.fullmatch(cell.text):
        return Decimal(cell.text.replace(".", "").replace(",", "."))
    return cell.text
