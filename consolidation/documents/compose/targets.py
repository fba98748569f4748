"""Section II.1: what the units assess, and the targets in a table and a chart."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from common.formatting import administrative_date, number, small_count
from consolidation.documents.compose.draft import Draft
from consolidation.documents.compose.groups import told_by
from consolidation.documents.compose.wording import (
    NOT_STATED,
    STATES,
    VERDICTS,
    counted,
    counted_once,
    figures_told,
    missing,
    prose,
    source_of,
    sources_of_figures,
    sources_of_result,
    told,
    told_percent,
)
from papers.blocks import (
    MOST_BARS,
    Align,
    Bar,
    Block,
    Cell,
    ChartBlock,
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
from reporting.queries.results import RowResult

TENTH = Decimal("0.1")
KEPT = (Verdict.EXCEEDED, Verdict.MET)
APART = "Kết quả lồng ghép không cộng vào các cột số liệu."
FROM_OUTCOMES = "Kết quả đếm theo hỗ trợ đã nghiệm thu, mỗi đối tượng tính một lần"


def assessment(draft: Draft, section: Section) -> Iterator[Block]:  # noqa: ARG001 - every feeder takes its section
    """The units' assessments, then targets and annex rows with their results, then the chart."""
    statements = draft.contents.told(StatementKind.ASSESSMENT)
    for statement in statements:
        yield from prose(statement.text, (source_of(statement),))
    if not statements:
        yield draft.unknown() if draft.contents.silent else missing("Các đơn vị chưa nêu phần đánh giá.")
    for line in draft.contents.of_the_plan():
        if line.narrative.strip():
            yield from (block for block in told_by(line) if not _is_about_figures(block))
    if draft.results.current:
        yield from _targets(draft)
    else:
        yield Paragraph.of(_no_targets(draft))
    if draft.results.rows:
        yield _annex_rows(draft)


def _targets(draft: Draft) -> Iterator[Block]:
    numbered = list(_numbered(draft.results.current))
    yield _table(draft, numbered)
    yield from _from_outcomes(draft, numbered)
    reasons: dict[str, list[str]] = {}
    for place, result in numbered:
        if result.assessment.verdict == Verdict.NOT_ASSESSABLE:
            reasons.setdefault(str(result.assessment.reason), []).append(place)
    if reasons:
        yield Paragraph.of("Các chỉ tiêu chưa đánh giá được:")
        yield _listed([f"Chỉ tiêu {', '.join(at)}: {uncapitalised(why)}" for why, at in reasons.items()])
    warnings = [str(warning) for _place, result in numbered for warning in result.warnings]
    if warnings:
        yield Paragraph.of("Số liệu cần kiểm tra lại:")
        yield _listed(warnings)
    if any(result.percent is not None for _place, result in numbered):
        yield from _charts(draft, numbered)


def _from_outcomes(draft: Draft, numbered: list[tuple[str, TargetResult]]) -> Iterator[Block]:
    """The targets whose results are counted from outcomes, in words: so many in the year, so many since the beginning."""
    lines = [
        f"Chỉ tiêu {place}: {counted(result.year.value, counted_in(result.target))} trong năm {draft.period.year}, "
        f"lũy kế {counted(result.cumulative.value, counted_in(result.target))}"
        for place, result in numbered
        if result.year.outcomes is not None and result.cumulative.outcomes is not None
    ]
    if lines:
        until = administrative_date(draft.period.cutoff_on)
        yield Paragraph.of(f"{FROM_OUTCOMES}, tính đến ngày {until}:")
        yield _listed(lines)


def _listed(lines: list[str]) -> ListBlock:
    """Lines as a list: “;” after each and “.” after the last."""
    ends = [*[";"] * (len(lines) - 1), "."]
    return ListBlock(
        tuple(ListItem.of(line.rstrip(".;") + end) for line, end in zip(lines, ends, strict=True))
    )


def _until(draft: Draft) -> str:
    """“Đến 10/11”: what the figures of the year run to; a cut-off in another year keeps its year."""
    return "Đến " + administrative_date(draft.period.cutoff_on).removesuffix(f"/{draft.period.year}")


