"""What the plans offer to enterprises, as the public catalogue shows it: found by words, area, plan and task."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Value, When

from common.vietnamese import fold
from organisations.models import Province, ProvinceSuccession
from organisations.queries import former_province_ids
from programmes.models import Plan, Task
from support.models import ContentTarget, SupportContent, SupportLevel, SupportProcedure
from support.models.content import SupportContentQuerySet
from support.queries.eligibility import closed_because
from support.queries.levels import level_in_words, levels_of
from support.queries.procedures import procedures_of

MOST_SOUGHT = 200  # characters of a search


@dataclass(frozen=True)
class Offer:
    """A content as a line of the catalogue: with its levels in force, and why nobody can apply (empty: one can)."""

    content: SupportContent
    levels: list[SupportLevel]
    closed: str

    @property
    def levels_in_words(self) -> list[str]:
        """Each level in force as a phrase."""
        return [level_in_words(level) for level in self.levels]


@dataclass(frozen=True)
class PlanOffers:
    """The offers of one plan; ``procedure`` is None where DOST has published none.

    ``now_in``: the provinces that have taken over the plan's; empty while it is itself.
    """

    plan: Plan
    procedure: SupportProcedure | None
    now_in: list[Province]
    has_ended: bool
    offers: list[Offer]

    @property
    def has_levels(self) -> bool:
        """Whether any of these offers has a level in force."""
        return any(offer.levels for offer in self.offers)


def contents_found(
    *, text: str = "", province: str = "", plan: str = "", task: str = "", day: dt.date
) -> SupportContentQuerySet:
    """Contents for the catalogue: of plans that run on ``day`` first, then in the order of the plans.

    Every word of ``text`` must occur in the content, its plan, or the name of the province that has taken the plan's
    over, with or without dấu. ``province`` (by its address) also finds what its former provinces offered; ``task`` is the
    code of a task of ``plan``. What is unknown finds nothing.
    """
    runs = Case(When(plan__year_to__gte=day.year, then=Value(0)), default=Value(1))
    found = SupportContent.objects.select_related("plan__document", "plan__province", "task").order_by(
        runs, "-plan__year_from", "plan__province__order", "plan_id", "position"
    )
    for word in fold(text[:MOST_SOUGHT]).split():
        heir = ProvinceSuccession.objects.filter(
            old=OuterRef("plan__province"), new__folded__contains=word, date__lte=day
        )
        found = found.filter(Q(folded__contains=word) | Q(plan__folded__contains=word) | Q(Exists(heir)))
    if province:
        there = Province.objects.filter(slug=province).first()
        found = found.filter(plan__province_id__in=former_province_ids(there, day) if there else [])
    if plan:
        found = found.filter(plan__key=plan)
    return found.filter(task__code=task) if task else found


def offers_by_plan(contents: Iterable[SupportContent], on: dt.date) -> list[PlanOffers]:
    """Contents (in the order of contents_found) under their plans, with what holds on ``on``. Three queries."""
    rows = list(contents)
    plans = {row.plan for row in rows}
    levels, procedures, heirs = levels_of(rows, on), procedures_of(plans, on), _heirs(plans, on)
    return [
        PlanOffers(
            plan=plan,
            procedure=procedures.get(plan.pk),
            now_in=heirs[plan.province_id],
            has_ended=plan.has_ended(on),
            offers=[Offer(row, levels[row.pk], closed_because(row, on)) for row in group],
        )
        for plan, group in groupby(rows, key=lambda row: row.plan)
    ]


def _heirs(plans: Iterable[Plan], on: dt.date) -> dict[int, list[Province]]:
    """By id of the plans' provinces, those that had taken each over by ``on``."""
    old = {plan.province_id for plan in plans}
    found: dict[int, list[Province]] = defaultdict(list)
    for move in ProvinceSuccession.objects.filter(old__in=old, date__lte=on).select_related("new"):
        found[move.old_id].append(move.new)
    return found


def plans_with_contents() -> list[Plan]:
    """The plans that offer something, for a filter."""
    return list(
        Plan.objects.filter(Exists(SupportContent.objects.filter(plan=OuterRef("pk")))).select_related(
            "document", "province"
        )
    )


def tasks_with_contents(plan: str) -> list[Task]:
    """The tasks of ``plan`` (by its key) that a content hangs on, for a filter."""
    return list(
        Task.objects.filter(Exists(SupportContent.objects.filter(task=OuterRef("pk"))), plan__key=plan)
    )


def contents_to_read() -> SupportContentQuerySet:
    """Contents for a page of their own: with the clauses of their plan and the targets they count for."""
    counted = ContentTarget.objects.select_related("target", "target__phase").order_by("target__position")
    return SupportContent.objects.select_related("plan__document", "plan__province", "task").prefetch_related(
        "plan__policies", Prefetch("counted_for", queryset=counted)
    )
