"""The money of granted supports: committed, paid, paid back; by year, content and national group. In đồng.

Only what the portal's own books of supports hold up to a day. Nothing in them is no sum of 0: it is nothing known.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractYear

from programmes.models import NationalTaskGroup, Plan
from reporting.models import ReportingPeriod
from reporting.queries.stretch import stretch_of
from support.models import Direction, Disbursement, Support, SupportContent


@dataclass(frozen=True)
class Amounts:
    """``committed`` was granted and still stood on the day, ``given_up`` was granted and no longer did.

    ``supports`` counts those that stood. ``paid`` went to enterprises, ``recovered`` came back; by the day of payment.
    """

    supports: int = 0
    committed: int = 0
    given_up: int = 0
    paid: int = 0
    recovered: int = 0

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(*(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True)))

    @property
    def is_any(self) -> bool:
        """Whether anything was granted or paid at all."""
        return any(vars(self).values())


@dataclass(frozen=True)
class MoneyOf:
    """The money of a content or of a national group (None: contents that hang on none)."""

    of: SupportContent | NationalTaskGroup | None
    within: Amounts
    in_all: Amounts


@dataclass(frozen=True)
class Money:
    """The money of a plan ``within`` the years asked for and ``in_all`` since its beginning, to the day ``until``.

    ``years`` holds every year from the first with money to the last asked for.
    """

    plan: Plan
    asked: range
    until: dt.date
    years: tuple[tuple[int, Amounts], ...]
    contents: tuple[MoneyOf, ...]
    groups: tuple[MoneyOf, ...]
    within: Amounts
    in_all: Amounts
    is_demo: bool

    @property
    def is_known(self) -> bool:
        """Whether the books hold any support or payment up to the day."""
        return self.in_all.is_any


def money_of_period(period: ReportingPeriod) -> Money:
    """The money of the years a report speaks of, to its cut-off."""
    return money_of(period.plan, stretch_of(period).own_years, until=period.cutoff_on)


def money_of(plan: Plan, asked: range, *, until: dt.date) -> Money:
    """The money of ``plan`` in the years ``asked`` and since its beginning, to ``until`` included; three queries.

    Never beyond the last of the years, however late ``until`` is.
    """
    until = min(until, dt.date(asked.stop - 1, 12, 31))
    entries = [*_granted(plan, until), *_paid(plan, until)]
    contents = (
        SupportContent.objects.filter(plan=plan)
        .select_related("task__national_group")
        .order_by("position", "pk")
    )
    by_content = _summed((content, year, amounts) for content, year, amounts, _demo in entries)
    known = [content for content in contents if content.pk in by_content]
    group_of = {content.pk: _group(content) for content in known}
    by_group = _summed(
        ((group.pk if (group := group_of[content]) else None), year, amounts)
        for content, year, amounts, _demo in entries
    )
    groups = sorted({g.pk: g for g in group_of.values() if g}.values(), key=lambda group: group.position)
    under: list[NationalTaskGroup | None] = [*groups, *([None] if None in by_group else [])]
    total = _summed((None, year, amounts) for _content, year, amounts, _demo in entries)[None]
    first = min(total, default=asked.stop)
    return Money(
        plan=plan,
        asked=asked,
        until=until,
        years=tuple((year, total.get(year, Amounts())) for year in range(first, asked.stop)),
        contents=tuple(_told(content, by_content[content.pk], asked) for content in known),
        groups=tuple(_told(group, by_group[group.pk if group else None], asked) for group in under),
        within=_sum(total, asked),
        in_all=_sum(total),
        is_demo=any(is_demo for *_entry, is_demo in entries),
    )


Entry = tuple[int, int, Amounts, bool]  # content, year, amounts, whether made up
Years = dict[int, Amounts]


def _granted(plan: Plan, until: dt.date) -> Iterable[Entry]:
    """What was granted, by content and year of granting; what was given up by ``until`` is apart."""
    over = Q(given_up_on__isnull=False, given_up_on__lte=until)
    rows = (
        Support.objects.filter(content__plan=plan, granted_on__lte=until)
        .order_by()
        .values("content_id", "is_demo", year=ExtractYear("granted_on"))
        .annotate(
            count=Count("pk", filter=~over),
            stood=Sum("amount", filter=~over),
            gone=Sum("amount", filter=over),
        )
    )
    for row in rows:
        amounts = Amounts(row["count"], row["stood"] or 0, row["gone"] or 0)
        yield row["content_id"], row["year"], amounts, row["is_demo"]


def _paid(plan: Plan, until: dt.date) -> Iterable[Entry]:
    """What was paid and paid back, by content and year of payment."""
    rows = (
        Disbursement.objects.filter(support__content__plan=plan, paid_on__lte=until)
        .order_by()
        .values("support__content_id", "support__is_demo", year=ExtractYear("paid_on"))
        .annotate(
            paid=Sum("amount", filter=Q(direction=Direction.PAID)),
            back=Sum("amount", filter=Q(direction=Direction.RECOVERED)),
        )
    )
    for row in rows:
        amounts = Amounts(paid=row["paid"] or 0, recovered=row["back"] or 0)
        yield row["support__content_id"], row["year"], amounts, row["support__is_demo"]


def _summed(entries: Iterable[tuple[Any, int, Amounts]]) -> dict[Any, Years]:
    found: dict[Hashable, Years] = defaultdict(dict)
    for place, year, amounts in entries:
        found[place][year] = found[place].get(year, Amounts()) + amounts
    return found


def _told(of: SupportContent | NationalTaskGroup | None, years: Years, asked: range) -> MoneyOf:
    return MoneyOf(of, _sum(years, asked), _sum(years))


def _sum(years: Years, within: range | None = None) -> Amounts:
    return sum((a for year, a in years.items() if within is None or year in within), Amounts())


def _group(content: SupportContent) -> NationalTaskGroup | None:
    return content.task.national_group if content.task else None
