"""Which years a report's figures are about, by its kind. Asks the database nothing."""

from dataclasses import dataclass
from enum import StrEnum

from programmes.models import Plan
from reporting.models import PeriodKind, ReportingPeriod

REVIEWS = frozenset({PeriodKind.FIVE_YEAR, PeriodKind.MIDTERM, PeriodKind.FINAL})


class Basis(StrEnum):
    """Where a report's figures come from; forms of two kinds of period are never added up."""

    YEARLY = "yearly"  # its forms are those of the year and enter the sums
    ALONE = "alone"  # a quarter, half-year or request: its forms stand by themselves, sums are of the years before
    REVIEW = "review"  # of several years: sums are of their yearly reports, its own forms stand beside


@dataclass(frozen=True)
class Stretch:
    """What figures "this period" and figures "since the beginning" of a report are about.

    ``year`` is the year reported, ``begins`` the first year covered (None: of each target its phase's first),
    ``summed_to`` the last year whose yearly report is in the sums.
    """

    basis: Basis
    year: int
    summed_to: int
    begins: int | None = None

    @property
    def own_years(self) -> range:
        """The years the period's own forms are about, from 1 January of the first to the cut-off in the last."""
        return range(self.begins or self.year, self.year + 1)

    def summed_since(self, plan: Plan) -> range:
        """The years in the sums of what has no phase; empty before the plan has any."""
        return range(self.begins or plan.year_from, self.summed_to + 1)


def yearly_stretch(year: int) -> Stretch:
    """Of the yearly report of ``year``."""
    return Stretch(Basis.YEARLY, year, year)


def stretch_of(period: ReportingPeriod) -> Stretch:
    """Of any period. A review without a first year covers the plan from its beginning."""
    if period.is_yearly:
        return yearly_stretch(period.year)
    if period.kind in REVIEWS:
        return Stretch(Basis.REVIEW, period.year, period.year, period.covers_from or period.plan.year_from)
    return Stretch(Basis.ALONE, period.year, period.year - 1)
