"""What the checks find before the report may go on; afterwards, which warnings were let pass and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.errors import RuleBroken
from consolidation.actions.checking import check_once
from consolidation.completeness import Checked, Finding, rule_of, title_of
from consolidation.forms.waiving import WaiverForm
from consolidation.models import Report
from consolidation.views.opening import CHECK
from consolidation.views.sections.section import Context, Opened, Section


@dataclass(frozen=True)
class Shown:
    """A finding as the page shows it: with what its check is called, its rule, and where its reason is typed."""

    finding: Finding
    title: object
    rule: object
    form: WaiverForm | None


@dataclass(frozen=True)
class Alike:
    """The warnings of one check; ``form`` gives one reason for several of them, None where there is only one (and none was sent)."""

    title: object
    shown: list[Shown]
    form: WaiverForm | None

    @property
    def is_sent(self) -> bool:
        """Whether one of its forms shows what was sent."""
        return any(
            form is not None and form.open for form in [self.form, *(each.form for each in self.shown)]
        )


def shown_checks(report: Report, *, may_answer: bool, sent: QueryDict | None = None) -> Context:
    """What the part of the page on checks is drawn with; of an approved report only the reasons that were given."""
    if not report.is_live:
        return {"checked": None, "kept": _kept(report)}
    try:
        checked = check_once(report, on=timezone.localdate())
    except RuleBroken as no:
        return {"checked": None, "kept": [], "refused": no.reason}
    warnings = list(_alike(checked.warnings, sent, asks=may_answer))
    return {
        "checked": checked,
        "errors": [_shown(f) for f in checked.errors],
        "warnings": warnings,
        "again": any(alike.is_sent for alike in warnings),
        "waived": [_shown(f) for f in checked.waived],
        "notes": [_shown(f) for f in checked.notes],
        "may_answer": may_answer,
        "held": _held(checked),
    }  # fmt: skip


def _kept(report: Report) -> list[tuple[object, object]]:
    """Warnings let pass before the approval: the check, its reason."""
    return [(title_of(each.finding), each) for each in report.waivers.select_related("by")]


def _alike(findings: tuple[Finding, ...], sent: QueryDict | None, *, asks: bool) -> Iterator[Alike]:
    """Warnings check by check, in the order of the checks, each with the places for reasons."""
    for key, group in groupby(findings, key=lambda finding: finding.check):
        found = list(group)
        shown = [_shown(f, sent if _is_sent(f, sent) else None, asks=asks) for f in found]
        together = _sent_together(key, sent)
        is_asked = asks and (found[1:] or together)
        yield Alike(title_of(key), shown, WaiverForm.of_several(found, together) if is_asked else None)


def _shown(finding: Finding, sent: QueryDict | None = None, *, asks: bool = False) -> Shown:
    form = WaiverForm.of(finding, sent) if asks else None
    return Shown(finding, title_of(finding.check), rule_of(finding.check), form)


def _is_sent(finding: Finding, sent: QueryDict | None) -> bool:
    if sent is None or sent.get("together"):
        return False
    return (sent.get("finding"), sent.getlist("place")) == (finding.check, [finding.place])


def _sent_together(check: str, sent: QueryDict | None) -> QueryDict | None:
    """What was sent, if it was one reason for several findings of ``check``."""
    return sent if sent and sent.get("finding") == check and sent.get("together") else None


def _held(checked: Checked) -> int:
    """How many findings hold the report up."""
    return len(checked.errors) + len(checked.warnings)


def _context(opened: Opened) -> Context | None:
    """For DOST and administrators. While the text may change the checks run when the part is asked for, not with the page."""
    if not opened.may(CHECK):
        return None
    if opened.report.is_live:
        return {"later": True}
    kept = _kept(opened.report)
    return {"later": False, "checked": None, "kept": kept} if kept else None


CHECKS = Section("kiem-tra", _("Checks before issue"), "consolidation/_report_checks_part.html", _context)
