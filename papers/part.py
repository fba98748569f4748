"""The ground of every part of a document: frozen, cleaned when made, bounded."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.formatting import number
from papers.text import DocumentRefused, printable

TITLE, SENTENCE, PASSAGE = 1_000, 4_000, 20_000  # longest texts, in characters

COUNTED = {  # fields that hold several things, by the words for these
    "addressees": gettext_lazy("addressees"),
    "annexes": gettext_lazy("annexes"),
    "bars": gettext_lazy("bars in one chart"),
    "blocks": gettext_lazy("paragraphs and tables in one part"),
    "cells": gettext_lazy("cells in one row"),
    "columns": gettext_lazy("columns in one table"),
    "forms": gettext_lazy("forms"),
    "items": gettext_lazy("lines in one list"),
    "keywords": gettext_lazy("keywords"),
    "labels": gettext_lazy("years in one chart"),
    "points": gettext_lazy("years in one chart"),
    "recipients": gettext_lazy("recipients"),
    "rows": gettext_lazy("rows in one table"),
    "runs": gettext_lazy("pieces in one paragraph"),
    "series": gettext_lazy("rows of figures in one chart"),
    "source": gettext_lazy("sources of one piece"),
}


def words(limit: int = TITLE, *, default: Any = MISSING, lines: bool = False, trim: bool = True) -> Any:
    """Declare a text field (or a tuple of texts): its longest length and how it is cleaned."""
    return field(default=default, metadata={"clean": {"limit": limit, "lines": lines, "trim": trim}})


def many(most: int, *, default: Any = (), least: int = 0) -> Any:
    """Declare a tuple of parts with the fewest and the most it may hold."""
    return field(default=default, metadata={"least": least, "most": most})


@dataclass(frozen=True)
class Part:
    """A piece of a document. Making one cleans its texts, freezes its lists and checks its bounds.

    `block` names the classes that may stand in the running text; it is their tag in JSON and the name
    of their template.
    """

    block: ClassVar[str] = ""

    def __post_init__(self) -> None:
        """Clean, freeze, check; raises DocumentRefused."""
        for name, bounds, how in _declared(type(self)):  # type: ignore[arg-type] # every class can be hashed
            value = getattr(self, name)
            if isinstance(value, list | tuple):
                value = tuple(value)
                self._count(name, len(value), bounds)
            if how:
                value = (
                    tuple(printable(v, **how) for v in value)
                    if isinstance(value, tuple)
                    else printable(value, **how)
                )
            object.__setattr__(self, name, value)
        self.check()

    def check(self) -> None:
        """Refuse what no single field can see; overridden by parts with such a rule."""

    def _count(self, name: str, count: int, bounds: Any) -> None:
        if count > bounds.get("most", 200) or count < bounds.get("least", 0):
            raise DocumentRefused(
                _(
                    "This paper cannot be printed: it holds %(count)s %(things)s, and there may be %(least)s to "
                    "%(most)s. Leave some of them out, or make several papers of it."
                )
                % {
                    "count": number(count),
                    "things": COUNTED[name],
                    "least": bounds.get("least", 0),
                    "most": number(bounds.get("most", 200)),
                }
            )


@cache
def _declared(kind: type[Part]) -> tuple[tuple[str, Mapping[str, Any], Mapping[str, Any] | None], ...]:
    """Name, bounds and cleaning of each field of a kind of part: a report is made of thousands of them."""
    return tuple((spec.name, spec.metadata, spec.metadata.get("clean")) for spec in fields(kind))


@dataclass(frozen=True)
class Source(Part):
    """Where a sentence or a figure comes from: `kind` "submission", `key` its code, `label` the unit's name."""

    kind: str = words(40)
    key: str = words(200)
    label: str = words(default="")
