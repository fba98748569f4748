"""The people of enterprises: whom to tell, and who is sure to be reached."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from accounts.models import User
from enterprises.models import EnterpriseMembership, EnterpriseRole
from organisations.models.validity import DatedQuerySet


def people_of_enterprises(
    ids: Iterable[int], *, managers_only: bool = False, on: dt.date | None = None
) -> dict[int, list[User]]:
    """Who acts for each enterprise on ``on`` (today), managers first, then by name; in one query.

    Every id asked for is a key; an empty list says that nobody would hear. People who may not sign in are left out.
    """
    found: dict[int, list[User]] = defaultdict(list)
    for membership in memberships(ids, on=on, managers_only=managers_only):
        found[membership.enterprise_id].append(membership.user)
    return {pk: found[pk] for pk in ids}


def memberships(
    ids: Iterable[int], *, on: dt.date | None = None, managers_only: bool = False
) -> DatedQuerySet:
    """Memberships that hold on a day of people who may sign in, managers first, with their people."""
    held = EnterpriseMembership.objects.on(on or timezone.localdate()).filter(
        enterprise_id__in=set(ids), user__is_active=True
    )
    if managers_only:
        held = held.filter(role=EnterpriseRole.MANAGER)
    return held.select_related("user").order_by("role", "user__full_name", "pk")  # "manager" before "member"


def has_confirmed_address(user: User) -> bool:
    """Whether letters to the person's address reach them: an application is submitted only then.

    Who opened the account alone follows the link of a mail; an account an administrator opened is known to be theirs.
    """
    return user.has_confirmed_address
