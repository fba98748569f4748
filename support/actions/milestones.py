"""The steps of a contract, each with its day."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import note_down
from support.actions.holding import held, permit, stands_in
from support.actions.support_news import tell_enterprise
from support.models import Milestone, Support
from support.states import SupportState

UNDER_WAY = (SupportState.CONTRACTED, SupportState.IMPLEMENTING)


@transaction.atomic
def plan_milestone(
    support: Support, *, title: str, due_on: dt.date | None, note: str = "", by: User
) -> Milestone:
    """Set a step of the contract."""
    row = held(support)
    permit(by, "support.handle_support", row)
    stands_in(row, *UNDER_WAY)
    if row.milestones.filter(title=title, due_on=due_on).exists():
        raise RuleBroken({"title": _("This step with this day is there already.")}, code="twice")
    milestone = row.milestones.create(title=title, due_on=due_on, note=note)
    note_down(row, "plan_milestone", by=by, note=title, milestone=milestone.pk, due_on=due_on)
    tell_enterprise(
        row, f"milestone-{milestone.pk}", gettext_lazy("A milestone of your support was set"), title
    )
    return milestone


@transaction.atomic
def finish_milestone(milestone: Milestone, *, done_on: dt.date, note: str = "", by: User) -> Milestone:
    """Note that a step is done. Raises RuleBroken: done already, a day to come, not permitted."""
    row, step = _step(milestone, by)
    if done_on < (row.contract_on or done_on):
        raise RuleBroken({"done_on": _("This is before the contract.")})
    step.done_on, step.note = done_on, note or step.note
    step.save(update_fields=["done_on", "note"])
    note_down(row, "finish_milestone", by=by, note=step.title, milestone=step.pk, done_on=done_on)
    tell_enterprise(
        row, f"done-{step.pk}", gettext_lazy("A milestone of your support was reached"), step.title
    )
    return step


@transaction.atomic
def drop_milestone(milestone: Milestone, *, reason: str, by: User) -> None:
    """Take out a step that is not to be done; the journal keeps it and why."""
    row, step = _step(milestone, by)
    note_down(row, "drop_milestone", by=by, note=reason, title=step.title, due_on=step.due_on)
    tell_enterprise(
        row,
        f"dropped-{step.pk}",
        gettext_lazy("A milestone of your support was taken out"),
        f"{step.title}: {reason}",
    )
    step.delete()


def _step(milestone: Milestone, by: User) -> tuple[Support, Milestone]:
    """The support, held, and the step as it stands."""
    row = held(milestone.support)
    permit(by, "support.handle_support", row)
    stands_in(row, *UNDER_WAY, SupportState.ACCEPTED)
    step = row.milestones.filter(pk=milestone.pk).first()
    if step is None or step.done_on is not None:
        raise RuleBroken(
            _("Somebody has noted this step already. Open the page again to see it."), code="moved_on"
        )
    return row, step
