"""The report of a period that counts now."""

from consolidation.models import Report
from reporting.models import ReportingPeriod


def newest_report(period: ReportingPeriod) -> Report | None:
    """The newest version of the period's report, whatever its state; None before it is started."""
    return Report.objects.with_place().filter(period=period).order_by("-version").first()
