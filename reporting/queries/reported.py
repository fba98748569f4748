"""Everything accepted submissions say about a plan's targets and annex rows, read in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.expressions import RawSQL

from common.vietnamese import fold
from programmes.models import Plan, Target, Task, TaskKind
from reporting.models import (
    Attribution,
    ClaimRuling,
    CountedAs,
    DoubleClaim,
    Figure,
    LineRole,
    ReportingPeriod,
    Submission,
    SubmissionLine,
    SupportedEnterprise,
)
from reporting.queries.claims import decisions_of
from reporting.queries.overlaps import Helped, Standing

# A helper's "nothing happened here" does not speak for the task: its lead answers for that.
HELPERS = (LineRole.PARTNER, LineRole.GROUP)


@dataclass
class Reports:
    """Figures and declared nils of accepted submissions, up to a year, by target and by annex row.

    ``cutoffs``: year → the day the data of its report run to. ``own`` are figures of the Programme, ``integrated`` those of other programmes; they never meet.
    """

    targets: list[Target]
    rows: list[Task]
    years: frozenset[int]
    cutoffs: dict[int, dt.date] = field(default_factory=dict)
    own: dict[int, list[Figure]] = field(default_factory=lambda: defaultdict(list))
    integrated: dict[int, list[Figure]] = field(default_factory=lambda: defaultdict(list))
    of_rows: dict[int, list[Figure]] = field(default_factory=lambda: defaultdict(list))
    nils: set[tuple[int, int]] = field(default_factory=set)

    def is_nil(self, tasks: Iterable[Task], years: range) -> bool:
        """Whether somebody answerable for one of ``tasks`` declared nil in one of ``years``."""
        return any((task.pk, year) in self.nils for task in tasks for year in years)


def year_of(figure: Figure) -> int:
    """The year a figure was reported for."""
    return figure.line.submission.period.year


def within(figures: Iterable[Figure], years: range) -> list[Figure]:
    """The figures of ``years``."""
    return [figure for figure in figures if year_of(figure) in years]


def reports_of(plan: Plan, year: int) -> Reports:
    """Read what accepted submissions say about ``plan`` up to ``year``, in at most eleven queries whatever its size."""
    return reports_of_plans([plan], year)[plan.pk]


def reports_of_plans(plans: Collection[Plan], year: int) -> dict[int, Reports]:
    """The same of many plans at once, by the plan's id: as many queries for thirty provinces as for one."""
    known = {plan.pk: plan for plan in plans}
    found = {pk: Reports(targets=[], rows=[], years=frozenset()) for pk in known}
    for of_plan, of_year, cutoff, is_told in _periods(found, year):
        reports = found[of_plan]
        reports.cutoffs[of_year] = cutoff
        reports.years |= {of_year} if is_told else frozenset()
    targets = Target.objects.filter(plan__in=found).select_related("phase", "family", "base_target__phase")
    cells = Prefetch(
        "annual", to_attr="cells"
    )  # lists: a queryset of its own for each costs half of all that is done here
    known_rows = Prefetch("tasks", Task.objects.prefetch_related(cells), to_attr="rows")
    for target in targets.prefetch_related(cells, known_rows):
        target.plan = known[target.plan_id]
        found[target.plan_id].targets.append(target)
    rows = Task.objects.filter(plan__in=found, kind=TaskKind.ANNEX_ROW).prefetch_related(cells)
    for row in rows:
        found[row.plan_id].rows.append(row)
    _tell(_yearly(found, year), found)
    return found


def reports_of_period(period: ReportingPeriod, beside: Reports) -> Reports:
    """What the accepted forms of one period say of the targets and rows read ``beside``, in at most four queries.

    Of a quarter or a review: its figures stand by themselves and are in no sum of the years.
    """
    reports = Reports(targets=beside.targets, rows=beside.rows, years=frozenset())
    _tell(Submission.objects.accepted().filter(period=period), {period.plan_id: reports})
    return reports


def _tell(accepted: QuerySet[Submission], of_plans: Mapping[int, Reports]) -> None:
    """File the figures and nils of accepted submissions where they count."""
    figures = list(_figures(accepted))
    attach_helped(figures)
    for figure in figures:
        _file(figure, of_plans[figure.line.submission.period.plan_id])
    for reports in of_plans.values():
        for row, of_row in reports.of_rows.items():
            reports.of_rows[row] = list(_asked_first(of_row))
    nil_lines = SubmissionLine.objects.filter(
        Q(is_nil=True) | Q(submission__is_nil=True),
        submission__in=accepted,
        task__isnull=False,
        attribution=Attribution.PROGRAMME,
    ).exclude(role__in=HELPERS)
    nils = nil_lines.order_by().values_list(
        "submission__period__plan_id", "task_id", "submission__period__year"
    )
    for plan, task, year in nils:
        of_plans[plan].nils.add((task, year))


