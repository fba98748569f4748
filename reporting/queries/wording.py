"""What a period is called in Vietnamese sentences of papers, whatever the reader's language. Asks the database nothing."""

from papers.text import roman
from reporting.models import PeriodKind, ReportingPeriod
from reporting.models.period import NUMBERED
from reporting.queries.stretch import REVIEWS


def period_words(period: ReportingPeriod) -> str:
    """What a period is called in a sentence: “năm 2026”, “quý III năm 2026”, “giai đoạn 2021-2025”."""
    if period.kind in REVIEWS:
        return f"giai đoạn {first_year(period)}-{period.year}"
    return _stretch(period.kind, period.number, period.year)


def next_period_words(period: ReportingPeriod) -> str:
    """What follows it: “quý IV năm 2026”, “năm 2027”, “giai đoạn tiếp theo”."""
    if period.kind in REVIEWS:
        return "giai đoạn tiếp theo"
    in_a_year = NUMBERED.get(PeriodKind(period.kind))
    if in_a_year and period.number < in_a_year:
        return _stretch(period.kind, period.number + 1, period.year)
    return _stretch(period.kind, 1, period.year + 1)


def first_year(period: ReportingPeriod) -> int:
    """The first year a report covers; a review without one covers the plan from its beginning."""
    if period.kind in REVIEWS:
        return period.covers_from or period.plan.year_from
    return period.year


def plain_facts(period: ReportingPeriod) -> dict[str, str]:
    """What may stand for ``{year}`` and the like in headings and titles: nothing that cites a paper."""
    return {
        "year": str(period.year),
        "next_year": str(period.year + 1),
        "from_year": str(first_year(period)),
        "period": period_words(period),
        "next_period": next_period_words(period),
        "subject": period.subject.strip().rstrip("."),
    }


def period_key(period: ReportingPeriod) -> str:
    """“2026”, “2026/quarter-3”: the period inside the key of a paper."""
    if period.is_yearly:
        return str(period.year)
    return f"{period.year}/{period.kind}" + (f"-{period.number}" if period.number else "")


def _stretch(kind: str, number: int, year: int) -> str:
    if kind == PeriodKind.HALF:
        return f"6 tháng {'đầu' if number == 1 else 'cuối'} năm {year}"
    if kind == PeriodKind.QUARTER:
        return f"quý {roman(number)} năm {year}"
    return f"năm {year}"
