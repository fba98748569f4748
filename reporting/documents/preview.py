"""A composed document on the screen: its blocks, each with the units it comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from reporting.documents.blocks import Align, Block, Cell, ChartBlock, Column, RowKind, TableBlock
from reporting.documents.charts import block_chart
from reporting.documents.model import Document, sources_of


@dataclass(frozen=True)
class Shown:
    """A block, its chart as SVG, and the units behind it: name and the address of their submission ("" if unknown).

    Of neighbouring blocks by the same units only the last one names them.
    """

    block: Block
    svg: SafeString | str
    units: tuple[tuple[str, str], ...]

    @property
    def rows(self) -> Iterator[tuple[RowKind, list[tuple[Cell, Align, str]]]]:
        """Of a table: its rows, each cell with its side and the key of the first figure its result is made of."""
        if not isinstance(self.block, TableBlock):
            return
        results = [_holds_results(column) for column in self.block.columns]
        for row, (kind, cells) in zip(self.block.rows, self.block.body, strict=True):
            figure = next((source.key for source in row.source if source.kind == "figure"), "")
            traced = (
                figure if cell.numeric and is_result else ""
                for (cell, _side), is_result in zip(cells, results, strict=False)
            )
            yield kind, [(cell, side, key) for (cell, side), key in zip(cells, traced, strict=True)]


def _holds_results(column: Column) -> bool:
    """Whether a column holds what units reported, not what the plan asks."""
    return column.group.startswith("Kết quả") or column.title == "Lũy kế"


def shown(document: Document, addresses: Mapping[str, str]) -> Iterator[Shown]:
    """The body of ``document`` for the screen. ``addresses`` leads from a unit's name to its submission."""
    yield from _shown(document.blocks, addresses)


def shown_annexes(document: Document, addresses: Mapping[str, str]) -> Iterator[tuple[str, str, list[Shown]]]:
    """Label, title and blocks of each annex."""
    for annex in document.annexes:
        yield annex.label, annex.title, list(_shown(annex.blocks, addresses))


def _shown(blocks: tuple[Block, ...], addresses: Mapping[str, str]) -> Iterator[Shown]:
    units = [_units(block, addresses) for block in blocks]
    for place, block in enumerate(blocks):
        is_last = units[place] != (units[place + 1] if place + 1 < len(units) else ())
        svg = block_chart(block) if isinstance(block, ChartBlock) else ""
        yield Shown(block, svg, units[place] if is_last else ())


def _units(block: Block, addresses: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    names = dict.fromkeys(source.label for source in sources_of(block) if source.label)
    return tuple((name, addresses.get(name, "")) for name in names)
