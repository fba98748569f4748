"""Results by national task group, and what units count beside the targets: the Programme's and others' apart."""

from collections.abc import Iterable, Iterator

from common.formatting import number
from common.vietnamese import fold
from consolidation.documents.compose.bars import KEPT
from consolidation.documents.compose.matter import Matter
from consolidation.documents.compose.spans import result_columns
from consolidation.documents.compose.wording import (
    MOST_NAMES,
    MOST_SOURCES,
    counted_once,
    source_of,
    sources_of_figures,
    told,
)
from papers.blocks import Align, Block, Cell, Column, Row, RowKind, TableBlock
from papers.part import Source
from programmes.documents.citations import dated_name
from programmes.expressions import Verdict
from programmes.models import TaskKind
from reporting.documents.outline import Section
from reporting.models import Submission
from reporting.queries.by_group import GroupResult
from reporting.queries.indicators import Indicator

NO_GROUP = "Nội dung không thuộc nhóm nào"
OVERLAP = "Chỉ tiêu phục vụ nhiều nhóm được tính ở từng nhóm nên không cộng các nhóm với nhau."


def groups(matter: Matter, section: Section | None) -> Iterator[Block]:  # noqa: ARG001 - every feeder takes its section
    """Per national group: its targets by verdict and how the units answered; nothing where nothing hangs on any."""
    if all(each.is_empty for each in matter.by_group):
        return
    with_targets = bool(matter.results.current)
    yield TableBlock(
        tuple(_group_columns(with_targets=with_targets)),
        tuple(_group_row(each, with_targets=with_targets) for each in matter.by_group),
        caption="Kết quả theo nhóm nhiệm vụ của Chương trình",
        note=OVERLAP if _is_overlapping(matter.by_group) else "",
    )


def figures(matter: Matter, section: Section | None) -> Iterator[Block]:  # noqa: ARG001 - as above
    """What units count for the Programme beside targets and annex rows; nothing where they count nothing."""
    rows = [
        row
        for each in matter.by_group
        for row in _headed(each, [i for i in each.indicators if not stands_above(i)])
    ]
    if rows:
        told = (indicator for each in matter.by_group for indicator in each.indicators)
        yield TableBlock(
            _figure_columns(matter),
            tuple(rows),
            caption="Các số liệu khác về nhiệm vụ thuộc Chương trình",
            note=_note(told, "Số liệu của chỉ tiêu và dòng phụ lục nêu ở các bảng riêng."),
        )


def integrated(matter: Matter, section: Section | None) -> Iterator[Block]:  # noqa: ARG001 - as above
    """What units count under other programmes, by host; its figures are in no other table."""
    found = [indicator for each in matter.by_group for indicator in each.integrated]
    if not found:
        return
    hosts: dict[str, list[Indicator]] = {}
    for indicator in found:
        hosts.setdefault(_host(indicator), []).append(indicator)
    rows = [
        row
        for host, under in hosts.items()
        for row in (_across(host), *(_figure_row(each) for each in under))
    ]
    yield TableBlock(
        _figure_columns(matter),
        tuple(rows),
        caption="Kết quả lồng ghép trong các chương trình, đề án, nhiệm vụ khác",
        note=_note(found, "Kết quả lồng ghép không cộng vào kết quả của Chương trình."),
    )


def stands_above(indicator: Indicator) -> bool:
    """Whether the figure counts for a target or an annex row, which have tables of their own."""
    task = indicator.task
    is_of_row = (
        task is not None and task.kind == TaskKind.ANNEX_ROW and fold(task.unit) == fold(indicator.unit)
    )
    return is_of_row or any(figure.target_id for figure in indicator.figures)


def _group_columns(*, with_targets: bool) -> Iterator[Column]:
    yield Column("Nhóm nhiệm vụ", 35 if with_targets else 61)
    if with_targets:
        yield Column("Số chỉ tiêu", 7, Align.CENTER, group="Chỉ tiêu")
        yield Column("Đạt, vượt", 7, Align.CENTER, group="Chỉ tiêu")
        yield Column("Đang thực hiện", 8, Align.CENTER, group="Chỉ tiêu")
        yield Column("Không đạt", 9, Align.CENTER, group="Chỉ tiêu")
        yield Column("Chưa đánh giá được", 8, Align.CENTER, group="Chỉ tiêu")
    width = 9 if with_targets else 13
    for title in ("Có kết quả", "Không phát sinh", "Chưa báo cáo"):
        yield Column(title, width - (title == "Có kết quả"), Align.CENTER, group="Đơn vị")


def _group_row(each: GroupResult, *, with_targets: bool) -> Row:
    verdicts = each.verdicts
    counts = [len(each.told), len(each.nil), len(each.silent)]
    if with_targets:
        counts = [
            len(each.targets),
            sum(verdicts[verdict] for verdict in KEPT),
            verdicts[Verdict.IN_PROGRESS],
            verdicts[Verdict.NOT_MET],
            verdicts[Verdict.NOT_ASSESSABLE],
            *counts,
        ]
    name = each.group.title if each.group else NO_GROUP
    cells = (Cell(name), *(Cell(number(count), numeric=True) for count in counts))
    return Row(cells, source=_submissions((*each.told, *each.nil, *each.silent)))


def _is_overlapping(groups: Iterable[GroupResult]) -> bool:
    told = [result.target.pk for each in groups for result in each.targets]
    return len(told) > len(set(told))


def _figure_columns(matter: Matter) -> tuple[Column, ...]:
    return (
        Column("Nội dung", 38),
        Column("Đơn vị tính", 13, Align.CENTER),
        *result_columns(matter, 12),
        Column("Đơn vị báo cáo", 25),
    )


def _headed(each: GroupResult, indicators: list[Indicator]) -> Iterator[Row]:
    """The rows of a group under its name."""
    if indicators:
        yield _across(each.group.title if each.group else NO_GROUP)
        yield from map(_figure_row, indicators)


def _across(words: str) -> Row:
    return Row((Cell(words),), RowKind.GROUP)


def _figure_row(indicator: Indicator) -> Row:
    measures = (indicator.year, indicator.estimate)
    units = indicator.units
    named = "; ".join(units) if len(units) <= MOST_NAMES else f"{number(len(units))} đơn vị"
    cells = (
        Cell(indicator.words),
        Cell(indicator.unit),
        *(Cell(told(measure), numeric=measure.is_measured) for measure in measures),
        Cell(named),
    )
    return Row(cells, source=sources_of_figures(indicator.figures))


def _host(indicator: Indicator) -> str:
    """The other programme: its paper where one was named, else what the unit called the activity."""
    return dated_name(indicator.host) if indicator.host else indicator.heading


def _note(indicators: Iterable[Indicator], *before: str) -> str:
    return " ".join([*before, *counted_once((each.words, each.year) for each in indicators)])


def _submissions(units: Iterable[Submission]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source_of(unit) for unit in units))[:MOST_SOURCES]
