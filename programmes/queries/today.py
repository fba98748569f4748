"""Roles as they stand on a day, task by task and organisation by organisation."""

import datetime as dt
from dataclasses import dataclass

from organisations.models import Organisation
from organisations.queries import former_province_ids
from programmes.models import Plan, RoleKind, Task
from programmes.queries.roles import Holding, Vacancy, role_holders, unassigned


@dataclass(frozen=True)
class TaskToday:
    """A task, who holds its roles, and which of its roles nobody holds."""

    task: Task
    leads: tuple[Holding, ...]
    partners: tuple[Holding, ...]
    vacancies: tuple[Vacancy, ...]


def tasks_today(plan: Plan, on: dt.date) -> list[TaskToday]:
    """The plan's tasks in order with their holders on ``on``. Queries do not grow with the tasks."""
    holdings, vacancies = role_holders(plan, on), unassigned(plan, on)
    return [
        TaskToday(
            task,
            tuple(h for h in holdings if h.task.pk == task.pk and h.role == RoleKind.LEAD),
            tuple(h for h in holdings if h.task.pk == task.pk and h.role != RoleKind.LEAD),
            tuple(v for v in vacancies if v.task.pk == task.pk),
        )
        for task in plan.tasks.select_related("group")
    ]


def plans_for(organisation: Organisation, on: dt.date) -> list[Plan]:
    """The plans whose tasks the organisation may hold on ``on``: of its province and of those it took over."""
    if organisation.province is None:
        return []
    there = former_province_ids(organisation.province, on)
    plans = Plan.objects.filter(province_id__in=there).select_related("province", "document")
    return list(plans)


def roles_today(
    organisation: Organisation, plans: list[Plan], on: dt.date
) -> list[tuple[Plan, list[Holding]]]:
    """What the organisation holds in each of ``plans`` on ``on``; plans in which it holds nothing are left out."""
    held = [(plan, [h for h in role_holders(plan, on) if h.organisation == organisation]) for plan in plans]
    return [(plan, holdings) for plan, holdings in held if holdings]
