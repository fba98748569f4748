"""The source texts of the plans, by line, and whether a quotation really stands where it says."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from common.vietnamese import fold

DATA = Path(__file__).resolve().parent.parent / "data"


def line_numbers(lines: str) -> list[int]:
    """Every line number that a citation such as ``"9-12, 84"`` names. Raises ValueError when it cannot be read."""
    numbers: list[int] = []
    for part in str(lines).split(","):
        first, _, last = part.strip().partition("-")
        start, end = int(first), int(last or first)
        if start < 1 or end < start:
            raise ValueError(part)
        numbers.extend(range(start, end + 1))
    return numbers


def plain(text: str) -> str:
    """Text without the marks of its transcription (``#``, ``*``, ``<b>``, backslashes), with single spaces, in NFC."""
    text = unicodedata.normalize("NFC", text)
    return re.sub(r"\s+", " ", re.sub(r"</?b>|[*#\\]", "", text)).strip()


@dataclass(frozen=True)
class SourceText:
    """The text of one document, exactly as it was transcribed; lines count from 1."""

    lines: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a source file. Raises OSError when it is not there."""
        return cls(tuple(path.read_text(encoding="utf-8").split("\n")))

    def at(self, lines: str) -> list[str]:
        """The cited lines. Raises ValueError for an unreadable citation or one beyond the end."""
        numbers = line_numbers(lines)
        if max(numbers) > len(self.lines):
            raise ValueError(lines)
        return [self.lines[number - 1] for number in numbers]

    def holds(self, text: str, lines: str) -> bool:
        """Whether ``text`` stands on ``lines``, read across page breaks and, in a table, down its columns.

        A row cut by a page break goes on in the same column of the next cited line. Raises ValueError as ``at``.
        """
        wanted = plain(text)
        return any(wanted in plain(reading) for reading in self._readings(lines))

    def names(self, name: str, lines: str) -> bool:
        """Whether the cited lines name ``name``, whatever its case, marks or tone placement. Raises ValueError as ``at``."""
        return any(fold(name) in fold(plain(reading)) for reading in self._readings(lines))

    def _readings(self, lines: str) -> list[str]:
        """The cited lines in one, and the columns of a table one by one."""
        cited = self.at(lines)
        cells = [line.split("\t") for line in cited]
        columns = range(max(len(row) for row in cells))
        return [" ".join(cited), *(" ".join(row[at] for row in cells if at < len(row)) for at in columns)]
