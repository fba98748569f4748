"""Where a figure of the paper leads on the screen: the page of a period's figures."""

from django.urls import reverse

from papers.blocks import Column, Row
from papers.preview import Trace
from reporting.models import ReportingPeriod


def to_figures(period: ReportingPeriod) -> Trace:
    """Lead from a result in a table of ``period``'s paper to the first figure it is made of."""
    page = reverse("reporting:period_figures", args=[period.pk])

    def trace(column: Column, row: Row) -> str:
        figure = next((source.key for source in row.source if source.kind == "figure"), "")
        return f"{page}#figure-{figure}" if figure and _holds_results(column) else ""

    return trace


def _holds_results(column: Column) -> bool:
    """Whether a column holds what units reported, not what the plan asks."""
    return column.group.startswith("Kết quả") or column.title == "Lũy kế"
