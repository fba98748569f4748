"""The same plan with more in it, to see whether a page costs more than its rows."""

import datetime as dt
from typing import Any

from django.db import models, transaction

from organisations.models import Evidence, Organisation, OrganisationKind
from programmes.models import AnnualTarget, Finding, Plan, TaskRole
from reporting.actions.periods import open_period
from reporting.models import LineRole, ReportingPeriod, Submission, SubmissionLine

POSITIONS_OF_A_COPY = 100  # more than any plan has rows of one kind


@transaction.atomic
def grown(plan: Plan, times: int, mark: str = "") -> Plan:
    """A plan with ``times`` as many headings, tasks, roles, targets, yearly figures and findings.

    Its key is that of ``plan`` with ``times`` and, to have several of one size, ``mark``.
    """
    name = f"-{times}{mark}"
    document = again(plan.document, number_and_symbol=f"{plan.document.number_and_symbol}{name}")
    copy = again(plan, key=f"{plan.key}{name}", document=document)
    phases = {phase.pk: again(phase, plan=copy) for phase in plan.phases.all()}
    for duty in plan.duties.all():
        again(duty, plan=copy)
    for part in range(times):
        _add_part(plan, copy, part, phases)
    return copy


def again(record: Any, **changes: Any) -> Any:
    """The record as a new row, with these fields changed."""
    copy = unsaved(record, **changes)
    copy.save()
    return copy


def unsaved(record: Any, **changes: Any) -> Any:
    """The record as a row that is still to be made, with these fields changed."""
    fields = (field.attname for field in record._meta.concrete_fields if not field.primary_key)
    copy = type(record)(**{name: getattr(record, name) for name in fields})
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy


def _add_part(plan: Plan, copy: Plan, part: int, phases: dict[int, models.Model]) -> None:
    """Everything of ``plan`` once more, as part number ``part`` of ``copy``."""

    def place(record: Any) -> dict[str, Any]:
        code = f"{record.code}/{part}" if part else record.code
        return {"plan": copy, "code": code, "position": record.position + part * POSITIONS_OF_A_COPY}

    groups = {group.pk: again(group, **place(group)) for group in plan.groups.all()}
    targets: dict[int, Any] = {}
    for target in plan.targets.order_by("position"):
        beside = {
            "phase": phases.get(target.phase_id),
            "parent": targets.get(target.parent_id),
            "base_target": targets.get(target.base_target_id),
        }
        targets[target.pk] = again(target, **place(target), **beside)
    tasks: dict[int, Any] = {}
    for task in plan.tasks.all():
        tasks[task.pk] = again(task, **place(task), group=groups.get(task.group_id))
        tasks[task.pk].targets.set(targets[target.pk] for target in task.targets.all())
    roles = TaskRole.objects.filter(task__plan=plan)
    TaskRole.objects.bulk_create(unsaved(role, task=tasks[role.task_id]) for role in roles)
    figures = AnnualTarget.objects.filter(models.Q(task__plan=plan) | models.Q(target__plan=plan))
    AnnualTarget.objects.bulk_create(
        unsaved(figure, task=tasks.get(figure.task_id), target=targets.get(figure.target_id))
        for figure in figures
    )
    for finding in plan.findings.all():
        found: Finding = again(finding, **place(finding) | {"code": f"{copy.pk}.{part}.{finding.pk}"})
        found.tasks.set(tasks[task.pk] for task in finding.tasks.all())
        found.targets.set(targets[target.pk] for target in finding.targets.all())


def opened(plan: Plan, today: dt.date) -> ReportingPeriod:
    """The plan's period around ``today``, open for entry; units and lines come from the plan's own roles."""
    week = dt.timedelta(days=7)
    days = {
        "cutoff_on": today,
        "opens_on": today - week,
        "due_on": today + week,
        "locks_on": today + 2 * week,
    }
    return open_period(plan=plan, year=min(max(today.year, plan.year_from), plan.year_to), by=None, **days)


@transaction.atomic
def crowded(plan: Plan, units: int, today: dt.date, *, lines: int = 3) -> ReportingPeriod:
    """A period in which exactly ``units`` units owe ``lines`` lines each."""
    period = opened(plan, today)
    period.submissions.all().delete()
    tasks = list(plan.tasks.all()[:lines])
    bodies = [
        Organisation(
            key=f"{plan.key}/{number}",
            province=plan.province,
            kind=OrganisationKind.OTHER,  # what is addressed to all departments is not addressed to them
            name=f"Đơn vị thử tải {number}",
            order=f"{number:05}",
            evidence=Evidence.UNKNOWN,
        )
        for number in range(units)
    ]
    submissions = [
        Submission(period=period, organisation=body) for body in Organisation.objects.bulk_create(bodies)
    ]
    SubmissionLine.objects.bulk_create(
        SubmissionLine(submission=submission, task=task, role=LineRole.PARTNER)
        for submission in Submission.objects.bulk_create(submissions)
        for task in tasks
    )
    return period
