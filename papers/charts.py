"""One chart for page, paper and Word: horizontal bars with a tick at the target, drawn as SVG on the server.

Colours and sizes are presentation attributes, which a strict content security policy allows and any style sheet
overrides through the classes. Text stays text: it can be found, copied and read aloud.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from common.formatting import number
from papers.graphs import Bar, ChartBlock, TrendBlock
from papers.lettering import FONT_SIZE, LINE, PAGE_WIDTH, Line, text_width, wrapped
from papers.trends import trend_chart

THICK = 14  # height of a bar
GAP = 12  # between one bar's group and the next
ROOM = 3  # beyond the bar's edges for the tick


@dataclass(frozen=True)
class Drawn:
    """A bar with its place on the chart; `remark` replaces the bar, `tick` is None without a target."""

    label: list[Line]
    remark: list[Line]
    words: str
    x: float
    y: int
    length: float
    tick: float | None

    @property
    def below(self) -> int:
        """Where the next bar's group begins."""
        return max([self.y + THICK + ROOM, *(line.y + 4 for line in self.remark)]) + GAP


def bar_chart(
    title: str, bars: Sequence[Bar], *, width: int = 620, target_word: str = "chỉ tiêu", unit: str = ""
) -> SafeString:
    """Return the chart as inline SVG, `width` user units wide (wide for desks, 340 for phones).

    Every bar shows its label, its figure in Vietnamese format (“12 / 20” beside a target) or its remark.
    Percentages (`unit` “%”) show “60%” alone: their target is the tick. The SVG's title, which names the picture
    to a screen reader, is `title`.
    """
    words = [value_words(bar, target_word, unit) for bar in bars]
    scale = _Scale(bars, width - max(map(text_width, words)) - 10)
    drawn: list[Drawn] = []
    for bar, text in zip(bars, words, strict=True):
        drawn.append(_drawn(bar, text, drawn[-1].below if drawn else 0, scale, width))
    height = drawn[-1].below
    legend = target_word if any(bar.target is not None for bar in bars) else ""
    facts = {
        "title": title,
        "bars": drawn,
        "width": width,
        "base": scale(Decimal(0)),
        "thick": THICK,
        "room": ROOM,
    }
    sizes = {
        "font_size": FONT_SIZE,
        "legend": legend,
        "legend_y": height,
        "height": height + (LINE + 4 if legend else 0),
    }
    return render_to_string("print/_bars.svg", facts | sizes)


def _drawn(bar: Bar, words: str, top: int, scale: "_Scale", width: int) -> Drawn:
    label = _lines(bar.label, top, width)
    y = top + LINE * len(label) + ROOM + 1
    remark = _lines(bar.remark, y - 2, scale.width) if bar.value is None else []
    start, end = sorted((scale(Decimal(0)), scale(bar.value or Decimal(0))))
    tick = None if bar.target is None else scale(bar.target)
    return Drawn(label, remark, words, start, y, round(end - start, 1), None if remark else tick)


def _lines(text: str, top: int, width: int) -> list[Line]:
    return [Line(part, top + FONT_SIZE + LINE * place) for place, part in enumerate(wrapped(text, width))]


def block_chart(block: object, *, width: int = PAGE_WIDTH) -> SafeString | str:
    """Return the chart of a block, at the width of the printed page or 340 for phones; "" for one that is no chart."""
    if isinstance(block, TrendBlock):
        return trend_chart(block, width=width)
    if not isinstance(block, ChartBlock):
        return ""
    is_share = block.unit == "%"
    word = "mức chỉ tiêu (100%)" if is_share else "chỉ tiêu"
    return bar_chart(block.title, block.bars, width=width, target_word=word, unit=block.unit)


def value_words(bar: Bar, target_word: str, unit: str = "") -> str:
    """Return the words at a bar's end: “12”, “12 / 20” beside a target, “chỉ tiêu 20” beside a remark, “60%”."""
    if unit == "%":
        return "" if bar.value is None else f"{number(bar.value)}%"
    if bar.target is None:
        return number(bar.value)
    return f"{target_word if bar.value is None else number(bar.value) + ' /'} {number(bar.target)}"


class _Scale:
    """Places figures on the chart: nought, every figure and every target are inside."""

    def __init__(self, bars: Sequence[Bar], width: int) -> None:
        figures = [figure for bar in bars for figure in (bar.value, bar.target) if figure is not None]
        self.low = min([Decimal(0), *figures])
        self.span = max([Decimal(0), *figures]) - self.low or Decimal(1)
        self.width = width

    def __call__(self, figure: Decimal) -> float:
        return round(float((figure - self.low) / self.span * self.width), 1)
