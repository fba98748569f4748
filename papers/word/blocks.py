"""The blocks of the running text as WordprocessingML."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from papers.blocks import (
    WHOLE,
    Align,
    Block,
    ChartBlock,
    Heading,
    ListBlock,
    Paragraph,
    ParagraphKind,
    RowKind,
    Run,
    TableBlock,
    TrendBlock,
)
from papers.word.xml import cell, paragraph, row, run, table

Drawn = Mapping[Block, str]  # each chart as the run that shows its picture

TEXT, CELL, CAPTION, NOTE = "BodyText", "TableText", "Caption", "TableNote"
SIDES = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right"}
ITALIC = frozenset({ParagraphKind.CITATION, ParagraphKind.MISSING})
BOLD_ROWS = frozenset({RowKind.TOTAL, RowKind.GROUP})


def block(one: Block, width: int, drawn: Drawn) -> str:
    """A block across a text ``width``; a chart as its picture with the table of its figures below."""
    match one:
        case Heading():
            return paragraph(run(one.line), f"Heading{one.level}")
        case Paragraph():
            return paragraph(_runs(one.runs, italic=one.kind in ITALIC), TEXT)
        case ListBlock():
            return "".join(_items(one))
        case TableBlock():
            return _table(one, width)
        case ChartBlock() | TrendBlock():
            unit = f" ({one.unit})" if one.unit and one.unit != "%" else ""
            shown = paragraph(drawn[one], CELL, keep="", align="center")
            caption = paragraph(run(one.title + unit), CAPTION)
            return caption + shown + _table(one.table, width) + _note(one.note)


def _runs(runs: tuple[Run, ...], *, italic: bool = False) -> str:
    return "".join(run(one.text, bold=one.bold, italic=one.italic or italic) for one in runs)


def _items(one: ListBlock) -> Iterator[str]:
    for item in one.items:
        yield paragraph(run(f"{one.marker} ") + _runs(item.runs), TEXT)
        for sub in item.items:
            yield paragraph(run(f"{one.submarker} ") + _runs(sub.runs), TEXT)


def _table(one: TableBlock, width: int) -> str:
    edges = [round(width * share / WHOLE) for share in accumulate(one.widths, initial=0)]
    widths = [right - left for left, right in pairwise(edges)]
    caption = paragraph(run(one.caption), CAPTION) if one.caption else _gap()
    return caption + table(widths, [*_head(one, widths), *_body(one, widths)]) + _note(one.note)


def _head(one: TableBlock, widths: Sequence[int]) -> Iterator[str]:
    """One row of titles, or two where columns stand under a common title; repeated on every page."""
    is_grouped = any(column.group for column in one.columns)
    if is_grouped:
        yield row(_upper(one, widths), head=True)
    titles = (
        cell(_said("" if is_grouped and not column.group else column.lines, "center", bold=True), width)
        if not is_grouped or column.group
        else cell(_said("", "center"), width, merge="continue")
        for column, width in zip(one.columns, widths, strict=True)
    )
    yield row(titles, head=True)


def _upper(one: TableBlock, widths: Sequence[int]) -> Iterator[str]:
    place = 0
    for title in one.head[0]:
        width = sum(widths[place : place + title.columns])
        merge = "restart" if title.rows > 1 else ""
        yield cell(_said(title.text, "center", bold=True), width, across=title.columns, merge=merge)
        place += title.columns


def _body(one: TableBlock, widths: Sequence[int]) -> Iterator[str]:
    for kind, cells in one.body:
        how = {"bold": kind in BOLD_ROWS, "italic": kind is RowKind.CHILD}
        if kind is RowKind.GROUP:
            yield row([cell(_said(cells[0][0].text, "left", **how), sum(widths), across=len(widths))])
            continue
        yield row(
            cell(_said(found.text, SIDES[side], **how), width)
            for (found, side), width in zip(cells, widths, strict=True)
        )


def _said(text: str, align: str, *, bold: bool = False, italic: bool = False) -> str:
    return paragraph(run(text, bold=bold, italic=italic) if text else "", CELL, align=align)


def _note(text: str) -> str:
    return paragraph(run(text), NOTE) if text else ""


def _gap() -> str:
    """Room above a table without a caption, and between two tables, which Word would melt into one."""
    return paragraph("", CELL, spacing='w:before="0" w:after="0" w:line="120" w:lineRule="exact"')
