"""Where a figure of the paper leads on the screen: the page of a period's figures, or the list of outcomes."""

from django.urls import reverse

from consolidation.documents.compose.spans import SUM
from consolidation.documents.compose.wording import OUTCOMES_IN_ALL, OUTCOMES_OF_YEAR
from papers.blocks import Column, Row
from papers.preview import Trace
from reporting.models import ReportingPeriod
from support.queries.outcomes import list_address


def to_figures(period: ReportingPeriod) -> Trace:
    """Lead from a result in a table of ``period``'s paper to the first figure it is made of, or to its outcomes."""
    page = reverse("reporting:period_figures", args=[period.pk])

    def trace(column: Column, row: Row) -> str:
        of_year, in_all = _holds_results_of_year(column), column.title.startswith(SUM)
        if not of_year and not in_all:
            return ""
        sources = {source.kind: source.key for source in reversed(row.source)}
        outcomes = sources.get(OUTCOMES_OF_YEAR if of_year else OUTCOMES_IN_ALL)
        if outcomes:
            return list_address(outcomes)
        return f"{page}#figure-{sources['figure']}" if "figure" in sources else ""

    return trace


def _holds_results_of_year(column: Column) -> bool:
    """Whether a column holds what was reached in the year, not what the plan asks."""
    return column.group.startswith("Kết quả")
