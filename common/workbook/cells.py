"""Cells of a sheet as they are stored in the file, one row at a time, whatever program saved it.

A stream with a cap: a sheet of a million rows costs no more than the rows that are looked at. Everything is parsed
by defusedxml with DTDs forbidden.
"""

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any, NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from common.workbook.parcel import unsafe

REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
PERCENT_FORMATS = {9, 10}
QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
MOST_DIGITS = 15  # what Excel itself keeps of a number


class Cell(NamedTuple):
    """``kind``: words, number, day, percent, truth, error or blank; ``formula`` where a formula made the value."""

    ref: str
    kind: str
    value: Any
    formula: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands there."""
        return not self.formula and (
            self.kind == "blank" or (self.kind == "words" and not self.value.strip())
        )


class Row(NamedTuple):
    """A row: its number, the cells that hold anything by column (1 = A), and whether it is hidden."""

    number: int
    cells: dict[int, Cell]
    hidden: bool


@dataclass(frozen=True)
class Part:
    """A sheet as the workbook lists it."""

    name: str
    path: str
    hidden: bool


class Cells:
    """The sheets of an archive that has passed ``check_parcel``."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        book = self._tree("xl/workbook.xml")
        settings = next((e for e in book.iter() if _local(e.tag) == "workbookPr"), None)
        flag = settings.get("date1904", "0") if settings is not None else "0"
        self.first_day = dt.date(1904, 1, 1) if flag in {"1", "true"} else dt.date(1899, 12, 30)
        self.sheets = list(self._sheets(book))
        self._strings: list[str] | None = None
        self._kinds = self._styles()

    def rows(self, part: Part) -> Iterator[Row | list[str]]:
        """The rows of a sheet that hold anything, then the list of its merged ranges."""
        merged: list[str] = []
        at = 0
        with self.archive.open(part.path) as stream:
            for element in _elements(stream):
                tag = _local(element.tag)
                if tag == "row":
                    at = int(element.get("r") or at + 1)
                    row = Row(at, self._row(element, at), element.get("hidden") in {"1", "true"})
                    element.clear()
                    yield row
                elif tag == "mergeCell":
                    merged.append(element.get("ref", ""))
        yield merged

    def _row(self, element: Any, number: int) -> dict[int, Cell]:
        found: dict[int, Cell] = {}
        column = 0
        for node in element:
            ref = node.get("r")
            column = _column(ref) if ref else column + 1
            if len(node):
                cell = self._cell(node, ref or f"{letters(column)}{number}")
                if not cell.is_blank:
                    found[column] = cell
        return found

    def _cell(self, node: Any, ref: str) -> Cell:
        value = inline = None
        formula = False
        for part in node:
            tag = _local(part.tag)
            if tag == "v":
                value = part.text
            elif tag == "f":
                formula = True
            elif tag == "is":
                inline = _text(part)
        kind = node.get("t", "n")
        if kind == "inlineStr":
            return Cell(ref, "words", inline or "", formula)
        if value is None:
            return Cell(ref, "blank", "", formula)
        if kind == "n":
            return self._number(value, node.get("s"), ref, formula=formula)
        return Cell(ref, *self._other(kind, value), formula)

    def _other(self, kind: str, value: str) -> tuple[str, Any]:
        """What a cell that is no number holds. KeyError for a kind no program writes."""
        read: dict[str, tuple[str, Callable[[str], Any]]] = {
            "s": ("words", self._string),
            "str": ("words", str),
            "b": ("truth", lambda text: text == "1"),
            "e": ("error", str),
            "d": ("day", lambda text: dt.date.fromisoformat(text[:10])),
        }
        name, convert = read[kind]
        return name, convert(value)

    def _number(self, value: str, style: str | None, ref: str, *, formula: bool) -> Cell:
        figure = Decimal(f"{float(value):.{MOST_DIGITS}g}")
        if not figure.is_finite():
            raise ValueError(value)
        kind = self._kinds.get(int(style or 0), "number")
        if kind == "day":
            day = self.day_of(figure)
            return Cell(ref, "day", day, formula) if day else Cell(ref, "number", figure, formula)
        return Cell(ref, kind, figure, formula)

    def day_of(self, serial: Decimal) -> dt.date | None:
        """The day a serial number stands for; None for one outside the calendar."""
        if not 0 < serial < 2_958_466:  # noqa: PLR2004 - 31 December 9999
            return None
        return self.first_day + dt.timedelta(days=int(serial))

    def _string(self, place: str) -> str:
        if self._strings is None:
            self._strings = []
            if "xl/sharedStrings.xml" in self.archive.NameToInfo:
                with self.archive.open("xl/sharedStrings.xml") as stream:
                    for element in _elements(stream):
                        if _local(element.tag) == "si":
                            self._strings.append(_text(element))
                            element.clear()
        return self._strings[int(place)]

    def _sheets(self, book: Any) -> Iterator[Part]:
        relations = {
            e.get("Id"): e.get("Target", "")
            for e in self._tree("xl/_rels/workbook.xml.rels")
            if e.get("Target")
        }
        for sheet in book.iter():
            if _local(sheet.tag) == "sheet":
                target = relations.get(sheet.get(RELATION) or sheet.get(STRICT_RELATION), "")
                path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                if path in self.archive.NameToInfo:
                    yield Part(sheet.get("name", ""), path, sheet.get("state", "visible") != "visible")

    def _styles(self) -> dict[int, str]:
        """Style → "day" or "percent"; the others are plain numbers."""
        if "xl/styles.xml" not in self.archive.NameToInfo:
            return {}
        tree = self._tree("xl/styles.xml")
        codes = {
            int(e.get("numFmtId", 0)): e.get("formatCode", "")
            for e in tree.iter()
            if _local(e.tag) == "numFmt"
        }
        looks = next((e for e in tree if _local(e.tag) == "cellXfs"), ())
        found = {at: _kind_of(int(look.get("numFmtId", 0)), codes) for at, look in enumerate(looks)}
        return {at: kind for at, kind in found.items() if kind}

    def _tree(self, path: str) -> Any:
        try:
            return fromstring(self.archive.read(path), forbid_dtd=True)
        except DefusedXmlException as planted:
            raise unsafe() from planted


def letters(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _elements(stream: IO[bytes]) -> Iterator[Any]:
    try:
        for _event, element in iterparse(stream, events=("end",), forbid_dtd=True):
            yield element
    except DefusedXmlException as planted:
        raise unsafe() from planted


def _local(tag: Any) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _column(ref: str) -> int:
    found = REF.fullmatch(ref)
    if not found:
        raise ParseError(ref)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return column


def _text(element: Any) -> str:
    """The words of a string, without the reading aids of East Asian scripts."""
    parts = []
    for child in element:
        tag = _local(child.tag)
        if tag == "t":
            parts.append(child.text or "")
        elif tag == "r":
            parts += [t.text or "" for t in child if _local(t.tag) == "t"]
    return re.sub(r"_x([0-9A-Fa-f]{4})_", _escaped, "".join(parts))


def _escaped(found: re.Match[str]) -> str:
    """The sign a program wrote by its number; nothing for those no database takes (NUL, halves of a sign)."""
    sign = chr(int(found[1], 16))
    return "" if (sign < " " and sign not in "\t\n\r") or "\ud800" <= sign <= "\udfff" else sign


def _kind_of(number: int, codes: dict[int, str]) -> str:
    code = QUOTED.sub("", codes.get(number, "")).lower()
    if number in PERCENT_FORMATS or "%" in code:
        return "percent"
    if number in DATE_FORMATS or (code and re.search(r"[dy]", code)):
        return "day"
    return ""
