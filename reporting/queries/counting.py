"""Which named records a figure is the count of, decided by its unit of measure. Asks the database nothing."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from common.vietnamese import fold
from reporting.models import CountedAs

TABLE = Path(__file__).resolve().parent.parent / "data" / "counted-as.yaml"


@dataclass(frozen=True)
class Counting:
    """What is counted; ``activity_kind`` is blank but for activities. Nothing at all is a typed figure."""

    counted_as: str = CountedAs.TYPED
    activity_kind: str = ""

    @property
    def is_of_the_line(self) -> bool:
        """Whether the records hang on the line, not on the figure: two such figures would count the same ones."""
        return self.counted_as not in {CountedAs.TYPED, CountedAs.ENTERPRISES}


TYPED = Counting()


def counting_of(unit: str) -> Counting:
    """What a figure in ``unit`` counts; typed where the table does not know the unit."""
    leading, table = _table()
    words = fold(unit)
    if words not in table:
        words = next(
            (words.removeprefix(lead + " ") for lead in leading if words.startswith(lead + " ")), words
        )
    return table.get(words, TYPED)


def countings_of_line(units: Iterable[str], taken: Iterable[Counting] = ()) -> list[Counting]:
    """What each figure of one line counts. Records of the line stand behind one figure only; the next stays typed.

    ``taken`` is what figures already there count. Which of two figures the records mean is for DOST to correct.
    """
    used, found = set(taken), []
    for unit in units:
        counting = counting_of(unit)
        if counting.is_of_the_line and counting in used:
            counting = TYPED
        used.add(counting)
        found.append(counting)
    return found


@functools.cache
def _table() -> tuple[tuple[str, ...], dict[str, Counting]]:
    facts: dict[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    leading = tuple(fold(words) for words in facts["leading_words"])
    table = {
        fold(unit): Counting(CountedAs(row["counted_as"]), row.get("activity_kind", ""))
        for row in facts["units"]
        for unit in row["units"]
    }
    return leading, table
