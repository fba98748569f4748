"""Targets over the years: what each year asked for, what came of it, and the sum since the beginning.

Asks the database nothing: it arranges results that were read for all years at once (``Results.over``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from programmes.models import Plan
from reporting.queries.judge import TargetResult, YearPlan
from reporting.queries.measures import Measure
from reporting.queries.results import Results


@dataclass(frozen=True)
class Point:
    """One year of a target. A year without figure keeps the state of its measure: nil, not reported, not added up."""

    year: int
    planned: YearPlan
    result: Measure
    cumulative: Measure


@dataclass(frozen=True)
class Trend:
    """A target from the first year of its phase to the year asked for; ``latest`` is its result in that year."""

    latest: TargetResult
    points: tuple[Point, ...]

    @property
    def needed(self) -> Decimal | None:
        """The smallest result that keeps the promise, where it can be said."""
        return self.latest.assessment.needed

    @property
    def is_told(self) -> bool:
        """Whether any year has a figure, so that there is something to draw."""
        return any(point.result.is_measured or point.cumulative.is_measured for point in self.points)


def trends_of(over: Mapping[int, Results], year: int) -> tuple[Trend, ...]:
    """The targets of ``year`` through the years of ``over`` up to it, in the plan's order."""
    by_year = {
        each: {result.target.pk: result for result in results.targets}
        for each, results in sorted(over.items())
        if each <= year
    }
    return tuple(
        Trend(latest, tuple(_points(latest, over[year].plan, by_year))) for latest in over[year].current
    )


def _points(
    latest: TargetResult, plan: Plan, by_year: Mapping[int, Mapping[int, TargetResult]]
) -> list[Point]:
    target = latest.target
    first = (target.phase or plan).year_from
    return [
        Point(year, told[target.pk].year_plan, told[target.pk].year, told[target.pk].cumulative)
        for year, told in by_year.items()
        if year >= first
    ]