def _table(draft: Draft, numbered: list[tuple[str, TargetResult]]) -> TableBlock:
    year = draft.period.year
    columns = (
        Column("TT", 5, Align.CENTER),
        Column("Chỉ tiêu", 32),
        Column(f"Kế hoạch năm {year}", 13, Align.CENTER),
        Column(_until(draft), 11, Align.CENTER, group=f"Kết quả năm {year}"),
        Column("Ước cả năm", 11, Align.CENTER, group=f"Kết quả năm {year}"),
        Column("Lũy kế", 11, Align.CENTER),
        Column("Đánh giá", 17, Align.CENTER),
    )
    rows = [row for place, result in numbered for row in _rows(place, result)]
    return TableBlock(
        columns,
        tuple(rows),
        caption=f"Kết quả so với chỉ tiêu của {draft.citations.cite(draft.plan_document)}",
        note=_note(numbered),
    )


def _rows(place: str, result: TargetResult) -> Iterator[Row]:
    words = to_words(result.expression, "vi", padded=True).replace("–", "-")  # years on paper: 2021-2025
    measures = (result.year, result.estimate, result.cumulative)
    cells = (
        Cell(place),
        Cell(f"{result.target.indicator}: {words}"),
        _planned(result.year_plan),
        *(Cell(told(measure), numeric=measure.is_measured) for measure in measures),
        Cell(_verdict(result)),
    )
    kind = RowKind.CHILD if result.target.parent_id else RowKind.NORMAL
    yield Row(cells, kind, sources_of_result(*measures))
    for figure in result.integrated:
        beside = "; ".join(figures_told([figure])) or f"{figure.indicator}: {STATES[Reported.MISSING]}"
        blanks = (Cell(), Cell(), Cell(), Cell(), Cell("không cộng"))
        yield Row(
            (Cell(), Cell(f"Lồng ghép: {beside}"), *blanks), RowKind.CHILD, sources_of_figures([figure])
        )


def _verdict(result: TargetResult) -> str:
    """The verdict with its percentage; of what nobody reported only that."""
    if result.assessment.verdict == Verdict.NOT_ASSESSABLE and not result.cumulative.is_reported:
        return VERDICTS[Verdict.NOT_ASSESSABLE]
    percentage = told_percent(result.percent)
    return VERDICTS[result.assessment.verdict] + (f" ({percentage})" if percentage else "")


def _planned(year_plan: YearPlan) -> Cell:
    """What the year asks for; a dash of the plan stays a dash, a blank says that the plan is silent."""
    if year_plan.value is None:
        return Cell(STATES[Reported.APART] if year_plan.reason else NOT_STATED)
    if year_plan.is_assigned:
        return Cell(f"{number(year_plan.value)} (Sở giao)")
    return Cell("-") if year_plan.raw.strip() == "-" else Cell(number(year_plan.value), numeric=True)


def _annex_rows(draft: Draft) -> TableBlock:
    year = draft.period.year
    columns = (
        Column("Dòng", 8, Align.CENTER),
        Column("Nội dung theo phụ lục kế hoạch", 32),
        Column("Tổng", 8, Align.CENTER, group="Kế hoạch"),
        Column(f"Năm {year}", 9, Align.CENTER, group="Kế hoạch"),
        Column(_until(draft), 11, Align.CENTER, group=f"Kết quả năm {year}"),
        Column("Ước cả năm", 11, Align.CENTER, group=f"Kết quả năm {year}"),
        Column("So với kế hoạch", 10, Align.CENTER, group=f"Kết quả năm {year}"),
        Column("Lũy kế", 11, Align.CENTER),
    )
    return TableBlock(
        columns,
        tuple(_annex_row(row) for row in draft.results.rows),
        caption="Kết quả theo từng dòng phụ lục của kế hoạch",
        note=" ".join(
            [
                "Mỗi dòng có cách tính riêng; các dòng không cộng với nhau.",
                *_rows_from_outcomes(draft.results.rows),
                *counted_once((f"Dòng {row.task.code}", row.cumulative) for row in draft.results.rows),
            ]
        ),
    )


def _rows_from_outcomes(rows: Iterable[RowResult]) -> Iterator[str]:
    codes = [row.task.code for row in rows if row.cumulative.outcomes is not None]
    if codes:
        yield f"Dòng {', '.join(codes)}: {uncapitalised(FROM_OUTCOMES)}."


