"""Let warnings of the checks pass with a reason, or take that back."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.errors import RuleBroken
from common.vietnamese import clean
from consolidation.actions.checking import check
from consolidation.completeness import Finding, Severity, title_of
from consolidation.models import Report, Waiver
from journal.actions import note_down

GONE = gettext_lazy("The checks no longer find this; what they find now is shown below.")


@transaction.atomic
def waive(*, report: Report, finding: str, place: str, reason: str, by: User, on: dt.date) -> Waiver:
    """Keep why the warning of the check ``finding`` at ``place`` is let pass; another reason replaces the first.

    Raises RuleBroken without a reason, for an error, for what the checks do not find (any more), and once the text is
    frozen.
    """
    (waiver,) = waive_several(report=report, finding=finding, places=[place], reason=reason, by=by, on=on)
    return waiver


@transaction.atomic
def waive_several(
    *, report: Report, finding: str, places: Sequence[str], reason: str, by: User, on: dt.date
) -> list[Waiver]:
    """Keep one ``reason`` for several warnings of the check ``finding``, each journalled by itself; all of them or none.

    The checks run once. A second click changes nothing: a warning that has this very reason keeps who gave it and when.
    RuleBroken as ``waive``.
    """
    row = _live(report, by)
    words = clean(reason)
    if not words:
        raise RuleBroken(_("Say why the warning may be let pass."), code="no_reason")
    checked = check(row, on=on)
    found = [_warning(checked.named(finding, place)) for place in dict.fromkeys(places)]
    return [_keep(row, each, words, by) for each in found]


def _warning(found: Finding | None) -> Finding:
    """The finding, if a reason lets it pass."""
    if found is None:
        raise RuleBroken(GONE, code="moved_on")
    if found.severity != Severity.WARNING:
        raise RuleBroken(_("An error cannot be let pass; it must be put right."), code="error")
    return found


def _keep(row: Report, found: Finding, words: str, by: User) -> Waiver:
    if found.waiver is not None and found.waiver.reason == words:
        return found.waiver
    given = {"reason": words, "by": by, "at": timezone.now()}
    waiver, _new = Waiver.objects.update_or_create(
        report=row, finding=found.check, place=found.place, defaults=given
    )
    note_down(row, "waive", by=by, note=words, check=str(title_of(found.check)), found=str(found.message))
    return waiver


@transaction.atomic
def demand_again(*, waiver: Waiver, by: User) -> Report:
    """Take the reason back: the warning stands again. A second click changes nothing.

    Raises RuleBroken once the text is frozen.
    """
    row = _live(waiver.report, by)
    kept = Waiver.objects.filter(pk=waiver.pk).first()
    if kept is not None:
        note_down(row, "demand_again", by=by, note=kept.reason, check=str(title_of(kept.finding)))
        kept.delete()
    return row


def _live(report: Report, by: User) -> Report:
    """The report under lock, while its text may still change."""
    held = Report.objects.select_for_update(no_key=True, of=("self",)).with_place()
    row = held.get(pk=report.pk)
    if not by.has_perm("consolidation.edit_report", row):
        raise RuleBroken(_("Only DOST answers the checks of its report."), code="not_permitted")
    if not row.is_live:
        raise RuleBroken(_("The text is approved; its checks can no longer be answered."), code="moved_on")
    return row
