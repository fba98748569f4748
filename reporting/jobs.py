"""The recipes that render reports and proofs, and the duties of the minute tick."""

from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from jobs.kinds import Kind
from jobs.progress import Progress
from reporting.actions import filings, reminders, reports
from reporting.actions.letter_files import LETTERS
from reporting.actions.refreshing import refresh_obligations
from reporting.actions.succession import move_due_obligations
from reporting.actions.unlocking import close_ended_unlocks
from reporting.models import Filing, ReportingPeriod

LOOK_AGAIN_AFTER = 3600  # seconds


def render_report(asked_for: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Render the report of the period asked for. The result names the period, the file's SHA-256 and its pages."""
    period = (
        ReportingPeriod.objects.select_related("plan__province", "plan__programme", "plan__document__issuer")
        .filter(pk=asked_for["period"])
        .first()
    )
    if period is None:
        raise ValidationError(_("The period of this report no longer exists."))
    by = User.objects.filter(pk=asked_for["by"]).first() if asked_for.get("by") else None

    def tell(done: int, step: str) -> None:
        progress.tell(done=done, total=reports.STEPS, step=step)

    report = reports.render(period=period, by=by, tell=tell)
    return {"period": period.pk, "sha256": report.sha256, "pages": report.pages}


def report_page(result: dict[str, Any]) -> str:
    """Where the rendered report is seen."""
    return reverse("reporting:report_detail", args=[result["period"]])


def render_filing(asked_for: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Make the PDF of the proof asked for, unless it is there. The result names the proof."""
    filing = Filing.objects.select_related("submission").get(pk=asked_for["filing"])

    def tell(done: int, step: str) -> None:
        progress.tell(done=done, total=filings.STEPS, step=step)

    filings.render_proof(filing=filing, tell=tell)
    return {"filing": filing.pk}


def filing_page(result: dict[str, Any]) -> str:
    """Where the proof is seen."""
    return reverse("reporting:filing_detail", args=[result["filing"]])


def letter_page(result: dict[str, Any]) -> str:
    """Where the letter is seen."""
    return reverse("reporting:letter_detail", args=[result["letter"]])


def look_after_campaigns() -> None:
    """The duty of the minute tick."""
    reports.start_due_campaigns()


def look_after_unlocks() -> None:
    """The duty of the minute tick: forms opened again whose day has passed in Viet Nam."""
    close_ended_unlocks(on=timezone.localdate())


def look_after_successions() -> None:
    """The duty of the minute tick: what ended units owe moves on the day; new holders of roles are looked for hourly."""
    today = timezone.localdate()
    move_due_obligations(on=today)
    growing = ReportingPeriod.objects.filter(due_on__gte=today).select_related(
        "plan__province", "plan__programme"
    )
    for period in growing:
        if cache.add(f"refreshed-{period.pk}", "", LOOK_AGAIN_AFTER):
            refresh_obligations(period, on=today, by=None)


def look_after_reminders() -> None:
    """The duty of the minute tick: remind of what is due, by the day it is in Viet Nam."""
    reminders.remind(timezone.localdate())


KIND = Kind(render_report, report_page)
FILING_KIND = Kind(render_filing, filing_page)
LETTER_KIND = LETTERS.recipe(letter_page)
