"""The annex rows of the plan with their results: each by itself, for rows of one target are not added up."""

from collections.abc import Iterable, Iterator

from common.formatting import number
from consolidation.documents.compose.matter import Matter
from consolidation.documents.compose.spans import (
    asks_of_a_year,
    how_summed,
    result_columns,
    results_group,
    sum_title,
)
from consolidation.documents.compose.targets import planned
from consolidation.documents.compose.wording import (
    FROM_OUTCOMES,
    NOT_STATED,
    counted_once,
    sources_of_result,
    told,
    told_percent,
)
from papers.blocks import Align, Block, Cell, Column, Row, TableBlock
from programmes.documents.citations import uncapitalised
from reporting.documents.outline import Section
from reporting.queries.results import RowResult


def annex_rows(matter: Matter, section: Section | None) -> Iterator[Block]:  # noqa: ARG001 - every feeder takes its section
    """The rows in a table; nothing where the plan has none."""
    rows = matter.results.rows
    if not rows:
        return
    is_of_a_year = asks_of_a_year(matter)
    yield TableBlock(
        tuple(_columns(matter, is_of_a_year=is_of_a_year)),
        tuple(_row(row, is_of_a_year=is_of_a_year) for row in rows),
        caption="Kết quả theo từng dòng phụ lục của kế hoạch",
        note=" ".join(
            [
                "Mỗi dòng có cách tính riêng; các dòng không cộng với nhau.",
                *how_summed(matter),
                *_from_outcomes(rows),
                *counted_once((f"Dòng {row.task.code}", row.cumulative) for row in rows),
            ]
        ),
    )


def _columns(matter: Matter, *, is_of_a_year: bool) -> Iterator[Column]:
    yield Column("Dòng", 8, Align.CENTER)
    yield Column("Nội dung theo phụ lục kế hoạch", 32 if is_of_a_year else 51)
    yield Column("Tổng", 8, Align.CENTER, group="Kế hoạch")
    if is_of_a_year:
        yield Column(f"Năm {matter.period.year}", 9, Align.CENTER, group="Kế hoạch")
    yield from result_columns(matter)
    if is_of_a_year:
        yield Column("So với kế hoạch", 10, Align.CENTER, group=results_group(matter))
    yield Column(sum_title(matter), 11, Align.CENTER)


def _row(row: RowResult, *, is_of_a_year: bool) -> Row:
    measures = (row.year, row.estimate, row.cumulative)
    *results, cumulative = (Cell(told(measure), numeric=measure.is_measured) for measure in measures)
    unit = f" ({row.task.unit})" if row.task.unit else ""
    total = Cell(row.task.total_raw or NOT_STATED)
    if row.task.total is not None:
        total = Cell(number(row.task.total), numeric=True)
    cells = [Cell(row.task.code), Cell(f"{row.task.title}{unit}"), total]
    if is_of_a_year:
        cells += [planned(row.year_plan), *results, _share_of_year(row), cumulative]
    else:
        cells += [*results, cumulative]
    return Row(tuple(cells), source=sources_of_result(*measures))


def _share_of_year(row: RowResult) -> Cell:
    """The result to date in percent of what the year asks for; blank where either is not a figure."""
    asked, reached = row.year_plan.value, row.year.value
    if not asked or reached is None:
        return Cell()
    return Cell(told_percent(reached / asked * 100), numeric=True)


def _from_outcomes(rows: Iterable[RowResult]) -> Iterator[str]:
    codes = [row.task.code for row in rows if row.cumulative.outcomes is not None]
    if codes:
        yield f"Dòng {', '.join(codes)}: {uncapitalised(FROM_OUTCOMES)}."
