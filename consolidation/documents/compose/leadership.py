"""Section I.1: documents issued, and what was worked into other programmes."""

import datetime as dt
from collections.abc import Iterator

from consolidation.documents.compose.draft import Draft
from consolidation.documents.compose.groups import told_by
from consolidation.documents.compose.wording import MOST_SOURCES, source_of
from papers.blocks import Block, ListBlock, ListItem, Paragraph, Run
from papers.part import Source
from programmes.documents.citations import ABOUT, listed
from programmes.models import DocumentKind
from reporting.documents.outline import Feed, Section
from reporting.models import DocumentSection, IssuedDocument, SubmissionLine

SECTIONS = {
    Feed.PLAN_DOCUMENTS: DocumentSection.PLANS,
    Feed.MANAGEMENT_DOCUMENTS: DocumentSection.MANAGEMENT,
}
KINDS = list(DocumentKind)


def documents(draft: Draft, section: Section) -> Iterator[Block]:
    """The year's documents by kind and date, each once; “;” after each and “.” after the last."""
    found = sorted(draft.contents.issued(SECTIONS[Feed(section.feed or "")]), key=_place)
    if not found:
        yield from draft.nothing(section)
        return
    if section.lead:
        yield Paragraph.of(draft.fill(section.lead))
    lines = [listed(same[0].document) for same in found]
    ends = [*[";"] * (len(lines) - 1), "."]
    yield ListBlock(
        tuple(
            ListItem.of(f"{line}{end}", source=_sources(same))
            for line, end, same in zip(lines, ends, found, strict=True)
        )
    )


def integrated(draft: Draft, section: Section) -> Iterator[Block]:
    """What units worked into other programmes, under the host document; its figures are in no other sum."""
    if not draft.contents.integrated:
        yield from draft.nothing(section)
        return
    hosts: dict[int | None, list[SubmissionLine]] = {}
    for line in draft.contents.integrated:
        hosts.setdefault(line.host_id, []).append(line)
    for lines in hosts.values():
        host = lines[0].host
        cited = draft.citations.cite(host, about=ABOUT) if host else "các nhiệm vụ, chương trình khác"
        yield Paragraph.of(draft.fill(section.lead, hosts=cited))
        for line in lines:
            yield Paragraph((Run(f"* {line.heading}", italic=True),), source=(source_of(line),))
            yield from told_by(line)


def _sources(same: tuple[IssuedDocument, ...]) -> tuple[Source, ...]:
    submissions = (source_of(issued.submission) for issued in same)
    return (source_of(same[0]), *submissions)[:MOST_SOURCES]


def _place(same: tuple[IssuedDocument, ...]) -> tuple[int, dt.date, str]:
    document = same[0].document
    known = dt.date(document.issued_year or dt.MAXYEAR, document.issued_month or 12, 28)
    return KINDS.index(DocumentKind(document.kind)), document.issued_on or known, document.number_and_symbol
