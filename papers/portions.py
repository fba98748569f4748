"""A long paper cut into portions that are laid out one after the other: the body, then each annex, long tables by rows.

What is cut prints like the whole: a portion that ends within a table is laid out, its last page put aside, and the rows
of that page begin the next portion. So every page is as full as if the table had been laid out at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from papers.blocks import Block, Row, TableBlock
from papers.model import Annex, Document

IN_ONE_PIECE = 13_500  # cells: 1 500 rows of nine columns
AT_ONCE = 4_500  # cells of a portion: about 100 MB while it is laid out
CHARACTERS = 40  # of a cell that takes one cell's room; a longer one counts for more
LAST_ROWS = 2  # these are kept together at the end of a table, so a page may end early before them


@dataclass(frozen=True)
class Cursor:
    """Where the next portion of an annex begins: at a block, or within a table at a row."""

    block: int = 0
    row: int = 0

    @property
    def is_within(self) -> bool:
        """Whether a table goes on here."""
        return self.row > 0


@dataclass(frozen=True)
class Portion:
    """Blocks to be laid out together; `end` is where they stop within a table, None at the end of the annex."""

    blocks: tuple[Block, ...]
    start: Cursor
    end: Cursor | None

    @property
    def first_row(self) -> int:
        """The row of the cut table that this portion begins with."""
        return self.start.row if self.end and self.end.block == self.start.block else 0


def is_long(document: Document) -> bool:
    """Whether the tables of the annexes are too much to be laid out in one piece."""
    blocks = chain.from_iterable(annex.blocks for annex in document.annexes)
    return (
        sum(room(row) for block in blocks if isinstance(block, TableBlock) for row in block.rows)
        > IN_ONE_PIECE
    )


def room(row: Row) -> int:
    """How many cells' room a row takes."""
    return sum(1 + len(cell.text) // CHARACTERS for cell in row.cells)


def portion(annex: Annex, start: Cursor) -> Portion:
    """The next portion of ``annex``: whole blocks, the last one cut between two rows where there is too much."""
    left = AT_ONCE
    taken: list[Block] = []
    for place in range(start.block, len(annex.blocks)):
        block = annex.blocks[place]
        if not isinstance(block, TableBlock):
            taken.append(block)
            continue
        first = start.row if place == start.block else 0
        last = _fitting(block.rows, first, left)
        left -= sum(map(room, block.rows[first:last]))
        taken.append(_cut(block, first, last))
        if last < len(block.rows):
            return Portion(tuple(taken), start, Cursor(place, last))
    return Portion(tuple(taken), start, None)


def seam(found: Portion, rows: Sequence[Iterable[int]]) -> tuple[int, Cursor | None]:
    """How many pages of a laid-out portion stay, and where the next portion begins.

    ``rows`` are the rows of the cut table on each page, counted from the portion's own first one.
    """
    if found.end is None:
        return len(rows), None
    count = found.end.row - found.first_row
    on_page = [set(page) for page in rows]
    for page in range(len(on_page) - 1, 0, -1):
        first = min(on_page[page], default=0)
        begins_here = first > 0 and first not in on_page[page - 1] and first - 1 in on_page[page - 1]
        if begins_here and count - first > LAST_ROWS:
            return page, replace(found.end, row=found.first_row + first)
    return len(rows), found.end  # one row fills the pages: the next one begins a page of its own


def _fitting(rows: tuple[Row, ...], first: int, left: int) -> int:
    """The row before which to cut; at least one is taken."""
    for place in range(first, len(rows)):
        left -= room(rows[place])
        if left < 0 and place > first:
            return place
    return len(rows)


def _cut(table: TableBlock, first: int, last: int) -> TableBlock:
    """The rows of a table, with its caption at the beginning and its note at the end only."""
    caption = "" if first else table.caption
    note = table.note if last == len(table.rows) else ""
    return replace(table, rows=table.rows[first:last], caption=caption, note=note)
