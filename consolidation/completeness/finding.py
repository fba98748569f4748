"""What a check found: what is wrong, where, and how to put it right."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from django.utils.functional import Promise

from consolidation.models import Waiver

Text = str | Promise
LONGEST_QUOTE = 120


class Severity(StrEnum):
    """What a finding means for the paper: it stops it, it needs a reason, or it is only told."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Item:
    """One of several things a finding is about, and the page that opens it (blank where there is none)."""

    label: str
    address: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing a check found. ``message`` says what is wrong, ``fix`` what to do, ``where`` names the place in words.

    ``place`` is short and changes when the finding does, so that a reason given for one does not pass for another.
    ``address`` opens the place. ``check`` and ``waiver`` are filled in by whoever runs the checks.
    """

    severity: Severity
    place: str
    where: Text
    message: Text
    fix: Text
    address: str = ""
    items: tuple[Item, ...] = ()
    check: str = ""
    waiver: Waiver | None = None

    @property
    def is_error(self) -> bool:
        """Whether the report cannot go on before it is put right."""
        return self.severity == Severity.ERROR

    @property
    def is_open(self) -> bool:
        """Whether it keeps the report from going on: an error, or a warning nobody has given a reason for."""
        return self.is_error or self.needs_reason

    @property
    def needs_reason(self) -> bool:
        """Whether it is a warning nobody has given a reason for."""
        return self.severity == Severity.WARNING and self.waiver is None


def named(*parts: object) -> str:
    """A place of at most 64 characters made of ``parts``; other parts give another one."""
    told = "|".join(str(part) for part in parts)
    return f"{str(parts[0])[:31]}:{sha256(told.encode()).hexdigest()[:32]}"


def quoted(text: str) -> str:
    """The beginning of a text, for a sentence that quotes it."""
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE - 1].rstrip()}…"
