"""What taking a workbook over would change."""

from dataclasses import dataclass

LONGEST_SHOWN = 300  # characters of a text in the list of changes


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field that would change: its cell, the row and column in words, and the text before and after."""

    sheet: str
    cell: str
    row: str
    column: str
    before: str
    after: str

    def as_json(self) -> dict[str, str]:
        """As it is stored with the upload."""
        return {name: value[:LONGEST_SHOWN] for name, value in vars(self).items()}
