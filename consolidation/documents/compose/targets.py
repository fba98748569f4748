"""Section II.1: what the units assess, and the targets in a table and a chart."""

from collections.abc import Iterator

from common.formatting import administrative_date, number
from consolidation.documents.compose.bars import charts
from consolidation.documents.compose.draft import Draft
from consolidation.documents.compose.groups import told_by
from consolidation.documents.compose.matter import Matter
from consolidation.documents.compose.places import Numbered, numbered
from consolidation.documents.compose.spans import asks_of_a_year, how_summed, result_columns, sum_title
from consolidation.documents.compose.wording import (
    FROM_OUTCOMES,
    NOT_STATED,
    STATES,
    VERDICTS,
    counted,
    counted_once,
    missing,
    prose,
    source_of,
    sources_of_result,
    told,
    told_percent,
)
from papers.blocks import (
    Align,
    Block,
    Cell,
    Column,
    ListBlock,
    ListItem,
    Paragraph,
    Row,
    RowKind,
    TableBlock,
)
from programmes.documents.citations import uncapitalised
from programmes.expressions import Verdict, to_words
from programmes.models import Standing
from reporting.documents.outline import Section
from reporting.models import StatementKind
from reporting.queries.judge import TargetResult, YearPlan
from reporting.queries.measures import Reported
from reporting.queries.obligations import counted_in
from reporting.queries.stretch import Basis

APART = "Kết quả lồng ghép không cộng vào các cột số liệu."


def assessment(draft: Draft, section: Section) -> Iterator[Block]:  # noqa: ARG001 - every feeder takes its section
    """The units' assessments and what they say about the plan as a whole, in their words."""
    statements = draft.contents.told(StatementKind.ASSESSMENT)
    for statement in statements:
        yield from prose(statement.text, (source_of(statement),))
    if not statements:
        yield draft.unknown() if draft.contents.silent else missing("Các đơn vị chưa nêu phần đánh giá.")
    for line in draft.contents.of_the_plan():
        if line.narrative.strip():
            yield from (block for block in told_by(line) if not _is_about_figures(block))


def targets(matter: Matter, section: Section | None) -> Iterator[Block]:  # noqa: ARG001 - every feeder takes its section
    """The targets with plan, results, sums and verdicts; what cannot be judged and why; what is doubtful; the chart."""
    if not matter.results.current:
        yield Paragraph.of(_no_targets(matter))
        return
    placed = numbered(matter.results.current)
    yield _table(matter, placed)
    yield from _from_outcomes(matter, placed)
    reasons: dict[str, list[str]] = {}
    for place, result in placed:
        if result.assessment.verdict == Verdict.NOT_ASSESSABLE:
            reasons.setdefault(str(result.assessment.reason), []).append(place)
    if reasons:
        yield Paragraph.of("Các chỉ tiêu chưa đánh giá được:")
        yield _listed([f"Chỉ tiêu {', '.join(at)}: {uncapitalised(why)}" for why, at in reasons.items()])
    warnings = [f"Chỉ tiêu {place}: {warning}" for place, result in placed for warning in result.warnings]
    if warnings:
        yield Paragraph.of("Số liệu cần kiểm tra lại:")
        yield _listed(warnings)
    if any(result.percent is not None for _place, result in placed):
        yield from charts(matter, placed)


def _from_outcomes(matter: Matter, placed: Numbered) -> Iterator[Block]:
    """The targets whose results are counted from outcomes, in words: so many in the year, so many since the beginning."""
    if matter.results.stretch.basis != Basis.YEARLY:
        return
    lines = [
        f"Chỉ tiêu {place}: {counted(result.year.value, counted_in(result.target))} trong năm {matter.period.year}, "
        f"lũy kế {counted(result.cumulative.value, counted_in(result.target))}"
        for place, result in placed
        if result.year.outcomes is not None and result.cumulative.outcomes is not None
    ]
    if lines:
        until = administrative_date(matter.period.cutoff_on)
        yield Paragraph.of(f"{FROM_OUTCOMES}, tính đến ngày {until}:")
        yield _listed(lines)


