"""Results against targets: the one place where reported figures are added up, for reports of every kind.

Only accepted submissions count, and only figures of the Programme itself. What cannot be judged says why.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.vietnamese import fold
from programmes.models import CountedFrom, Plan, Task
from reporting.models import Figure, ReportingPeriod
from reporting.queries.counted import Counted, cutoff_of
from reporting.queries.judge import Judge, TargetResult, YearPlan, written, year_plan
from reporting.queries.measures import Measure, Reading, estimate, is_share, measure, to_date
from reporting.queries.reported import Reports, reports_of, reports_of_period, reports_of_plans, within
from reporting.queries.standing import Own
from reporting.queries.stretch import Basis, Stretch, stretch_of, yearly_stretch

CHILD_ABOVE = _("“%(child)s” (%(figure)s) is above the target it is part of (%(whole)s).")


@dataclass(frozen=True)
class RowResult:
    """An annex row: what the year asks for, what was reported for the year and since the plan began."""

    task: Task
    year_plan: YearPlan
    year: Measure
    estimate: Measure
    cumulative: Measure

    @property
    def traced(self) -> tuple[Figure, ...]:
        """Every figure behind it: of the sum, then those the period's own forms say beside it."""
        return tuple(dict.fromkeys((*self.cumulative.figures, *self.year.figures)))


@dataclass(frozen=True)
class Results:
    """The targets and annex rows of a plan in a year, or as another period's report tells them.

    ``stretch`` says what "the year" of each result is about (the period's own forms) and which years are summed up.
    """

    plan: Plan
    year: int
    targets: tuple[TargetResult, ...]
    rows: tuple[RowResult, ...]
    stretch: Stretch
    on: dt.date
    reports: Reports = field(repr=False)
    counted: Counted = field(repr=False)

    def over(self, years: Iterable[int]) -> dict[int, "Results"]:
        """The results of yearly reports up to this one, told from what was read for it: no query."""
        return _over(self.plan, years, self.on, self.reports, self.counted)

    @property
    def current(self) -> tuple[TargetResult, ...]:
        """The targets whose phase holds the year; of a review those of every phase it covers a part of."""
        return tuple(result for result in self.targets if result.is_current)

    @property
    def is_demo(self) -> bool:
        """Whether any figure in it was made up for trying the portal."""
        told = self._measures
        return self.has_demo_outcomes or any(
            figure.line.submission.is_demo for measure in told for figure in measure.figures
        )

    @property
    def has_demo_outcomes(self) -> bool:
        """Whether an outcome that counts was made up."""
        return any(measure.outcomes is not None and measure.outcomes.is_demo for measure in self._measures)

    @property
    def _measures(self) -> list[Measure]:
        told: list[TargetResult | RowResult] = [*self.targets, *self.rows]
        return [each.cumulative for each in told] + [each.year for each in told]


def results_of(plan: Plan, year: int, *, on: dt.date | None = None) -> Results:
    """What was promised and what came of it in ``year`` and since the beginning.

    ``on`` (today if left out) decides whether a phase is over and a shortfall therefore final. Outcomes of supports count
    to the cut-off day of the year's report.
    """
    reports = reports_of(plan, year)
    counted = Counted(reports.targets, cutoff_of(reports.cutoffs, year))
    return _results(plan, yearly_stretch(year), on or timezone.localdate(), reports, counted)


def results_of_period(period: ReportingPeriod, *, on: dt.date) -> Results:
    """What was promised and what came of it, as the report of ``period`` tells it.

    Of a year as ``results_of``. The forms of a quarter, half-year or request stand by themselves beside the yearly
    reports up to the year before; those of a review beside the yearly reports of the years it covers. Never added up.
    """
    plan, stretch = period.plan, stretch_of(period)
    if stretch.basis == Basis.YEARLY:
        return results_of(plan, period.year, on=on)
    reports = reports_of(plan, stretch.summed_to)
    last = cutoff_of(reports.cutoffs, stretch.summed_to)
    counted = Counted(reports.targets, max(last, period.cutoff_on))
    own = Own(stretch, reports_of_period(period, reports), counted.up_to(period.cutoff_on))
    return _results(plan, stretch, on, reports, counted.up_to(last), own)


