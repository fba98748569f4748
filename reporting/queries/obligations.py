"""What every unit owes for a period of a plan, read off the roles it holds; only a request names its units itself."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from common.vietnamese import nfc
from organisations.models import Organisation, OrganisationKind
from organisations.queries import successors_on
from programmes.models import CountedFrom, NationalTaskGroup, Plan, RoleKind, Target, Task
from programmes.queries.roles import Holding, provinces_on, role_holders
from reporting.models import LineRole

STANDING_AGENCY = "DOST"
ASKED_KINDS = (
    OrganisationKind.DEPARTMENT,
    OrganisationKind.SUBDEPARTMENT,
    OrganisationKind.UNION,
    OrganisationKind.ASSOCIATION,
)
# Data of a Vietnamese office, not words of the screen: what stands over figures that belong to no task.
HEADING_OF_PLAN_TARGETS = nfc("Chỉ tiêu chung của kế hoạch")
LONGEST_INDICATOR = 1000


LineKey = tuple[str, int | str]


class _AboutSomething(Protocol):
    """A line, owed or stored."""

    @property
    def task_id(self) -> int | None: ...
    @property
    def national_group_id(self) -> int | None: ...
    @property
    def heading(self) -> str: ...


def line_key(line: _AboutSomething) -> LineKey:
    """What a line is about: its task, else its national group, else the words over it."""
    if line.task_id is not None:
        return ("task", line.task_id)
    return ("heading", line.heading) if line.national_group_id is None else ("group", line.national_group_id)


@dataclass(frozen=True)
class OwedFigure:
    """A figure asked for, and the target it counts for."""

    indicator: str
    unit: str
    target: Target


@dataclass(frozen=True)
class OwedLine:
    """A line asked for: of a task, of a national group where the plan has no tasks, or of the plan's own targets."""

    role: LineRole
    task: Task | None = None
    national_group: NationalTaskGroup | None = None
    heading: str = ""
    figures: tuple[OwedFigure, ...] = ()
    inherited_from: Organisation | None = None

    @property
    def task_id(self) -> int | None:
        """The id of the task."""
        return self.task.pk if self.task else None

    @property
    def national_group_id(self) -> int | None:
        """The id of the national group."""
        return self.national_group.pk if self.national_group else None


@dataclass(frozen=True)
class Request:
    """What an ad hoc period asks: about what, of which units, and (none: only about the subject) which tasks."""

    subject: str
    units: tuple[Organisation, ...]
    tasks: tuple[Task, ...] = ()


@dataclass
class Obligation:
    """What one unit owes."""

    organisation: Organisation
    lines: list[OwedLine] = field(default_factory=list)


def obligations(
    plan: Plan, year: int, on: dt.date, *, since: int | None = None, request: Request | None = None
) -> list[Obligation]:
    """The units that report ``plan`` for ``year``, with their lines, as roles stand on ``on``; by name of the unit.

    A plan with tasks asks everyone who holds a role in a task of that year (of the years ``since`` .. ``year``, for a
    period of several); a plan known only through a report asks every department, sub-department, union and
    association of the province about each national group. Figures of a target are asked of the lead and of every
    partner the plan names, each for its own part, and the portal adds the parts; members of a group phrase are not
    asked for figures. The standing agency answers for the plan's targets that no task carries. A ``request`` asks the
    units DOST chose, and nobody else.
    """
    years = range(year if since is None else since, year + 1)
    if request is not None:
        owed = _of_request(plan, years, on, request)
    else:
        owed = _of_roles(plan, years, on) if plan.tasks.exists() else _of_letters(plan, on)
        _add_plan_targets(owed, plan, years, on)
    return sorted(owed.values(), key=lambda o: (o.organisation.order, o.organisation.pk))


def standing_agency(plan: Plan, on: dt.date) -> Organisation | None:
    """The DOST that answers for the plan on ``on``: that of its province, or of the province that took it over."""
    places = {plan.province_id, *(p.pk for p in provinces_on(plan.province, on))}
    found = Organisation.objects.filter(province__in=places, standard=STANDING_AGENCY)
    standing = [body for old in found.prefetch_related("successors__new") for body in successors_on(old, on)]
    here = [body for body in standing if body.province_id == plan.province_id]
    return next(iter(here or standing), None)


def _of_roles(plan: Plan, years: range, on: dt.date) -> dict[int, Obligation]:
    owed: dict[int, Obligation] = {}
    targets = _targets_of_tasks(plan, years)
    for holding in role_holders(plan, on):
        if _runs_within(holding.task, years):
            unit = owed.setdefault(holding.organisation.pk, Obligation(holding.organisation))
            unit.lines.append(_line(holding, targets.get(holding.task.pk, [])))
    return owed


