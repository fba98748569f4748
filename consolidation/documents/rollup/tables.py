"""The tables of several plans: targets by family, targets by former area, how complete they are."""

from collections.abc import Iterable, Sequence

from common.formatting import administrative_date, number
from consolidation.documents.compose.wording import (
    NOT_STATED,
    STATES,
    VERDICTS,
    sources_of_figures,
    sources_of_result,
    told,
    told_percent,
)
from consolidation.queries.rollup.country import ProvinceTold
from consolidation.queries.rollup.families import Together
from consolidation.queries.rollup.plans import Completeness, Entry, PlanTold
from papers.blocks import Align, Cell, Column, Row, RowKind, TableBlock
from programmes.documents.citations import short_name
from programmes.expressions import to_words
from programmes.models import Standing
from reporting.queries.joining import Joined
from reporting.queries.judge import YearPlan
from reporting.queries.measures import Measure, Reported

NO_FAMILY = "Chỉ tiêu riêng của từng kế hoạch, không so sánh"
NO_PERIOD, NO_REPORT = "chưa mở kỳ báo cáo", "chưa lập báo cáo"
REPORTS = {
    "drafting": "đang soạn thảo",
    "review": "trình lãnh đạo",
    "approved": "đã duyệt, chờ số",
    "numbered": "đã có số, chờ ban hành",
    "issued": "đã ban hành",
    "superseded": "đã được thay thế",
}
RULES = (
    "Chỉ cộng các chỉ tiêu cùng nhóm, cùng đơn vị tính, cùng cách tính và cùng năm bắt đầu lũy kế; doanh nghiệp có tên "
    "trong nhiều kế hoạch chỉ tính một lần theo mã số thuế. Kết quả lồng ghép không cộng vào kết quả của Chương trình. "
    "“Không phát sinh” là đơn vị đã khai; “chưa báo cáo” là chưa có phiếu được tiếp nhận; 0 là số đo được."
)


def by_family(
    groups: Iterable[tuple[str, Together]],
    year: int,
    *,
    of_all: str = "Toàn tỉnh",
    caption: str = "",
    rules: str = RULES,
) -> TableBlock:
    """Targets under the heads of ``groups``, with a row ``of_all`` where several stand together."""
    rows: list[Row] = []
    shown, head = [], ""
    for title, together in groups:
        if title != head:
            rows.append(_group(title))
            head = title
        rows += [_entry(entry, with_plan=True) for entry in together.entries]
        if together.is_several:
            rows.append(_as_one(together, of_all))
        shown.append((title, together))
    return TableBlock(_columns(year), tuple(rows), caption=caption, note=_note(shown, rules))


def by_area(plans: Iterable[PlanTold], year: int, *, caption: str = "") -> TableBlock:
    """The targets of each former area under the plan it enacted."""
    rows: list[Row] = []
    for plan in plans:
        rows.append(_group(f"{area_of(plan)}: {short_name(plan.plan.document)}"))
        rows += [_entry(entry, with_plan=False) for entry in plan.entries]
        if not plan.entries:
            rows.append(_words(no_targets(plan)))
    return TableBlock(_columns(year), tuple(rows), caption=caption)


def completeness(provinces: Sequence[ProvinceTold], *, caption: str = "") -> TableBlock:
    """Every plan with the forms asked for and accepted, and where its report stands."""
    columns = (
        Column("TT", 5, Align.CENTER),
        Column("Địa bàn, kế hoạch", 30),
        Column("Đã tiếp nhận", 11, Align.CENTER, group="Phiếu của các đơn vị"),
        Column("Khai không phát sinh", 13, Align.CENTER, group="Phiếu của các đơn vị"),
        Column("Số liệu đến ngày", 14, Align.CENTER),
        Column("Báo cáo năm", 27),
    )
    rows: list[Row] = []
    place = 0
    for told_ in provinces:
        if len(provinces) > 1:
            rows.append(_group(capitalised(told_.province.full_name)))
        for plan in told_.plans:
            place += 1
            rows.append(_complete(place, plan))
        if not told_.plans:
            rows.append(_words("Cổng chưa có kế hoạch nào của năm này.", len(columns)))
    return TableBlock(columns, tuple(rows), caption=caption)


def capitalised(words: str) -> str:
    """With a capital at the beginning, the rest as it is."""
    return words[:1].upper() + words[1:]


def area_of(plan: PlanTold) -> str:
    """“Địa bàn tỉnh Hà Giang (cũ)” for a province that is no more, else its name."""
    name = f"Địa bàn {plan.area.full_name}"
    return f"{name} (cũ)" if plan.area.valid_to else name


def no_targets(plan: PlanTold) -> str:
    """Why a plan shows no target."""
    if plan.plan.standing == Standing.KNOWN_BY_REPORT:
        return "Cổng chưa có toàn văn kế hoạch này nên không có chỉ tiêu để so sánh."
    return "Kế hoạch không nêu chỉ tiêu định lượng cho năm này."


def forms_told(completeness: Completeness) -> str:
    """“08/10” forms, or that nobody was asked."""
    return f"{completeness.accepted}/{completeness.asked}" if completeness.asked else NO_PERIOD


