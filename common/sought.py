"""What of a list is asked for: its filters and its order, as an address says them."""

from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

ARRANGED = {"sort", "columns"}  # how a list is laid out; they leave nothing out


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Base of the questions a list takes; what is left at its default filters nothing out.

    A field is called in the address as its metadata ``said_as`` says, else by its own name.
    """

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return any(getattr(self, one.name) != one.default for one in fields(self) if one.name not in ARRANGED)

    @property
    def query(self) -> str:
        """The part of an address that says the same; empty for what everybody gets without asking."""
        told = {
            one.metadata.get("said_as", one.name): (getattr(self, one.name), one.default)
            for one in fields(self)
        }
        return urlencode(
            {name: value for name, (value, default) in told.items() if value != default}, doseq=True
        )

    def but(self, **changes: Any) -> Self:
        """The same with something else asked for."""
        return replace(self, **changes)
