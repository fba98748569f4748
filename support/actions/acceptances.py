"""The work of a support is accepted: from that day its named outcomes count."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.errors import RuleBroken
from common.vietnamese import fold
from journal.actions import advance, note_down
from support.actions.holding import held, permit, stands_in
from support.actions.support_news import tell_enterprise
from support.models import Outcome, Support
from support.queries.supports import kinds_counted
from support.states import SupportState

HAS_OUTCOMES = (SupportState.ACCEPTED, SupportState.CLOSED)


@dataclass(frozen=True)
class Named:
    """An outcome as it is named: what kind of thing, and which one."""

    kind: str
    name: str


@transaction.atomic
def accept(
    support: Support,
    *,
    accepted_on: dt.date,
    result: str,
    outcomes: Iterable[Named],
    by: User,
    today: dt.date,
) -> Support:
    """Accept the work and name what came of it. Each outcome is named once, of a kind some target of the content counts.

    Raises RuleBroken: days that cannot be, an outcome of another kind, moved on, not permitted.
    """
    if accepted_on > today:
        raise RuleBroken({"accepted_on": _("The acceptance cannot be on a day to come.")})
    row = advance(support, "accept", by=by, note=result, accepted_on=accepted_on, acceptance=result)
    if row.contract_on is not None and accepted_on < row.contract_on:  # of the contract as it stands now
        raise RuleBroken({"accepted_on": _("This is before the contract.")})
    named = _once(outcomes)
    _check_kinds(row, named)
    for each in named:
        row.outcomes.create(kind=each.kind, name=each.name, reached_on=accepted_on)
        note_down(row, "name_outcome", by=by, note=each.name, kind=each.kind, reached_on=accepted_on)
    tell_enterprise(row, "accept", gettext_lazy("The work of your support was accepted"), result)
    return row


@transaction.atomic
def name_outcome(support: Support, named: Named, *, reached_on: dt.date, by: User, today: dt.date) -> Outcome:
    """Name an outcome that came after the acceptance, e.g. a certificate the body issued later.

    Raises RuleBroken: before the acceptance, a day to come, another kind, named already, not permitted.
    """
    row = held(support)
    permit(by, "support.handle_support", row)
    stands_in(row, *HAS_OUTCOMES)
    if reached_on > today:
        raise RuleBroken({"reached_on": _("This day is still to come.")})
    if row.accepted_on is not None and reached_on < row.accepted_on:
        raise RuleBroken({"reached_on": _("An outcome counts from the acceptance on, not before.")})
    _check_kinds(row, [named])
    if row.outcomes.filter(kind=named.kind, folded=fold(named.name)).exists():
        raise RuleBroken({"name": _("This outcome is named already.")}, code="twice")
    outcome = row.outcomes.create(kind=named.kind, name=named.name, reached_on=reached_on)
    note_down(row, "name_outcome", by=by, note=named.name, kind=named.kind, reached_on=reached_on)
    tell_enterprise(
        row, f"outcome-{outcome.pk}", gettext_lazy("An outcome of your support was noted"), named.name
    )
    return outcome


@transaction.atomic
def strike_outcome(outcome: Outcome, *, reason: str, by: User, on: dt.date) -> Outcome:
    """Take an outcome out of the count, with the reason; it stays listed as struck, reports already rendered keep it."""
    row = held(outcome.support)
    permit(by, "support.handle_support", row)
    kept = row.outcomes.select_for_update().get(pk=outcome.pk)
    if kept.struck_on is not None:
        raise RuleBroken(_("This outcome is struck already."), code="moved_on")
    strike([kept], row, reason=reason, by=by, on=on)
    tell_enterprise(
        row,
        f"struck-{kept.pk}",
        gettext_lazy("An outcome of your support no longer counts"),
        f"{kept.name}: {reason}",
    )
    return kept


def strike(outcomes: Iterable[Outcome], row: Support, *, reason: str, by: User, on: dt.date) -> int:
    """Strike outcomes of a held support and note each down. Returns how many."""
    count = 0
    for outcome in outcomes:
        outcome.struck_on, outcome.struck_by, outcome.struck_reason = on, by, reason
        outcome.save(update_fields=["struck_on", "struck_by", "struck_reason"])
        note_down(row, "strike_outcome", by=by, note=reason, outcome=outcome, kind=outcome.kind)
        count += 1
    return count


def _once(outcomes: Iterable[Named]) -> list[Named]:
    """Each named once, whatever its letters look like."""
    return list({(each.kind, fold(each.name)): each for each in reversed(list(outcomes))}.values())[::-1]


def _check_kinds(row: Support, named: Iterable[Named]) -> None:
    counted = kinds_counted(row.content)
    if any(each.kind not in counted for each in named):
        raise RuleBroken(_("No target of this content counts an outcome of this kind."), code="kind")