def report_told(plan: PlanTold) -> str:
    """Where the plan's report of the year stands, with its number once it has left the house."""
    if plan.period is None:
        return NO_PERIOD
    if plan.report is None:
        return NO_REPORT
    state = REPORTS[plan.report.state]
    if plan.report.is_out:
        return f"{state}: số {plan.report.number:02d}/{plan.report.symbol} ngày {administrative_date(plan.report.dated_on)}"
    return state


def joined_told(joined: Joined) -> str:
    """A value of several plans with how many of them told; or why there is none."""
    words = told(joined.measure)
    if joined.measure.state == Reported.APART or joined.asked <= 1 or joined.is_complete:
        return words
    return f"{words}\n({joined.told}/{joined.asked} chỉ tiêu có báo cáo)"


def _columns(year: int) -> tuple[Column, ...]:
    group = f"Kết quả năm {year}"
    return (
        Column("Chỉ tiêu", 26),
        Column("Mức phải đạt", 15),
        Column(f"Kế hoạch năm {year}", 8, Align.CENTER),
        Column("Đến ngày chốt", 9, Align.CENTER, group=group),
        Column("Ước cả năm", 8, Align.CENTER, group=group),
        Column("Lũy kế", 9, Align.CENTER),
        Column("Đánh giá", 11, Align.CENTER),
        Column("Lồng ghép (không cộng)", 7, Align.CENTER),
        Column("Phiếu tiếp nhận", 7, Align.CENTER),
    )


def _entry(entry: Entry, *, with_plan: bool) -> Row:
    result = entry.result
    area = f"{area_of(entry.told)}: " if with_plan else ""
    words = to_words(result.expression, "vi").replace("–", "-")
    measures = (result.year, result.estimate, result.cumulative)
    percent = told_percent(result.percent)
    verdict = VERDICTS[result.assessment.verdict] + (f" ({percent})" if percent else "")
    cells = (
        Cell(f"{area}{result.target.indicator}"),
        Cell(words),
        _planned(result.year_plan),
        *(_measured(measure) for measure in measures),
        Cell(verdict),
        _measured(entry.integrated) if result.integrated else Cell(),
        Cell(forms_told(entry.told.completeness)),
    )
    source = (*sources_of_result(*measures), *sources_of_figures(result.integrated))
    return Row(cells, RowKind.CHILD if entry.is_part else RowKind.NORMAL, source[:200])


def _as_one(together: Together, of_all: str) -> Row:
    joined = (together.year, together.estimate, together.cumulative)
    promised = together.promised
    unit = together.units[0] if len(together.units) == 1 else ""
    percent = told_percent(together.percent)
    cells = (
        Cell(of_all),
        Cell(f"{number(promised)} {unit}" if promised is not None else STATES[Reported.APART]),
        Cell(),
        *(Cell(joined_told(each), numeric=each.measure.is_measured and each.is_complete) for each in joined),
        Cell(percent),
        _measured(together.integrated.measure) if together.integrated.asked else Cell(),
        Cell(forms_told(together.completeness)),
    )
    return Row(cells, RowKind.TOTAL)


def _note(groups: Iterable[tuple[str, Together]], rules: str) -> str:
    """The ``rules``, then why sums are missing and what was counted once."""
    notes = [rules] if rules else []
    for title, together in groups:
        if not together.is_several or together.family is None:
            continue
        if together.cumulative.reason:
            notes.append(f"{title}: {_why(together)}")
        elif together.cumulative.again:
            notes.append(
                f"{title}: {together.cumulative.again} đối tượng có tên ở nhiều nơi chỉ tính một lần."
            )
    return " ".join(notes)[:4_000]


def _why(together: Together) -> str:
    """Why a family makes no one figure, in the paper's language."""
    if any(result.expression.is_relative for result in together.results):
        return "tốc độ tăng và tỷ lệ được đánh giá theo từng kế hoạch, không cộng."
    if len(together.units) > 1:
        return f"các đơn vị tính khác nhau ({', '.join(together.units)}), không cộng."
    plans = {result.target.plan_id for result in together.results}
    if len(plans) < len(together.results):
        return "một kế hoạch có nhiều chỉ tiêu cùng nhóm, có thể cùng một đối tượng, không cộng."
    return "cách tính hoặc năm bắt đầu lũy kế khác nhau, không cộng."


def _complete(place: int, plan: PlanTold) -> Row:
    forms = plan.completeness
    cells = (
        Cell(str(place)),
        Cell(f"{area_of(plan)}: {short_name(plan.plan.document)}"),
        Cell(forms_told(forms)),
        Cell(str(forms.nil) if forms.asked else ""),
        Cell(administrative_date(plan.period.cutoff_on) if plan.period else ""),
        Cell(report_told(plan)),
    )
    return Row(cells)


def _planned(plan: YearPlan) -> Cell:
    if plan.value is None:
        return Cell(STATES[Reported.APART] if plan.reason else NOT_STATED)
    return Cell("-") if plan.raw.strip() == "-" else Cell(number(plan.value), numeric=True)


def _measured(measure: Measure) -> Cell:
    return Cell(told(measure), numeric=measure.is_measured)


def _group(title: str) -> Row:
    return Row((Cell(title),), RowKind.GROUP)


def _words(sentence: str, columns: int = 9) -> Row:
    return Row((Cell(), Cell(sentence), *(Cell() for _place in range(columns - 2))))
