"""The lists a cell chooses from, and a typed word found again in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation

from common.vietnamese import fold
from enterprises.models import EnterpriseKind
from programmes.models import DocumentKind
from reporting.models import ActivityKind, DocumentSection, Precision, StatementKind

LONGEST = 90  # characters of a label; Excel cuts a list far wider than its column
DASH = " – "


@dataclass
class Choices:
    """One list: what is stored → the label shown. Labels are Vietnamese; those of the reader's language are read too."""

    labels: dict[str, str]
    _read: dict[str, str] = field(default_factory=dict)
    _found: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for value, label in self.labels.items():
            for word in (value, label, label.partition(DASH)[0]):
                self._read.setdefault(fold(word), value)

    def also(self, words: Iterable[tuple[str, str]]) -> "Choices":
        """Read these labels too."""
        for value, label in words:
            self._read.setdefault(fold(label), value)
        return self

    def find(self, typed: str) -> str | None:
        """What ``typed`` stands for; None where it is not in the list."""
        if typed not in self._found:  # thousands of rows say the same few words
            self._found[typed] = self._read.get(fold(typed))
        return self._found[typed]


def short(code: str, title: str) -> str:
    """A label: the code first, which alone is enough to be found again."""
    label = f"{code}{DASH}{' '.join(title.split())}" if code else " ".join(title.split())
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"


def fixed_choices() -> dict[str, Choices]:
    """The lists that are the same for every form."""
    lists = {
        "precisions": Precision,
        "activity_kinds": ActivityKind,
        "enterprise_kinds": EnterpriseKind,
        "document_kinds": DocumentKind,
        "sections": DocumentSection,
        "statement_kinds": StatementKind,
    }
    return {name: _of(choices) for name, choices in lists.items()}


def _of(choices: Any) -> Choices:  # an enumeration of Django's
    with translation.override("vi"):
        labels = {str(value): str(label) for value, label in choices.choices}
    return Choices(labels).also((str(value), str(label)) for value, label in choices.choices)
