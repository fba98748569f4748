"""An official paper as a document: what stands on the paper, whatever draws it (PDF, Word, the screen).

The form is that of Decree 30/2020/NĐ-CP, Appendix I. Facts are kept apart from their looks: a number that is
not given yet is None and prints as a blank, never as a made-up figure.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.formatting import NBSP
from papers.blocks import Block, ChartBlock, Heading, ListBlock, Paragraph, TableBlock, TrendBlock, joined
from papers.head import LARGEST_NUMBER, IssueDate, Letterhead, Metadata, Signature, Verification
from papers.part import Part, Source, many, words
from papers.text import DocumentRefused, enumerated

__all__ = [
    "COUNTRY",
    "LARGEST_NUMBER",
    "MOTTO",
    "Annex",
    "Document",
    "IssueDate",
    "Letterhead",
    "Metadata",
    "Signature",
    "Verification",
    "sources_of",
    "texts",
]

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
MOST_CELLS = 240_000  # of all tables: 25 000 rows of nine columns in the annexes, about five minutes
MOST_BODY_CELLS = 18_000  # of the tables in the text itself, which is laid out in one piece: about 500 MB
MOST_CHARACTERS = 12_000_000


@dataclass(frozen=True)
class Annex(Part):
    """An annex with its own page numbers; `numeral` in Roman, blank when it is the only one."""

    title: str = words(2_000)
    blocks: tuple[Block, ...] = many(2_000)
    numeral: str = words(10, default="")
    landscape: bool = False

    @property
    def label(self) -> str:
        """“Phụ lục II”, or “Phụ lục” alone."""
        return f"Phụ lục {self.numeral}".strip()


@dataclass(frozen=True)
class Document(Part):
    """A whole paper. `recipients` is “Nơi nhận”; `draft` marks every page until the paper is issued.

    `mark` is a further warning on every page, such as that the figures are made up for a trial. `verification` prints a
    square code under the recipients.
    """

    letterhead: Letterhead
    signature: Signature
    blocks: tuple[Block, ...] = many(5_000)
    closing: str = words(2_000, default="")
    recipients: tuple[str, ...] = words(default=())
    annexes: tuple[Annex, ...] = many(40)
    draft: bool = True
    metadata: Metadata = Metadata()  # noqa: RUF009 - frozen, and stored only where it says something
    mark: str = words(60, default="")
    verification: Verification | None = None

    def check(self) -> None:
        """Refuse several annexes that cannot be told apart, and a document too large to print in one piece."""
        numerals = [annex.numeral for annex in self.annexes]
        if len(numerals) > 1 and ("" in numerals or len(set(numerals)) < len(numerals)):
            raise DocumentRefused(_("Each of several annexes needs a numeral of its own."))
        cells, in_body = _cells(self.all_blocks), _cells(self.blocks)
        characters = sum(len(text) for text in texts(self))
        if cells > MOST_CELLS or in_body > MOST_BODY_CELLS or characters > MOST_CHARACTERS:
            raise DocumentRefused(
                _(
                    "The document has %(cells)d cells and %(characters)d characters; that is too much for one paper."
                )
                % {"cells": cells, "characters": characters}
            )

    @property
    def all_blocks(self) -> tuple[Block, ...]:
        """The blocks of the body, then those of the annexes."""
        return self.blocks + tuple(block for annex in self.annexes for block in annex.blocks)

    @property
    def enclosure(self) -> tuple[str, str]:
        """The two halves of the line below an annex's title; a line may break between them only.

        Number and date stay blank in electronic documents (Decree 30/2020).
        """
        head = self.letterhead
        paper = f"(Kèm theo {head.kind.capitalize()} số {NBSP * 8}/{head.symbol} {IssueDate().words}"
        return paper, f"của {head.issuer})"

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        """“Nơi nhận” as dashed lines."""
        return enumerated(self.recipients)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source the blocks name, once each, in order of appearance."""
        return tuple(dict.fromkeys(source for block in self.all_blocks for source in sources_of(block)))


def _cells(blocks: tuple[Block, ...]) -> int:
    tables = (block for block in blocks if isinstance(block, TableBlock))
    return sum(len(row.cells) for table in tables for row in table.rows)


def sources_of(block: Block) -> Iterator[Source]:
    """Yield the sources of a block, its items and its rows."""
    yield from block.source
    if isinstance(block, ListBlock):
        for item in block.items:
            yield from item.source
            yield from (source for sub in item.items for source in sub.source)
    elif isinstance(block, TableBlock):
        yield from (source for row in block.rows for source in row.source)


def texts(document: Document) -> Iterator[str]:
    """Yield every text of the document in reading order, as printed; the draft mark and page numbers are not text."""
    return (text for text in _texts(document) if text)


def _texts(document: Document) -> Iterator[str]:
    head = document.letterhead
    yield from (
        *head.superior_lines,
        *head.issuer_lines,
        COUNTRY,
        MOTTO,
        head.number_line,
    )
    if head.is_letter:
        yield from (head.about_line, head.place_date_line)
    else:
        yield from (head.place_date_line, head.kind.upper(), head.title)
    if head.addressees:
        yield from ("Kính gửi:", *head.addressee_lines)
    for block in document.blocks:
        yield from _block_texts(block)
    yield document.closing
    if document.recipients:
        yield from ("Nơi nhận:", *document.recipient_lines)
    if document.verification:
        yield from document.verification.lines
    yield from (*document.signature.forms, document.signature.position, document.signature.name)
    for annex in document.annexes:
        yield from (annex.label, annex.title.upper(), " ".join(document.enclosure))
        for block in annex.blocks:
            yield from _block_texts(block)


def _block_texts(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield block.line
        case Paragraph():
            yield joined(block.runs)
        case ListBlock():
            for item in block.items:
                yield f"{block.marker} {joined(item.runs)}"
                yield from (f"{block.submarker} {joined(sub.runs)}" for sub in item.items)
        case TableBlock():
            yield from _table_texts(block)
        case ChartBlock():
            yield block.title
            yield from (bar.label for bar in block.bars)
            yield from (bar.figure for bar in block.bars)
            if block.with_table:
                yield from _table_texts(block.table)
            yield block.note
        case TrendBlock():
            yield from _trend_texts(block)


def _trend_texts(block: TrendBlock) -> Iterator[str]:
    yield block.title
    yield from block.labels
    for one in block.series:
        yield one.label
        yield from (point.figure for point in one.points)
    yield block.target_words
    if block.with_table:
        yield from _table_texts(block.table)
    yield block.note


def _table_texts(table: TableBlock) -> Iterator[str]:
    yield table.caption
    yield from (cell.text for row in table.head for cell in row)
    yield from (cell.text for row in table.rows for cell in row.cells)
    yield table.note
