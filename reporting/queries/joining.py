"""Results of several plans as one figure. Asks the database nothing.

Only results in the same unit, of counts, over the same years are added; what may not be added says why. An enterprise
that several plans name counts once a year by the family of its tax codes, an outcome once.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.vietnamese import fold
from reporting.models import CountedAs, Figure
from reporting.queries.judge import TargetResult
from reporting.queries.measures import MISSING, Measure, Reported, is_share, measure, to_date
from reporting.queries.overlaps import Standing, helped_of
from reporting.queries.reported import year_of
from support.models import OutcomeKind

UNITS = _("They are counted in different units (%(units)s) and are not added up.")
RELATIVE = _("Growth and percentages are judged in each plan by itself and are not added up.")
SEVERAL = _(
    "One plan has several such targets, behind which the same subjects may stand; they are not added up."
)
YEARS = _("Their sums begin in different years and are not added up.")
INSIDE = _("The figures of one of the plans make no one figure.")

Place = tuple[int, str]  # year, family of tax codes
Named = tuple[str, str, str]  # an outcome: kind, family of tax codes, name
Reads = Callable[[TargetResult], Measure]


@dataclass(frozen=True)
class Joined:
    """Several results as one.

    ``told`` of the ``asked`` results have a figure or a declared nil: a measured value is complete only where all of
    them have. ``reason`` says why there is no one figure; ``again`` how many were named more than once and count once.
    """

    measure: Measure
    told: int
    asked: int
    reason: str | Promise = ""
    again: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether everybody asked said something."""
        return self.told == self.asked


def year_of_result(result: TargetResult) -> Measure:
    """What a result says of the year."""
    return result.year


def estimate_of_result(result: TargetResult) -> Measure:
    """What is expected of the whole year."""
    return result.estimate


def cumulative_of_result(result: TargetResult) -> Measure:
    """What a result says since the beginning."""
    return result.cumulative


def integrated_of_result(result: TargetResult) -> Measure:
    """What other programmes brought in the year, beside the result."""
    return measure(result.integrated, to_date)


def wholes(results: Iterable[TargetResult]) -> list[TargetResult]:
    """The results without those that are a part (*trong đó*) of another one of them, which counts them already."""
    found = list(results)
    there = {result.target.pk for result in found}
    return [result for result in found if result.target.parent_id not in there]


def join(results: Sequence[TargetResult], read: Reads) -> Joined:
    """What the ``results`` of several plans say together by ``read``; one alone is told as it is."""
    counted = wholes(results)
    measures = [read(result) for result in counted]
    told = sum(1 for measure in measures if measure.is_reported)
    if len(measures) == 1:
        return Joined(measures[0], told, 1)
    reason = _hindrance(counted, measures, read) if told else ""
    if reason:
        figures = tuple(figure for measure in measures for figure in measure.figures)
        return Joined(Measure(Reported.APART, figures=figures), told, len(measures), reason)
    again = counted_again(measures)
    return Joined(_sum(measures, again), told, len(measures), again=again)


def join_integrated(results: Sequence[TargetResult]) -> Joined:
    """The same of what other programmes brought; nobody is asked for it, so only those who told are counted."""
    with_any = [result for result in results if result.integrated]
    return join(with_any, integrated_of_result) if with_any else Joined(MISSING, 0, 0)


def promised(results: Sequence[TargetResult]) -> Decimal | None:
    """The sum of the enacted figures, where the results may be added and the targets run over the same years."""
    counted = wholes(results)
    if not counted or _apart(counted, cumulative_of_result):
        return None
    spans = {_span(result) for result in counted}
    values = [result.target.value for result in counted if not result.expression.is_relative]
    if (
        len(spans) > 1
        or len({r.target.plan_id for r in counted}) < len(counted)
        or len(values) < len(counted)
    ):
        return None
    return sum((value for value in values if value is not None), Decimal(0))


def _hindrance(results: list[TargetResult], measures: list[Measure], read: Reads) -> str | Promise:
    """Why the measures make no one figure; blank where they may be added up."""
    if reason := _apart(results, read):
        return reason
    if len({result.target.plan_id for result in results}) < len(results) and not all(
        is_named(measure) for measure in measures if measure.is_measured
    ):
        return SEVERAL
    return INSIDE if any(measure.state == Reported.APART for measure in measures) else ""


def _apart(results: list[TargetResult], read: Reads) -> str | Promise:
    """Why targets cannot be added up, whatever their results are."""
    if any(result.expression.is_relative or is_share(result.target.unit) for result in results):
        return RELATIVE if len(results) > 1 else ""
    units = {fold(result.target.unit): result.target.unit for result in results}
    if len(units) > 1:
        return UNITS % {"units": ", ".join(units.values())}
    first_years = {_span(result)[0] for result in results}
    return YEARS if read is cumulative_of_result and len(first_years) > 1 else ""


def _span(result: TargetResult) -> tuple[int, int]:
    """The years of a target: its phase's, else its plan's."""
    span = result.target.phase or result.target.plan
    return span.year_from, span.year_to


def _sum(measures: list[Measure], again: int) -> Measure:
    figures = tuple(figure for measure in measures for figure in measure.figures)
    measured = [measure for measure in measures if measure.is_measured]
    if not measured:
        return Measure(_nothing({measure.state for measure in measures}), figures=figures)
    total = sum((measure.value or Decimal(0) for measure in measured), Decimal(0)) - again
    aside = tuple(each for measure in measured for each in measure.aside)
    return Measure(Reported.MEASURED, total, any(m.nearly for m in measured), figures, aside)


def _nothing(states: set[Reported]) -> Reported:
    """Where nothing was measured: nil only where everybody said so; one who is silent leaves it open."""
    if states == {Reported.NIL}:
        return Reported.NIL
    return Reported.UNASKED if states == {Reported.UNASKED} else Reported.MISSING


def is_named(measure: Measure) -> bool:
    """Whether everything counted is known by name, so that nothing counts twice where several are put together."""
    if measure.outcomes is not None:
        return True
    return bool(measure.figures) and all(
        figure.counted_as == CountedAs.ENTERPRISES and figure.to_date is None and helped_of(figure)
        for figure in measure.figures
    )


def counted_again(measures: Iterable[Measure]) -> int:
    """How many of what ``measures`` count is counted by another of them already.

    What a typed number names is taken as counted there; nothing is taken from a typed number.
    """
    counted: Counter[Place] = Counter()
    typed: set[Place] = set()
    reached: Counter[Named] = Counter()
    for told in measures:
        left_out = {(each.figure.pk, each.enterprise) for each in told.aside}
        for figure in told.figures:
            places = _enterprises(figure, left_out)
            if figure.to_date is None:
                counted.update(places)
            else:
                typed.update(places)
        if told.outcomes is not None:
            reached.update({each.key for each in told.outcomes.reached})
    named = {family for _year, family in [*counted, *typed]}
    known = sum(1 for kind, family, _name in reached if kind == OutcomeKind.ENTERPRISE and family in named)
    times = sum(count - (place not in typed) for place, count in counted.items())
    return times + sum(count - 1 for count in reached.values()) + known


def _enterprises(figure: Figure, left_out: set[tuple[int, int]]) -> list[Place]:
    """Year and family of tax codes of each enterprise a figure counts; one without a code is itself.

    Those of which DOST ruled that each claim counts are left alone.
    """
    counting = {
        helped.enterprise: helped.family or str(helped.enterprise)
        for helped in helped_of(figure)
        if helped.standing != Standing.BOTH and (figure.pk, helped.enterprise) not in left_out
    }
    return [(year_of(figure), family) for family in counting.values()]
