"""The ground of every part of a document: frozen, cleaned when made, bounded."""

from dataclasses import MISSING, dataclass, field, fields
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from papers.text import DocumentRefused, printable

TITLE, SENTENCE, PASSAGE = 1_000, 4_000, 20_000  # longest texts, in characters


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
        for spec in fields(self):
            value = getattr(self, spec.name)
            if isinstance(value, list | tuple):
                value = tuple(value)
                self._count(spec.name, len(value), spec.metadata)
            if how := spec.metadata.get("clean"):
                value = (
                    tuple(printable(v, **how) for v in value)
                    if isinstance(value, tuple)
                    else printable(value, **how)
                )
            object.__setattr__(self, spec.name, value)
        self.check()

    def check(self) -> None:
        """Refuse what no single field can see; overridden by parts with such a rule."""

    def _count(self, name: str, count: int, bounds: Any) -> None:
        if count > bounds.get("most", 200) or count < bounds.get("least", 0):
            raise DocumentRefused(
                _("%(part)s holds %(count)d %(name)s; between %(least)d and %(most)d can be printed.")
                % {
                    "part": type(self).__name__,
                    "count": count,
                    "name": name,
                    "least": bounds.get("least", 0),
                    "most": bounds.get("most", 200),
                }
            )


@dataclass(frozen=True)
class Source(Part):
    """Where a sentence or a figure comes from: `kind` "submission", `key` its code, `label` the unit's name."""

    kind: str = words(40)
    key: str = words(200)
    label: str = words(default="")
