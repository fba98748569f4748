"""Every word of a paper in the order it is printed, as the data say it that travel with the paper.

    [{"place": "frame", "kind": "line", "texts": ["UBND TỈNH HƯNG YÊN", …]},
     {"place": "body", "kind": "heading", "texts": ["I. Tình hình …"]}, …,
     {"place": "Phụ lục I", "kind": "row", "texts": ["1", "Số doanh nghiệp", "12"]}, …]

``place`` is ``frame`` (head and foot of the paper), ``body`` or the label of an annex; ``kind`` is line, heading,
paragraph, list, caption, head (of a table; it may come again on the next page), row, note or chart. The checks of
``consolidation.documents.taking_over`` hold the pages of the PDF against this list, so that neither changes without the other.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from consolidation.documents.likeness import Spoken
from papers.blocks import Block, Heading, ListBlock, Paragraph, joined
from papers.charts import block_chart
from papers.graphs import ChartBlock, TrendBlock
from papers.model import Document, texts
from papers.tables import TableBlock

FRAME, BODY = "frame", "body"
DRAWN = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)
CUT = Paragraph.of("§ text §")  # stands for the blocks when head and foot are asked for
Piece = tuple[str, list[str]]


def printed(document: Document) -> list[dict[str, Any]]:
    """The words of ``document`` as plain data; a piece that says nothing is left out."""
    return [
        {"place": place, "kind": kind, "texts": said}
        for place, (kind, words) in _pieces(document)
        if (said := [text for text in words if text])
    ]


def spoken(told: list[dict[str, Any]]) -> list[Spoken]:
    """The same data as they are held against the pages of a PDF."""
    return [Spoken(tuple(p["texts"]), p["kind"] == "head", p["kind"] == "chart") for p in told]


def _pieces(document: Document) -> Iterator[tuple[str, Piece]]:
    before, behind = _frame(document)
    yield FRAME, ("line", before)
    for block in document.blocks:
        yield from ((BODY, piece) for piece in _said(block))
    yield FRAME, ("line", behind)
    for annex in document.annexes:
        yield annex.label, ("heading", [annex.label, annex.title.upper()])
        yield annex.label, ("note", [" ".join(document.enclosure)])
        for block in annex.blocks:
            yield from ((annex.label, piece) for piece in _said(block))


def _frame(document: Document) -> tuple[list[str], list[str]]:
    """The head of the paper and its foot: whatever the paper says beside its blocks and annexes."""
    said = list(texts(replace(document, blocks=(CUT,), annexes=())))
    place = said.index(joined(CUT.runs))
    return said[:place], said[place + 1 :]


def _said(block: Block) -> Iterator[Piece]:
    match block:
        case Heading():
            yield "heading", [block.line]
        case Paragraph():
            yield "paragraph", [joined(block.runs)]
        case ListBlock():
            yield "list", list(_items(block))
        case TableBlock():
            yield from _table(block)
        case ChartBlock() | TrendBlock():
            unit = f" ({block.unit})" if block.unit and block.unit != "%" else ""
            drawn = [html.unescape(words) for words in DRAWN.findall(block_chart(block))]
            yield "line", [f"{block.title}{unit}"]
            yield "chart", drawn
            if block.with_table:
                yield from _table(block.table)
            yield "note", [block.note]


def _items(block: ListBlock) -> Iterator[str]:
    for item in block.items:
        yield f"{block.marker} {joined(item.runs)}"
        yield from (f"{block.submarker} {joined(sub.runs)}" for sub in item.items)


def _table(table: TableBlock) -> Iterator[Piece]:
    yield "caption", [table.caption]
    yield "head", [cell.text for row in table.head for cell in row]
    for row in table.rows:
        yield "row", [cell.text for cell in row.cells]
    yield "note", [table.note]
