"""How much a content is supported: the rows in force, and the highest of them for a cost. Money in đồng."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from common.templatetags.formats import vn_money, vn_percent
from organisations.models import Province
from support.models import CapUnit, SupportContent, SupportLevel


@dataclass(frozen=True)
class Granted:
    """The highest of several levels: ``most`` đồng at most (None: no level, or no cost to reckon from).

    ``others`` are the rows in force that give less; they are never added.
    """

    level: SupportLevel | None
    most: int | None
    others: tuple[SupportLevel, ...] = ()


def levels_of(
    contents: Iterable[SupportContent], on: dt.date, *, province: Province | None = None
) -> dict[int, list[SupportLevel]]:
    """By id of each content, its levels in force on ``on``, in one query; a content without any has an empty list.

    ``province``: only rows that hold in its area; without it all rows, each saying its area.
    """
    wanted = [content.pk for content in contents]
    rows = SupportLevel.objects.on(on).filter(content_id__in=wanted).select_related("province")
    if province is not None:
        rows = rows.filter(Q(province=None) | Q(province=province))
    found: dict[int, list[SupportLevel]] = defaultdict(list)
    for row in rows:
        found[row.content_id].append(row)
    return {pk: found[pk] for pk in wanted}


def level_in_words(level: SupportLevel) -> str:
    """``50% of the cost, at most 100.000.000 đồng per support``, in the reader's language."""
    unit = CapUnit(level.cap_unit).label
    cap = _("at most %(cap)s %(unit)s") % {"cap": vn_money(level.cap), "unit": unit}
    if level.rate is None:
        return cap
    rate = _("%(rate)s of the cost") % {"rate": vn_percent(level.rate)}
    return f"{rate}, {cap}" if level.cap is not None else rate


def most_of(level: SupportLevel, cost: int | None, *, units: int = 1, given_this_year: int = 0) -> int | None:
    """What ``level`` gives at most for ``cost`` đồng; None when it cannot be told without a cost.

    ``units``: products the cap multiplies with where it is one per product. ``given_this_year``: what the enterprise was
    given by this level in the year, where the cap is one per enterprise and year. Parts of a đồng are dropped.
    """
    bounds: list[int] = []
    if cost is not None:
        share = Decimal(cost) * (Decimal(100) if level.rate is None else level.rate) / 100
        bounds.append(int(share.to_integral_value(ROUND_DOWN)))
    if level.cap is not None:
        cap = level.cap * units if level.cap_unit == CapUnit.PRODUCT else level.cap
        bounds.append(max(cap - given_this_year, 0) if level.cap_unit == CapUnit.ENTERPRISE_YEAR else cap)
    return min(bounds, default=None)


def highest(
    levels: Sequence[SupportLevel], cost: int | None, *, units: int = 1, given_this_year: int = 0
) -> Granted:
    """The one level of ``levels`` that gives most for ``cost``; the earlier row where two give the same.

    Without a cost a level without a cap cannot be compared: then nothing is said unless every row has one.
    """
    amounts = [most_of(level, cost, units=units, given_this_year=given_this_year) for level in levels]
    known = [(amount, level) for amount, level in zip(amounts, levels, strict=True) if amount is not None]
    if not known or len(known) < len(levels):
        return Granted(levels[0] if len(levels) == 1 else None, None, tuple(levels[1:]))
    most, best = max(known, key=lambda pair: pair[0])
    return Granted(best, most, tuple(level for level in levels if level is not best))
