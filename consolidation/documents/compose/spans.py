"""What a report's figures are about, in the paper's words: of the year, of the period's own forms, of all years."""

from common.formatting import administrative_date
from consolidation.documents.compose.matter import Matter
from papers.blocks import Align, Column
from reporting.queries.stretch import Basis

SUM = "Lũy kế"


def until(matter: Matter) -> str:
    """“Đến 10/11”: what the figures run to; a cut-off in another year keeps its year."""
    return "Đến " + administrative_date(matter.period.cutoff_on).removesuffix(f"/{matter.period.year}")


def results_group(matter: Matter) -> str:
    """What stands above the columns of the period's own results."""
    year, basis = matter.period.year, matter.results.stretch.basis
    if basis == Basis.YEARLY:
        return f"Kết quả năm {year}"
    if basis == Basis.ALONE:
        return f"Kết quả từ đầu năm {year}"
    return f"Kết quả theo phiếu kỳ này, {years_of(matter)}"


def sum_title(matter: Matter) -> str:
    """What stands above the sum of yearly reports."""
    stretch = matter.results.stretch
    if stretch.basis == Basis.YEARLY:
        return SUM
    if stretch.basis == Basis.ALONE:
        return f"{SUM} đến hết năm {stretch.summed_to}"
    return f"{SUM} các báo cáo năm {years_of(matter)}"


def summed_until(matter: Matter) -> str:
    """“Lũy kế đến ngày 10/11/2023”: up to when the sums run, for the title of a chart."""
    if matter.results.stretch.basis == Basis.YEARLY:
        return f"{SUM} đến ngày {administrative_date(matter.period.cutoff_on)}"
    return sum_title(matter)


def years_of(matter: Matter) -> str:
    """“2021-2025”, or one year alone."""
    own = matter.results.stretch.own_years
    return f"{own[0]}-{own[-1]}" if len(own) > 1 else str(own[0])


def asks_of_a_year(matter: Matter) -> bool:
    """Whether what the plan asks for one year can stand beside the results; a review covers several."""
    return matter.results.stretch.basis != Basis.REVIEW


def result_columns(matter: Matter, width: int = 11) -> tuple[Column, Column]:
    """To date and the whole year as estimated, under one head."""
    group, year = results_group(matter), matter.period.year
    is_review = matter.results.stretch.basis == Basis.REVIEW
    return (
        Column(until(matter), width, Align.CENTER, group=group),
        Column(f"Ước hết năm {year}" if is_review else "Ước cả năm", width, Align.CENTER, group=group),
    )


def how_summed(matter: Matter) -> list[str]:
    """A sentence on what the sums hold where the report is not the yearly one."""
    stretch = matter.results.stretch
    if stretch.basis == Basis.YEARLY:
        return []
    if stretch.basis == Basis.ALONE:
        alone = "số liệu của kỳ này đứng riêng, không cộng vào lũy kế"
        return [f"Lũy kế và đánh giá lấy từ các báo cáo năm đến hết năm {stretch.summed_to}; {alone}."]
    return [
        f"Lũy kế cộng từ các báo cáo năm {years_of(matter)}; số liệu theo phiếu của kỳ này đứng riêng, không cộng."
    ]
