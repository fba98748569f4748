"""What is known about each content when a verdict on it is proposed or decided."""

import datetime as dt
from dataclasses import dataclass

from programmes.models import PlanPolicy, PolicyKind
from support.models import Application, RequestedItem, Support, Verdict
from support.queries.amounts import Ceiling, ceilings_of
from support.queries.once import standing_supports
from support.queries.quota import Quota, quotas_of
from support.queries.scoring import Mark, marks_of


@dataclass(frozen=True)
class ItemFacts:
    """A content asked for, its points, what it may be given, what the year leaves, and who has had it.

    ``once``: the clause of the plan that forbids it to those who have had it. ``is_over``: granting it would pass the yearly quota, after the contents before it are granted.
    """

    item: RequestedItem
    mark: Mark
    ceiling: Ceiling
    quota: Quota | None
    earlier: Support | None
    is_over: bool = False
    once: PlanPolicy | None = None


def item_facts(application: Application, on: dt.date) -> list[ItemFacts]:
    """The facts of every content asked for, in order; a fixed number of queries."""
    items = list(application.items.select_related("content__plan", "content__task", "clause"))
    costs = {item.pk: item.recognised if item.verdict else item.cost for item in items}
    marks = marks_of(application, items)
    ceilings = ceilings_of(items, application.enterprise, on, costs)
    quotas = quotas_of([item.content for item in items], on.year)
    had = standing_supports(application.enterprise.family, {item.content.kin for item in items})
    granted = [item for item in items if item.verdict == Verdict.GRANTED]
    over = over_quota(granted, quotas, application.enterprise.family)
    once = application.plan.policies.filter(kind=PolicyKind.ONCE_PER_CONTENT).first()
    return [
        ItemFacts(
            item=item,
            mark=marks[item.pk],
            ceiling=ceilings[item.pk],
            quota=quotas[item.content_id],
            earlier=_other(had.get(item.content.kin), item),
            is_over=item.pk in over,
            once=once,
        )
        for item in items
    ]


def over_quota(items: list[RequestedItem], quotas: dict[int, Quota | None], family: str) -> dict[int, Quota]:
    """Of ``items`` those that pass the year's quota when they are granted in this order, by id, with the quota before each."""
    now: dict[int, Quota] = {}
    over: dict[int, Quota] = {}
    for item in items:
        first = quotas.get(item.content_id)
        if first is None:
            continue
        quota = now.get(first.source.pk, first)
        if not quota.fits(family):
            over[item.pk] = quota
        now[first.source.pk] = quota.with_one_more(family)
    return over


def _other(support: Support | None, item: RequestedItem) -> Support | None:
    return None if support is None or support.item_id == item.pk else support
