"""What to look at before trusting the report."""

from django.utils.translation import gettext_lazy as _

from consolidation.queries.checks import checks_of
from consolidation.views.sections.section import Context, Opened, Section


def _context(opened: Opened) -> Context | None:
    """Only while the text can still follow the figures."""
    if not opened.report.is_live:
        return None
    return {"checks": checks_of(opened.report.period, opened.report, on=opened.today)}


CHECKS = Section("kiem-tra", _("To check"), "consolidation/_report_checks.html", _context)
