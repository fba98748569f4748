"""One target's plan, figures and verdict, brought together."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.formatting import english_number, number
from programmes.expressions import Assessment, Expression, Operator, Verdict, assess, to_words
from programmes.models import AnnualTarget, BaseKind, Plan, RowsRule, Target
from reporting.models import Figure
from reporting.queries.counted import Counted
from reporting.queries.measures import (
    MISSING,
    Measure,
    Reading,
    Reported,
    combine,
    estimate,
    is_share,
    measure,
    to_date,
)
from reporting.queries.overlaps import set_aside
from reporting.queries.reported import Reports, within

SEVERAL_ROWS = _(
    "It has several annex rows (%(rows)s) and nobody has chosen how they make one figure; they are not added up."
)
SHARES = _("Percentages of several units or years are not added up.")
SHARES_FOR_GROWTH = _(
    "The results are given in percent; growth is judged by the counted numbers behind them."
)
NO_CONTENTS = _("Its results come from outcomes of supports, but no support content counts for it yet.")
NOT_BEGUN = _("Its phase begins in %(year)s.")
BELOW_TO_DATE = _("The estimate for the whole year (%(estimate)s) is below the result to date (%(to_date)s).")


@dataclass(frozen=True)
class YearPlan:
    """What the year asks for. No ``value``: ``raw`` and ``reason`` tell a blank cell, a choice not made, nothing.

    ``is_assigned``: the plan is silent and DOST said it.
    """

    value: Decimal | None = None
    raw: str = ""
    reason: str | Promise = ""
    is_assigned: bool = False


@dataclass(frozen=True)
class TargetResult:
    """A target with its results and what they mean.

    ``cumulative`` runs from the first year of the phase (or plan); ``unknown_years`` of it have no accepted
    submission at all. ``integrated`` figures of other programmes stand beside and are in no sum.
    """

    target: Target
    expression: Expression
    year_plan: YearPlan
    year: Measure
    estimate: Measure
    cumulative: Measure
    assessment: Assessment
    is_current: bool
    unknown_years: tuple[int, ...] = ()
    integrated: tuple[Figure, ...] = ()
    warnings: tuple[str | Promise, ...] = ()

    @property
    def words(self) -> str:
        """The target in the reader's language."""
        return to_words(self.expression, get_language() or "vi")

    @property
    def traced(self) -> tuple[Figure, ...]:
        """Every figure behind it: of the sum, then those the period's own forms say beside it."""
        return tuple(dict.fromkeys((*self.cumulative.figures, *self.year.figures)))

    @property
    def percent(self) -> Decimal | None:
        """The result in percent of what keeps the promise."""
        return self.assessment.percent


