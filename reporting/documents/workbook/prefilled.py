"""The contents of a workbook before it becomes a file."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from reporting.documents.workbook.seal import Seal

Value = str | int | Decimal | dt.date | None


@dataclass(frozen=True)
class SheetRow:
    """A row: its protected id, what stands in its columns, which of them may be changed. ``whole`` figures have no decimals."""

    id: str
    values: Mapping[str, Value]
    open: frozenset[str] = frozenset()
    whole: bool = True


@dataclass(frozen=True, kw_only=True)
class Guide:
    """What the first sheet says: whose form of which period, the days, where it stands and why, whom to ask."""

    unit: str
    plan: str
    period: str
    cutoff_on: dt.date
    due_on: dt.date
    locks_on: dt.date
    status: str
    reason: str
    closed: str = ""
    people: tuple[str, ...] = ()
    written_on: dt.date = field(default_factory=dt.date.today)


@dataclass(frozen=True)
class Prefilled:
    """Rows by mark of their sheet, the lists to choose from by name, the seal. ``added`` marks take new rows."""

    rows: Mapping[str, list[SheetRow]]
    lists: Mapping[str, list[str]]
    seal: Seal
    added: frozenset[str]
