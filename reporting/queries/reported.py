"""Everything accepted submissions say about a plan's targets and annex rows, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from common.vietnamese import fold
from programmes.models import Plan, Target, Task, TaskKind
from reporting.models import Attribution, Figure, LineRole, ReportingPeriod, Submission, SubmissionLine

# A helper's "nothing happened here" does not speak for the task: its lead answers for that.
HELPERS = (LineRole.PARTNER, LineRole.GROUP)


@dataclass
class Reports:
    """Figures and declared nils of accepted submissions, up to a year, by target and by annex row.

    ``own`` are figures of the Programme, ``integrated`` those of other programmes; they never meet.
    """

    targets: list[Target]
    rows: list[Task]
    years: frozenset[int]
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
    """Read what accepted submissions say about ``plan`` up to ``year``, in nine queries whatever its size."""
    accepted = _yearly(plan, year)
    reports = Reports(
        targets=list(
            plan.targets.select_related("phase", "base_target__phase").prefetch_related(
                "annual", "tasks__annual"
            )
        ),
        rows=list(plan.tasks.filter(kind=TaskKind.ANNEX_ROW).prefetch_related("annual")),
        years=frozenset(accepted.order_by().values_list("period__year", flat=True).distinct()),
    )
    for figure in _figures(plan, year):
        _file(figure, reports)
    for row, figures in reports.of_rows.items():
        reports.of_rows[row] = list(_asked_first(figures))
    nil_lines = SubmissionLine.objects.filter(
        Q(is_nil=True) | Q(submission__is_nil=True),
        submission__in=accepted,
        task__isnull=False,
        attribution=Attribution.PROGRAMME,
    ).exclude(role__in=HELPERS)
    reports.nils.update(nil_lines.order_by().values_list("task_id", "submission__period__year"))
    return reports


def _yearly(plan: Plan, year: int) -> QuerySet[Submission]:
    """Accepted forms of yearly periods: a quarter's figures stand again in its year's."""
    return Submission.objects.accepted().filter(
        period__in=ReportingPeriod.objects.yearly().filter(plan=plan, year__lte=year)
    )


def _figures(plan: Plan, year: int) -> Iterable[Figure]:
    return (
        Figure.objects.filter(
            Q(target__isnull=False) | Q(line__task__kind=TaskKind.ANNEX_ROW),
            line__submission__in=_yearly(plan, year),
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
