"""Whose head and foot the paper is written with, and where that is changed."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consolidation.documents.compose.frame import setting_of
from consolidation.views.sections.section import Context, Opened, Section
from reporting.documents.outline import from_row
from reporting.models import ReportSetting
from reporting.queries.letterhead import last_setting


def _context(opened: Opened) -> Context | None:
    report = opened.report
    concerns = opened.may("consolidation.edit_report") or _may_set(opened, "change")
    if not report.is_live or not concerns:
        return None
    setting = setting_of(report.period, opened.today, from_row(report.outline))
    before = None if setting.pk else last_setting(report.period, setting.place)
    return {"setting": setting, "before": before, "address": _address(opened, setting)}


def _address(opened: Opened, setting: ReportSetting) -> str:
    """Where the person may set it; "" for whoever must ask the administrator."""
    if not _may_set(opened, "change" if setting.pk else "add"):
        return ""
    if setting.pk:
        return reverse("admin:reporting_reportsetting_change", args=[setting.pk])
    return f"{reverse('admin:reporting_reportsetting_add')}?period={opened.report.period_id}"


def _may_set(opened: Opened, act: str) -> bool:
    return opened.user.is_staff and opened.user.has_perm(f"reporting.{act}_reportsetting")


LETTERHEAD = Section(
    "the-thuc", _("Head and foot"), "consolidation/_report_letterhead.html", _context, beside=True
)
