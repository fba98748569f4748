"""Lines of the carried source files, so that a reader can check the portal against the text."""

import re
from functools import lru_cache
from pathlib import Path

CARRIED = Path(__file__).resolve().parent.parent / "data"
SPAN = re.compile(r"(\d+)(?:\s*[-–]\s*(\d+))?")
MOST_QUOTED = 30  # lines shown of one place; a whole annex is read in the file, not beside a row


def line_numbers(places: str) -> list[int]:
    """The lines that "45, 47" or "9-12, 184" name, each once, in reading order; words in between mean nothing."""
    found: dict[int, None] = {}
    for first, last in SPAN.findall(places):
        begin, end = int(first), int(last or first)
        found |= dict.fromkeys(range(begin, min(end, begin + MOST_QUOTED) + 1))
    return list(found)


def quoted(source: str, places: str) -> list[tuple[int, str]]:
    """Number and verbatim text of the lines ``places`` names in a carried file; blank lines are left out.

    Empty when the portal carries no such file: then the number of the line is all there is.
    """
    lines = _lines(source)
    wanted = [number for number in line_numbers(places) if 0 < number <= len(lines)]
    said = [(number, lines[number - 1].strip()) for number in wanted]
    return [(number, text) for number, text in said if text][:MOST_QUOTED]


@lru_cache(maxsize=32)
def _lines(source: str) -> tuple[str, ...]:
    """The lines of a file under ``programmes/data``; nothing outside that folder is ever opened."""
    path = (CARRIED / source).resolve()
    if not source or not path.is_relative_to(CARRIED) or not path.is_file():
        return ()
    return tuple(path.read_text(encoding="utf-8").split("\n"))
