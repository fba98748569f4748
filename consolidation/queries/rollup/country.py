"""The provinces a person reads, each with what it took over, and their results family by family."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, reduce

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.vietnamese import fold
from consolidation.queries.rollup.families import Together, by_family
from consolidation.queries.rollup.plans import Completeness, PlanTold, plans_of, told_of
from organisations.models import Province, ProvinceSuccession
from organisations.queries import province_ids_of
from organisations.queries.successions import closure, former
from programmes.models import IndicatorFamily
from reporting.models import ReportingPeriod
from reporting.queries.joining import (
    Joined,
    Reads,
    cumulative_of_result,
    integrated_of_result,
    join,
    join_integrated,
    year_of_result,
)
from reporting.queries.measures import MISSING, Measure, Reported


@dataclass(frozen=True)
class ProvinceTold:
    """A province of today with the plans it enacted or inherited; ``areas`` are those provinces, itself among them."""

    province: Province
    areas: tuple[Province, ...]
    plans: tuple[PlanTold, ...]

    @cached_property
    def completeness(self) -> Completeness:
        """Of all its forms of the year."""
        return reduce(Completeness.__add__, (told.completeness for told in self.plans), Completeness())

    @cached_property
    def families(self) -> tuple[Together, ...]:
        """Its targets family by family."""
        return by_family(self.plans)

    def of_family(self, family: IndicatorFamily) -> Together | None:
        """Its targets of one family; None where it has none."""
        return next((each for each in self.families if each.family == family), None)

    @property
    def is_demo(self) -> bool:
        """Whether anything in it was made up for trying the portal."""
        return any(told.plan.document.is_demo or told.results.is_demo for told in self.plans)


@dataclass(frozen=True)
class ProvinceLine:
    """A province in the table of one family."""

    told: ProvinceTold
    together: Together


@dataclass(frozen=True)
class Summed:
    """A sum over provinces: ``within`` of the ``asked`` provinces are in it.

    The others told nothing, or make no one figure in its unit.
    """

    joined: Joined
    within: int
    asked: int


@dataclass(frozen=True)
class FamilyTold:
    """One family over the provinces that have a target of it."""

    family: IndicatorFamily
    lines: tuple[ProvinceLine, ...]

    @cached_property
    def year(self) -> Summed:
        """Of the year, to the cut-offs."""
        return self._summed(year_of_result, lambda together: together.year)

    @cached_property
    def cumulative(self) -> Summed:
        """Since the beginning."""
        return self._summed(cumulative_of_result, lambda together: together.cumulative)

    @cached_property
    def integrated(self) -> Summed:
        """What other programmes brought in the year."""
        return self._summed(integrated_of_result, lambda together: together.integrated)

    @property
    def with_figure(self) -> int:
        """In how many provinces somebody reported anything of it since the beginning."""
        return sum(1 for line in self.lines if line.together.cumulative.told)

    def _summed(self, read: Reads, own: Callable[[Together], Joined]) -> Summed:
        """Of the provinces that told something and whose targets make one figure in the family's unit."""
        told = [line for line in self.lines if own(line.together).told]
        alike = [line for line in told if _is_in_unit(line, self.family) and not own(line.together).reason]
        results = [result for line in alike for result in line.together.results]
        if read is integrated_of_result:
            joined = join_integrated(results)
        else:
            joined = join(results, read) if results else Joined(MISSING, 0, 0)
        if told and not joined.measure.is_measured and len(alike) < len(told):
            joined = replace(joined, measure=Measure(Reported.APART))
        return Summed(joined, len(alike), len(self.lines))


ORDERS = {
    "tinh": _("Province"),
    "nam": _("Result of the year"),
    "luy-ke": _("Since the beginning"),
    "ty-le": _("Percent of the target"),
    "phieu": _("Forms accepted"),
}


def reads_rollups(user: User) -> bool:
    """Whether the person reads the figures of any province."""
    return user.is_superuser or bool(province_ids_of(user))


