"""What a new report consists of: the units' words where the outline wants them, in pieces that can be edited."""

from collections.abc import Iterator
from dataclasses import dataclass

from consolidation.documents.compose.derived import OF_SECTION
from consolidation.documents.compose.draft import Draft
from consolidation.documents.compose.feeders import FEEDERS
from consolidation.documents.written import FIGURES_LED, to_text
from consolidation.models import PassageKind, SourceKind
from consolidation.models.passage import CLOSING, INTRO
from papers.blocks import Block, ListBlock, Paragraph, ParagraphKind
from papers.model import sources_of
from papers.part import Source
from reporting.documents.outline import Section

SILENT = (ParagraphKind.NIL, ParagraphKind.MISSING)
KINDS = frozenset(SourceKind)


@dataclass(frozen=True)
class Piece:
    """A passage before it is kept: its section, what kind it is, its words or its feed, and what it is made of."""

    section: str
    kind: PassageKind
    text: str = ""
    feed: str = ""
    sources: tuple[Source, ...] = ()


def propose(draft: Draft) -> Iterator[Piece]:
    """The pieces of a report as the outline and the accepted forms make it, in the order of the paper.

    What is not known or did not happen is no piece: an empty section says so by itself.
    """
    yield Piece(INTRO, PassageKind.DERIVED, feed="intro")
    for section in draft.outline.sections:
        yield from propose_section(draft, section)
    yield Piece(CLOSING, PassageKind.DERIVED, feed="closing")


def propose_section(draft: Draft, section: Section) -> Iterator[Piece]:
    """The pieces of one section."""
    if section.feed is None:
        return
    for blocks in _together(said_in(draft, section)):
        text = to_text(blocks)
        if text:
            yield Piece(section.code, PassageKind.TEXT, text, sources=_sources(blocks))
    for feed in OF_SECTION.get(section.feed, ()):
        yield Piece(section.code, PassageKind.DERIVED, feed=feed)


def said_in(draft: Draft, section: Section) -> list[Block]:
    """What units say in a section, without the sentences on silence; lists item by item."""
    blocks = FEEDERS[section.feed](draft, section) if section.feed else iter(())
    return [piece for block in blocks if not is_silence(block) for piece in _apart(block)]


def is_silence(block: Block) -> bool:
    """Whether a block says that nothing happened or that nothing is known."""
    return isinstance(block, Paragraph) and block.kind in SILENT


def _apart(block: Block) -> Iterator[Block]:
    """A list whose items come from different places, one by one."""
    if isinstance(block, ListBlock) and not block.source and any(item.source for item in block.items):
        for item in block.items:
            yield ListBlock((item,), block.marker, block.submarker)
    else:
        yield block


def _together(blocks: list[Block]) -> Iterator[list[Block]]:
    """Neighbouring blocks of the same line or statement as one piece; a sentence of figures is its own."""
    pending: list[Block] = []
    for block in blocks:
        is_same = pending and _origin(block) and _origin(block) == _origin(pending[-1])
        if pending and (not is_same or _tells_figures(block) or _tells_figures(pending[-1])):
            yield pending
            pending = []
        pending.append(block)
    if pending:
        yield pending


def _origin(block: Block) -> str:
    """The line or statement a block comes from; blank for none or for an item of a list."""
    if isinstance(block, ListBlock) and not block.source:
        return ""
    return next(
        (f"{s.kind}:{s.key}" for s in block.source if s.kind in (SourceKind.LINE, SourceKind.STATEMENT)), ""
    )


def _tells_figures(block: Block) -> bool:
    return isinstance(block, Paragraph) and any(run.text.strip() == FIGURES_LED for run in block.runs)


def _sources(blocks: list[Block]) -> tuple[Source, ...]:
    """What a piece is made of: figures for a sentence of figures, else lines, statements, documents, units."""
    found = list(dict.fromkeys(s for block in blocks for s in sources_of(block) if s.kind in KINDS))
    if any(map(_tells_figures, blocks)):
        return tuple(s for s in found if s.kind == SourceKind.FIGURE)
    is_of_a_form = any(s.kind in (SourceKind.LINE, SourceKind.STATEMENT) for s in found)
    beside = {SourceKind.FIGURE, SourceKind.SUBMISSION} if is_of_a_form else {SourceKind.FIGURE}
    return tuple(s for s in found if s.kind not in beside) or tuple(found)
