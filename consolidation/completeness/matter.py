"""What a check looks at: the paper cut into texts with their places, and everything known beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from common.vietnamese import fold
from consolidation.completeness.year_words import Horizon
from consolidation.models import Passage, PassageKind, Report
from consolidation.models.passage import CLOSING, INTRO
from consolidation.queries.board import NOWHERE
from consolidation.queries.citing import Citation, citations_in
from consolidation.queries.known import Known
from papers.blocks import Block, Heading, ListBlock, Paragraph, ParagraphKind, TableBlock, joined
from papers.model import Document, texts
from reporting.documents.outline import Feed, Outline, Section

AHEAD = frozenset({Feed.ORIENTATION, Feed.SOLUTIONS, Feed.PROPOSALS})
SUBHEADING = 4  # the level of headings inside a section
HEADING_MARK, ROW_MARK = "## ", "|"
MARKS = ("* ", "> ", "- ", "+ ", "\\")


@dataclass(frozen=True)
class Words:
    """A line of the paper: its section, and the passage somebody can edit it in (None: the portal or the outline says it)."""

    section: str
    text: str
    passage: Passage | None = None
    is_heading: bool = False


@dataclass(frozen=True)
class Matter:
    """A report as it would be printed (``document``), by its ``outline``, with everything ``known`` beside it."""

    report: Report
    document: Document
    outline: Outline
    known: Known

    @cached_property
    def headings(self) -> tuple[Words, ...]:
        """The headings of the outline as printed."""
        return tuple(
            Words(section, block.text, is_heading=True)
            for section, block in self.blocks
            if isinstance(block, Heading) and block.level < SUBHEADING
        )

    @cached_property
    def typed(self) -> tuple[Words, ...]:
        """The lines somebody may edit, without their marks."""
        passages = (p for p in self.known.placing.passages if p.kind != PassageKind.DERIVED)
        return tuple(words for passage in passages for words in lines_of(passage))

    @cached_property
    def printed(self) -> tuple[Words, ...]:
        """Every line of the body as printed, rows of tables cell by cell."""
        return tuple(Words(section, text) for section, block in self.blocks for text in texts_of(block))

    @cached_property
    def said(self) -> str:
        """Everything the paper says, annexes too, folded for searching."""
        return "\n".join(map(fold, texts(self.document)))

    @cached_property
    def citations(self) -> tuple[tuple[Citation, Words], ...]:
        """What the paper cites, each kind, number and date once, with where it stands first; typed lines before others."""
        found: dict[tuple[str, str, object, str], tuple[Citation, Words]] = {}
        for words in (*self.typed, *self.printed):
            for citation in citations_in(words.text):
                name = (citation.kind, citation.number, citation.date, citation.bad_date)
                found.setdefault(name, (citation, words))
        return tuple(found.values())

    @cached_property
    def blocks(self) -> tuple[tuple[str, Block], ...]:
        """The blocks of the body, each with the code of its section."""
        return tuple(sectioned(self.document, self.outline))

    def within(self, code: str) -> list[Block]:
        """The blocks of a section without its heading."""
        return [
            block
            for section, block in self.blocks
            if section == code and not (isinstance(block, Heading) and block.level < SUBHEADING)
        ]

    @cached_property
    def ahead(self) -> frozenset[str]:
        """The codes of the parts about the time after the report."""
        begun = {s.code for s in self.outline.sections if "{next_year}" in s.heading or s.feed in AHEAD}
        below = {
            s.code for s in self.outline.sections if any(s.code.startswith(f"{code}.") for code in begun)
        }
        return frozenset(begun | below)

    def horizon(self, section: str) -> Horizon:
        """Which years a section may speak about."""
        period = self.report.period
        plan, programme = period.plan, period.plan.programme
        ends = {plan.year_from, plan.year_to, programme.year_from, programme.year_to}
        ends |= {year for phase in self.known.phases for year in (phase.year_from, phase.year_to)}
        first = min(period.covers_from or period.year, period.year)
        return Horizon(first, period.year, frozenset(ends), section in self.ahead)

    @cached_property
    def _named(self) -> dict[str, str]:
        """Code → code (“II.1”) and heading as printed; those nothing was printed for as the outline has them."""
        printed = {
            section: f"{section}. {block.text}"
            for section, block in reversed(self.blocks)
            if isinstance(block, Heading) and block.level < SUBHEADING
        }
        return {s.code: f"{s.code}. {s.heading}" for s in self.outline.sections} | printed

    def where(self, section: str) -> str:
        """A place in words: code and heading, the opening, the closing."""
        if section == INTRO:
            return _("The opening")
        if section == CLOSING:
            return _("The closing")
        return self._named.get(section, section) or _("The paper")

    def board(self, section: str, passage: Passage | None = None) -> str:
        """The address of a section on the board, or of a passage in it."""
        codes = {s.code for s in self.outline.sections}
        place = section if section in codes or section in (INTRO, CLOSING) else NOWHERE if section else INTRO
        page = reverse("consolidation:board_section", args=[self.report.pk, place])
        return f"{page}#p{passage.pk}" if passage else page

    def at(self, words: Words) -> str:
        """The address of a line: its passage, or the section on the board."""
        return self.board(words.section, words.passage)

    @property
    def period_page(self) -> str:
        """The address of the period, where letterhead, signer and letters are set."""
        return self.report.period.get_absolute_url()

    @property
    def outline_page(self) -> str:
        """The address at which the report is moved to another outline."""
        return reverse("consolidation:report_outline", args=[self.report.pk])

    @property
    def figures_page(self) -> str:
        """The address that shows where results come from; of a period without that page the period's."""
        period = self.report.period
        if not period.is_yearly:
            return self.period_page
        return reverse("reporting:period_figures", args=[period.pk])

    def section(self, code: str) -> Section | None:
        """The section of the outline with a code."""
        return next((s for s in self.outline.sections if s.code == code), None)


