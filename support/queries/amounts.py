"""How much may be granted for each content of an application, and from which row of levels. Money in đồng."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from enterprises.models import Enterprise
from support.models import CapUnit, RequestedItem, Support, SupportLevel
from support.queries.levels import highest, levels_of


@dataclass(frozen=True)
class Ceiling:
    """What may be granted at most. ``level`` None: none is entered. ``most`` None: the cost has to be recognised first."""

    level: SupportLevel | None
    most: int | None
    others: tuple[SupportLevel, ...] = ()
    given_this_year: int = 0
    is_laid_down: bool = False


def ceilings_of(
    items: Sequence[RequestedItem], enterprise: Enterprise, on: dt.date, costs: dict[int, int | None]
) -> dict[int, Ceiling]:
    """The ceiling of each item on ``on`` for the cost recognised in ``costs`` (by item id); contents are at hand.

    Levels that hold for the enterprise's province; of several the highest, never added up.
    """
    rows = levels_of([item.content for item in items], on, province=enterprise.province)
    return {item.pk: _ceiling(rows[item.content_id], enterprise, on, costs.get(item.pk)) for item in items}


def _ceiling(rows: list[SupportLevel], enterprise: Enterprise, on: dt.date, cost: int | None) -> Ceiling:
    given = _given(rows, enterprise, on.year)
    best = highest(rows, cost, given_this_year=given)
    return Ceiling(best.level, best.most, best.others, given, is_laid_down=bool(rows))


def _given(rows: list[SupportLevel], enterprise: Enterprise, year: int) -> int:
    """What the family was given this year by levels whose cap is one per enterprise and year."""
    yearly = [row for row in rows if row.cap_unit == CapUnit.ENTERPRISE_YEAR]
    if not yearly or not enterprise.family:
        return 0
    before = Support.objects.standing().filter(
        family=enterprise.family, level__in=yearly, granted_on__year=year
    )
    return before.aggregate(sum=Sum("amount"))["sum"] or 0
