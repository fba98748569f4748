"""The sections of an outline being edited, as rows of what was typed: add, move, remove, number anew.

A row is a dict of the form's fields. Moving a section takes the sections below it along.
"""

import re
import secrets
from collections.abc import Sequence

from common.fields import digits
from papers.text import VIETNAMESE_LETTERS, roman, vietnamese_letter

Row = dict[str, str]
LOWEST = 9  # beyond any level, so that what was typed stays wrong
CODE = re.compile(r"[\w.-]*\w[\w.-]*", re.ASCII)  # stands in addresses
OUTER = frozenset({"intro", "closing"})  # of a report, beside its sections
NEW: Row = {"code": "", "number": "", "level": "1", "heading": "", "feed": "", "lead": "", "nil_sentence": ""}


def level_of(row: Row) -> int:
    """The row's level; 1 where none was typed."""
    return digits(row["level"], LOWEST) or 1


def with_one_more(rows: Sequence[Row], after: int) -> list[Row]:
    """An empty row after the one in place ``after``, of its level."""
    level = rows[after]["level"] if 0 <= after < len(rows) else "1"
    return [*rows[: after + 1], {**NEW, "level": level}, *rows[after + 1 :]]


def without(rows: Sequence[Row], at: int) -> list[Row]:
    """Without one row; the sections below it stay."""
    return [row for place, row in enumerate(rows) if place != at]


def moved(rows: Sequence[Row], at: int, *, up: bool) -> tuple[list[Row], int]:
    """The section in place ``at`` with those below it, one section further; the rows and its new place."""
    end = _end(rows, at)
    block, level = list(rows[at:end]), level_of(rows[at])
    if up:
        before = next((p for p in range(at - 1, -1, -1) if level_of(rows[p]) <= level), None)
        if before is None:
            return list(rows), at
        return [*rows[:before], *block, *rows[before:at], *rows[end:]], before
    if end == len(rows):
        return list(rows), at
    after = _end(rows, end) if level_of(rows[end]) == level else end + 1
    return [*rows[:at], *rows[end:after], *block, *rows[after:]], at + after - end


def numbered(rows: Sequence[Row]) -> list[Row]:
    """Numbers in order: I., 1., and below that as the first section beside it is numbered, a) or 2.1."""
    found: list[Row] = []
    counts: dict[int, int] = {}
    above: dict[int, str] = {}
    lettered: dict[int, bool] = {}
    for row in rows:
        level = level_of(row)
        counts = {deep: count for deep, count in counts.items() if deep <= level}
        counts[level] = counts.get(level, 0) + 1
        if counts[level] == 1:
            lettered[level] = ")" in row["number"] or not row["number"].strip()
        above[level] = _number(level, counts[level], above.get(level - 1, ""), is_lettered=lettered[level])
        found.append({**row, "number": above[level]})
    return found


def coded(rows: Sequence[Row]) -> list[Row]:
    """Every row with a code; new ones get one nobody else makes up at the same time. Codes never change afterwards."""
    seen: set[str] = set()
    found = []
    for row in rows:
        is_known = CODE.fullmatch(row["code"]) and row["code"] not in seen | OUTER
        code = row["code"] if is_known else f"N{secrets.token_hex(4)}"
        seen.add(code)
        found.append({**row, "code": code})
    return found


def _end(rows: Sequence[Row], at: int) -> int:
    """Where the section in place ``at`` ends, with those below it."""
    level = level_of(rows[at])
    return next((p for p in range(at + 1, len(rows)) if level_of(rows[p]) <= level), len(rows))


def _number(level: int, count: int, above: str, *, is_lettered: bool) -> str:
    if level == 1:
        return f"{roman(count)}."
    if level == 2:  # noqa: PLR2004 - the second level is 1., 2., …
        return f"{count}."
    if is_lettered and count <= len(VIETNAMESE_LETTERS):
        return f"{vietnamese_letter(count)})"
    return f"{above}{count}." if above.endswith(".") else f"{count}."
