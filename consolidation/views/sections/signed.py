"""The signed file and how it differs from what was approved."""

from django.utils.translation import gettext_lazy as _

from consolidation.queries.signed import newest_signed
from consolidation.states import ReportState as State
from consolidation.views.opening import EDIT
from consolidation.views.sections.section import Context, Opened, Section

SINCE = frozenset({State.NUMBERED, State.ISSUED, State.SUPERSEDED})


def _context(opened: Opened) -> Context | None:
    """Readers see it once the report is issued; differences, and why they are right, stay inside DOST."""
    report, edits = opened.report, opened.may(EDIT)
    if report.state not in SINCE or not (edits or report.is_out):
        return None
    signed = newest_signed(report)
    if signed is None and not edits:
        return None
    return {
        "signed": signed,
        "differences": signed.differences if signed and edits else [],
        "reason": signed.reason if signed and (edits or opened.user.is_superuser) else "",
        "may_say_why": edits and report.state == State.NUMBERED and signed is not None and signed.differs,
    }


SIGNED = Section("ban-ky", _("Signed file"), "consolidation/_report_signed.html", _context)
