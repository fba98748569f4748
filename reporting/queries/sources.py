"""What another source of a target's results would do: year by year, before anybody chooses it."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from journal.models import Entry
from programmes.models import CountedFrom, Target
from reporting.models import ReportingPeriod, Submission
from reporting.queries.issued import issued_years
from reporting.queries.judge import TargetResult
from reporting.queries.measures import is_share
from reporting.queries.results import Results, results_over
from reporting.states import EDITABLE


@dataclass(frozen=True)
class YearBefore:
    """A year under both sources. ``is_issued``: its report has left the house and keeps its figure."""

    period: ReportingPeriod
    now: TargetResult
    then: TargetResult
    is_issued: bool

    @property
    def changes(self) -> bool:
        """Whether a figure of the year would differ."""
        return any(
            (a.state, a.value) != (b.state, b.value)
            for a, b in ((self.now.year, self.then.year), (self.now.cumulative, self.then.cumulative))
        )


@dataclass(frozen=True)
class Effect:
    """What choosing ``source`` would do: each reported year, and the open forms that would no longer be asked."""

    source: CountedFrom
    years: tuple[YearBefore, ...]
    open_forms: int
    refusal: str


def other_source(target: Target) -> CountedFrom:
    """The source the target does not have."""
    is_outcomes = target.counted_from == CountedFrom.OUTCOMES
    return CountedFrom.SUBMISSIONS if is_outcomes else CountedFrom.OUTCOMES


def source_refusal(target: Target, source: CountedFrom) -> str:
    """Why ``source`` cannot be the target's; empty where it can."""
    if source == CountedFrom.SUBMISSIONS:
        return ""
    if is_share(target.unit) and not target.expression.is_relative:
        return _("The target is a percentage; outcomes are counted and make none.")
    if not target.counting_contents.exists():
        return _(
            "No support content counts for this target yet. Tie contents to it first, in the administration."
        )
    return ""


def effect_of(target: Target, *, on: dt.date) -> Effect:
    """What the other source would do to ``target`` in every year that is reported."""
    source, plan = other_source(target), target.plan
    periods = list(plan.periods.yearly().order_by("year"))
    reported = [period.year for period in periods]
    now, then = (
        results_over(plan, reported, on=on, as_if=as_if)
        for as_if in ({target.pk: CountedFrom(target.counted_from)}, {target.pk: source})
    )
    issued = issued_years(plan)
    years = tuple(
        YearBefore(p, _of(target, now[p.year]), _of(target, then[p.year]), p.year in issued) for p in periods
    )
    asked = Submission.objects.filter(
        period__plan=target.plan, state__in=EDITABLE, lines__figures__target=target
    )
    return Effect(source, years, asked.distinct().count(), source_refusal(target, source))


def choices_of(target: Target, most: int = 20) -> list[Entry]:
    """Who chose the target's source before, newest first."""
    return list(Entry.objects.about(target).filter(action="choose_source")[:most])


def _of(target: Target, results: Results) -> TargetResult:
    return next(result for result in results.targets if result.target.pk == target.pk)
