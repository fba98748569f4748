"""The targets as bars, in percent of what each asks for."""

from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from common.formatting import small_count
from consolidation.documents.compose.matter import Matter
from consolidation.documents.compose.places import Numbered
from consolidation.documents.compose.spans import summed_until
from consolidation.documents.compose.wording import STATES, VERDICTS, sources_of_figures
from papers.blocks import MOST_BARS, Bar, ChartBlock
from programmes.expressions import Verdict
from reporting.queries.judge import TargetResult
from reporting.queries.measures import Reported

TENTH = Decimal("0.1")
KEPT = (Verdict.EXCEEDED, Verdict.MET)


def charts(matter: Matter, numbered: Numbered) -> Iterator[ChartBlock]:
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
    title = f"{summed_until(matter)}: trong {asked} chỉ tiêu có {', '.join(findings)}"
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
