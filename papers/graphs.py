"""Charts of a report: bars beside their targets, and figures over the years. Each has the table behind it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from django.utils.translation import gettext as _

from common.formatting import number
from papers.part import SENTENCE, Part, Source, many, words
from papers.tables import Cell, Column, Row, RowKind, TableBlock
from papers.text import DocumentRefused

MOST_BARS = 60  # a page of them
MOST_SERIES = 4  # more cannot be told apart
MOST_YEARS = 24


@dataclass(frozen=True)
class Bar(Part):
    """A bar: a figure with or without a target, or a `remark` where there is none (nil and missing differ)."""

    label: str = words()
    value: Decimal | None = None
    target: Decimal | None = None
    remark: str = words(200, default="")

    def check(self) -> None:
        """Refuse a bar that would read as nought."""
        if self.value is None and not self.remark:
            raise DocumentRefused(_("“%(label)s” has no figure; say why.") % {"label": self.label})
        if any(number is not None and not number.is_finite() for number in (self.value, self.target)):
            raise DocumentRefused(_("“%(label)s” has a figure that cannot be drawn.") % {"label": self.label})

    @property
    def figure(self) -> str:
        """The figure in Vietnamese format, or the remark in its place."""
        return self.remark if self.value is None else number(self.value)


@dataclass(frozen=True)
class ChartBlock(Part):
    """A bar chart. `title` says the finding; `with_table` prints its figures as a table below."""

    block: ClassVar[str] = "chart"
    title: str = words()
    bars: tuple[Bar, ...] = many(MOST_BARS, least=1)
    unit: str = words(60, default="")
    note: str = words(SENTENCE, default="")
    with_table: bool = False
    source: tuple[Source, ...] = many(200)

    @property
    def table(self) -> TableBlock:
        """The figures behind the chart."""
        columns = (
            Column("Nội dung", 6),
            Column("Kết quả", 2, unit=self.unit),
            Column("Chỉ tiêu", 2, unit=self.unit),
        )
        rows = (
            Row(
                (
                    Cell(bar.label),
                    Cell(bar.figure, numeric=bar.value is not None),
                    Cell(number(bar.target), numeric=True),
                )
            )
            for bar in self.bars
        )
        return TableBlock(columns, tuple(rows), source=self.source)


class TrendShape(StrEnum):
    """How figures over the years are drawn: a line from year to year, or columns that stand by themselves."""

    LINE = "line"
    COLUMNS = "columns"


@dataclass(frozen=True)
class Point(Part):
    """The figure of one year, or a `remark` where there is none (nil and missing differ)."""

    value: Decimal | None = None
    remark: str = words(60, default="")

    def check(self) -> None:
        """Refuse a point that would read as nought."""
        if self.value is None and not self.remark:
            raise DocumentRefused(_("A year has no figure; say why."))
        if self.value is not None and not self.value.is_finite():
            raise DocumentRefused(_("A year has a figure that cannot be drawn."))

    @property
    def figure(self) -> str:
        """The figure in Vietnamese format, or the remark in its place."""
        return self.remark if self.value is None else number(self.value)


@dataclass(frozen=True)
class Series(Part):
    """Figures that belong together, one for each year of the chart."""

    label: str = words()
    points: tuple[Point, ...] = many(MOST_YEARS, least=1)


@dataclass(frozen=True)
class TrendBlock(Part):
    """Figures over the years. `labels` are the years as printed, `heading` what they are in the table behind.

    `target` draws a level across a chart of one series. `title` says the finding.
    """

    block: ClassVar[str] = "trend"
    title: str = words()
    labels: tuple[str, ...] = words(40)
    series: tuple[Series, ...] = many(MOST_SERIES, least=1)
    unit: str = words(60, default="")
    target: Decimal | None = None
    shape: TrendShape = TrendShape.LINE
    note: str = words(SENTENCE, default="")
    with_table: bool = False
    heading: str = words(40, default="Năm")
    source: tuple[Source, ...] = many(200)

    def check(self) -> None:
        """Refuse series of other lengths, and one target for several series."""
        if any(len(one.points) != len(self.labels) for one in self.series):
            raise DocumentRefused(
                _("Each series of “%(title)s” needs one figure for each year.") % {"title": self.title}
            )
        if self.target is not None and (len(self.series) > 1 or not self.target.is_finite()):
            raise DocumentRefused(
                _("“%(title)s” has a target that cannot be drawn across its figures.") % {"title": self.title}
            )

    @property
    def target_words(self) -> str:
        """“chỉ tiêu: 2.000”, blank without a target."""
        return "" if self.target is None else f"chỉ tiêu: {number(self.target)}{'%' * (self.unit == '%')}"

    @property
    def table(self) -> TableBlock:
        """The figures behind the chart: a row for each year, the target last."""
        columns = (
            Column(self.heading, 2),
            *(Column(one.label, 3, unit=self.unit) for one in self.series),
        )
        rows = [
            Row((Cell(label), *(Cell(p.figure, numeric=p.value is not None) for p in points)))
            for label, *points in zip(self.labels, *(one.points for one in self.series), strict=True)
        ]
        if self.target is not None:
            rows.append(Row((Cell("Chỉ tiêu"), Cell(number(self.target), numeric=True)), RowKind.TOTAL))
        return TableBlock(columns, tuple(rows), source=self.source)
