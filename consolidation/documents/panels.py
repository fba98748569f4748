"""A plan's results as a page of panels: the parts of the paper, each chart with its table behind and a narrow twin."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from consolidation.documents.compose.annex_rows import annex_rows
from consolidation.documents.compose.by_group import figures, groups, integrated
from consolidation.documents.compose.matter import Matter
from consolidation.documents.compose.money import support_money
from consolidation.documents.compose.phases import phases
from consolidation.documents.compose.targets import targets
from consolidation.documents.compose.trends import trend_charts, trends
from consolidation.documents.compose.units import units
from consolidation.documents.tracing import to_figures
from papers.blocks import Block, ChartBlock
from papers.charts import block_chart
from papers.graphs import TrendBlock
from papers.preview import Shown, shown_blocks
from reporting.models import ReportingPeriod
from reporting.queries.contents import contents_of
from reporting.queries.results import results_of_period

PHONE = 340  # units a chart is wide on a phone
Part = Callable[[Matter, None], Iterator[Block]]
PANELS: tuple[tuple[str, str | Promise, tuple[Part, ...]], ...] = (
    ("targets", _("Targets and results"), (targets, annex_rows)),
    ("phases", _("By phase of the plan"), (phases,)),
    ("years", _("Over the years"), (trend_charts, trends)),
    ("groups", _("By task group"), (groups, figures)),
    ("integrated", _("Under other programmes"), (integrated,)),
    ("money", _("Money of supports"), (support_money,)),
    ("units", _("By unit"), (units,)),
)


@dataclass(frozen=True)
class Piece:
    """A block on the page; of a chart also the picture for phones and the table behind it."""

    item: Shown
    narrow: SafeString | str = ""
    table: Shown | None = None


@dataclass(frozen=True)
class Panel:
    """A part of the page with its heading; ``id`` names its place."""

    id: str
    label: str | Promise
    pieces: tuple[Piece, ...]


def panels_of(matter: Matter) -> tuple[Panel, ...]:
    """The panels that have something to tell, in the words of the paper, whatever the reader's language."""
    addresses = {unit.organisation.name: unit.get_absolute_url() for unit in matter.contents.everybody}
    trace = to_figures(matter.period)
    found = []
    with translation.override("vi"):
        for key, label, parts in PANELS:
            blocks: list[Block] = [block for part in parts for block in part(matter, None)]
            shown = shown_blocks(tuple(blocks), addresses, trace)
            if blocks:
                found.append(Panel(key, label, tuple(_pieces(shown))))
    return tuple(found)


def matter_of(period: ReportingPeriod, *, on: dt.date) -> Matter:
    """What the figures of a period are as of a day."""
    return Matter(
        period=period, contents=contents_of(period), results=results_of_period(period, on=on), on=on
    )


def _pieces(shown: Iterator[Shown]) -> Iterator[Piece]:
    for item in shown:
        if isinstance(item.block, ChartBlock | TrendBlock):
            [behind] = shown_blocks((item.block.table,), {}, item.trace)
            yield Piece(item, block_chart(item.block, width=PHONE), behind)
        else:
            yield Piece(item)
