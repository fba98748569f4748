"""The files of the report and what identifies them."""

from django.utils.translation import gettext_lazy as _

from consolidation.views.sections.section import Context, Opened, Section


def _context(opened: Opened) -> Context | None:
    return {"document": opened.document} if opened.report.rendered_at else None


FILES = Section("tep", _("The file"), "consolidation/_report_files.html", _context, beside=True)
