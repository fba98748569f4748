"""Who holds the roles of a plan's tasks on a day, and which roles nobody stands for."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import pgettext_lazy

from organisations.models import (
    Organisation,
    OrganisationGroup,
    Province,
    ProvinceSuccession,
    Resolution,
    Succession,
)
from organisations.queries import members, successors_on
from programmes.models import Plan, RoleKind, Task, TaskRole

Members = Callable[[OrganisationGroup], list[Organisation]]


@dataclass(frozen=True)
class Holding:
    """``organisation`` holds ``role`` in ``task`` on the day asked about.

    ``via`` is the group phrase through which it is meant, None where it is named. ``original`` is the body the
    text names when another stands for it by now, else None. An organisation holds one role in a task.
    """

    task: Task
    organisation: Organisation
    role: RoleKind
    via: OrganisationGroup | None = None
    original: Organisation | None = None


class VacancyKind(models.TextChoices):
    """Why nobody stands for a role."""

    NO_SUCCESSOR = (
        "no_successor",
        pgettext_lazy("why nobody stands for a role", "the body has ended and no successor is known"),
    )
    PART_WITHOUT_SUCCESSOR = (
        "part_without_successor",
        pgettext_lazy(
            "why nobody stands for a role", "the body was split and part of its work has no successor"
        ),
    )
    NO_MEMBERS = (
        "no_members",
        pgettext_lazy("why nobody stands for a role", "the portal knows no member of this group on that day"),
    )
    ONLY_WORDS = (
        "only_words",
        pgettext_lazy("why nobody stands for a role", "the words name no body the portal knows"),
    )
    LEFT_OPEN = (
        "left_open",
        pgettext_lazy("why nobody stands for a role", "the text leaves the list of partners open (“…”)"),
    )


@dataclass(frozen=True)
class Vacancy:
    """A role that DOST must assign. ``role`` is None where the text itself leaves the list open."""

    task: Task
    role: TaskRole | None
    kind: VacancyKind

    @property
    def words(self) -> str:
        """Whom the text names."""
        return str(self.role) if self.role else self.task.partners_raw

    @property
    def reason(self) -> str:
        """Why nobody stands for it, for the reader."""
        return str(self.kind.label)


def role_holders(plan: Plan, on: dt.date) -> list[Holding]:
    """Everyone who holds a role in the plan's tasks on ``on``, in the order of the annex.

    Two old partners of one successor make one holding; a partner that became the lead vanishes, as it cannot help
    itself; a group means its members except the lead and those the task names. At most seven queries, two more for every
    different group phrase, however many tasks.
    """
    found = _members_on(plan.province, on)
    return [holding for task in _tasks(plan) for holding in _holders(task, on, found)]


def unassigned(plan: Plan, on: dt.date) -> list[Vacancy]:
    """The roles nobody (or not everybody meant) stands for on ``on``: districts that ended, splits, open phrases.

    Phrases that name no reporting body at all ("doanh nghiệp") are no vacancy.
    """
    found = _members_on(plan.province, on)
    return [vacancy for task in _tasks(plan) for vacancy in _vacancies(task, on, found)]


def provinces_on(province: Province, on: dt.date) -> list[Province]:
    """The province or provinces that stand for ``province`` on ``on``: itself, or those that took it over."""
    arrows: dict[int, list[Province]] = {}
    for succession in ProvinceSuccession.objects.filter(date__lte=on).select_related("new"):
        arrows.setdefault(succession.old_id, []).append(succession.new)
    found: dict[int, Province] = {}
    ahead, seen = [province], set()
    while ahead:
        here = ahead.pop()
        if here.pk in seen:
            continue
        seen.add(here.pk)
        if here.pk in arrows:
            ahead += arrows[here.pk]
        else:
            found[here.pk] = here
    return sorted(found.values(), key=lambda p: (p.order, p.pk))


def _tasks(plan: Plan) -> models.QuerySet[Task]:
    """The tasks with their roles; two generations of successors at hand, since few bodies changed more often."""
    moves = Succession.objects.select_related("new")
    roles = TaskRole.objects.select_related("organisation", "group").prefetch_related(
        Prefetch("organisation__successors", moves),
        Prefetch("organisation__successors__new__successors", moves),
        Prefetch("organisation__successors__new__successors__new__successors", moves),
    )
    return plan.tasks.select_related("national_group", "group").prefetch_related(Prefetch("roles", roles))


def _members_on(province: Province, on: dt.date) -> Members:
    """The members of a group on ``on``, looked up once per group."""
    there = provinces_on(province, on)
    known: dict[int, list[Organisation]] = {}

    def found(group: OrganisationGroup) -> list[Organisation]:
        if group.pk not in known:
            known[group.pk] = [body for place in there for body in members(group, place, on)]
        return known[group.pk]

    return found


def _holders(task: Task, on: dt.date, found: Members) -> list[Holding]:
    """Leads, then partners named, then members of groups; each organisation in its first capacity only."""
    held: dict[int, Holding] = {}
    leads = [role for role in task.roles.all() if role.kind == RoleKind.LEAD]
    partners = [role for role in task.roles.all() if role.kind != RoleKind.LEAD]
    for role in _in_order(leads, on) + _in_order(partners, on):
        for holding in _meant(task, role, on, found):
            held.setdefault(holding.organisation.pk, holding)
    return list(held.values())


def _in_order(roles: list[TaskRole], on: dt.date) -> list[TaskRole]:
    """Bodies named that still stand, then those that live on in a successor, then groups."""
    standing = [r for r in roles if r.organisation and successors_on(r.organisation, on) == [r.organisation]]
    changed = [r for r in roles if r.organisation and r not in standing]
    return [*standing, *changed, *(r for r in roles if r.group)]


def _meant(task: Task, role: TaskRole, on: dt.date, found: Members) -> Iterator[Holding]:
    kind = RoleKind(role.kind)
    if role.organisation is not None:
        for body in successors_on(role.organisation, on):
            yield Holding(task, body, kind, None, None if body == role.organisation else role.organisation)
    elif role.group is not None:
        for body in found(role.group):
            yield Holding(task, body, kind, role.group)


def _vacancies(task: Task, on: dt.date, found: Members) -> Iterator[Vacancy]:
    for role in task.roles.all():
        kind = _vacancy(role, on, found)
        if kind is not None:
            yield Vacancy(task, role, kind)
    if task.is_open_ended:
        yield Vacancy(task, None, VacancyKind.LEFT_OPEN)


def _vacancy(role: TaskRole, on: dt.date, found: Members) -> VacancyKind | None:
    if role.organisation is not None:
        if not successors_on(role.organisation, on):
            return VacancyKind.NO_SUCCESSOR
        lost = any(s.new_id is None and s.date <= on for s in role.organisation.successors.all())
        return VacancyKind.PART_WITHOUT_SUCCESSOR if lost else None
    if role.group is None:
        return VacancyKind.ONLY_WORDS
    if role.group.resolution == Resolution.NOBODY or found(role.group):
        return None
    return VacancyKind.NO_MEMBERS
