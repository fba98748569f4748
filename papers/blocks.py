"""The blocks of a report's running text: headings, paragraphs, lists, tables, charts."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby, pairwise
from typing import ClassVar, NamedTuple

from django.utils.translation import gettext as _

from common.formatting import number
from papers.part import PASSAGE, SENTENCE, TITLE, Part, Source, many, words
from papers.text import DocumentRefused, pieces

WHOLE = 100  # percent
MOST_BARS = 60  # a page of them
MOST_ITEMS, MOST_SUBITEMS = 1_000, 500
MOST_ROWS = 3_000  # about 30 seconds and 700 MB in one piece; a longer annex is printed in parts


class ParagraphKind(StrEnum):
    """What a paragraph says: ordinary text, a legal citation, a declared nil, or a missing return."""

    BODY = "body"
    CITATION = "citation"
    NIL = "nil"
    MISSING = "missing"


class Align(StrEnum):
    """The side a column's cells lean to."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class RowKind(StrEnum):
    """A row of figures, a part of the row above (“trong đó”), a sum, or a heading across all columns."""

    NORMAL = "normal"
    CHILD = "child"
    TOTAL = "total"
    GROUP = "group"


@dataclass(frozen=True)
class Run(Part):
    """A stretch of text in one style."""

    text: str = words(PASSAGE, trim=False)
    bold: bool = False
    italic: bool = False

    @property
    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The text cut at the numbers of documents (“số 955/SKHCN-TĐC”), which no line may break; True for those."""
        return pieces(self.text)


def joined(runs: tuple[Run, ...]) -> str:
    """Return the plain text of several runs."""
    return "".join(run.text for run in runs)


@dataclass(frozen=True)
class Heading(Part):
    """A heading: `level` 1 for “I.”, 2 for “1.”, 3 for “a)” or “2.1.”, 4 below; `numbering` as printed."""

    block: ClassVar[str] = "heading"
    level: int
    text: str = words(TITLE)
    numbering: str = words(20, default="")
    source: tuple[Source, ...] = many(200)

    def check(self) -> None:
        """Refuse a level that has no style."""
        if self.level not in (1, 2, 3, 4):
            raise DocumentRefused(_("A heading has level 1 to 4, not %(level)s.") % {"level": self.level})

    @property
    def line(self) -> str:
        """Number and text as printed."""
        return f"{self.numbering} {self.text}".strip()

    @property
    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The line cut at what stays together; True for those."""
        return pieces(self.line, title=True)


@dataclass(frozen=True)
class Paragraph(Part):
    """A paragraph of styled runs."""

    block: ClassVar[str] = "paragraph"
    runs: tuple[Run, ...] = many(500)
    kind: ParagraphKind = ParagraphKind.BODY
    source: tuple[Source, ...] = many(200)

    @classmethod
    def of(
        cls, text: str, kind: ParagraphKind = ParagraphKind.BODY, source: tuple[Source, ...] = ()
    ) -> "Paragraph":
        """Return a paragraph of plain text."""
        return cls((Run(text.strip()),), kind, source)


@dataclass(frozen=True)
class ListItem(Part):
    """An item of a list; `items` are its sub-items, one step deep."""

    runs: tuple[Run, ...] = many(200)
    items: tuple["ListItem", ...] = many(MOST_SUBITEMS)
    source: tuple[Source, ...] = many(200)

    @classmethod
    def of(cls, text: str, *items: "ListItem", source: tuple[Source, ...] = ()) -> "ListItem":
        """Return an item of plain text with its sub-items."""
        return cls((Run(text.strip()),), items, source)


@dataclass(frozen=True)
class ListBlock(Part):
    """A list with the marker “-”, its sub-items with “+”, as official documents write them."""

    block: ClassVar[str] = "list"
    items: tuple[ListItem, ...] = many(MOST_ITEMS)
    marker: str = words(4, default="-")
    submarker: str = words(4, default="+")
    source: tuple[Source, ...] = many(200)

    def check(self) -> None:
        """Refuse a third step."""
        if any(sub.items for item in self.items for sub in item.items):
            raise DocumentRefused(_("A list has items and sub-items; a third step cannot be printed."))


@dataclass(frozen=True)
class Column(Part):
    """A column: `width` is its share of the table, `unit` stands under the title, `group` above several titles."""

    title: str = words()
    width: int = 1
    align: Align = Align.LEFT
    unit: str = words(60, default="")
    group: str = words(default="")

    def check(self) -> None:
        """Refuse a share that gives no room or all of it."""
        if not 1 <= self.width <= WHOLE:
            raise DocumentRefused(_("A column's share is 1 to 100, not %(width)s.") % {"width": self.width})

    @property
    def lines(self) -> str:
        """Title and unit as printed."""
        return f"{self.title}\n({self.unit})" if self.unit else self.title


