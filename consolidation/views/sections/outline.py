"""Which outline the report follows, and whether another one is in force."""

from django.utils.translation import gettext_lazy as _

from consolidation.queries.outlining import newer_outline
from consolidation.views.sections.section import Context, Opened, Section


def _context(opened: Opened) -> Context:
    may_move = opened.may("consolidation.compose_report")
    return {"newer": newer_outline(opened.report) if opened.report.is_live else None, "may_move": may_move}


OUTLINE = Section("de-cuong", _("Outline"), "consolidation/_report_outline.html", _context, beside=True)
