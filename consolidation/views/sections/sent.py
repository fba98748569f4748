"""To whom an issued report was sent."""

from django.utils.translation import gettext_lazy as _

from consolidation.views.sections.section import Context, Opened, Section


def _context(opened: Opened) -> Context | None:
    if not opened.report.is_out:
        return None
    return {"dispatches": list(opened.report.dispatches.all())}


SENT = Section("noi-nhan", _("Sent to"), "consolidation/_report_sent.html", _context)
