"""Yearly figures as a grid: what the annex states, what DOST assigned, and whether totals agree."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import pgettext_lazy

from programmes.models import AnnualTarget, Target, Task

DASHES = frozenset("-‐‑–—")


class CellKind(models.TextChoices):
    """What a cell says. Blank and dash are two things: not stated, and none."""

    FIGURE = "figure", pgettext_lazy("cell of a yearly figure", "figure")
    DASH = "dash", pgettext_lazy("cell of a yearly figure", "none (a dash in the text)")
    BLANK = "blank", pgettext_lazy("cell of a yearly figure", "not stated (an empty cell)")


class Agreement(models.TextChoices):
    """Whether the total as enacted is the sum of the years. Neither ever replaces the other."""

    AGREES = "agrees", pgettext_lazy("total against years", "agrees")
    DIFFERS = "differs", pgettext_lazy("total against years", "differs")
    NO_TOTAL = "no_total", pgettext_lazy("total against years", "no total as a figure")
    NO_YEARS = "no_years", pgettext_lazy("total against years", "no yearly figures")


@dataclass(frozen=True)
class Cell:
    """One year of one row: the words of the text where it has any, else the figure."""

    kind: CellKind
    value: Decimal | None
    raw: str


@dataclass(frozen=True)
class Row:
    """A row of the grid: an annex row or a target, its cells year by year, its total and the sum of its cells."""

    record: Task | Target
    cells: tuple[Cell, ...]
    total: Decimal | None
    sum: Decimal | None

    @property
    def agreement(self) -> Agreement:
        """Whether total and sum agree; blanks count as not stated and do not keep the two from agreeing."""
        if self.total is None:
            return Agreement.NO_TOTAL
        if self.sum is None:
            return Agreement.NO_YEARS
        return Agreement.AGREES if self.total == self.sum else Agreement.DIFFERS


@dataclass(frozen=True)
class Grid:
    """Rows by years. Empty when no row has a yearly figure."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)


def grid_of(records: Iterable[Task | Target]) -> Grid:
    """The grid of those ``records`` that have yearly figures (``annual``, prefetched)."""
    kept = [(record, {a.year: a for a in record.annual.all()}) for record in records]
    kept = [(record, annual) for record, annual in kept if annual]
    years = tuple(sorted({year for _, annual in kept for year in annual}))
    return Grid(years, tuple(_row(record, [annual.get(year) for year in years]) for record, annual in kept))


def _row(record: Task | Target, annual: list[AnnualTarget | None]) -> Row:
    cells = tuple(_cell(figure) for figure in annual)
    stated = [cell.value for cell in cells if cell.value is not None]
    total = record.total if isinstance(record, Task) else None
    return Row(record, cells, total, sum(stated, Decimal(0)) if stated else None)


def _cell(figure: AnnualTarget | None) -> Cell:
    if figure is None:
        return Cell(CellKind.BLANK, None, "")
    raw = figure.raw.strip()
    if raw in DASHES:
        return Cell(CellKind.DASH, figure.value, raw)
    return Cell(CellKind.FIGURE if figure.value is not None else CellKind.BLANK, figure.value, raw)
