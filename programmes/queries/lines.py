"""What the page of a plan is made of: its rows with everything that stands beside them."""

import datetime as dt
from dataclasses import dataclass

from common.formatting import PartialDate
from organisations.queries import Fate
from programmes.expressions import Operator
from programmes.models import (
    Finding,
    NationalTaskGroup,
    Phase,
    Plan,
    PlanBasis,
    ReportingDuty,
    Target,
    Task,
    TaskGroup,
    TaskRole,
)
from programmes.queries.finding_codes import Meaning
from programmes.queries.grid import Grid


@dataclass(frozen=True)
class FindingLine:
    """A finding with the meaning of its codes and the very lines it speaks of."""

    finding: Finding
    meanings: tuple[Meaning, ...]
    level: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class TargetLine:
    """A target in words. ``base_words`` is the target it is compared with, "" where there is none."""

    target: Target
    words: str
    base_words: str
    rows: tuple[Task, ...]
    findings: tuple[FindingLine, ...]

    @property
    def is_about(self) -> bool:
        """Whether the tolerance of "about" applies."""
        return self.target.operator == Operator.ABOUT

    @property
    def is_growth(self) -> bool:
        """Whether it is growth from year to year."""
        return self.target.operator == Operator.GROWTH_PER_YEAR_RANGE

    @property
    def needs_base(self) -> bool:
        """Whether DOST still has to choose what the increase counts from."""
        return self.target.operator == Operator.INCREASE_AT_LEAST_PERCENT and not self.target.base_kind


@dataclass(frozen=True)
class RoleLine:
    """A role as the text has it, with what became of the body it names."""

    role: TaskRole
    fate: Fate | None


@dataclass(frozen=True)
class TaskLine:
    """A task with its roles and findings."""

    task: Task
    leads: tuple[RoleLine, ...]
    partners: tuple[RoleLine, ...]
    findings: tuple[FindingLine, ...]


@dataclass(frozen=True)
class TaskList:
    """The tasks under one heading. ``shared`` is any of them when all have the same roles by the body of the text."""

    group: TaskGroup | None
    lines: list[TaskLine]

    @property
    def shared(self) -> TaskLine | None:
        """The first task when the table has no column for roles and every task has the same."""
        first = self.lines[0]
        if len(self.lines) == 1 or not first.leads:
            return None
        alike = all(_bare_roles(line) == _bare_roles(first) != () for line in self.lines)
        return first if alike else None

    @property
    def has_timing(self) -> bool:
        """Whether any task states when it is done."""
        return any(line.task.timing_raw for line in self.lines)


@dataclass(frozen=True)
class DutyLine:
    """A reporting duty, with what became of the bodies that have it."""

    duty: ReportingDuty
    fates: tuple[Fate, ...]

    @property
    def only_changed(self) -> str:
        """The present name alone, where the text names just this one body."""
        alone = len(self.fates) == 1 and self.fates[0].organisation.name == self.duty.who_raw
        return self.fates[0].note if alone else ""

    @property
    def named(self) -> tuple[Fate, ...]:
        """The bodies to be listed under the words of the text."""
        return tuple(f for f in self.fates if len(self.fates) > 1 or f.organisation.name != self.duty.who_raw)


@dataclass(frozen=True)
class BasisLine:
    """A document the plan rests on, with its date as far as the text states it."""

    basis: PlanBasis
    issued: dt.date | PartialDate | None


@dataclass(frozen=True)
class Reading:
    """Everything the page of a plan shows."""

    plan: Plan
    standing_agency: Fate | None
    phases: list[tuple[Phase | None, list[TargetLine]]]
    groups: list[TaskList]
    annex: Grid
    assigned: Grid
    duties: list[DutyLine]
    bases: list[BasisLine]
    findings: list[FindingLine]

    @property
    def shared(self) -> TaskLine | None:
        """Any task, when all tasks of all headings have the same roles by the body of the text."""
        found = [tasks.shared for tasks in self.groups]
        alike = found and all(line and _bare_roles(line) == _bare_roles(found[0] or line) for line in found)
        return found[0] if alike else None

    @property
    def national_groups(self) -> list[NationalTaskGroup]:
        """The national groups its tasks belong to, each once, in their order."""
        found = {line.task.national_group for tasks in self.groups for line in tasks.lines}
        return sorted((group for group in found if group), key=lambda group: group.position)

    @property
    def open_findings(self) -> int:
        """How many findings nobody has accepted yet."""
        return sum(1 for line in self.findings if line.finding.accepted_at is None)


def _bare_roles(line: TaskLine) -> tuple[tuple[str, int | None, int | None, str], ...]:
    """The roles of a task whose row has no words for them; empty where it has words."""
    if line.task.lead_raw or line.task.partners_raw or line.task.is_open_ended:
        return ()
    roles = (entry.role for entry in (*line.leads, *line.partners))
    return tuple((role.kind, role.organisation_id, role.group_id, role.raw) for role in roles)
