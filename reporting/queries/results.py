"""Results against targets: the one place where reported figures are added up.

Only accepted submissions count, and only figures of the Programme itself. What cannot be judged says why.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.vietnamese import fold
from programmes.models import CountedFrom, Plan, Task
from reporting.queries.counted import Counted, cutoff_of
from reporting.queries.judge import Judge, TargetResult, YearPlan, written, year_plan
from reporting.queries.measures import Measure, Reading, estimate, is_share, measure, to_date
from reporting.queries.reported import Reports, reports_of, within

CHILD_ABOVE = _("“%(child)s” (%(figure)s) is above the target it is part of (%(whole)s).")


@dataclass(frozen=True)
class RowResult:
    """An annex row: what the year asks for, what was reported for the year and since the plan began."""

    task: Task
    year_plan: YearPlan
    year: Measure
    estimate: Measure
    cumulative: Measure


@dataclass(frozen=True)
class Results:
    """The targets and annex rows of a plan in a year."""

    plan: Plan
    year: int
    targets: tuple[TargetResult, ...]
    rows: tuple[RowResult, ...]

    @property
    def current(self) -> tuple[TargetResult, ...]:
        """The targets whose phase holds the year."""
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
        return [target.cumulative for target in self.targets] + [row.cumulative for row in self.rows]


def results_of(plan: Plan, year: int, *, on: dt.date | None = None) -> Results:
    """What was promised and what came of it in ``year`` and since the beginning.

    ``on`` (today if left out) decides whether a phase is over and a shortfall therefore final. Outcomes of supports count
    to the cut-off day of the year's report.
    """
    reports = reports_of(plan, year)
    counted = Counted(reports.targets, cutoff_of(reports.cutoffs, year))
    return _results(plan, year, on or timezone.localdate(), reports, counted)


def results_over(
    plan: Plan, years: Sequence[int], *, on: dt.date, as_if: Mapping[int, CountedFrom]
) -> dict[int, Results]:
    """The results of several years, read once for all of them.

    ``as_if``: target id → another source than it has, to show what that would do.
    """
    if not years:
        return {}
    last = max(years)
    reports = reports_of(plan, last)
    for target in reports.targets:
        target.counted_from = as_if.get(target.pk, target.counted_from)
    counted = Counted(reports.targets, cutoff_of(reports.cutoffs, last))
    return {
        year: _results(plan, year, on, reports, counted.up_to(cutoff_of(reports.cutoffs, year)))
        for year in years
    }


def _results(plan: Plan, year: int, today: dt.date, reports: Reports, counted: Counted) -> Results:
    judged = [
        Judge(plan, target, year, on=today, reports=reports, counted=counted).result()
        for target in reports.targets
    ]
    since = range(plan.year_from, year + 1)
    rows = tuple(_row(task, reports, counted, since) for task in reports.rows)
    return Results(plan, year, tuple(_warned(judged)), rows)


def _row(task: Task, reports: Reports, counted: Counted, since: range) -> RowResult:
    year = since[-1]
    figures, this_year = reports.of_rows[task.pk], range(year, year + 1)

    def told(years: range, read: Reading) -> Measure:
        if counted.counts_row(task.pk):
            return counted.of_row(task.pk, years, read)
        return measure(within(figures, years), read, is_nil=reports.is_nil([task], years))

    return RowResult(
        task=task,
        year_plan=year_plan(task.annual.all(), year),
        year=told(this_year, to_date),
        estimate=told(this_year, estimate),
        cumulative=told(since, to_date),
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
