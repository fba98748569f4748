"""Whom to tell: the people who act for organisations and for the DOST of provinces."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from accounts.models import User
from organisations.models import Membership, ProvinceSuccession, Role, Succession
from organisations.models.validity import DatedQuerySet
from organisations.queries.reach import DOST_ROLES
from organisations.queries.successions import closure

Arrows = dict[int, set[int]]


def people_of(
    organisation_ids: Iterable[int], roles: Iterable[Role], on: dt.date | None = None
) -> dict[int, list[User]]:
    """Who acts for each organisation in one of ``roles`` on ``on`` (today): its own people and its successors'.

    Every id asked for is a key; an empty list says that nobody would hear. People who may not sign in are left out.
    Two queries, however many organisations. The mirror of ``unit_ids_of``.
    """
    day = on or timezone.localdate()
    reached = _reached(organisation_ids, Succession.objects.filter(new__isnull=False, date__lte=day))
    held = _held(roles, day).filter(organisation__in=set().union(*reached.values()))
    acting: dict[int, list[User]] = defaultdict(list)
    for membership in held:
        acting[membership.organisation_id].append(membership.user)
    return {pk: _once(user for place in places for user in acting[place]) for pk, places in reached.items()}


def dost_people_of(
    province_ids: Iterable[int], roles: Iterable[Role] = DOST_ROLES, on: dt.date | None = None
) -> dict[int, list[User]]:
    """Who works in one of ``roles`` for the DOST that answers for each province on ``on`` (today).

    That is the DOST of the province itself or of the one that took it over; a DOST that has ended answers for nothing.
    Two queries. The mirror of ``dost_province_ids``.
    """
    day = on or timezone.localdate()
    reached = _reached(province_ids, ProvinceSuccession.objects.filter(date__lte=day))
    held = _held(roles, day).filter(
        organisation__province__in=set().union(*reached.values()), organisation__standard="DOST"
    )
    acting: dict[int, list[User]] = defaultdict(list)
    for membership in held.select_related("user", "organisation"):
        if membership.organisation.province_id and membership.organisation.holds_on(day):
            acting[membership.organisation.province_id].append(membership.user)
    return {pk: _once(user for place in places for user in acting[place]) for pk, places in reached.items()}


def _reached(ids: Iterable[int], successions: Iterable) -> dict[int, frozenset[int]]:
    """Each id → itself and everything that followed it."""
    arrows: Arrows = defaultdict(set)
    for succession in successions:
        arrows[succession.old_id].add(succession.new_id)
    return {pk: closure({pk}, arrows) for pk in ids}


def _held(roles: Iterable[Role], day: dt.date) -> DatedQuerySet:
    """Memberships of ``day`` in one of ``roles`` of people who may sign in."""
    held = Membership.objects.on(day).filter(role__in=set(roles), user__is_active=True)
    return held.select_related("user").order_by("user__full_name", "user_id")


def _once(people: Iterable[User]) -> list[User]:
    """Everybody once, by name."""
    found = {user.pk: user for user in people}
    return sorted(found.values(), key=lambda user: (user.full_name, user.pk))
