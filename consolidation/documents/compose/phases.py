"""The phases of the plan: how many of each one's targets stand how. A plan without phases has none to tell."""

from collections import Counter
from collections.abc import Iterator

from common.formatting import number
from consolidation.documents.compose.bars import KEPT
from consolidation.documents.compose.matter import Matter
from consolidation.documents.compose.spans import summed_until
from consolidation.documents.compose.wording import VERDICTS
from papers.blocks import Align, Block, Cell, Column, Row, TableBlock
from programmes.expressions import Verdict
from programmes.models import Phase
from reporting.documents.outline import Section
from reporting.queries.judge import TargetResult

OPEN = (Verdict.IN_PROGRESS, Verdict.NOT_MET, Verdict.NOT_ASSESSABLE)
WHOLE = "Cả kỳ kế hoạch"


def phases(matter: Matter, section: Section | None) -> Iterator[Block]:  # noqa: ARG001 - every part takes its section
    """Each phase with its targets by verdict, whether it has begun or not; nothing where targets have no phases."""
    found: dict[Phase | None, list[TargetResult]] = {}
    for result in matter.results.targets:
        found.setdefault(result.target.phase, []).append(result)
    if not any(found):
        return
    yield TableBlock(
        (
            Column("Giai đoạn", 28),
            Column("Số chỉ tiêu", 14, Align.CENTER),
            Column("Đạt, vượt", 14, Align.CENTER),
            *(Column(VERDICTS[verdict], 14, Align.CENTER) for verdict in OPEN),
        ),
        tuple(_row(phase, results) for phase, results in sorted(found.items(), key=_begins)),
        caption="Kết quả chỉ tiêu theo giai đoạn của kế hoạch",
        note=f"{summed_until(matter)}. Giai đoạn chưa bắt đầu thì chưa đánh giá được.",
    )


def _row(phase: Phase | None, results: list[TargetResult]) -> Row:
    verdicts = Counter(result.assessment.verdict for result in results)
    counts = (
        len(results),
        sum(verdicts[verdict] for verdict in KEPT),
        *(verdicts[verdict] for verdict in OPEN),
    )
    name = f"Giai đoạn {phase.year_from}-{phase.year_to}" if phase else WHOLE
    return Row((Cell(name), *(Cell(number(count), numeric=True) for count in counts)))


def _begins(item: tuple[Phase | None, list[TargetResult]]) -> int:
    return item[0].year_from if item[0] else 0