def results_over(
    plan: Plan, years: Sequence[int], *, on: dt.date, as_if: Mapping[int, CountedFrom] | None = None
) -> dict[int, Results]:
    """The results of several years, read once for all of them.

    ``as_if``: target id → another source than it has, to show what that would do.
    """
    if not years:
        return {}
    last = max(years)
    reports = reports_of(plan, last)
    for target in reports.targets:
        target.counted_from = (as_if or {}).get(target.pk, target.counted_from)
    counted = Counted(reports.targets, cutoff_of(reports.cutoffs, last))
    return _over(plan, years, on, reports, counted)


def results_of_plans(plans: Sequence[Plan], year: int, *, on: dt.date) -> dict[int, Results]:
    """The results of many plans in ``year``, by the plan's id: as many queries for thirty provinces as for one."""
    reports = reports_of_plans(plans, year)
    cutoffs = {pk: cutoff_of(each.cutoffs, year) for pk, each in reports.items()}
    if not cutoffs:
        return {}
    counted = Counted([t for each in reports.values() for t in each.targets], max(cutoffs.values()))
    return {
        plan.pk: _results(plan, yearly_stretch(year), on, reports[plan.pk], counted.up_to(cutoffs[plan.pk]))
        for plan in plans
    }


def _over(
    plan: Plan, years: Iterable[int], on: dt.date, reports: Reports, counted: Counted
) -> dict[int, Results]:
    return {
        year: _results(
            plan, yearly_stretch(year), on, reports, counted.up_to(cutoff_of(reports.cutoffs, year))
        )
        for year in years
    }


def _results(  # noqa: PLR0917 - what was read, and of whom
    plan: Plan, stretch: Stretch, on: dt.date, reports: Reports, counted: Counted, own: Own | None = None
) -> Results:
    judged = []
    for target in reports.targets:
        judge = Judge(
            plan, target, stretch.summed_to, on=on, reports=reports, counted=counted, begins=stretch.begins
        )
        result = judge.result()
        if own is not None:
            forms = Judge(plan, target, stretch.year, on=on, reports=own.reports, counted=own.counted)
            result = own.beside(result, judge, forms)
        judged.append(result)
    rows = tuple(_row(plan, task, reports, counted, stretch, own) for task in reports.rows)
    return Results(plan, stretch.year, tuple(_warned(judged)), rows, stretch, on, reports, counted)


def _row(  # noqa: PLR0917 - what was read, and of whom
    plan: Plan, task: Task, reports: Reports, counted: Counted, stretch: Stretch, own: Own | None
) -> RowResult:
    figures = reports.of_rows[task.pk]

    def told(years: range, read: Reading) -> Measure:
        if counted.counts_row(task.pk):
            return counted.of_row(task.pk, years, read)
        return measure(within(figures, years), read, is_nil=reports.is_nil([task], years))

    this_year = range(stretch.year, stretch.year + 1)
    is_asked = stretch.basis != Basis.REVIEW
    return RowResult(
        task=task,
        year_plan=year_plan(task.cells, stretch.year) if is_asked else YearPlan(),  # type: ignore[attr-defined] # of reports_of_plans
        year=own.of_row(task, to_date) if own else told(this_year, to_date),
        estimate=own.of_row(task, estimate) if own else told(this_year, estimate),
        cumulative=told(stretch.summed_since(plan), to_date),
    )


def _warned(results: list[TargetResult]) -> Iterable[TargetResult]:
    """The results, with a warning where a part (*trong đó*) is above its whole in the same unit."""
    by_target = {result.target.pk: result for result in results}
    for result in results:
        whole = by_target.get(result.target.parent_id or 0)
        if (
            whole is None
            or fold(whole.target.unit) != fold(result.target.unit)
            or is_share(result.target.unit)
        ):
            yield result
            continue
        pairs = (
            (result.year, whole.year),
            (result.estimate, whole.estimate),
            (result.cumulative, whole.cumulative),
        )
        above = [(a, b) for a, b in pairs if a.is_measured and b.is_measured and a.value > b.value]  # type: ignore[operator]
        told = [
            CHILD_ABOVE
            % {"child": result.target.indicator, "figure": written(a.value), "whole": written(b.value)}
            for a, b in above[:1]
        ]
        yield replace(result, warnings=(*result.warnings, *told))
