"""Who hears of what happens to an application: shown before somebody acts, and told when they do.

Each function names the people of one side. The pages show them through :class:`Audience`, the actions hand the same
people to ``outbox.actions.notify``, so that nobody is told who was not announced.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enterprises.queries.people import people_of_enterprises
from organisations.models import Organisation, Role
from organisations.queries import UNIT_ROLES, dost_people_of, people_of
from support.models import Application


@dataclass(frozen=True)
class Audience:
    """People who will be told. ``shows_people``: False shows only ``whom``, e.g. to the enterprise about the office."""

    whom: str | Promise
    people: tuple[User, ...]
    shows_people: bool = True


def applicant_people(application: Application, on: dt.date | None = None) -> list[User]:
    """Who acts for the applying enterprise on ``on`` (today) and may sign in."""
    return people_of_enterprises([application.enterprise_id], on=on)[application.enterprise_id]


def desk_people(application: Application) -> list[User]:
    """Who handles the application: its clerk while they work at that DOST; else its specialists, else its leaders."""
    province_id = application.plan.province_id
    if province_id is None:
        return []
    specialists = dost_people_of([province_id], [Role.SPECIALIST])[province_id]
    leaders = dost_people_of([province_id], [Role.LEADER])[province_id]
    clerk = [user for user in (*specialists, *leaders) if user.pk == application.assignee_id]
    return clerk[:1] or specialists or leaders


def leading_people(application: Application) -> list[User]:
    """The leaders of the DOST that answers for the application."""
    province_id = application.plan.province_id
    return [] if province_id is None else dost_people_of([province_id], [Role.LEADER])[province_id]


def unit_people(organisation_ids: Iterable[int]) -> dict[int, list[User]]:
    """Who acts for each organisation; an empty list says that nobody would hear."""
    return people_of(organisation_ids, UNIT_ROLES)


def applicant_audience(application: Application) -> Audience:
    """The enterprise, as the office sees it before it acts."""
    return Audience(application.enterprise.name, tuple(applicant_people(application)))


def desk_audience(application: Application) -> Audience:
    """The office, as the enterprise and the asked units see it: no names of clerks."""
    return Audience(
        _("the Department of Science and Technology that handles the application"),
        tuple(desk_people(application)),
        shows_people=False,
    )


def unit_audiences(organisations: Iterable[Organisation]) -> list[Audience]:
    """Each organisation with its people; two queries for all of them."""
    asked = list(organisations)
    people = unit_people([o.pk for o in asked])
    return [Audience(o.name, tuple(people[o.pk])) for o in asked]
