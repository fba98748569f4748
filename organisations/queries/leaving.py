"""Whose accounts somebody may end, and who may take over from them."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from organisations.models import Membership, Role
from organisations.queries.reach import UNIT_ROLES, dost_province_ids

ENDED_BY_A_LEADER = UNIT_ROLES | {Role.SPECIALIST}


def leads_a_dost(user: User) -> bool:
    """Whether the person is a leader of the DOST of some province today."""
    return bool(dost_province_ids(user, {Role.LEADER}))


def accounts_ended_by(user: User) -> QuerySet[User]:
    """An administrator ends everybody's account; a leader of a DOST those of its own staff and of units of its province.

    Not of somebody who also acts elsewhere, leads or reads for a province, or may open the administration: there the
    administrator decides.
    """
    if user.is_superuser:
        return User.objects.all()
    provinces = dost_province_ids(user, {Role.LEADER})
    lasting = Membership.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate()))
    theirs = Q(organisation__province__in=provinces, role__in=ENDED_BY_A_LEADER)
    return User.objects.filter(
        pk__in=lasting.filter(theirs).values("user"), is_staff=False, is_superuser=False
    ).exclude(pk__in=lasting.exclude(theirs).values("user"))


def successors_known_to(user: User) -> QuerySet[User]:
    """Who may be named as taking over: a leader of a DOST names people who act in its province today."""
    if user.is_superuser:
        return User.objects.all()
    here = Membership.objects.on(timezone.localdate())
    here = here.filter(organisation__province__in=dost_province_ids(user, {Role.LEADER}))
    return User.objects.filter(pk__in=here.values("user"))


def people_acting_for(organisation_id: int) -> QuerySet[Membership]:
    """Who acts for the organisation today, by name."""
    found = Membership.objects.on(timezone.localdate()).filter(
        organisation=organisation_id, user__is_active=True
    )
    return found.select_related("user").order_by("user__full_name", "pk")
