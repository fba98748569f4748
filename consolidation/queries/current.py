"""The report of a period that counts now."""

from accounts.models import User
from consolidation.models import Report
from reporting.models import ReportingPeriod


def newest_report(period: ReportingPeriod) -> Report | None:
    """The newest version of the period's report, whatever its state; None before it is started."""
    return Report.objects.with_place().filter(period=period).order_by("-version").first()


def newest_readable(period: ReportingPeriod, user: User) -> Report | None:
    """The newest version ``user`` may read: readers outside DOST see a report once it has left the house."""
    return Report.objects.visible_to(user).with_place().filter(period=period).order_by("-version").first()
