"""The versions of the period's report."""

from django.utils.translation import gettext_lazy as _

from consolidation.queries.versions import versions_of
from consolidation.views.sections.section import Context, Opened, Section


def _context(opened: Opened) -> Context | None:
    """Nothing while there is only one."""
    versions = versions_of(opened.report, opened.user)
    return {"versions": versions} if len(versions) > 1 else None


VERSIONS = Section("phien-ban", _("Versions"), "consolidation/_report_versions.html", _context)
