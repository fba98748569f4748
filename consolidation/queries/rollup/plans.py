"""Plans in a year with their results and how complete they are, in a fixed number of queries for any number of plans."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, Count, IntegerField, Q, Value, When

from consolidation.models import Report
from consolidation.states import OUT
from organisations.models import Province
from programmes.models import Plan
from reporting.models import ReportingPeriod
from reporting.queries.joining import integrated_of_result
from reporting.queries.judge import TargetResult
from reporting.queries.measures import Measure
from reporting.queries.results import Results, results_of_plans
from reporting.states import FILED, SubmissionState


@dataclass(frozen=True)
class Completeness:
    """How many of the forms asked for were filed, accepted (only those count) and declared nil."""

    asked: int = 0
    filed: int = 0
    accepted: int = 0
    nil: int = 0

    def __add__(self, other: "Completeness") -> "Completeness":
        """Of several periods together; a unit asked about two plans owes two forms."""
        return Completeness(
            self.asked + other.asked,
            self.filed + other.filed,
            self.accepted + other.accepted,
            self.nil + other.nil,
        )

    @property
    def is_complete(self) -> bool:
        """Whether every form asked for counts."""
        return self.asked > 0 and self.accepted == self.asked

    @property
    def percent(self) -> int:
        """The accepted in percent of those asked for, rounded down."""
        return 100 * self.accepted // self.asked if self.asked else 0


@dataclass(frozen=True)
class Entry:
    """One target of one plan, with where it comes from."""

    told: "PlanTold"
    result: TargetResult

    @cached_property
    def integrated(self) -> Measure:
        """What other programmes brought in the year; in no sum of the Programme."""
        return integrated_of_result(self.result)

    @property
    def is_part(self) -> bool:
        """Whether it is *trong đó* of another target."""
        return self.result.target.parent_id is not None


@dataclass(frozen=True)
class PlanTold:
    """A plan in a year. Without a ``period`` the year was never asked for; without a ``report`` none was begun."""

    plan: Plan
    results: Results
    period: ReportingPeriod | None
    report: Report | None
    completeness: Completeness

    @property
    def area(self) -> Province:
        """The province that enacted the plan: the former area its figures are of."""
        return self.plan.province

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Its targets of the year, each with the plan at hand."""
        return tuple(Entry(self, result) for result in self.targets)

    @property
    def targets(self) -> tuple[TargetResult, ...]:
        """The targets whose phase holds the year."""
        return self.results.current


def plans_of(provinces: Iterable[int], year: int) -> list[Plan]:
    """The plans those provinces enacted whose years hold ``year``, province by province; one query."""
    found = Plan.objects.covering(year).filter(province__in=set(provinces))
    return list(
        found.select_related("province", "programme", "document__issuer").order_by("province__order", "pk")
    )


def told_of(plans: Iterable[Plan], year: int, *, on: dt.date) -> tuple[PlanTold, ...]:
    """Each plan with its results of ``year`` as they stand on ``on``, in the order of ``plans``."""
    asked = list(plans)
    results = results_of_plans(asked, year, on=on)
    of_year = ReportingPeriod.objects.yearly().filter(plan__in=[plan.pk for plan in asked], year=year)
    counted = of_year.order_by().annotate(
        asked=Count("submissions"),
        filed=Count("submissions", filter=Q(submissions__state__in=FILED)),
        accepted=Count("submissions", filter=Q(submissions__state=SubmissionState.ACCEPTED)),
        nil=Count(
            "submissions", filter=Q(submissions__state=SubmissionState.ACCEPTED, submissions__is_nil=True)
        ),
    )
    periods = {period.plan_id: period for period in counted}
    written = Report.objects.filter(period__in=[period.pk for period in periods.values()])
    # what has left the house counts before a later version that is still being written
    newest = written.order_by("period_id", _inside_last(), "-version")
    reports = {
        report.period_id: report
        for report in newest.distinct("period_id").only(
            "period_id", "version", "state", "number", "symbol", "dated_on", "issued_at"
        )
    }
    return tuple(_told(plan, results[plan.pk], periods.get(plan.pk), reports) for plan in asked)


def _told(
    plan: Plan, results: Results, period: ReportingPeriod | None, reports: dict[int, Report]
) -> PlanTold:
    if period is None:
        return PlanTold(plan, results, None, None, Completeness())
    period.plan = plan
    numbers = (getattr(period, name) for name in ("asked", "filed", "accepted", "nil"))
    return PlanTold(plan, results, period, reports.get(period.pk), Completeness(*numbers))


def _inside_last() -> Case:
    """Orders versions that have left the house before the others."""
    return Case(When(state__in=OUT, then=Value(0)), default=Value(1), output_field=IntegerField())