@dataclass(frozen=True)
class Cell(Part):
    """A cell: its words as printed (“1.234,5”, “-”, “chưa báo cáo”); `numeric` leans right and never breaks."""

    text: str = words(SENTENCE, default="", lines=True)
    numeric: bool = False


@dataclass(frozen=True)
class Row(Part):
    """A row of cells."""

    cells: tuple[Cell, ...] = many(24, least=1)
    kind: RowKind = RowKind.NORMAL
    source: tuple[Source, ...] = many(200)


class HeadCell(NamedTuple):
    """A cell of the table's head and how many columns and rows it covers."""

    text: str
    columns: int
    rows: int


@dataclass(frozen=True)
class TableBlock(Part):
    """A table. A group row has one cell across; every other row one cell per column."""

    block: ClassVar[str] = "table"
    columns: tuple[Column, ...] = many(24, least=1)
    rows: tuple[Row, ...] = many(MOST_ROWS)
    caption: str = words(default="")
    note: str = words(SENTENCE, default="")
    source: tuple[Source, ...] = many(200)

    def check(self) -> None:
        """Refuse rows that do not fit the head."""
        for place, row in enumerate(self.rows, start=1):
            wanted = 1 if row.kind is RowKind.GROUP else len(self.columns)
            if len(row.cells) != wanted:
                raise DocumentRefused(
                    _("Row %(number)d has %(count)d cells; the table needs %(wanted)d.")
                    % {"number": place, "count": len(row.cells), "wanted": wanted}
                )

    @property
    def widths(self) -> tuple[int, ...]:
        """The columns' widths in whole percent; they add up to 100 and none is 0."""
        total = sum(column.width for column in self.columns)
        edges, passed = [0], 0
        for place, column in enumerate(self.columns, start=1):
            passed += column.width
            room_left = WHOLE - (len(self.columns) - place)
            edges.append(min(max(round(WHOLE * passed / total), edges[-1] + 1), room_left))
        return tuple(right - left for left, right in pairwise(edges))

    @property
    def body(self) -> Iterator[tuple[RowKind, list[tuple[Cell, Align]]]]:
        """The rows with each cell's side: figures lean right, other cells as their column says."""
        sides = [column.align for column in self.columns]
        for row in self.rows:
            pairs = zip(row.cells, sides, strict=False)  # a group row has one cell
            yield row.kind, [(cell, Align.RIGHT if cell.numeric else side) for cell, side in pairs]

    @property
    def head(self) -> tuple[tuple[HeadCell, ...], ...]:
        """The rows of the head: one, or two when columns are grouped."""
        if not any(column.group for column in self.columns):
            return (tuple(HeadCell(column.lines, 1, 1) for column in self.columns),)
        above: list[HeadCell] = []
        below: list[HeadCell] = []
        for group, members in groupby(self.columns, key=lambda column: column.group):
            titles = [column.lines for column in members]
            if group:
                above.append(HeadCell(group, len(titles), 1))
                below.extend(HeadCell(title, 1, 1) for title in titles)
            else:
                above.extend(HeadCell(title, 1, 2) for title in titles)
        return tuple(above), tuple(below)


@dataclass(frozen=True)
class Bar(Part):
    """A bar: a figure with or without a target, or a `remark` where there is none (nil and missing differ)."""

    label: str = words()
    value: Decimal | None = None
    target: Decimal | None = None
    remark: str = words(200, default="")

    def check(self) -> None:
        """Refuse a bar that would read as nought."""
        if self.value is None and not self.remark:
            raise DocumentRefused(_("“%(label)s” has no figure; say why.") % {"label": self.label})
        if any(number is not None and not number.is_finite() for number in (self.value, self.target)):
            raise DocumentRefused(_("“%(label)s” has a figure that cannot be drawn.") % {"label": self.label})

    @property
    def figure(self) -> str:
        """The figure in Vietnamese format, or the remark in its place."""
        return self.remark if self.value is None else number(self.value)


@dataclass(frozen=True)
class ChartBlock(Part):
    """A bar chart. `title` says the finding; `with_table` prints its figures as a table below."""

    block: ClassVar[str] = "chart"
    title: str = words()
    bars: tuple[Bar, ...] = many(MOST_BARS, least=1)
    unit: str = words(60, default="")
    note: str = words(SENTENCE, default="")
    with_table: bool = False
    source: tuple[Source, ...] = many(200)

    @property
    def table(self) -> TableBlock:
        """The figures behind the chart."""
        columns = (
            Column("Nội dung", 6),
            Column("Kết quả", 2, unit=self.unit),
            Column("Chỉ tiêu", 2, unit=self.unit),
        )
        rows = (
            Row(
                (
                    Cell(bar.label),
                    Cell(bar.figure, numeric=bar.value is not None),
                    Cell(number(bar.target), numeric=True),
                )
            )
            for bar in self.bars
        )
        return TableBlock(columns, tuple(rows), source=self.source)


Block = Heading | Paragraph | ListBlock | TableBlock | ChartBlock
