"""Whether the pages of a PDF say what the data it carries say: nothing changed, nothing left out, nothing added.

Pages and data are read letter by letter, side by side; blanks do not count, for lines break where they like. Between two
pages the number of the page and the marks may stand, and at the head of a page a table may repeat its head.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from papers.pages import page_numbers

MARGIN = 200  # letters that page number and marks may take at the end of a page
AROUND = 40  # letters shown of a place that differs
PATIENCE = 40  # times as many steps as letters; genuine papers need two
DASHES = frozenset("-‐‑")  # a reader of PDF may lose one that ends a line
LOST = frozenset({"So", "Cn", "Co", "Cs", "Cf", "Cc", "Sk"})  # no font of ours prints them


@dataclass(frozen=True)
class Spoken:
    """A piece of the paper in reading order. A head may come again on the next page; a chart stands anywhere on its page."""

    texts: tuple[str, ...]
    is_head: bool = False
    is_chart: bool = False


@dataclass(frozen=True)
class Difference:
    """The first place where they part: the page (from 1), what the data say next, what stands there."""

    page: int
    expected: str
    found: str


@dataclass
class _Place:
    """How far both have been read: letter ``at`` of ``page``; the piece, what of it is not read yet, and which charts."""

    page: int
    at: int
    piece: int
    rest: list[str] = field(default_factory=list)
    head: str = ""
    charts: frozenset[int] = frozenset()

    @property
    def key(self) -> tuple[object, ...]:
        """Two ways that have come to the same place are one."""
        return (
            self.page,
            self.at,
            self.piece,
            len(self.rest),
            len(self.rest[0]) if self.rest else 0,
            self.charts,
        )


def difference(
    pages: Sequence[str], pieces: Sequence[Spoken], marks: Sequence[str] = ()
) -> Difference | None:
    """The first place where ``pages`` do not say what ``pieces`` say; None where they are alike.

    ``marks`` are what may stand in a margin beside the number of the page.
    """
    return _Reading(pages, pieces, marks).difference()


def letters(text: str) -> str:
    """What is compared of a text: composed letters without blanks and without signs no font of ours has."""
    whole = "".join(unicodedata.normalize("NFKC", text).split())
    return whole if whole.isascii() else "".join(filter(_is_drawn, whole))


@cache
def _is_drawn(sign: str) -> bool:
    return unicodedata.category(sign) not in LOST


class _Reading:
    """Two texts read side by side; where a page may have ended, both ways are tried."""

    def __init__(self, pages: Sequence[str], pieces: Sequence[Spoken], marks: Sequence[str]) -> None:
        self.raw, self.pages = pages, [letters(page) for page in pages]
        self.starts = [_line_starts(page) for page in pages]
        told = [piece for piece in pieces if not piece.is_chart]
        self.pieces = [(piece, [key for text in piece.texts if (key := letters(text))]) for piece in told]
        self.charts = [letters("".join(piece.texts)) for piece in pieces if piece.is_chart]
        known = "|".join(re.escape(letters(mark)) for mark in marks if letters(mark))
        margin = f"(?:{known})*" if known else ""
        numbers = page_numbers(pages, marks)
        self.margins = [re.compile(f"{margin}(?:{number})?{margin}") for number in numbers]
        self.steps = PATIENCE * (sum(map(len, self.pages)) + len(self.pages) + len(self.pieces) + 100)
        self.furthest: tuple[int, int, str] = (0, 0, "")

    def difference(self) -> Difference | None:
        ways = [_Place(0, 0, -1, charts=frozenset(range(len(self.charts))))]
        tried = set()
        while ways:
            way = ways.pop()
            if way.key in tried:
                continue
            tried.add(way.key)
            if self._read(way, ways):
                return None
            if self.steps <= 0:
                break
        page, at, expected = self.furthest
        found = _words(self.raw[page], at) if page < len(self.raw) else ""
        return Difference(page + 1, self._as_written(expected), found)

    def _as_written(self, expected: str) -> str:
        """With the blanks it has in the data."""
        for piece, _keys in self.pieces:
            for text in piece.texts:
                if expected and (whole := letters(text)).endswith(expected):
                    return _words(text, len(whole) - len(expected))
        return ""

    def _read(self, place: _Place, ways: list[_Place]) -> bool:
        """Read on from ``place`` until both end (True) or differ; other ways to go on are added to ``ways``."""
        while True:
            self.steps -= 1
            if self.steps <= 0:
                return False
            self._charts(place, ways)
            if not place.rest and not self._next_piece(place):
                return self._is_over(place, ways)
            if not self._step(place, ways):
                return False

    def _next_piece(self, place: _Place) -> bool:
        """Take up the next piece that says anything; False after the last."""
        place.piece += 1
        while place.piece < len(self.pieces):
            piece, keys = self.pieces[place.piece]
            if keys:
                place.rest = list(keys)
                if piece.is_head:
                    place.head = "".join(keys)
                return True
            place.piece += 1
        return False

    def _step(self, place: _Place, ways: list[_Place]) -> bool:
        """Read the next text of the piece as far as this page goes."""
        self._turn(place, ways)
        if place.page >= len(self.pages):
            return self._stop(place)
        key = place.rest[0]
        if not self.pages[place.page].startswith(key, place.at):
            return self._partly(place, ways)
        place.at += len(key)
        place.rest.pop(0)
        return True

    def _charts(self, place: _Place, ways: list[_Place]) -> None:
        """A chart may be drawn here: wherever on its page, for what is drawn comes before or behind what is written."""
        if place.page < len(self.pages):
            page = self.pages[place.page]
            for chart in place.charts:
                if page.startswith(self.charts[chart], place.at):
                    at = place.at + len(self.charts[chart])
                    ways.append(replace(place, at=at, rest=list(place.rest), charts=place.charts - {chart}))

    def _partly(self, place: _Place, ways: list[_Place]) -> bool:
        """The text does not stand here whole: read letter by letter, over the end of the page."""
        key = place.rest[0]
        page, starts = self.pages[place.page], self.starts[place.page]
        for read, sign in enumerate(key):
            if place.at < len(page) and page[place.at] == sign:
                if self._may_end(place):
                    ways.append(self._turned(place, [key[read:], *place.rest[1:]]))
                place.at += 1
                self.steps -= 1
            elif sign in DASHES and (place.at in starts or place.at == len(page)):
                continue
            elif self._may_end(place):
                ways.append(self._turned(place, [key[read:], *place.rest[1:]]))
                return False
            else:
                return self._stop(place, key[read:])
        place.rest.pop(0)
        return True

    def _turn(self, place: _Place, ways: list[_Place]) -> None:
        """Before a text begins: the page may be over."""
        while place.page < len(self.pages) and place.at >= len(self.pages[place.page]):
            turned = self._turned(place, place.rest)
            place.page, place.at = turned.page, turned.at
        if place.page < len(self.pages) and place.at and self._may_end(place):
            ways.append(self._turned(place, list(place.rest)))

    def _turned(self, place: _Place, rest: list[str]) -> _Place:
        """The same place at the head of the next page, behind a head the table repeats there."""
        page, at = place.page + 1, 0
        if page < len(self.pages) and place.head and self.pages[page].startswith(place.head):
            at = len(place.head)
        return replace(place, page=page, at=at, rest=rest)

    def _may_end(self, place: _Place) -> bool:
        """Whether only what belongs into a margin follows on this page."""
        page = self.pages[place.page]
        return (
            len(page) - place.at <= MARGIN and self.margins[place.page].fullmatch(page, place.at) is not None
        )

    def _is_over(self, place: _Place, ways: list[_Place]) -> bool:
        """Whether nothing but margins is left after the last text, and every chart was there."""
        while place.page < len(self.pages):
            if not self._may_end(place):
                return self._stop(place)
            place.page, place.at = place.page + 1, 0
            self._charts(place, ways)
        return not place.charts

    def _stop(self, place: _Place, expected: str | None = None) -> bool:
        """Keep the furthest place reached, to be shown."""
        said = expected if expected is not None else (place.rest[0] if place.rest else "")
        if (place.page, place.at) >= self.furthest[:2]:
            self.furthest = (place.page, place.at, said)
        return False


def _words(text: str, at: int) -> str:
    """The words in ``text`` from the one that holds compared letter ``at``, cut where it gets long."""
    for place, sign in enumerate(text):
        if at <= 0 and letters(sign):
            while place and not text[place - 1].isspace():
                place -= 1  # noqa: PLW2901 - back to where the word begins
            rest = " ".join(text[place : place + 2 * AROUND].split())
            return rest if len(rest) <= AROUND else f"{rest[:AROUND]}…"
        at -= len(letters(sign))
    return ""


def _line_starts(page: str) -> frozenset[int]:
    """Where lines begin, counted in compared letters."""
    at, starts = 0, set()
    for line in page.split("\n"):
        starts.add(at)
        at += len(letters(line))
    return frozenset(starts)