def _line(holding: Holding, targets: list[Target]) -> OwedLine:
    leads = holding.role == RoleKind.LEAD
    role = LineRole.LEAD if leads else LineRole.PARTNER if holding.via is None else LineRole.GROUP
    figures = _figures(holding.task, targets) if holding.via is None else ()
    return OwedLine(
        role,
        holding.task,
        holding.task.national_group,
        figures=tuple(figures),
        inherited_from=holding.original,
    )


def _runs_within(task: Task, years: range) -> bool:
    return any(task.runs_in(year) for year in years)


def _of_request(plan: Plan, years: range, on: dt.date, request: Request) -> dict[int, Obligation]:
    """The chosen tasks in the role each unit holds in them, else as one who was asked; without tasks the subject."""
    if not request.tasks:
        line = OwedLine(LineRole.ASKED, heading=request.subject)
        return {unit.pk: Obligation(unit, [line]) for unit in request.units}
    targets = _targets_of_tasks(plan, years)
    held = {
        (h.organisation.pk, h.task.pk): _line(h, targets.get(h.task.pk, [])) for h in role_holders(plan, on)
    }
    return {
        unit.pk: Obligation(
            unit,
            [
                held.get((unit.pk, task.pk)) or OwedLine(LineRole.ASKED, task, task.national_group)
                for task in request.tasks
            ],
        )
        for unit in request.units
    }


def _figures(task: Task, targets: list[Target]) -> Iterator[OwedFigure]:
    """One figure per target of the task, in the annex's unit."""
    for target in targets:
        yield OwedFigure(target.indicator[:LONGEST_INDICATOR], task.unit or counted_in(target), target)


def counted_in(target: Target) -> str:
    """The unit in which results of the target are counted: people or enterprises, never the % of an increase."""
    if not target.expression.is_relative:
        return target.unit
    return target.base_target.unit if target.base_target else target.unit_raw or target.unit


def _targets_of_tasks(plan: Plan, years: range) -> dict[int, list[Target]]:
    """Task id → its targets that units report for ``years``."""
    found: dict[int, list[Target]] = {}
    for target in reported_targets(plan, years):
        for task in target.tasks.all():
            found.setdefault(task.pk, []).append(target)
    return found


def reported_targets(plan: Plan, years: range) -> list[Target]:
    """The plan's targets of a phase that holds one of ``years`` and whose results come from submissions."""
    targets = plan.targets.filter(counted_from=CountedFrom.SUBMISSIONS).select_related(
        "phase", "base_target__phase"
    )
    return [
        target
        for target in targets.prefetch_related("tasks")
        if target.phase is None or any(target.phase.year_from <= y <= target.phase.year_to for y in years)
    ]


def _of_letters(plan: Plan, on: dt.date) -> dict[int, Obligation]:
    """Everybody of the province that a letter would ask, about every national group."""
    groups = list(plan.programme.task_groups.all())
    there = Organisation.objects.filter(province__in=provinces_on(plan.province, on), kind__in=ASKED_KINDS)
    lines = [OwedLine(LineRole.ASKED, national_group=group) for group in groups]
    return {body.pk: Obligation(body, list(lines)) for body in there.on(on)} if groups else {}


def _add_plan_targets(owed: dict[int, Obligation], plan: Plan, years: range, on: dt.date) -> None:
    """Give the standing agency one line with every target that no other line carries."""
    agency = standing_agency(plan, on)
    left = _left_over(owed.values(), reported_targets(plan, years), years)
    if agency is None or not left:
        return
    figures = tuple(OwedFigure(t.indicator[:LONGEST_INDICATOR], counted_in(t), t) for t in left)
    line = OwedLine(LineRole.LEAD, heading=HEADING_OF_PLAN_TARGETS, figures=figures)
    owed.setdefault(agency.pk, Obligation(agency)).lines.append(line)


def _left_over(owed: Iterable[Obligation], targets: list[Target], years: range) -> list[Target]:
    """Targets nobody leads in ``years``; those whose tasks all run in other years are not asked for at all."""
    led = {f.target.pk for unit in owed for line in unit.lines for f in line.figures}
    return [
        target
        for target in targets
        if target.pk not in led
        and (not target.tasks.all() or any(_runs_within(task, years) for task in target.tasks.all()))
    ]
