"""What a report's figures are about, in the paper's words: of the year, of the period's own forms, of all years."""

from common.formatting import administrative_date
from consolidation.documents.compose.draft import Draft
from papers.blocks import Align, Column
from reporting.queries.stretch import Basis

SUM = "Lũy kế"


def until(draft: Draft) -> str:
    """“Đến 10/11”: what the figures run to; a cut-off in another year keeps its year."""
    return "Đến " + administrative_date(draft.period.cutoff_on).removesuffix(f"/{draft.period.year}")


def results_group(draft: Draft) -> str:
    """What stands above the columns of the period's own results."""
    year, basis = draft.period.year, draft.results.stretch.basis
    if basis == Basis.YEARLY:
        return f"Kết quả năm {year}"
    if basis == Basis.ALONE:
        return f"Kết quả từ đầu năm {year}"
    return f"Kết quả theo phiếu kỳ này, {years_of(draft)}"


def sum_title(draft: Draft) -> str:
    """What stands above the sum of yearly reports."""
    stretch = draft.results.stretch
    if stretch.basis == Basis.YEARLY:
        return SUM
    if stretch.basis == Basis.ALONE:
        return f"{SUM} đến hết năm {stretch.summed_to}"
    return f"{SUM} các báo cáo năm {years_of(draft)}"


def summed_until(draft: Draft) -> str:
    """“Lũy kế đến ngày 10/11/2023”: up to when the sums run, for the title of a chart."""
    if draft.results.stretch.basis == Basis.YEARLY:
        return f"{SUM} đến ngày {administrative_date(draft.period.cutoff_on)}"
    return sum_title(draft)


def years_of(draft: Draft) -> str:
    """“2021-2025”, or one year alone."""
    own = draft.results.stretch.own_years
    return f"{own[0]}-{own[-1]}" if len(own) > 1 else str(own[0])


def asks_of_a_year(draft: Draft) -> bool:
    """Whether what the plan asks for one year can stand beside the results; a review covers several."""
    return draft.results.stretch.basis != Basis.REVIEW


def result_columns(draft: Draft, width: int = 11) -> tuple[Column, Column]:
    """To date and the whole year as estimated, under one head."""
    group, year = results_group(draft), draft.period.year
    is_review = draft.results.stretch.basis == Basis.REVIEW
    return (
        Column(until(draft), width, Align.CENTER, group=group),
        Column(f"Ước hết năm {year}" if is_review else "Ước cả năm", width, Align.CENTER, group=group),
    )


def how_summed(draft: Draft) -> list[str]:
    """A sentence on what the sums hold where the report is not the yearly one."""
    stretch = draft.results.stretch
    if stretch.basis == Basis.YEARLY:
        return []
    if stretch.basis == Basis.ALONE:
        alone = "số liệu của kỳ này đứng riêng, không cộng vào lũy kế"
        return [f"Lũy kế và đánh giá lấy từ các báo cáo năm đến hết năm {stretch.summed_to}; {alone}."]
    return [
        f"Lũy kế cộng từ các báo cáo năm {years_of(draft)}; số liệu theo phiếu của kỳ này đứng riêng, không cộng."
    ]
