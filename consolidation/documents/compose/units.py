"""What each unit answered: of the lines it owes, those with results, with a declared nil, with nothing yet."""

from collections.abc import Iterator
from decimal import Decimal

from common.formatting import number, small_count
from consolidation.documents.compose.matter import Matter
from consolidation.documents.compose.wording import source_of
from papers.blocks import MOST_BARS, Align, Bar, Block, Cell, ChartBlock, Column, Row, RowKind, TableBlock
from reporting.documents.outline import Section
from reporting.models import LineRole, Submission, SubmissionLine
from reporting.queries.by_group import says_something
from reporting.states import SubmissionState

UNKNOWN = "chưa báo cáo"


def units(matter: Matter, section: Section | None) -> Iterator[Block]:  # noqa: ARG001 - every part takes its section
    """The units asked, as bars (as many as one chart holds) and in a table; nothing where nobody is asked."""
    everybody = matter.contents.everybody
    if not everybody:
        return
    accepted = [unit for unit in everybody if _is_accepted(unit)]
    title = f"{small_count(len(accepted))} trong {small_count(len(everybody))} đơn vị có phiếu được tiếp nhận"
    if len(everybody) <= MOST_BARS:
        yield ChartBlock(
            f"{title}; số nhiệm vụ đã trả lời của từng đơn vị",
            tuple(_bar(unit) for unit in everybody),
            note="Đã trả lời gồm có kết quả và khai không phát sinh.",
        )
    yield TableBlock(
        (
            Column("Đơn vị", 40),
            Column("Nhiệm vụ phải báo cáo", 15, Align.CENTER),
            Column("Có kết quả", 15, Align.CENTER),
            Column("Không phát sinh", 15, Align.CENTER),
            Column("Chưa trả lời", 15, Align.CENTER),
        ),
        tuple(_row(unit) for unit in everybody),
        caption=f"Trả lời của các đơn vị: {title}",
        note="Chỉ tính phiếu đã được tiếp nhận; nội dung của phiếu chưa tiếp nhận chưa được biết.",
    )


def _owed(unit: Submission) -> list[SubmissionLine]:
    """The lines the unit has to answer; what it added by itself is owed by nobody."""
    return [line for line in unit.lines.all() if line.role != LineRole.OWN]


def _answers(unit: Submission) -> tuple[int, int, int, int]:
    """How many lines are owed, told, declared nil, without answer."""
    owed = _owed(unit)
    told = sum(1 for line in owed if says_something(line))
    nil = sum(1 for line in owed if line.is_nil or line.submission.is_nil)
    return len(owed), told, nil, len(owed) - told - nil


def _bar(unit: Submission) -> Bar:
    owed, told, nil, _left = _answers(unit)
    if not _is_accepted(unit):
        return Bar(unit.organisation.name, remark=UNKNOWN)
    return Bar(f"{unit.organisation.name} (phải báo cáo {number(owed)} nhiệm vụ)", Decimal(told + nil))


def _row(unit: Submission) -> Row:
    owed, told, nil, left = _answers(unit)
    counts = (
        [Cell(number(count), numeric=True) for count in (told, nil, left)]
        if _is_accepted(unit)
        else [Cell(UNKNOWN), Cell(), Cell()]
    )
    cells = (Cell(unit.organisation.name), Cell(number(owed), numeric=True), *counts)
    return Row(cells, RowKind.NORMAL, (source_of(unit),))


def _is_accepted(unit: Submission) -> bool:
    return unit.state == SubmissionState.ACCEPTED