def sectioned(document: Document, outline: Outline) -> Iterator[tuple[str, Block]]:
    """Each block of the body with the code of the section it stands in: its heading is the outline's next with its number."""
    left, code = list(outline.sections), INTRO
    for block in document.blocks:
        if isinstance(block, Heading) and block.level < SUBHEADING:
            here = next(
                (n for n, s in enumerate(left) if (s.number, s.level) == (block.numbering, block.level)), None
            )
            if here is not None:
                code = left[here].code
                left = left[here + 1 :]
        yield code, block


def lines_of(passage: Passage) -> Iterator[Words]:
    """The lines of a passage without the marks of its convention."""
    for line in filter(None, map(str.strip, passage.text.splitlines())):
        if line.startswith(HEADING_MARK):
            yield Words(passage.section, line.removeprefix(HEADING_MARK), passage, is_heading=True)
        elif line.startswith(ROW_MARK) and line.endswith(ROW_MARK):
            yield Words(passage.section, line.strip(ROW_MARK).strip(), passage)
        else:
            mark = next((mark for mark in MARKS if line.startswith(mark)), "")
            yield Words(passage.section, line.removeprefix(mark).strip(), passage)


def texts_of(block: Block) -> Iterator[str]:
    """The texts of a block, one by one."""
    match block:
        case Heading():
            yield block.text
        case Paragraph():
            yield joined(block.runs)
        case ListBlock():
            for item in block.items:
                yield joined(item.runs)
                yield from (joined(sub.runs) for sub in item.items)
        case TableBlock():
            yield block.caption
            yield from (cell.text for row in block.rows for cell in row.cells)
            yield block.note


def says_something(block: Block) -> bool:
    """Whether a block tells what happened: not a heading, not a nil sentence, not that nothing is known."""
    if isinstance(block, Heading):
        return False
    if isinstance(block, Paragraph):
        return block.kind == ParagraphKind.BODY and bool(joined(block.runs).strip())
    return True
