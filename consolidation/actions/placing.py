"""What units sent and the report leaves out on purpose: set aside with a reason, and taken back."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from consolidation.actions.board import held
from consolidation.models import PassageSource, Report, SetAside
from consolidation.queries.incoming import Incoming
from journal.actions import note_down


@transaction.atomic
def leave_out(
    report: Report, originals: Sequence[Incoming], *, reason: str, by: User
) -> tuple[SetAside, ...]:
    """Set lines aside; ``reason`` says why the report does not carry them. A line set aside already keeps its reason.

    RuleBroken: as ``held``; ``no_reason``; ``placed`` for a line that stands in the report.
    """
    row = held(report, by=by)
    if not reason.strip():
        raise RuleBroken(_("Say in a sentence why the report does not carry it."), code="no_reason")
    taken = set(PassageSource.objects.filter(passage__report=row).values_list("kind", "key"))
    if any(original.name in taken for original in originals):
        raise RuleBroken(
            _("This line stands in the report. Take its passage out first, then set it aside."), code="placed"
        )
    known = set(row.asides.values_list("kind", "key"))
    made = [
        SetAside(report=row, kind=o.kind, key=o.key, label=o.unit[:300], reason=reason.strip(), by=by)
        for o in originals
        if o.name not in known
    ]
    SetAside.objects.bulk_create(made)
    for aside in made:
        note_down(
            row, "set_aside", by=by, note=aside.reason, kind=aside.kind, key=aside.key, unit=aside.label
        )
    return tuple(made)


@transaction.atomic
def take_back(report: Report, *, kind: str, key: str, by: User) -> None:
    """What was set aside waits for its place again. Somebody who did so before is no fault. RuleBroken as ``held``."""
    row = held(report, by=by)
    aside = row.asides.filter(kind=kind, key=key).first()
    if aside is None:
        return
    note_down(row, "take_back_aside", by=by, note=aside.reason, kind=kind, key=key, unit=aside.label)
    aside.delete()
