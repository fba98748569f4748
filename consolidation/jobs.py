"""The recipe that renders a report, and the duty of the minute tick."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from consolidation.actions import batches, outline_news, receiving
from consolidation.actions.rendering import REPORTS
from consolidation.actions.starting import start_report
from consolidation.models import Report
from jobs.kinds import Kind
from jobs.progress import Progress
from reporting.models import ReportingPeriod


def report_asked_for(asked_for: dict[str, Any]) -> Report:
    """The report asked for; of a period, whose day has come, the one there is or a first draft.

    ValidationError where report or period is gone.
    """
    if "period" not in asked_for:
        return Report.objects.with_place().get(pk=REPORTS.found(asked_for).pk)
    period = ReportingPeriod.objects.filter(pk=asked_for["period"]).first()
    if period is None:
        raise ValidationError(_("The period of this report no longer exists."))
    return Report.objects.with_place().get(pk=start_report(period=period, by=None).pk)


def report_page(result: dict[str, Any]) -> str:
    """Where the rendered report is seen."""
    return reverse("consolidation:report_detail", args=[result["report"]])


def receive_report(asked_for: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Read the large file that waits and take its report over. The result names the report."""
    progress.tell(done=0, total=1, step=_("Reading the file"))
    by = User.objects.filter(pk=asked_for["by"]).first()
    if by is None or not default_storage.exists(asked_for["file"]):
        raise ValidationError(_("The file no longer lies here. Bring it in again."))
    with default_storage.open(asked_for["file"]) as file:
        content = file.read()
    received = receiving.receive_report(content=content, name=asked_for["name"], by=by)
    default_storage.delete(asked_for["file"])
    return {"received": received.pk}


def received_page(result: dict[str, Any]) -> str:
    """Where the received report is seen."""
    return reverse("consolidation:received_detail", args=[result["received"]])


def look_after_campaigns() -> None:
    """The duty of the minute tick: what is due is started, what ended is told."""
    batches.start_due_campaigns()
    batches.tell_what_came_of_it()


def look_after_outlines() -> None:
    """The duty of the minute tick: who writes a report hears of a newer national outline."""
    outline_news.tell_of_newer_outlines()


KIND = REPORTS.recipe(report_page, report_asked_for)
RECEIVE_KIND = Kind(receive_report, received_page)
