"""The targets over the years: year by year what came of each, where more than one year has something to tell."""

from collections.abc import Iterator

from consolidation.documents.compose.matter import Matter
from consolidation.documents.compose.places import numbered
from consolidation.documents.compose.wording import NOT_STATED, STATES, VERDICTS, sources_of_figures, told
from papers.blocks import Align, Block, Cell, Column, Row, TableBlock
from papers.graphs import Point as Drawn
from papers.graphs import Series, TrendBlock
from reporting.documents.outline import Section
from reporting.queries.measures import Measure, is_share
from reporting.queries.trends import Point, Trend

MOST_CHARTS = 4
MOST_YEARS = 12  # columns a page has room for; earlier years are in the sums


def trends(matter: Matter, section: Section | None) -> Iterator[Block]:  # noqa: ARG001 - every feeder takes its section
    """A table of results by year; nothing where fewer than two years have a figure of any target."""
    found = matter.trends
    years = sorted({point.year for trend in found for point in trend.points})[-MOST_YEARS:]
    telling = {point.year for trend in found for point in trend.points if point.result.is_measured}
    if len(telling) < 2:  # noqa: PLR2004 - one year is no trend
        return
    places = {result.target.pk: place for place, result in numbered(trend.latest for trend in found)}
    each = max(5, min(12, 65 // (len(years) + 1)))  # wide enough for “chưa báo cáo” while the years are few
    yield TableBlock(
        (
            Column("TT", 5, Align.CENTER),
            Column("Chỉ tiêu", 95 - each * (len(years) + 1)),
            *(Column(str(year), each, Align.CENTER, group="Kết quả từng năm") for year in years),
            Column("Lũy kế", each, Align.CENTER),
        ),
        tuple(_row(places[trend.latest.target.pk], trend, years) for trend in found),
        caption=f"Kết quả các chỉ tiêu qua các năm {years[0]}-{years[-1]}",
        note="Số liệu của các báo cáo năm; năm chưa báo cáo không được coi là bằng 0.",
    )


def trend_charts(matter: Matter, section: Section | None) -> Iterator[Block]:  # noqa: ARG001 - as above
    """Of each target with figures of two years or more: what each year brought and the sum, against the target.

    As many as a paper has patience for; the rest stands in the table.
    """
    drawn = [trend for trend in matter.trends if sum(p.result.is_measured for p in trend.points) > 1]
    for trend in drawn[:MOST_CHARTS]:
        target, points = trend.latest.target, trend.points[-MOST_YEARS:]
        results, sums = [p.result for p in points], [p.cumulative for p in points]
        is_growth = trend.latest.expression.is_relative
        yield TrendBlock(
            title=_finding(trend),
            labels=tuple(str(point.year) for point in points),
            series=(
                Series("Lũy kế", tuple(map(_drawn, sums)))
                if not is_share(target.unit)
                else Series("Kết quả từng năm", tuple(map(_drawn, results))),
            ),
            unit=target.unit,
            target=None if is_growth else trend.needed,
            source=sources_of_figures(figure for measure in results for figure in measure.figures),
        )


def _finding(trend: Trend) -> str:
    """What the chart says: the last sum and the verdict."""
    target, last = trend.latest.target, trend.points[-1]
    result = last.result if is_share(target.unit) else last.cumulative
    verdict = VERDICTS[trend.latest.assessment.verdict].lower()
    return f"{target.indicator}: {told(result)} {target.unit} tính đến năm {last.year}, {verdict}"


def _drawn(measure: Measure) -> Drawn:
    return Drawn(measure.value, "" if measure.is_measured else STATES[measure.state])


def _row(place: str, trend: Trend, years: list[int]) -> Row:
    points = {point.year: point for point in trend.points}
    last = trend.points[-1] if trend.points else None
    target = trend.latest.target
    figures = [figure for point in trend.points for figure in point.result.figures]
    cells = (
        Cell(place),
        Cell(f"{target.indicator} ({target.unit})"),
        *(_cell(points.get(year)) for year in years),
        Cell(told(last.cumulative), numeric=last.cumulative.is_measured) if last else Cell(NOT_STATED),
    )
    return Row(cells, source=sources_of_figures(figures))


def _cell(point: Point | None) -> Cell:
    """What a year brought; a year before the target's phase stays blank."""
    return Cell(told(point.result), numeric=point.result.is_measured) if point else Cell()
