"""Tables of a report: columns with their units, rows of cells, a head of one row or two."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from typing import ClassVar, NamedTuple

from django.utils.translation import gettext as _

from papers.part import SENTENCE, Part, Source, many, words
from papers.text import DocumentRefused

WHOLE = 100  # percent
MOST_ROWS = 20_000  # of one table; a long one is printed in parts (papers/parts.py)


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
