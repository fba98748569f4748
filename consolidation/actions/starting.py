"""Start the report of a period."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from consolidation.models import Report
from consolidation.queries.current import newest_report
from journal.actions import note_down
from reporting.actions.outlines import outline_row_for
from reporting.models import ReportingPeriod


@transaction.atomic
def start_report(*, period: ReportingPeriod, by: User | None) -> Report:
    """The report of ``period``: the newest one there is, or a first draft by the outline in force.

    ``by`` is None when the portal acts by itself. RuleBroken: not permitted, or no outline for the programme.
    """
    held = ReportingPeriod.objects.select_for_update(
        no_key=True, of=("self",)
    )  # two clicks wait for each other
    period = held.select_related("plan__province", "plan__programme", "plan__document__issuer").get(
        pk=period.pk
    )
    known = newest_report(period)
    if known is not None:
        return known
    if by is not None and not by.has_perm("consolidation.edit_report", Report(period=period)):
        raise RuleBroken(_("Only DOST starts the report of its province."), code="not_permitted")
    report = Report.objects.create(period=period, outline=outline_row_for(period), started_by=by)
    note_down(report, "start_report", by=by)
    return report
