"""The recipe that renders a report, and the duty of the minute tick."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from consolidation.actions import batches, outline_news, receiving, rendering
from consolidation.actions.starting import start_report
from consolidation.models import Report
from jobs.kinds import Kind
from jobs.progress import Progress
from reporting.models import ReportingPeriod


def render_report(asked_for: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Render the report asked for. The result names it, the PDF's SHA-256 and its pages."""
    by = User.objects.filter(pk=asked_for["by"]).first() if asked_for.get("by") else None
    report = _report(asked_for)

    def tell(done: int, step: str) -> None:
        progress.tell(done=done, total=rendering.STEPS, step=step)

    rendered = rendering.render(report=report, by=by, tell=tell)
    return {"report": report.pk, "sha256": rendered.pdf_sha256, "pages": rendered.pages}


def _report(asked_for: dict[str, Any]) -> Report:
    """The report asked for; of a period, whose day has come, the one there is or a first draft."""
    if "period" in asked_for:
        period = ReportingPeriod.objects.filter(pk=asked_for["period"]).first()
        if period is None:
            raise ValidationError(_("The period of this report no longer exists."))
        return Report.objects.with_place().get(pk=start_report(period=period, by=None).pk)
    report = Report.objects.with_place().filter(pk=asked_for["report"]).first()
    if report is None:
        raise ValidationError(_("This report no longer exists."))
    return report


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


KIND = Kind(render_report, report_page)
RECEIVE_KIND = Kind(receive_report, received_page)
