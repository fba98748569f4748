"""Figures over the years as SVG: a line from year to year, or columns side by side.

What tells series apart is never the colour alone: lines have their own dashes and marks, columns their own lightness.
Text stays text. A year without a figure breaks the line and says why.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from common.formatting import number
from papers.graphs import Point, TrendBlock, TrendShape
from papers.lettering import FONT_SIZE, LINE, PAGE_WIDTH, Line, text_width, wrapped

ABOVE, PLOT = 26, 170  # room for figures above the highest point; height of the field
STEPS = 4  # of the scale, about
ROUND_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
DASHES = ("", "7 3", "2 3", "8 3 2 3")
LINES = ("#2f5d8a", "#9c4a12", "#3f6b2f", "#5b4380")
FILLS = ("#2f5d8a", "#d2a15f", "#8fb27d", "#5b4380")
COLUMNS_SHARE = 0.76  # of a year's room that its columns take
APART = 14  # least distance of two figures one above the other


@dataclass(frozen=True)
class Mark:
    """One year of one series: its middle `x`, its height `y` (None without a figure), its figure or remark in words.

    A column also has its left edge, and its length downwards.
    """

    x: float
    y: float | None
    words: list[Line]
    left: float = 0
    length: float = 0
    is_turned: bool = False

    @property
    def corners(self) -> tuple[str, str]:
        """The points of a triangle and of a diamond around the mark."""
        x, y = self.x, self.y or 0
        triangle = f"{x},{y - 5} {x + 5},{y + 4} {x - 5},{y + 4}"
        return triangle, f"{x},{y - 5} {x + 5},{y} {x},{y + 5} {x - 5},{y}"


@dataclass(frozen=True)
class Track:
    """A series as drawn: its marks, the stretches of line between them, its looks."""

    label: list[Line]
    marks: list[Mark]
    stretches: list[str]
    place: int
    key_y: int

    @property
    def key(self) -> Mark:
        """The mark beside the label."""
        return Mark(14, self.key_y, [])

    @property
    def colour(self) -> str:
        """The line's colour."""
        return LINES[self.place]

    @property
    def fill(self) -> str:
        """The columns' colour."""
        return FILLS[self.place]

    @property
    def dashes(self) -> str:
        """The line's dashes, "" for none."""
        return DASHES[self.place]


def trend_chart(block: TrendBlock, *, width: int = PAGE_WIDTH) -> SafeString:
    """Return the chart as inline SVG, `width` user units wide (530 for the page of a paper, 340 for phones)."""
    field = _Field(block, width)
    is_line = block.shape is TrendShape.LINE
    marks = _spread(_line_marks(block, field)) if is_line else list(_column_marks(block, field))
    below = field.foot + LINE + 8
    tracks: list[Track] = []
    for place, one in enumerate(block.series):
        label = [
            Line(text, below + FONT_SIZE + LINE * n) for n, text in enumerate(wrapped(one.label, width - 34))
        ]
        stretches = list(_stretches(marks[place])) if is_line else []
        tracks.append(Track(label, marks[place], stretches, place, below + 8))
        below += LINE * len(label) + 2
    facts = {
        "block": block,
        "field": field,
        "is_line": is_line,
        "tracks": tracks,
        "width": width,
        "years": [(field.middle(place), label) for place, label in enumerate(block.labels)],
        "years_y": field.foot + LINE,
        "target": None if block.target is None else field.y(block.target),
        "target_y": below + 8,
        "font_size": FONT_SIZE,
        "height": below + (LINE + 2 if block.target is not None else 0) + 2,
    }  # fmt: skip
    return render_to_string("print/_trend.svg", facts)


