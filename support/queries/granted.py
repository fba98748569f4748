"""Granted supports as a list: what is asked for, found, summed and shown. Money in đồng."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Floor, Greatest, Least
from django.http import QueryDict

from accounts.models import User
from common.sought import Sought
from common.vietnamese import clean
from support.models import Application, Direction, Disbursement, EffectReport, Milestone, Support
from support.models.support import SupportQuerySet
from support.queries.desk import matching
from support.queries.wanted import MOST_SOUGHT, number_in, one_of
from support.states import GIVEN_UP, RUNNING
from support.states import SupportState as State

ANY_RUNNING, ANY_GIVEN_UP = "running", "given-up"
LATE, TO_PAY, PRESSING, TO_RECOVER, NO_EFFECT = "late", "to-pay", "pressing", "to-recover", "no-effect"
OPEN_MATTERS = (PRESSING, LATE, TO_PAY, TO_RECOVER, NO_EFFECT)
BESIDE = ("enterprise", "content__plan__province", "content__plan__document", "item__application")
NEWEST = "-granted"
SORTS: dict[str, tuple[Any, ...]] = {
    "-granted": (F("granted_on").desc(), F("pk").desc()),
    "granted": (F("granted_on").asc(), F("pk").asc()),
    "enterprise": (F("enterprise__order").asc(), F("pk").asc()),
    "-enterprise": (F("enterprise__order").desc(), F("pk").desc()),
    "amount": (F("amount").asc(), F("pk").asc()),
    "-amount": (F("amount").desc(), F("pk").desc()),
    "left": (F("left").asc(), F("pk").asc()),
    "-left": (F("left").desc(), F("pk").desc()),
    "late": (F("late_since").asc(nulls_last=True), F("pk").asc()),
    "-late": (F("late_since").desc(nulls_last=True), F("pk").desc()),
}


@dataclass(frozen=True, kw_only=True)
class SupportsSought(Sought):
    """Filters and order of the list, as its address says them; what is empty filters nothing out.

    ``year`` is the year of granting, ``open`` what is still open: one of ``OPEN_MATTERS``.
    """

    q: str = ""
    state: str = ""
    plan: str = ""
    content: str = ""
    year: str = ""
    open: str = ""
    sort: str = NEWEST


@dataclass(frozen=True)
class Totals:
    """What stands below the filters: how many, and their money."""

    count: int
    granted: int
    paid: int
    left: int
    owed: int


def sought(query: QueryDict | str) -> SupportsSought:
    """What an address asks for. What is not known filters nothing out."""
    asked = QueryDict(query) if isinstance(query, str) else query
    return SupportsSought(
        q=clean(asked.get("q", ""))[:MOST_SOUGHT],
        state=one_of(asked.get("state"), {ANY_RUNNING, ANY_GIVEN_UP, *State.values}),
        plan=clean(asked.get("plan", ""))[:MOST_SOUGHT],
        content=number_in(asked.get("content", "")),
        year=number_in(asked.get("year", ""), most=9998) if asked.get("year") != "0" else "",
        open=one_of(asked.get("open"), OPEN_MATTERS),
        sort=one_of(asked.get("sort"), SORTS) or NEWEST,
    )


def granted_to_see(user: User, wanted: SupportsSought, on: dt.date) -> SupportQuerySet:
    """The supports ``user`` may see and ``wanted`` asks for, in its order, with their money; asks at most what words mean."""
    found = with_money(Support.objects.visible_to(user), on).filter(*_conditions(wanted, on))
    if wanted.q:
        found = found.filter(item__application__in=matching(wanted.q, user, Application.objects.all()))
    return found.order_by(*SORTS[wanted.sort])


def with_money(found: SupportQuerySet, on: dt.date) -> SupportQuerySet:
    """Each support with ``paid``, ``left`` to pay, ``owed`` by the enterprise, and since when it is late (``late_since``).

    The same arithmetic as ``supports.account_of``; nothing is left to pay once a support is closed or given up.
    """
    share = Floor(F("level__rate") * F("contract_value") / Value(100))
    most = Least(F("amount"), Cast(share, BigIntegerField()))  # without a rate or contract: the amount
    running = Q(state__in=sorted(RUNNING))
    step = Milestone.objects.filter(support=OuterRef("pk"), done_on__isnull=True, due_on__lt=on).order_by()
    first_step = Subquery(step.values("support").annotate(day=Min("due_on")).values("day"))
    end = Case(When(contract_ends_on__lt=on, accepted_on__isnull=True, then=F("contract_ends_on")))
    return found.annotate(paid=_sum(Direction.PAID), recovered=_sum(Direction.RECOVERED)).annotate(
        left=Case(
            When(running, then=Greatest(most - F("paid"), Value(0))),
            default=Value(0),
            output_field=BigIntegerField(),
        ),
        owed=Greatest(F("to_recover") - F("recovered"), Value(0), output_field=BigIntegerField()),
        late_since=Case(When(running, then=Least(first_step, end))),
    )


def totals_of(found: QuerySet[Support]) -> Totals:
    """How many and how much, over all that is found, in one query."""
    sums = found.order_by().aggregate(
        number=Count("pk"),
        in_all=Sum("amount", default=0),
        paid_in_all=Sum("paid", default=0),
        left_in_all=Sum("left", default=0),
        owed_in_all=Sum("owed", default=0),
    )
    return Totals(*(int(figure) for figure in sums.values()))


def _sum(direction: Direction) -> Coalesce:
    money = Disbursement.objects.filter(support=OuterRef("pk"), direction=direction).order_by()
    total = Subquery(money.values("support").annotate(total=Sum("amount")).values("total"))
    return Coalesce(Cast(total, BigIntegerField()), Value(0), output_field=BigIntegerField())


def _conditions(wanted: SupportsSought, on: dt.date) -> Iterable[Q]:
    if wanted.state:
        groups: dict[str, Iterable[str]] = {ANY_RUNNING: RUNNING, ANY_GIVEN_UP: GIVEN_UP}
        yield Q(state__in=sorted(groups.get(wanted.state, [wanted.state])))
    if wanted.plan:
        yield Q(content__plan__key=wanted.plan)
    if wanted.content:
        yield Q(content_id=int(wanted.content))
    if wanted.year:
        yield Q(granted_on__year=int(wanted.year))
    if wanted.open:
        yield open_matter(wanted.open, on)


def open_matter(what: str, on: dt.date) -> Q:
    """The condition of one of ``OPEN_MATTERS``, for supports ``with_money``."""
    late, to_pay = Q(late_since__isnull=False), Q(state=State.ACCEPTED, left__gt=0)
    if what == NO_EFFECT:
        return _owes_effect(on)
    return {LATE: late, TO_PAY: to_pay, PRESSING: late | to_pay, TO_RECOVER: Q(owed__gt=0)}[what]


def _owes_effect(on: dt.date) -> Q:
    """This year's anniversary of the acceptance has passed, the plan runs, and the year's effect is not declared."""
    passed = Q(accepted_on__month__lt=on.month) | Q(accepted_on__month=on.month, accepted_on__day__lte=on.day)
    declared = EffectReport.objects.filter(support=OuterRef("pk"), year=on.year)
    return (
        passed
        & Q(accepted_on__year__lt=on.year, content__plan__year_to__gte=on.year)
        & Q(state__in=[State.ACCEPTED, State.CLOSED])
        & ~Q(Exists(declared))
    )
