"""Words of the paper that no unit writes, and units' words as blocks. The paper is Vietnamese on every screen."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from common.formatting import number, percent, small_count
from papers.blocks import (
    MOST_ITEMS,
    MOST_SUBITEMS,
    Block,
    ListBlock,
    ListItem,
    Paragraph,
    ParagraphKind,
    Run,
)
from papers.part import Source
from programmes.expressions import Verdict
from reporting.models import Figure, IssuedDocument, Precision, Statement, Submission, SubmissionLine
from reporting.queries.measures import Measure, Reported

STATES = {
    Reported.NIL: "không phát sinh",
    Reported.MISSING: "chưa báo cáo",
    Reported.APART: "không cộng",
    Reported.UNASKED: "không ước tính",
}
VERDICTS = {
    Verdict.EXCEEDED: "Vượt",
    Verdict.MET: "Đạt",
    Verdict.IN_PROGRESS: "Đang thực hiện",
    Verdict.NOT_MET: "Không đạt",
    Verdict.NOT_ASSESSABLE: "Chưa đánh giá được",
}
NOT_STATED = "không nêu"
FROM_OUTCOMES = "Kết quả đếm theo hỗ trợ đã nghiệm thu, mỗi đối tượng tính một lần"
MOST_NAMES, MOST_SOURCES = 8, 200
OUTCOMES_OF_YEAR, OUTCOMES_IN_ALL = "outcomes-of-year", "outcomes-in-all"  # kinds of sources
MOST_REMARKS, LONGEST_REASON = 6, 160  # of a table's note
_ITEM = re.compile(r"^[-–•*]\s*(?!\+)")
_SUBITEM = re.compile(r"^(?:[-–•*]\s*)?\+\s*")


def told(measure: Measure) -> str:
    """A value as a cell shows it: the figure (gần …), or in words why there is none."""
    if measure.state in STATES:
        return STATES[measure.state]
    return f"{'gần ' if measure.nearly else ''}{number(measure.value)}"


def told_percent(value: Decimal | None) -> str:
    """“57,1%”, or nothing."""
    return "" if value is None else percent(value)


def counted(value: Decimal | None, unit: str) -> str:
    """A figure with its unit, small counts as 03; a percentage stands close to its figure."""
    if unit.startswith("%"):
        return f"{number(value)}{unit}"
    return f"{small_count(value)} {unit}"


def figures_told(figures: Iterable[Figure]) -> Iterator[str]:
    """What figures say: indicator, value to date, and the estimate where it differs. Unreported ones are silent."""
    for figure in figures:
        nearly = "gần " if figure.precision == Precision.NEARLY else ""
        if figure.value is not None:
            is_ahead = figure.estimate not in (None, figure.value)
            ahead = f" (ước cả năm {counted(figure.estimate, figure.unit)})" if is_ahead else ""
            yield f"{figure.indicator}: {nearly}{counted(figure.value, figure.unit)}{ahead}"
        elif figure.estimate is not None:
            yield f"{figure.indicator}: ước cả năm {nearly}{counted(figure.estimate, figure.unit)}"


def counted_once(results: Iterable[tuple[str, Measure]]) -> Iterator[str]:
    """What a reader must know of sums: enterprises left out because they count already, numbers typed over records.

    As many remarks as a note holds; then how many more there are.
    """
    remarks = [remark for place, measure in results for remark in _remarks(place, measure)]
    yield from remarks[:MOST_REMARKS]
    if len(remarks) > MOST_REMARKS:
        yield f"Còn {number(Decimal(len(remarks) - MOST_REMARKS))} ghi chú tương tự."


def _remarks(place: str, measure: Measure) -> Iterator[str]:
    if measure.aside:
        yield f"{place}: đã trừ {small_count(len(measure.aside))} doanh nghiệp trùng."
    for figure in measure.figures:
        if figure.is_typed_over:
            unit = figure.line.submission.organisation.name
            reason = " ".join(figure.typed_reason.split()).rstrip(".")
            why = f" ({reason[:LONGEST_REASON]})" if reason else ""
            counted = f"danh sách kèm theo có {number(figure.counted)}"
            yield f"{place}: {unit} báo cáo {number(figure.to_date)}, {counted}{why}."


def names(submissions: Iterable[Submission]) -> str:
    """The units of submissions by name; of very many the first, with how many more there are."""
    called = list(dict.fromkeys(submission.organisation.name for submission in submissions))
    more = len(called) - MOST_NAMES
    return "; ".join(called[:MOST_NAMES]) + (f" và {more} đơn vị khác (xem Phụ lục)" if more > 0 else "")


def missing(sentence: str, source: tuple[Source, ...] = ()) -> Paragraph:
    """A sentence that says what is not known."""
    return Paragraph.of(sentence, ParagraphKind.MISSING, source[:MOST_SOURCES])


def prose(text: str, source: tuple[Source, ...], *, before: str = "") -> Iterator[Block]:
    """A unit's text as it wrote it: paragraphs, and lines that begin with “-” or “+” as lists.

    ``before`` is said first, in italics (whose words they are).
    """
    pending: list[tuple[str, list[str]]] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if _SUBITEM.match(line) and pending and len(pending[-1][1]) < MOST_SUBITEMS:
            pending[-1][1].append(_SUBITEM.sub("", line))
            continue
        if before and _ITEM.match(line):
            yield Paragraph((Run(before.strip(), italic=True),), source=source)
            before = ""
        if _ITEM.match(line):
            pending.append((_ITEM.sub("", line), []))
            continue
        if pending:
            yield from _listed(pending, source)
            pending = []
        yield Paragraph((Run(before, italic=True), Run(line)) if before else (Run(line),), source=source)
        before = ""
    if pending:
        yield from _listed(pending, source)


def _listed(items: list[tuple[str, list[str]]], source: tuple[Source, ...]) -> Iterator[ListBlock]:
    """One list, or several where one cannot hold them all."""
    made = [ListItem.of(text, *(ListItem.of(sub) for sub in subs)) for text, subs in items]
    for at in range(0, len(made), MOST_ITEMS):
        yield ListBlock(tuple(made[at : at + MOST_ITEMS]), source=source)


def source_of(record: Submission | SubmissionLine | Statement | IssuedDocument | Figure) -> Source:
    """Where something comes from, with the unit's name."""
    match record:
        case Submission():
            return Source("submission", str(record.pk), record.organisation.name)
        case SubmissionLine():
            return Source("line", str(record.pk), record.submission.organisation.name)
        case Figure():
            return Source("figure", str(record.pk), record.line.submission.organisation.name)
        case Statement():
            return Source("statement", str(record.pk), record.submission.organisation.name)
        case IssuedDocument():
            return Source("document", str(record.document_id), record.submission.organisation.name)


def sources_of_line(line: SubmissionLine) -> tuple[Source, ...]:
    """A line's submission, the line and its figures."""
    figures = (source_of(figure) for figure in line.figures.all())
    return (source_of(line.submission), source_of(line), *figures)[:MOST_SOURCES]


def sources_of_figures(figures: Iterable[Figure]) -> tuple[Source, ...]:
    """The figures a value is made of."""
    return tuple(dict.fromkeys(source_of(figure) for figure in figures))[:MOST_SOURCES]


def sources_of_result(year: Measure, ahead: Measure, cumulative: Measure) -> tuple[Source, ...]:
    """What a row of results is made of: figures of units, or the outcomes of the year and of all years.

    The key of the latter is what the address of their list asks for.
    """
    outcomes = ((OUTCOMES_OF_YEAR, year.outcomes), (OUTCOMES_IN_ALL, cumulative.outcomes))
    lists = tuple(Source(kind, tally.query) for kind, tally in outcomes if tally is not None)
    figures = sources_of_figures(f for measure in (year, ahead, cumulative) for f in measure.figures)
    return (*lists, *figures)[:MOST_SOURCES]