def _yearly(plans: Collection[int], year: int) -> QuerySet[Submission]:
    """Accepted forms of yearly periods: a quarter's figures stand again in its year's."""
    return Submission.objects.accepted().filter(
        period__in=ReportingPeriod.objects.yearly().filter(plan__in=plans, year__lte=year)
    )


def _periods(plans: Collection[int], year: int) -> list[tuple[int, int, dt.date, bool]]:
    """Of each yearly period up to ``year``: plan, year, the day its data run to, whether any form was accepted."""
    accepted = Submission.objects.accepted().filter(period=OuterRef("pk"))
    periods = ReportingPeriod.objects.yearly().filter(plan__in=plans, year__lte=year).order_by()
    return list(
        periods.annotate(is_told=Exists(accepted)).values_list("plan_id", "year", "cutoff_on", "is_told")
    )


def _figures(accepted: QuerySet[Submission]) -> Iterable[Figure]:
    return (
        Figure.objects.filter(
            Q(target__isnull=False) | Q(line__task__kind=TaskKind.ANNEX_ROW),
            line__submission__in=accepted,
        )
        .with_counts()
        .select_related("line__submission__organisation", "line__submission__period", "line__task")
        .order_by(
            "line__submission__period__year",
            "line__submission__organisation__order",
            "line__submission_id",
            "line__position",
            "line_id",
            "position",
            "pk",
        )
    )


def attach_helped(figures: Iterable[Figure]) -> None:
    """Put the enterprises behind each figure on it, with what DOST ruled about them; two queries."""
    counting = {figure.pk: figure for figure in figures if figure.counted_as == CountedAs.ENTERPRISES}
    if not counting:
        return
    ids = RawSQL("SELECT unnest(%s::bigint[])", [list(counting)])  # one value, however many they are
    rows = SupportedEnterprise.objects.filter(figure__in=ids).select_related("enterprise").order_by("pk")
    decided = decisions_of({figure.line.submission.period_id for figure in counting.values()})
    helped: dict[int, list[Helped]] = defaultdict(list)
    for row in rows:
        period = counting[row.figure_id].line.submission.period_id
        ruling = decided.get((period, row.enterprise_id, row.content_folded))
        helped[row.figure_id].append(
            Helped(
                row.enterprise_id,
                row.enterprise.name,
                row.content_folded,
                row.pk,
                _standing(row, ruling),
                row.enterprise.family,
            )
        )
    for pk, rows_of_figure in helped.items():
        counting[pk].helped = tuple(rows_of_figure)  # type: ignore[attr-defined] # for the sums only


def _standing(support: SupportedEnterprise, ruling: DoubleClaim | None) -> Standing:
    """What a ruling means for one claim; one whose kept record is gone decides nothing any more."""
    if ruling is None:
        return Standing.OPEN
    if ruling.ruling == ClaimRuling.BOTH:
        return Standing.BOTH
    if ruling.kept_id is None:
        return Standing.OPEN
    return Standing.KEPT if ruling.kept_id == support.pk else Standing.OUT


def _file(figure: Figure, reports: Reports) -> None:
    """Put a figure where it counts."""
    is_own = figure.line.attribution == Attribution.PROGRAMME
    if figure.target_id is not None:
        (reports.own if is_own else reports.integrated)[figure.target_id].append(figure)
    task = figure.line.task
    if is_own and task is not None and task.kind == TaskKind.ANNEX_ROW and _counts_for(figure, task):
        reports.of_rows[task.pk].append(figure)


def _counts_for(figure: Figure, row: Task) -> bool:
    """Whether a figure on a row's line is the row's: it counts in the row's unit, or for the target of the row."""
    return figure.target_id is not None or (bool(row.unit) and fold(figure.unit) == fold(row.unit))


def _asked_first(figures: list[Figure]) -> Iterable[Figure]:
    """The figures the form asked for; what a unit added in the same unit counts only where nothing was asked."""
    asked = {figure.line_id for figure in figures if not figure.is_own}
    return (figure for figure in figures if not figure.is_own or figure.line_id not in asked)