def country(user: User, year: int, *, on: dt.date) -> tuple[ProvinceTold, ...]:
    """Every province the person reads that no other of them took over by ``on``, by name, with its plans of ``year``."""
    found = (
        Province.objects.all() if user.is_superuser else Province.objects.filter(pk__in=province_ids_of(user))
    )
    known = {province.pk: province for province in found}
    arrows = former(ProvinceSuccession.objects.filter(date__lte=on))
    taken_over = {old for new in known for old in arrows.get(new, ()) if old != new}
    reached = {pk: closure({pk}, arrows) for pk in known if pk not in taken_over}
    everywhere = set().union(*reached.values())
    told = told_of(plans_of(everywhere, year), year, on=on)
    areas = known | Province.objects.in_bulk([pk for pk in everywhere if pk not in known])
    return tuple(
        ProvinceTold(
            known[pk],
            tuple(areas[area] for area in sorted(within, key=lambda area: (area != pk, areas[area].order))),
            tuple(each for each in told if each.plan.province_id in within),
        )
        for pk, within in sorted(reached.items(), key=lambda item: known[item[0]].order)
    )


def has_several_plans(province: Province, year: int, *, as_of: dt.date) -> bool:
    """Whether the province, with everything it took over by ``as_of``, reports on more than one plan in ``year``."""
    within = closure({province.pk}, former(ProvinceSuccession.objects.filter(date__lte=as_of)))
    return len(plans_of(within, year)) > 1


def province_told(
    province: Province, year: int, *, on: dt.date, as_of: dt.date | None = None
) -> ProvinceTold:
    """One province with everything it took over by ``as_of`` (``on`` if left out)."""
    within = closure({province.pk}, former(ProvinceSuccession.objects.filter(date__lte=as_of or on)))
    others = Province.objects.filter(pk__in=within - {province.pk})
    return ProvinceTold(province, (province, *others), told_of(plans_of(within, year), year, on=on))


def years_with_periods(provinces: Iterable[int] | None) -> list[int]:
    """The years for which any of the provinces' plans was asked, newest first; of every province where None is given."""
    periods = ReportingPeriod.objects.yearly().order_by("-year")
    if provinces is not None:
        periods = periods.filter(plan__province__in=set(provinces))
    return list(periods.values_list("year", flat=True).distinct())


def overview(provinces: Sequence[ProvinceTold]) -> tuple["FamilyTold", ...]:
    """Every family any of the provinces has a target of, over all of them."""
    families = {each.family for told in provinces for each in told.families if each.family is not None}
    ordered = sorted(families, key=lambda family: (family.position, family.pk))
    return tuple(FamilyTold(family, tuple(lines_of(provinces, family))) for family in ordered)


def lines_of(
    provinces: Sequence[ProvinceTold], family: IndicatorFamily, *, order: str = "tinh", down: bool = False
) -> list[ProvinceLine]:
    """The provinces with a target of ``family``, in the order asked for; those without a figure always come last."""
    lines = [
        ProvinceLine(told, together) for told in provinces if (together := told.of_family(family)) is not None
    ]
    if order not in ORDERS or order == "tinh":
        return list(reversed(lines)) if down else lines
    known = [line for line in lines if _figure(line, order) is not None]
    known.sort(key=lambda line: _figure(line, order) or Decimal(0), reverse=down)
    return known + [line for line in lines if _figure(line, order) is None]


def _is_in_unit(line: ProvinceLine, family: IndicatorFamily) -> bool:
    return all(fold(unit) == fold(family.unit) for unit in line.together.units)


def _figure(line: ProvinceLine, order: str) -> Decimal | None:
    figures = {
        "nam": lambda: line.together.year.measure.value,
        "luy-ke": lambda: line.together.cumulative.measure.value,
        "ty-le": lambda: line.together.percent,
        "phieu": lambda: Decimal(line.told.completeness.percent) if line.told.completeness.asked else None,
    }
    return figures[order]()
