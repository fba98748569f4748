"""What the checks find before the report may go on; afterwards, which warnings were let pass and why."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.errors import RuleBroken
from consolidation.actions.checking import check_once
from consolidation.completeness import Checked, Finding, rule_of, title_of
from consolidation.forms.waiving import WaiverForm
from consolidation.models import Report
from consolidation.views.opening import EDIT
from consolidation.views.sections.section import Context, Opened, Section


@dataclass(frozen=True)
class Shown:
    """A finding as the page shows it: with what its check is called, its rule, and where its reason is typed."""

    finding: Finding
    title: object
    rule: object
    form: WaiverForm | None


def shown_checks(report: Report, *, may_answer: bool, sent: Any = None) -> Context:
    """What the part of the page on checks is drawn with; of an approved report only the reasons that were given."""
    if not report.is_live:
        waivers = [(title_of(w.finding), w) for w in report.waivers.select_related("by")]
        return {"checked": None, "kept": waivers}
    try:
        checked = check_once(report, on=timezone.localdate())
    except RuleBroken as no:
        return {"checked": None, "kept": [], "refused": no.reason}
    return {
        "checked": checked,
        "errors": [_shown(f) for f in checked.errors],
        "warnings": [_shown(f, sent if _is_sent(f, sent) else None, asks=may_answer) for f in checked.warnings],
        "waived": [_shown(f) for f in checked.waived],
        "notes": [_shown(f) for f in checked.notes],
        "may_answer": may_answer,
        "held": _held(checked),
    }  # fmt: skip


def _shown(finding: Finding, sent: Any = None, *, asks: bool = False) -> Shown:
    form = WaiverForm.of(finding, sent) if asks else None
    return Shown(finding, title_of(finding.check), rule_of(finding.check), form)


def _is_sent(finding: Finding, sent: Any) -> bool:
    return bool(sent) and (sent.get("finding"), sent.get("place")) == (finding.check, finding.place)


def _held(checked: Checked) -> int:
    """How many findings hold the report up."""
    return len(checked.errors) + len(checked.warnings)


def _context(opened: Opened) -> Context | None:
    part = shown_checks(opened.report, may_answer=opened.may(EDIT))
    return part if part["checked"] or part["kept"] or part.get("refused") else None


CHECKS = Section("kiem-tra", _("Checks before issue"), "consolidation/_report_checks.html", _context)
