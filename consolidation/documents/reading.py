"""A report to be read passage by passage: each with what it says now, so that one can comment on it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils import translation

from consolidation.documents.assembling import DEEPEST, draft_of, silence_of, written_by_portal
from consolidation.documents.compose.draft import Draft
from consolidation.documents.written import to_blocks
from consolidation.models import Passage, Report
from consolidation.models.passage import CLOSING, INTRO
from papers.blocks import Block
from papers.part import Source
from reporting.documents.outline import Section, from_row


@dataclass(frozen=True)
class Read:
    """A passage and what it says now; nothing where the portal has nothing to write there."""

    passage: Passage
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Chapter:
    """A section of the outline with its passages; ``heading`` is "" of the opening and the closing."""

    code: str
    heading: str
    level: int
    passages: tuple[Read, ...]
    silence: tuple[Block, ...] = ()  # what the paper says there while nothing was placed


def chapters_of(report: Report, *, on: dt.date) -> list[Chapter]:
    """The report in the order of its outline; passages of sections the outline no longer has stand last."""
    with translation.override("vi"):
        draft = draft_of(report.period, from_row(report.outline), on=on)
        return list(_chapters(draft, report))


def _chapters(draft: Draft, report: Report) -> Iterator[Chapter]:
    passages = report.passages.prefetch_related("sources").order_by("section", "position", "pk")
    by_section = {code: list(same) for code, same in groupby(passages, key=lambda each: each.section)}
    yield Chapter(INTRO, "", 1, _read(draft, by_section.pop(INTRO, [])))
    for section in draft.outline.sections:
        heading = f"{section.number} {draft.fill(section.heading)}".strip()
        read = _read(draft, by_section.pop(section.code, []), section)
        is_silent = all(each.passage.is_derived for each in read)
        silence = tuple(silence_of(draft, section)) if is_silent else ()
        yield Chapter(section.code, heading, section.level, read, silence)
    closing = by_section.pop(CLOSING, [])
    for code, left in by_section.items():
        yield Chapter(code, code, 1, _read(draft, left))
    yield Chapter(CLOSING, "", 1, _read(draft, closing))


def _read(draft: Draft, passages: list[Passage], section: Section | None = None) -> tuple[Read, ...]:
    level = min(section.level + 1, DEEPEST) if section else DEEPEST
    return tuple(Read(passage, _blocks(draft, passage, section, level)) for passage in passages)


def _blocks(draft: Draft, passage: Passage, section: Section | None, level: int) -> tuple[Block, ...]:
    if passage.is_derived:
        return written_by_portal(draft, passage.feed, section)
    sources = tuple(Source(source.kind, source.key, source.label) for source in passage.sources.all())
    return to_blocks(passage.text, sources, level=level)
