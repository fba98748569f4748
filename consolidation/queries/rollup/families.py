"""Results of several plans by family of indicators: side by side, and as one where they may be added."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, reduce

from consolidation.queries.rollup.plans import Completeness, Entry, PlanTold
from programmes.models import IndicatorFamily
from reporting.queries.joining import (
    Joined,
    cumulative_of_result,
    estimate_of_result,
    join,
    join_integrated,
    promised,
    year_of_result,
)
from reporting.queries.judge import TargetResult


@dataclass(frozen=True)
class Together:
    """The targets of one family (or, without one, a single target): side by side, and as one."""

    family: IndicatorFamily | None
    entries: tuple[Entry, ...]

    @property
    def results(self) -> list[TargetResult]:
        """The targets' results."""
        return [entry.result for entry in self.entries]

    @cached_property
    def year(self) -> Joined:
        """Of the year, to the cut-off."""
        return join(self.results, year_of_result)

    @cached_property
    def estimate(self) -> Joined:
        """Expected of the whole year."""
        return join(self.results, estimate_of_result)

    @cached_property
    def cumulative(self) -> Joined:
        """Since the beginning."""
        return join(self.results, cumulative_of_result)

    @cached_property
    def integrated(self) -> Joined:
        """What other programmes brought in the year, by itself; nobody is asked for it."""
        return join_integrated(self.results)

    @cached_property
    def promised(self) -> Decimal | None:
        """The enacted figures together, where they are of one kind."""
        return promised(self.results)

    @cached_property
    def percent(self) -> Decimal | None:
        """The sum since the beginning in percent of what was promised, only where everybody answered."""
        if len(self.entries) == 1:
            return self.entries[0].result.percent
        cumulative = self.cumulative
        if not (self.promised and cumulative.measure.value is not None and cumulative.is_complete):
            return None
        return cumulative.measure.value / self.promised * 100

    @cached_property
    def completeness(self) -> Completeness:
        """How many of the forms count that its plans asked for."""
        return reduce(Completeness.__add__, (told.completeness for told in self.plans), Completeness())

    @property
    def plans(self) -> tuple[PlanTold, ...]:
        """The plans it is of, each once."""
        return tuple({entry.told.plan.pk: entry.told for entry in self.entries}.values())

    @property
    def is_several(self) -> bool:
        """Whether there is anything to put together."""
        return len(self.entries) > 1

    @property
    def units(self) -> tuple[str, ...]:
        """The units of measure, each once."""
        return tuple(dict.fromkeys(result.target.unit for result in self.results))


def by_family(told: Iterable[PlanTold]) -> tuple[Together, ...]:
    """The targets of the plans family by family; those no family compares come last, each by itself."""
    entries = [entry for plan in told for entry in plan.entries]
    of_family: dict[IndicatorFamily, list[Entry]] = defaultdict(list)
    alone = []
    for entry in entries:
        family = entry.result.target.family
        if family is None:
            alone.append(Together(None, (entry,)))
        else:
            of_family[family].append(entry)
    families = sorted(of_family, key=lambda family: (family.position, family.pk))
    return (*(Together(family, tuple(of_family[family])) for family in families), *alone)