def _listed(lines: list[str]) -> ListBlock:
    """Lines as a list: “;” after each and “.” after the last."""
    ends = [*[";"] * (len(lines) - 1), "."]
    return ListBlock(
        tuple(ListItem.of(line.rstrip(".;") + end) for line, end in zip(lines, ends, strict=True))
    )


def _table(matter: Matter, placed: Numbered) -> TableBlock:
    is_of_a_year = asks_of_a_year(matter)
    asked = (Column(f"Kế hoạch năm {matter.period.year}", 13, Align.CENTER),) if is_of_a_year else ()
    columns = (
        Column("TT", 5, Align.CENTER),
        Column("Chỉ tiêu", 32 if is_of_a_year else 41),
        *asked,
        *result_columns(matter),
        Column(sum_title(matter), 11, Align.CENTER),
        Column("Đánh giá", 17, Align.CENTER),
    )
    return TableBlock(
        columns,
        tuple(_row(place, result, is_of_a_year=is_of_a_year) for place, result in placed),
        caption=f"Kết quả so với chỉ tiêu của {matter.citations.cite(matter.plan_document)}",
        note=_note(matter, placed),
    )


def _row(place: str, result: TargetResult, *, is_of_a_year: bool) -> Row:
    words = to_words(result.expression, "vi").replace("–", "-")  # years on paper: 2021-2025
    measures = (result.year, result.estimate, result.cumulative)
    cells = (
        Cell(place),
        Cell(f"{result.target.indicator}: {words}"),
        *((planned(result.year_plan),) if is_of_a_year else ()),
        *(Cell(told(measure), numeric=measure.is_measured) for measure in measures),
        Cell(_verdict(result)),
    )
    kind = RowKind.CHILD if result.target.parent_id else RowKind.NORMAL
    return Row(cells, kind, sources_of_result(*measures))


def _verdict(result: TargetResult) -> str:
    """The verdict with its percentage; of what nobody reported only that."""
    if result.assessment.verdict == Verdict.NOT_ASSESSABLE and not result.cumulative.is_reported:
        return VERDICTS[Verdict.NOT_ASSESSABLE]
    percentage = told_percent(result.percent)
    return VERDICTS[result.assessment.verdict] + (f" ({percentage})" if percentage else "")


def planned(year_plan: YearPlan) -> Cell:
    """What the year asks for; a dash of the plan stays a dash, a blank says that the plan is silent."""
    if year_plan.value is None:
        return Cell(STATES[Reported.APART] if year_plan.reason else NOT_STATED)
    if year_plan.is_assigned:
        return Cell(f"{number(year_plan.value)} (Sở giao)")
    return Cell("-") if year_plan.raw.strip() == "-" else Cell(number(year_plan.value), numeric=True)


def _note(matter: Matter, placed: Numbered) -> str:
    unknown = sorted({year for _place, result in placed for year in result.unknown_years})
    parts = [f"Số liệu của các phiếu đã được tiếp nhận. {APART}", *how_summed(matter)]
    supported = [place for place, result in placed if result.cumulative.outcomes is not None]
    if supported:
        parts.append(f"Chỉ tiêu {', '.join(supported)}: {uncapitalised(FROM_OUTCOMES)}.")
    parts += counted_once((f"Chỉ tiêu {place}", result.cumulative) for place, result in placed)
    if unknown:
        parts.append(f"Lũy kế chưa gồm năm {', '.join(map(str, unknown))}: chưa có phiếu nào được tiếp nhận.")
    return " ".join(parts)


def _no_targets(matter: Matter) -> str:
    plan = matter.citations.cite(matter.plan_document)
    if matter.period.plan.standing == Standing.KNOWN_BY_REPORT:
        return f"Chưa có toàn văn {plan} nên không có bảng so sánh kết quả với chỉ tiêu."
    return f"{plan} không nêu chỉ tiêu định lượng cho năm {matter.period.year} nên không có bảng so sánh."


def _is_about_figures(block: Block) -> bool:
    return isinstance(block, Paragraph) and any(run.text == "Số liệu: " for run in block.runs)
