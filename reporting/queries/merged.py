"""Figures of several units that may become one, and what they then come to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.errors import RuleBroken
from common.vietnamese import fold
from programmes.models import RowsRule
from reporting.models import Figure, ReportingPeriod
from reporting.queries.measures import Measure, estimate, is_share, measure, to_date
from reporting.queries.reported import attach_helped
from reporting.states import SubmissionState


@dataclass(frozen=True)
class Merged:
    """Figures in the same unit of measure and of the same attribution, and their sums: to date, and as estimated.

    ``ahead`` is only measured where every figure that has a value is estimated, too.
    """

    figures: tuple[Figure, ...]
    year: Measure
    ahead: Measure

    @property
    def indicator(self) -> str:
        """What is counted, in the words of the first."""
        return self.figures[0].indicator

    @property
    def unit(self) -> str:
        """The unit of measure."""
        return self.figures[0].unit


def merged(period: ReportingPeriod, keys: Iterable[int]) -> Merged:
    """Add up the figures ``keys`` of accepted forms of ``period``; three queries. RuleBroken as ``check_alike``."""
    found = figures_of(period, keys)
    check_alike(found)
    return sum_of(found)


def sum_of(figures: Sequence[Figure]) -> Merged:
    """What alike figures come to; an enterprise behind several of them counts once."""
    told = [figure for figure in figures if figure.value is not None]
    year = measure(figures, to_date)
    is_foretold = bool(told) and all(figure.estimate is not None for figure in told)
    return Merged(tuple(figures), year, measure(figures, estimate) if is_foretold else measure((), estimate))


def figures_of(period: ReportingPeriod, keys: Iterable[int]) -> tuple[Figure, ...]:
    """The figures ``keys`` of accepted forms of ``period``, with what a sum needs, in the order of the units."""
    rows = (
        Figure.objects.filter(
            pk__in=list(keys),
            line__submission__period=period,
            line__submission__state=SubmissionState.ACCEPTED,
        )
        .with_counts()
        .select_related("target", "line__task", "line__submission__organisation", "line__submission__period")
        .order_by(
            "line__submission__organisation__order", "line__submission_id", "line__position", "position", "pk"
        )
    )
    found = tuple(rows)
    attach_helped(found)
    return found


def check_alike(figures: Sequence[Figure]) -> None:
    """Refuse figures that may not become one.

    RuleBroken: ``none``; ``units`` of measure differ; ``attributions`` differ; ``shares`` have no common whole;
    ``targets`` differ, or several annex rows of one target DOST has not allowed to be added (``rows``); ``unknown``
    where none has a value.
    """
    if not figures:
        raise RuleBroken(_("Tick the figures to be merged first."), code="none")
    units = dict.fromkeys(figure.unit for figure in figures)
    if len({fold(unit) for unit in units}) > 1:
        raise RuleBroken(
            _("Figures in different units of measure are never added: %(units)s.")
            % {"units": ", ".join(units)},
            code="units",
        )
    if len({figure.line.attribution for figure in figures}) > 1:
        raise RuleBroken(
            _("Results of the Programme and results integrated with other programmes are never added."),
            code="attributions",
        )
    if len(figures) > 1 and is_share(figures[0].unit):
        raise RuleBroken(
            _("Percentages of different units have no common whole and are not added."), code="shares"
        )
    _check_targets(figures)
    if all(figure.value is None for figure in figures):
        raise RuleBroken(_("None of these figures has been reported yet."), code="unknown")


def _check_targets(figures: Sequence[Figure]) -> None:
    targets = {figure.target_id: figure.target for figure in figures}
    if len([pk for pk in targets if pk is not None]) > 1:
        raise RuleBroken(
            _("These figures count for different targets of the plan and are not added."), code="targets"
        )
    rows = {figure.line.task_id for figure in figures if figure.target_id is not None and figure.line.task_id}
    target = next((each for each in targets.values() if each is not None), None)
    if target is not None and len(rows) > 1 and target.rows_rule != RowsRule.SUM:
        raise RuleBroken(
            _("These figures stand in several annex rows of one target, which the plan does not add up."),
            code="rows",
        )
