"""What the report of the year before said in the same section."""

from dataclasses import dataclass

from consolidation.models import Passage, PassageKind, Report


@dataclass(frozen=True)
class LastYear:
    """The words of a section in the newest report of the year before."""

    report: Report
    text: str


def last_years_text(report: Report, section: str) -> LastYear | None:
    """The words of ``section`` a year ago, in a report of the same plan and kind; None where there were none. Two queries."""
    period = report.period
    earlier = (
        Report.objects.filter(
            period__plan_id=period.plan_id, period__year=period.year - 1, period__kind=period.kind
        )
        .only("pk", "period_id", "version", "state")
        .order_by("-version")
        .first()
    )
    if earlier is None:
        return None
    words = (
        Passage.objects.filter(report=earlier, section=section)
        .exclude(kind=PassageKind.DERIVED)
        .exclude(text="")
        .order_by("position", "pk")
    )
    text = "\n".join(words.values_list("text", flat=True))
    return LastYear(earlier, text) if text else None
