"""A whole plan, read in a fixed number of queries and put in the order in which a person reads it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from common.formatting import PartialDate
from organisations.models import Organisation
from organisations.queries import Fate, fates
from programmes.expressions import to_words
from programmes.models import (
    Finding,
    LegalDocument,
    Phase,
    Plan,
    ReportingDuty,
    RoleKind,
    Target,
    Task,
    TaskGroup,
    TaskKind,
    TaskRole,
)
from programmes.queries.finding_codes import loudest, meaning
from programmes.queries.grid import grid_of
from programmes.queries.lines import (
    BasisLine,
    DutyLine,
    FindingLine,
    Reading,
    RoleLine,
    TargetLine,
    TaskLine,
    TaskList,
)
from programmes.queries.sources import quoted


def has_number(document: LegalDocument) -> bool:
    """Whether the paper carries a number and not only a symbol."""
    return bool(document.number_and_symbol) and not document.number_and_symbol.startswith("/")


def issued(document: LegalDocument) -> dt.date | PartialDate | None:
    """The date of issue as far as the paper states it."""
    if document.issued_on or not document.issued_year:
        return document.issued_on
    return PartialDate(document.issued_year, document.issued_month)


def plan_to_read() -> QuerySet[Plan]:
    """Plans with all that belongs to them at hand; a fixed number of queries, however long the plan."""
    findings = Finding.objects.select_related("accepted_by").prefetch_related("tasks", "targets")
    roles = TaskRole.objects.select_related("organisation", "group")
    tasks = Task.objects.select_related("group", "national_group").prefetch_related(
        Prefetch("roles", roles), "annual"
    )
    targets = Target.objects.select_related("phase", "base_target__phase", "base_target__base_target")
    return Plan.objects.select_related("province", "programme", "document__issuer").prefetch_related(
        "phases",
        "baselines",
        "policies",
        "duties__organisation",
        "bases__document",
        "province__successors__new",
        Prefetch("tasks", tasks),
        Prefetch("targets", targets.prefetch_related("tasks", "annual")),
        Prefetch("findings", findings),
    )


def read(plan: Plan, day: dt.date, language: str) -> Reading:
    """Put a plan of ``plan_to_read`` in reading order, names as of ``day``, targets in words of ``language``."""
    findings = [_finding(finding, plan) for finding in plan.findings.all()]
    known = fates(_bodies(plan), day)
    agency = Organisation.objects.filter(province=plan.province, standard="DOST").first()
    tasks, targets = list(plan.tasks.all()), list(plan.targets.all())
    return Reading(
        plan=plan,
        standing_agency=fates([agency], day)[agency.pk] if agency else None,
        phases=_phases(plan, _target_lines(targets, findings, language)),
        groups=_groups(_task_lines(tasks, known, findings)),
        annex=grid_of(task for task in tasks if task.kind == TaskKind.ANNEX_ROW),
        assigned=grid_of(targets),
        duties=_duties(plan, known),
        bases=[BasisLine(basis, issued(basis.document)) for basis in plan.bases.all()],
        findings=findings,
    )


def _bodies(plan: Plan) -> list[Organisation]:
    """Every organisation the plan names."""
    bodies = [role.organisation for task in plan.tasks.all() for role in task.roles.all()]
    return [o for o in [*bodies, *(duty.organisation for duty in plan.duties.all())] if o is not None]


def finding_line(finding: Finding) -> FindingLine:
    """One finding as the page shows it."""
    return _finding(finding, finding.plan)


def _finding(finding: Finding, plan: Plan) -> FindingLine:
    meanings = tuple(meaning(code) for code in finding.codes)
    lines = tuple(quoted(plan.source_text, finding.source_lines))
    return FindingLine(finding, meanings, loudest(finding.codes), lines)


def _target_lines(targets: list[Target], findings: list[FindingLine], language: str) -> list[TargetLine]:
    """The targets in words, each *trong đó* part behind its whole."""
    beside = _beside((target.pk, line) for line in findings for target in line.finding.targets.all())
    parts: dict[int | None, list[Target]] = defaultdict(list)
    for target in targets:
        parts[target.parent_id].append(target)
    ordered = [t for whole in parts[None] for t in [whole, *parts[whole.pk]]]
    placed = {t.pk for t in ordered}
    ordered += [t for t in targets if t.pk not in placed]
    return [
        TargetLine(
            target=t,
            words=to_words(t.expression, language),
            base_words=to_words(t.base_target.expression, language) if t.base_target else "",
            rows=tuple(task for task in t.tasks.all() if task.kind == TaskKind.ANNEX_ROW),
            findings=tuple(beside[t.pk]),
        )
        for t in ordered
    ]


def _beside(pairs: Iterable[tuple[int, FindingLine]]) -> dict[int, list[FindingLine]]:
    """Row id → what was found in it."""
    beside: dict[int, list[FindingLine]] = defaultdict(list)
    for pk, line in pairs:
        beside[pk].append(line)
    return beside


def _phases(plan: Plan, lines: list[TargetLine]) -> list[tuple[Phase | None, list[TargetLine]]]:
    """Targets phase by phase; those of no phase hold for the whole period and come first."""
    of_phase = [
        (phase, [line for line in lines if line.target.phase_id == (phase.pk if phase else None)])
        for phase in [None, *plan.phases.all()]
    ]
    return [(phase, found) for phase, found in of_phase if found]


def _task_lines(tasks: list[Task], known: dict[int, Fate], findings: list[FindingLine]) -> list[TaskLine]:
    """The tasks with their bodies' names and what was found in them."""
    beside = _beside((task.pk, line) for line in findings for task in line.finding.tasks.all())
    return [_task_line(task, known, beside[task.pk]) for task in tasks]


def _task_line(task: Task, known: dict[int, Fate], findings: Iterable[FindingLine]) -> TaskLine:
    roles = [
        RoleLine(role, known[role.organisation_id] if role.organisation_id else None)
        for role in task.roles.all()
    ]
    return TaskLine(
        task=task,
        leads=tuple(line for line in roles if line.role.kind == RoleKind.LEAD),
        partners=tuple(line for line in roles if line.role.kind == RoleKind.PARTNER),
        findings=tuple(findings),
    )


def _groups(lines: list[TaskLine]) -> list[TaskList]:
    """Tasks heading by heading, in the order of the annex."""
    found: dict[TaskGroup | None, list[TaskLine]] = defaultdict(list)
    for line in lines:
        found[line.task.group].append(line)
    return sorted(
        (TaskList(group, under) for group, under in found.items()),
        key=lambda tasks: tasks.group.position if tasks.group else -1,
    )


def _duties(plan: Plan, known: dict[int, Fate]) -> list[DutyLine]:
    """The duties; one that the text lays on several bodies in the same words is one line."""
    alike: dict[tuple, list[ReportingDuty]] = defaultdict(list)
    for duty in plan.duties.all():
        alike[(duty.kind, duty.who_raw, duty.when_raw, *duty.addressees, duty.source_lines)].append(duty)
    return [
        DutyLine(duties[0], tuple(known[d.organisation_id] for d in duties if d.organisation_id))
        for duties in alike.values()
    ]
