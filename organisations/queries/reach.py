"""Who acts for whom: what a person's roles reach today."""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

from django.utils import timezone

from accounts.models import User
from organisations.models import (
    Membership,
    OrganisationKind,
    Province,
    ProvinceSuccession,
    Role,
    Succession,
)
from organisations.queries.successions import closure, former

DOST_ROLES = frozenset({Role.SPECIALIST, Role.LEADER})
UNIT_ROLES = frozenset({Role.FOCAL_POINT, Role.UNIT_LEADER})


class Reach:
    """What a person's roles reach today: each fact is read once per person and request, and only where it is asked for."""

    def __init__(self, memberships: list[Membership], today: dt.date) -> None:
        self.memberships, self.today = memberships, today

    def for_one(self, organisation_id: int) -> "Reach":
        """What of it comes from one organisation alone."""
        return Reach([m for m in self.memberships if m.organisation_id == organisation_id], self.today)

    def provinces(self, own: set[int]) -> frozenset[int]:
        """``own`` and the provinces they took over until today."""
        return closure(own, self._former_provinces) if own else frozenset()

    def units(self, own: set[int]) -> frozenset[int]:
        """``own`` and the organisations they followed until today."""
        return closure(own, self._former_units) if own else frozenset()

    @cached_property
    def _former_provinces(self) -> dict[int, set[int]]:
        return former(ProvinceSuccession.objects.filter(date__lte=self.today))

    @cached_property
    def _former_units(self) -> dict[int, set[int]]:
        return former(Succession.objects.filter(new__isnull=False, date__lte=self.today))


def reach_of(user: User) -> Reach:
    """The person's memberships of today, and who took over whom until today."""
    reach: Reach | None = getattr(user, "reach", None)
    if reach is None:
        today = timezone.localdate()
        held = user.memberships.on(today).select_related("organisation__province") if user.is_active else ()
        reach = user.reach = Reach(list(held), today)  # type: ignore[attr-defined] # kept on the person
    return reach


def memberships_of(user: User) -> list[Membership]:
    """The memberships that hold today."""
    return reach_of(user).memberships


def dost_province_ids(user: User, roles: Iterable[Role] = DOST_ROLES) -> frozenset[int]:
    """Provinces whose DOST the person works for in one of ``roles``, with those it took over.

    A DOST that has ended answers for nothing any more, whoever is still noted down as working there.
    """
    if not user.is_authenticated:
        return frozenset()
    held, today = set(roles), timezone.localdate()
    own = {
        m.organisation.province_id
        for m in memberships_of(user)
        if m.role in held
        and m.organisation.standard == "DOST"
        and m.organisation.province_id
        and m.organisation.holds_on(today)
    }
    return reach_of(user).provinces(own)


def province_ids_of(user: User) -> frozenset[int]:
    """Provinces all of whose reporting the person may read: DOST staff, provincial readers; the ministry reads all."""
    if not user.is_authenticated:
        return frozenset()
    known: frozenset[int] | None = getattr(user, "province_ids", None)
    if known is None:
        known = user.province_ids = _read_province_ids(user)  # type: ignore[attr-defined] # kept on the person
    return known


def reads_the_country(user: User) -> bool:
    """Whether the person reads for the ministry today, and so every province."""
    if not user.is_authenticated:
        return False
    readers = [m.organisation for m in memberships_of(user) if m.role == Role.READER]
    return any(o.kind in {OrganisationKind.MINISTRY, OrganisationKind.COMMISSION} for o in readers)


def sees_more_than_a_unit(user: User) -> bool:
    """Whether the person holds a role today that reads or decides for a province or the country."""
    return any(m.role in DOST_ROLES or m.role == Role.READER for m in memberships_of(user))


def _read_province_ids(user: User) -> frozenset[int]:
    """As province_ids_of, read afresh."""
    readers = [m.organisation for m in memberships_of(user) if m.role == Role.READER]
    if reads_the_country(user):
        return frozenset(Province.objects.values_list("pk", flat=True))
    own = {o.province_id for o in readers if o.province_id}
    return reach_of(user).provinces(own) | dost_province_ids(user)


def unit_ids_of(user: User, roles: Iterable[Role] = UNIT_ROLES) -> frozenset[int]:
    """Organisations the person reports for in one of ``roles``: their own and those it succeeded."""
    if not user.is_authenticated:
        return frozenset()
    held = set(roles)
    own = {m.organisation_id for m in memberships_of(user) if m.role in held}
    return reach_of(user).units(own)
