"""A document on the screen: its blocks, each with the units it comes from (template `papers/_block.html`)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from papers.blocks import Align, Block, Cell, Column, Row, RowKind, TableBlock
from papers.charts import block_chart
from papers.model import Document, sources_of

Trace = Callable[[Column, Row], str]  # the address a figure of that column and row leads to, or ""


def nowhere(_column: Column, _row: Row) -> str:
    """No figure leads anywhere."""
    return ""


@dataclass(frozen=True)
class Shown:
    """A block, its chart as SVG, and the units behind it: name and address ("" if unknown).

    Of neighbouring blocks by the same units only the last one names them.
    """

    block: Block
    svg: SafeString | str
    units: tuple[tuple[str, str], ...]
    trace: Trace = nowhere

    @property
    def rows(self) -> Iterator[tuple[RowKind, list[tuple[Cell, Align, str]]]]:
        """Of a table: its rows, each cell with its side and the address its figure leads to."""
        if not isinstance(self.block, TableBlock):
            return
        for row, (kind, cells) in zip(self.block.rows, self.block.body, strict=True):
            traced = (
                self.trace(column, row) if cell.numeric else ""
                for (cell, _side), column in zip(cells, self.block.columns, strict=False)
            )
            yield kind, [(cell, side, address) for (cell, side), address in zip(cells, traced, strict=True)]


def shown(
    document: Document, addresses: Mapping[str, str] | None = None, trace: Trace = nowhere
) -> Iterator[Shown]:
    """The body of ``document`` for the screen. ``addresses`` leads from a unit's name to its page."""
    yield from shown_blocks(document.blocks, addresses or {}, trace)


def shown_annexes(
    document: Document, addresses: Mapping[str, str] | None = None, trace: Trace = nowhere
) -> Iterator[tuple[str, str, list[Shown]]]:
    """Label, title and blocks of each annex."""
    for annex in document.annexes:
        yield annex.label, annex.title, list(shown_blocks(annex.blocks, addresses or {}, trace))


def shown_blocks(
    blocks: tuple[Block, ...], addresses: Mapping[str, str] | None = None, trace: Trace = nowhere
) -> Iterator[Shown]:
    """Some blocks for the screen, as those of a document."""
    addresses = addresses or {}
    units = [_units(block, addresses) for block in blocks]
    for place, block in enumerate(blocks):
        is_last = units[place] != (units[place + 1] if place + 1 < len(units) else ())
        yield Shown(block, block_chart(block), units[place] if is_last else (), trace)


def _units(block: Block, addresses: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    names = dict.fromkeys(source.label for source in sources_of(block) if source.label)
    return tuple((name, addresses.get(name, "")) for name in names)
