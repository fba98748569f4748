"""A composed document on the screen: its blocks, each with the units it comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from reporting.documents.blocks import Block, ChartBlock
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