class _Field:
    """Places years and figures: nought, every figure and the target are inside, on a scale of round steps."""

    def __init__(self, block: TrendBlock, width: int) -> None:
        figures = [p.value for one in block.series for p in one.points if p.value is not None]
        figures += [Decimal(0)] + ([block.target] if block.target is not None else [])
        step = _round_step((max(figures) - min(figures)) / STEPS)
        self.low = (min(figures) / step).to_integral_value("ROUND_FLOOR") * step
        self.high = max((max(figures) / step).to_integral_value("ROUND_CEILING") * step, self.low + step)
        count = int((self.high - self.low) / step)
        ticks = [self.low + step * n for n in range(count + 1)]
        sign = "%" * (block.unit == "%")
        self.left = max(text_width(number(tick) + sign) for tick in ticks) + 8
        self.right = width
        self.room = (width - self.left) / len(block.labels)
        self.thick = round(self.room * COLUMNS_SHARE / len(block.series), 1)  # of a column
        widest = max(text_width(number(figure) + sign) for figure in figures)
        self.upright = widest > self.thick + 8  # figures are turned where columns are narrower than they
        self.top = max(ABOVE, widest + 8) if self.upright and block.shape is TrendShape.COLUMNS else ABOVE
        self.foot = self.top + PLOT
        self.ticks = [(self.y(tick), number(tick) + sign) for tick in ticks]
        self.nought = self.y(Decimal(0))

    def y(self, figure: Decimal) -> float:
        """The height of a figure."""
        return round(self.top + PLOT * float((self.high - figure) / (self.high - self.low)), 1)

    def middle(self, place: int) -> float:
        """The middle of a year's room."""
        return round(self.left + self.room * (place + 0.5), 1)


def _round_step(least: Decimal) -> Decimal:
    """The smallest of 1, 2, 2.5, 5 × 10ⁿ that is no less; 1 where there is nothing to divide."""
    if least <= 0:
        return Decimal(1)
    power = Decimal(10) ** least.adjusted()
    return next(power * factor for factor in ROUND_STEPS if power * factor >= least)


def _said(point: Point, room: float | None, baseline: float, sign: str) -> list[Line]:
    """A figure in one line, a remark in as many as the room asks for (None: one); the last stands on the baseline."""
    if point.value is not None:
        texts = [point.figure + sign]
    else:
        texts = [point.remark] if room is None else wrapped(point.remark, max(int(room), 24))
    return [Line(text, round(baseline) - (len(texts) - 1 - n) * (LINE - 3)) for n, text in enumerate(texts)]


def _line_marks(block: TrendBlock, field: _Field) -> list[list[Mark]]:
    sign = "%" * (block.unit == "%")
    return [
        [
            Mark(
                field.middle(place), y, _said(point, field.room, (field.nought if y is None else y) - 8, sign)
            )
            for place, point in enumerate(one.points)
            for y in [None if point.value is None else field.y(point.value)]
        ]
        for one in block.series
    ]


def _spread(tracks: list[list[Mark]]) -> list[list[Mark]]:
    """Move figures of the same year apart, upwards; each stays above its own mark."""
    moved = [list(marks) for marks in tracks]
    for year in range(len(tracks[0])):
        taken: list[float] = []
        for place in sorted(range(len(tracks)), key=lambda at: -moved[at][year].words[-1].y):
            mark = moved[place][year]
            lift = 0
            while any(abs(mark.words[-1].y - lift - y) < APART for y in taken):
                lift += 1
            lines = [Line(line.text, line.y - lift) for line in mark.words]
            taken.extend(line.y for line in lines)
            moved[place][year] = Mark(mark.x, mark.y, lines)
    return moved


def _column_marks(block: TrendBlock, field: _Field) -> Iterator[list[Mark]]:
    sign = "%" * (block.unit == "%")
    several = len(block.series) > 1
    for place, one in enumerate(block.series):
        marks = []
        for year, point in enumerate(one.points):
            left = field.middle(year) - field.thick * len(block.series) / 2 + field.thick * place
            figure = field.nought if point.value is None else field.y(point.value)
            top, length = min(figure, field.nought), abs(figure - field.nought)
            y = None if point.value is None else top
            turned = several if y is None else field.upright
            words = _said(point, None if turned else field.room, top - 5, sign)
            x = round(left + field.thick / 2, 1)
            marks.append(Mark(x, y, words, round(left, 1), round(length, 1), turned))
        yield marks


def _stretches(marks: Iterable[Mark]) -> Iterator[str]:
    """The points of each unbroken piece of the line, of two years or more."""
    for is_known, run in groupby(marks, key=lambda mark: mark.y is not None):
        points = [f"{mark.x},{mark.y}" for mark in run]
        if is_known and len(points) > 1:
            yield " ".join(points)
