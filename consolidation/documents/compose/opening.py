"""The opening and the closing of the report."""

from collections.abc import Iterator

from consolidation.documents.compose.draft import Draft
from papers.blocks import Block, Paragraph
from programmes.documents.citations import ABOUT
from reporting.documents.outline import Section


def intro(draft: Draft, section: Section) -> Iterator[Block]:  # noqa: ARG001 - every feeder takes its section
    """What the report follows and who asked for it; without letters only that the results follow."""
    first, second = draft.outline.intro
    yield Paragraph.of(draft.fill(first))
    if draft.incoming and draft.outgoing:
        yield Paragraph.of(draft.fill(second))
    elif draft.contents.letters:
        cited = "; ".join(
            draft.citations.cite(letter.document, about=ABOUT) for letter in draft.contents.letters
        )
        yield Paragraph.of(f"Căn cứ {cited}. Kết quả tổng hợp như sau:")
    else:
        yield Paragraph.of(draft.fill("{issuer} báo cáo kết quả thực hiện {period} như sau:"))


def closing(draft: Draft, section: Section) -> Iterator[Block]:  # noqa: ARG001 - every feeder takes its section
    """The last sentence."""
    yield Paragraph.of(draft.fill(draft.outline.closing))