def _annex_row(row: RowResult) -> Row:
    measures = (row.year, row.estimate, row.cumulative)
    *results, cumulative = (Cell(told(measure), numeric=measure.is_measured) for measure in measures)
    unit = f" ({row.task.unit})" if row.task.unit else ""
    total = Cell(row.task.total_raw or NOT_STATED)
    if row.task.total is not None:
        total = Cell(number(row.task.total), numeric=True)
    return Row(
        (
            Cell(row.task.code),
            Cell(f"{row.task.title}{unit}"),
            total,
            _planned(row.year_plan),
            *results,
            _share_of_year(row),
            cumulative,
        ),
        source=sources_of_result(*measures),
    )


def _share_of_year(row: RowResult) -> Cell:
    """The result to date in percent of what the year asks for; blank where either is not a figure."""
    planned, reached = row.year_plan.value, row.year.value
    return (
        Cell(told_percent(reached / planned * 100), numeric=True)
        if planned and reached is not None
        else Cell()
    )


def _note(numbered: list[tuple[str, TargetResult]]) -> str:
    unknown = sorted({year for _place, result in numbered for year in result.unknown_years})
    parts = [f"Số liệu của các phiếu đã được tiếp nhận. {APART}"]
    supported = [place for place, result in numbered if result.cumulative.outcomes is not None]
    if supported:
        parts.append(f"Chỉ tiêu {', '.join(supported)}: {uncapitalised(FROM_OUTCOMES)}.")
    parts += counted_once((f"Chỉ tiêu {place}", result.cumulative) for place, result in numbered)
    if unknown:
        parts.append(f"Lũy kế chưa gồm năm {', '.join(map(str, unknown))}: chưa có phiếu nào được tiếp nhận.")
    return " ".join(parts)


def _charts(draft: Draft, numbered: list[tuple[str, TargetResult]]) -> Iterator[ChartBlock]:
    """The targets as bars; those that do not fit into one chart go on in the next."""
    verdicts = Counter(result.assessment.verdict for _place, result in numbered)
    silent = sum(1 for _place, result in numbered if not result.cumulative.is_reported)
    found = {
        "đạt hoặc vượt": sum(verdicts[verdict] for verdict in KEPT),
        "đang thực hiện": verdicts[Verdict.IN_PROGRESS],
        "không đạt": verdicts[Verdict.NOT_MET],
        "chưa báo cáo": silent,
        "chưa đánh giá được": max(verdicts[Verdict.NOT_ASSESSABLE] - silent, 0),
    }
    findings = [f"{small_count(count)} {words}" for words, count in found.items() if count]
    asked = small_count(len(numbered))
    title = (
        f"Lũy kế đến ngày {administrative_date(draft.period.cutoff_on)}: trong {asked} chỉ tiêu có "
        f"{', '.join(findings)}"
    )
    for at in range(0, len(numbered), MOST_BARS):
        shown = numbered[at : at + MOST_BARS]
        yield ChartBlock(
            title=f"{title} (tiếp theo)" if at else title,
            bars=tuple(_bar(place, result) for place, result in shown),
            unit="%",
            note="Tỷ lệ kết quả lũy kế so với mức chỉ tiêu.",
            source=sources_of_figures(f for _place, result in shown for f in result.cumulative.figures),
        )


def _bar(place: str, result: TargetResult) -> Bar:
    label = f"{place}. {result.target.indicator}"
    if result.percent is None:
        is_silent = result.cumulative.state in (Reported.MISSING, Reported.NIL)
        remark = STATES[result.cumulative.state] if is_silent else VERDICTS[Verdict.NOT_ASSESSABLE].lower()
        return Bar(label, remark=remark)
    return Bar(label, result.percent.quantize(TENTH, ROUND_HALF_UP), Decimal(100))


def _numbered(results: Iterable[TargetResult]) -> Iterator[tuple[str, TargetResult]]:
    """Each result with its number: 1, 2, and 2.1 for a part of the one before."""
    whole, part = 0, 0
    for result in results:
        if result.target.parent_id:
            part += 1
            yield f"{whole}.{part}", result
        else:
            whole, part = whole + 1, 0
            yield str(whole), result


def _no_targets(draft: Draft) -> str:
    plan = draft.citations.cite(draft.plan_document)
    if draft.period.plan.standing == Standing.KNOWN_BY_REPORT:
        return f"Chưa có toàn văn {plan} nên không có bảng so sánh kết quả với chỉ tiêu."
    return f"{plan} không nêu chỉ tiêu định lượng cho năm {draft.period.year} nên không có bảng so sánh."


def _is_about_figures(block: Block) -> bool:
    return isinstance(block, Paragraph) and any(run.text == "Số liệu: " for run in block.runs)