class Judge:
    """Brings one target's plan, figures and verdict together."""

    def __init__(
        self,
        plan: Plan,
        target: Target,
        year: int,
        *,
        on: dt.date,
        reports: Reports,
        counted: Counted,
        begins: int | None = None,
    ) -> None:
        """``begins``: the first year covered, where sums do not run from the first year of the phase."""
        self.plan, self.target, self.year, self.reports, self.counted = plan, target, year, reports, counted
        span = target.phase or plan
        self.first, self.last = span.year_from, span.year_to
        self.since = range(max(self.first, begins or self.first), min(year, self.last) + 1)
        self.is_closed = year >= self.last < on.year  # only the last year's results are final
        self.rows = target.rows  # type: ignore[attr-defined] # of reports_of_plans
        self.expression = replace(
            target.expression,
            base_kind=target.base_kind,
            within_parent=target.parent_id is not None,
        )

    def result(self) -> TargetResult:
        """The target's line."""
        this_year = range(self.year, self.year + 1) if self.year in self.since else range(0)
        year, cumulative = (
            self.told(self.target, this_year, to_date),
            self.told(self.target, self.since, to_date),
        )
        foretold = self.told(self.target, this_year, estimate)
        return TargetResult(
            target=self.target,
            expression=self.expression,
            year_plan=self.planned(),
            year=year,
            estimate=foretold,
            cumulative=cumulative,
            assessment=self.assessment(year, cumulative),
            is_current=self.first <= self.year <= self.last,
            unknown_years=self.unknown_years(),
            integrated=tuple(within(self.reports.integrated[self.target.pk], this_year)),
            warnings=below_to_date(year, foretold),
        )

    def told(self, target: Target, years: range, read: Reading) -> Measure:
        """What the one source of ``target`` says of ``years``: outcomes, else accepted submissions, whose annex rows

        combine by the target's rule only.
        """
        if self.counted.counts_target(target):
            return self.counted.of_target(target, years, read)
        figures = within(self.reports.own[target.pk], years)
        rows = list(target.tasks.all()) if target.pk != self.target.pk else self.rows
        if len(rows) < 2:  # noqa: PLR2004
            return measure(figures, read, is_nil=self.reports.is_nil(rows, years))
        # rows that are added up are one sum, in which an enterprise counts once; otherwise each row is its own
        aside = (
            set_aside(f for f in figures if read(f) is not None) if target.rows_rule == RowsRule.SUM else None
        )
        parts = [
            measure(
                [figure for figure in figures if figure.line.task_id == row.pk],
                read,
                is_nil=self.reports.is_nil([row], years),
                aside=aside,
            )
            for row in rows
        ]
        beside = [figure for figure in figures if figure.line.task_id not in {row.pk for row in rows}]
        return combine([*parts, measure(beside, read, aside=aside)] if beside else parts, target.rows_rule)

    def unknown_years(self) -> tuple[int, ...]:
        """Years without any accepted submission; outcomes are known of every year."""
        if self.counted.counts_target(self.target):
            return ()
        return tuple(y for y in self.since if y not in self.reports.years)

    def planned(self) -> YearPlan:
        """What DOST assigned for the year, else what the annex rows ask for."""
        own = year_plan(self.target.cells, self.year)  # type: ignore[attr-defined] # of reports_of_plans
        cells = [year_plan(row.cells, self.year) for row in self.rows]
        if own.value is not None or not cells:
            return own
        if len(cells) == 1:
            return cells[0]
        values = [cell.value for cell in cells if cell.value is not None]
        if not values:
            return YearPlan()
        if not self.target.rows_rule:
            return YearPlan(reason=self.several_rows())
        return YearPlan(max(values) if self.target.rows_rule == RowsRule.LARGEST else sum(values, Decimal(0)))

    def several_rows(self) -> str | Promise:
        """Why rows do not make one figure."""
        return SEVERAL_ROWS % {"rows": ", ".join(row.code for row in self.rows)}

    def assessment(self, year: Measure, cumulative: Measure) -> Assessment:
        """What the results mean; not assessable, with the reason, wherever something is missing."""
        result = self.judged_by(year, cumulative)
        hindrance = self.hindrance(result)
        if hindrance:
            return Assessment(Verdict.NOT_ASSESSABLE, hindrance)
        in_percent = self.expression.is_relative and any(is_share(figure.unit) for figure in result.figures)
        assessment = assess(
            self.expression,
            None if in_percent else result.value,
            reported=result.is_reported,
            base=self.base(),
            previous=self.year_before(),
            first_year=self.year == self.first,
            closed=self.is_closed,
            about_tolerance=self.plan.about_tolerance,
        )
        if in_percent and assessment.verdict != Verdict.NOT_ASSESSABLE:
            return Assessment(Verdict.NOT_ASSESSABLE, SHARES_FOR_GROWTH)
        return assessment

    def judged_by(self, year: Measure, cumulative: Measure) -> Measure:
        """Counts are judged since the beginning, growth by the year, a percentage by the last year that has one."""
        if self.target.operator == Operator.GROWTH_PER_YEAR_RANGE:
            return year
        if is_share(self.target.unit) and not self.expression.is_relative:
            each = (self.told(self.target, range(y, y + 1), to_date) for y in reversed(self.since))
            return next((told for told in each if told.is_reported), MISSING)
        return cumulative

    def hindrance(self, result: Measure) -> str | Promise:
        """What keeps the target from being judged before its expression is asked; blank where nothing does."""
        if self.counted.counts_target(self.target) and self.counted.lacks_contents(self.target):
            return NO_CONTENTS
        if self.year < self.first:
            return NOT_BEGUN % {"year": self.first}
        if result.state != Reported.APART:
            return ""
        return self.several_rows() if len(self.rows) > 1 and not self.target.rows_rule else SHARES

    def base(self) -> Decimal | None:
        """The figure an increase counts from: the other phase's target or its result, as DOST chose."""
        other = self.target.base_target
        if other is None or not self.target.base_kind:
            return None
        if self.target.base_kind == BaseKind.TARGET:
            return other.value
        span = other.phase or self.plan
        return _counted(self.told(other, range(span.year_from, min(span.year_to, self.year) + 1), to_date))

    def year_before(self) -> Decimal | None:
        """The result growth is held against; unknown before the first year."""
        if self.target.operator != Operator.GROWTH_PER_YEAR_RANGE or self.year <= self.first:
            return None
        return _counted(self.told(self.target, range(self.year - 1, self.year), to_date))


def below_to_date(year: Measure, foretold: Measure) -> tuple[str, ...]:
    """The doubt about an estimate that is below what was reached already; nothing where there is none."""
    if not (year.is_measured and foretold.is_measured) or foretold.value >= year.value:  # type: ignore[operator] # measured
        return ()
    return (BELOW_TO_DATE % {"estimate": written(foretold.value), "to_date": written(year.value)},)


def year_plan(cells: Iterable[AnnualTarget], year: int) -> YearPlan:
    """The cell of the year; none at all is a plan without a figure for the year."""
    told = (
        YearPlan(cell.value, cell.raw, is_assigned=cell.is_assigned) for cell in cells if cell.year == year
    )
    return next(told, YearPlan())


def written(value: Decimal | None) -> str:
    """A figure in the notation of whoever reads it."""
    return english_number(value) if (get_language() or "").startswith("en") else number(value)


def _counted(told: Measure) -> Decimal | None:
    """A number to compare with: a declared nil is none done; percentages are no number."""
    if any(is_share(figure.unit) for figure in told.figures):
        return None
    return Decimal(0) if told.state == Reported.NIL else told.value
