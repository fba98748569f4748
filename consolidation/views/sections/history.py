"""What happened to the report, newest first."""

from django.utils.translation import gettext_lazy as _

from consolidation.queries.history import history_of
from consolidation.views.opening import COMMENT
from consolidation.views.sections.section import Context, Opened, Section


def _context(opened: Opened) -> Context | None:
    """DOST and the administrator read it."""
    if not opened.may(COMMENT) and not opened.user.is_superuser:
        return None
    return {"lines": history_of(opened.report)}


HISTORY = Section("lich-su", _("History"), "consolidation/_report_history.html", _context)
