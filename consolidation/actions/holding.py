"""Hold a report while something is decided about it.

Locks are taken in one order, so that acts wait for each other instead of blocking each other: period, report, organisation.
"""

from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from consolidation.models import Report
from reporting.models import ReportingPeriod


def held_period(period: ReportingPeriod) -> ReportingPeriod:
    """The period as it stands, held until the end."""
    return ReportingPeriod.objects.select_for_update(no_key=True, of=("self",)).get(pk=period.pk)


def held(report: Report) -> Report:
    """The report as it now is with its place, held until the end; rows that point at it may still be written."""
    return Report.objects.with_place().select_for_update(no_key=True, of=("self",)).get(pk=report.pk)


def permit(by: User, permission: str, report: Report) -> None:
    """RuleBroken (``not_permitted``) where ``by`` may not."""
    if not by.has_perm(permission, report):
        raise RuleBroken(_("You may not take this step on this record."), code="not_permitted")
