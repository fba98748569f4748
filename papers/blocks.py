"""The blocks of a report's running text: headings, paragraphs, lists; with tables and charts all that may stand in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from django.utils.translation import gettext as _

from papers.graphs import MOST_BARS, Bar, ChartBlock, Point, Series, TrendBlock, TrendShape
from papers.part import PASSAGE, TITLE, Part, Source, many, words
from papers.tables import WHOLE, Align, Cell, Column, HeadCell, Row, RowKind, TableBlock
from papers.text import DocumentRefused, pieces

__all__ = [
    "MOST_BARS",
    "WHOLE",
    "Align",
    "Bar",
    "Block",
    "Cell",
    "ChartBlock",
    "Column",
    "HeadCell",
    "Heading",
    "ListBlock",
    "ListItem",
    "Paragraph",
    "ParagraphKind",
    "Point",
    "Row",
    "RowKind",
    "Run",
    "Series",
    "TableBlock",
    "TrendBlock",
    "TrendShape",
    "joined",
]
MOST_ITEMS, MOST_SUBITEMS = 1_000, 500


class ParagraphKind(StrEnum):
    """What a paragraph says: ordinary text, a legal citation, a declared nil, or a missing return."""

    BODY = "body"
    CITATION = "citation"
    NIL = "nil"
    MISSING = "missing"


@dataclass(frozen=True)
class Run(Part):
    """A stretch of text in one style."""

    text: str = words(PASSAGE, trim=False)
    bold: bool = False
    italic: bool = False

    @property
    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The text cut at the numbers of documents (“số 955/SKHCN-TĐC”), which no line may break; True for those."""
        return pieces(self.text)


def joined(runs: tuple[Run, ...]) -> str:
    """Return the plain text of several runs."""
    return "".join(run.text for run in runs)


@dataclass(frozen=True)
class Heading(Part):
    """A heading: `level` 1 for “I.”, 2 for “1.”, 3 for “a)” or “2.1.”, 4 below; `numbering` as printed."""

    block: ClassVar[str] = "heading"
    level: int
    text: str = words(TITLE)
    numbering: str = words(20, default="")
    source: tuple[Source, ...] = many(200)

    def check(self) -> None:
        """Refuse a level that has no style."""
        if self.level not in (1, 2, 3, 4):
            raise DocumentRefused(_("A heading has level 1 to 4, not %(level)s.") % {"level": self.level})

    @property
    def line(self) -> str:
        """Number and text as printed."""
        return f"{self.numbering} {self.text}".strip()

    @property
    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The line cut at what stays together; True for those."""
        return pieces(self.line, title=True)


@dataclass(frozen=True)
class Paragraph(Part):
    """A paragraph of styled runs."""

    block: ClassVar[str] = "paragraph"
    runs: tuple[Run, ...] = many(500)
    kind: ParagraphKind = ParagraphKind.BODY
    source: tuple[Source, ...] = many(200)

    @classmethod
    def of(
        cls, text: str, kind: ParagraphKind = ParagraphKind.BODY, source: tuple[Source, ...] = ()
    ) -> "Paragraph":
        """Return a paragraph of plain text."""
        return cls((Run(text.strip()),), kind, source)


@dataclass(frozen=True)
class ListItem(Part):
    """An item of a list; `items` are its sub-items, one step deep."""

    runs: tuple[Run, ...] = many(200)
    items: tuple["ListItem", ...] = many(MOST_SUBITEMS)
    source: tuple[Source, ...] = many(200)

    @classmethod
    def of(cls, text: str, *items: "ListItem", source: tuple[Source, ...] = ()) -> "ListItem":
        """Return an item of plain text with its sub-items."""
        return cls((Run(text.strip()),), items, source)


@dataclass(frozen=True)
class ListBlock(Part):
    """A list with the marker “-”, its sub-items with “+”, as official documents write them."""

    block: ClassVar[str] = "list"
    items: tuple[ListItem, ...] = many(MOST_ITEMS)
    marker: str = words(4, default="-")
    submarker: str = words(4, default="+")
    source: tuple[Source, ...] = many(200)

    def check(self) -> None:
        """Refuse a third step."""
        if any(sub.items for item in self.items for sub in item.items):
            raise DocumentRefused(_("A list has items and sub-items; a third step cannot be printed."))


Block = Heading | Paragraph | ListBlock | TableBlock | ChartBlock | TrendBlock
