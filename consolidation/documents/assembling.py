"""The report as a paper: its passages put together in the order of the outline."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from django.utils import timezone, translation

from consolidation.documents.compose.annexes import annexes_of
from consolidation.documents.compose.derived import DERIVED
from consolidation.documents.compose.draft import Draft
from consolidation.documents.compose.feeders import FEEDERS
from consolidation.documents.compose.frame import letterhead_of, setting_of
from consolidation.documents.compose.wording import missing
from consolidation.documents.proposing import Piece, is_silence, propose
from consolidation.documents.written import to_blocks
from consolidation.models import PassageKind, Report
from consolidation.models.passage import CLOSING, INTRO
from papers.blocks import MOST_ITEMS, Block, Heading, ListBlock, ListItem, Paragraph, Run, joined
from papers.letter import signature_of
from papers.model import Document, Metadata
from papers.part import Source
from papers.text import DEMO, DEMO_WARNING
from programmes.documents.citations import Citations
from reporting.documents.outline import Feed, Outline, Section, from_row, outline_of
from reporting.models import ReportingPeriod
from reporting.queries.contents import Contents, contents_of
from reporting.queries.results import Results, results_of_period
from reporting.queries.wording import period_key

DOCUMENTS = (Feed.PLAN_DOCUMENTS, Feed.MANAGEMENT_DOCUMENTS)
DEEPEST = 4  # the lowest level of a heading
OUTSIDE = Section("", "", 1, "")  # of the opening and the closing


def compose(
    period: ReportingPeriod,
    *,
    on: dt.date,
    at: dt.datetime | None = None,
    contents: Contents | None = None,
    results: Results | None = None,
    outline: Outline | None = None,
) -> Document:
    """The report of ``period`` as nobody has edited it yet, as of ``on``; the same data give the same document.

    ``at`` is the moment of composition for the file's description; ``contents`` and ``results`` spare reading them
    again; ``outline`` is the one to follow, else the one in force. The paper is Vietnamese whatever the reader's language. Raises RuleBroken without an outline and
    DocumentRefused when something cannot be printed.
    """
    with translation.override("vi"):
        outline = outline or outline_of(period)
        draft = draft_of(period, outline, on=on, contents=contents, results=results)
        # the words first, the paper after them: both begin with nothing cited yet
        pieces = list(propose(replace(draft, citations=Citations(), named=set())))
        return put_together(draft, pieces, at=at)


def assemble(report: Report, *, on: dt.date, at: dt.datetime | None = None) -> Document:
    """What ``report`` says as of ``on``: the passages of its board, and live whatever the portal writes."""
    with translation.override("vi"):
        draft = draft_of(report.period, from_row(report.outline), on=on)
        return put_together(draft, pieces_of(report), at=at, version=report.version)


def pieces_of(report: Report) -> list[Piece]:
    """The passages of a report as pieces, in their order within each section."""
    passages = report.passages.prefetch_related("sources").order_by("section", "position", "pk")
    return [
        Piece(
            passage.section,
            PassageKind(passage.kind),
            passage.text,
            passage.feed,
            tuple(Source(source.kind, source.key, source.label) for source in passage.sources.all()),
        )
        for passage in passages
    ]


def draft_of(
    period: ReportingPeriod,
    outline: Outline,
    *,
    on: dt.date,
    contents: Contents | None = None,
    results: Results | None = None,
) -> Draft:
    """Everything the report of ``period`` is written from, with nothing cited yet."""
    return Draft(
        period=period,
        contents=contents or contents_of(period),
        results=results or results_of_period(period, on=on),
        outline=outline,
        setting=setting_of(period, on, outline),
        on=on,
    )


def put_together(
    draft: Draft, pieces: Sequence[Piece], *, at: dt.datetime | None = None, version: int = 1
) -> Document:
    """The paper made of ``pieces``; a draft without number until it is approved and numbered."""
    setting = draft.setting
    by_section = {code: list(same) for code, same in groupby(sorted(pieces, key=_code), key=_code)}
    blocks = tuple(_body(draft, by_section))  # before the closing: the first citation is the full one
    ending = [block for piece in by_section.get(CLOSING, []) for block in _blocks(draft, piece)]
    last = ending.pop() if ending and isinstance(ending[-1], Paragraph) else None
    return Document(
        letterhead=letterhead_of(draft),
        signature=signature_of(setting.position, setting.signer, setting.signing_form),
        blocks=(*blocks, *ending),
        closing=joined(last.runs) if isinstance(last, Paragraph) else "",
        recipients=tuple(setting.recipients),
        annexes=annexes_of(draft),
        mark=DEMO if draft.is_demo else "",
        metadata=Metadata(
            reference=f"{draft.period.plan.key}/{period_key(draft.period)}; {draft.outline.key} v{draft.outline.version}",
            version=version,
            composed_at=at or timezone.now(),
        ),
    )


def written_by_portal(draft: Draft, feed: str, section: Section | None = None) -> tuple[Block, ...]:
    """The blocks of a derived passage as they are now; none for a name nobody knows any more."""
    derived = DERIVED.get(feed)
    return tuple(derived.write(draft, section or OUTSIDE)) if derived else ()


def silence_of(draft: Draft, section: Section) -> Iterator[Block]:
    """What a section says when nothing of it was placed: nothing happened, or nothing is known yet."""
    if section.feed:
        yield from (block for block in FEEDERS[section.feed](draft, section) if is_silence(block))
    elif draft.outline.is_leaf(section):
        yield missing("Mục này chưa có nội dung.")


def _code(piece: Piece) -> str:
    return piece.section


def _body(draft: Draft, by_section: dict[str, list[Piece]]) -> Iterator[Block]:
    if draft.is_demo:
        yield Paragraph((Run(f"{DEMO}. ", bold=True), Run(DEMO_WARNING, bold=True)))
    for piece in by_section.get(INTRO, []):
        yield from _blocks(draft, piece)
    for section in draft.outline.sections:
        yield Heading(section.level, draft.fill(section.heading), section.number)
        yield from _section(draft, section, by_section.get(section.code, []))


def _section(draft: Draft, section: Section, pieces: list[Piece]) -> Iterator[Block]:
    if all(piece.kind == PassageKind.DERIVED for piece in pieces):
        yield from silence_of(draft, section)
    level = min(section.level + 1, DEEPEST)
    blocks = (block for piece in pieces for block in _blocks(draft, piece, section, level=level))
    joined_up = _lists_joined(blocks)
    yield from (map(_punctuated, joined_up) if section.feed in DOCUMENTS else joined_up)


def _blocks(
    draft: Draft, piece: Piece, section: Section | None = None, *, level: int = DEEPEST
) -> Iterable[Block]:
    if piece.kind == PassageKind.DERIVED:
        return written_by_portal(draft, piece.feed, section)
    return to_blocks(piece.text, piece.sources, level=level)


def _lists_joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Neighbouring lists as one, each item with its own sources."""
    pending: ListBlock | None = None
    for block in blocks:
        if isinstance(block, ListBlock):
            items = tuple(replace(item, source=item.source or block.source) for item in block.items)
            if pending and len(pending.items) + len(items) > MOST_ITEMS:
                yield pending
                pending = None
            pending = ListBlock((*(pending.items if pending else ()), *items), block.marker, block.submarker)
            continue
        if pending:
            yield pending
            pending = None
        yield block
    if pending:
        yield pending


def _punctuated(block: Block) -> Block:
    """A list of documents with “;” after each and “.” after the last, wherever an item was moved to."""
    if not isinstance(block, ListBlock):
        return block
    ends = [*[";"] * (len(block.items) - 1), "."]
    return replace(block, items=tuple(_ended(item, end) for item, end in zip(block.items, ends, strict=True)))


def _ended(item: ListItem, end: str) -> ListItem:
    if not item.runs or item.items:
        return item
    *runs, last = item.runs
    return replace(item, runs=(*runs, replace(last, text=last.text.rstrip(" ;.") + end)))
