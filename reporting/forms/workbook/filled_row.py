"""A row of the workbook as the portal fills it in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms


@dataclass
class Filled:
    """A row: its id, the form or record it belongs to, what is shown and what may be changed (``inputs``)."""

    id: str
    form: forms.Form | None
    shown: dict[str, Any] = field(default_factory=dict)
    inputs: frozenset[str] = frozenset()
    is_open: bool = True
    record: Any = None

    @property
    def fields(self) -> Mapping[str, forms.Field]:
        """The fields of its form."""
        return self.form.fields if self.form is not None else {}

    @property
    def prefix(self) -> str:
        """The prefix of its form."""
        return str(self.form.prefix or "") if self.form is not None else ""

    def value(self, key: str) -> Any:
        """What stands in the column ``key``: shown beside, or the form's own."""
        if key in self.shown:
            return self.shown[key]
        return self.form[key].value() if self.form is not None and key in self.form.fields else None
