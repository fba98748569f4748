"""Needs as lists and forms show them."""

import datetime as dt
from collections.abc import Iterable

from accounts.models import User
from organisations.models import Organisation
from organisations.queries import former_province_ids, unit_ids_of
from programmes.models import Plan
from support.models import Need, SupportContent
from support.models.content import SupportContentQuerySet
from support.models.need import NeedQuerySet


def needs_to_read() -> NeedQuerySet:
    """Needs with everything their page names."""
    return Need.objects.select_related(
        "plan__province", "plan__document", "organisation", "enterprise__province", "content__plan",
        "sent_by", "handled_by", "answered_by", "application",
    )  # fmt: skip


def needs_found(user: User, *, state: str = "") -> NeedQuerySet:
    """Needs ``user`` may see with what the list shows, newest first; those in ``state`` only, where one is named."""
    found = Need.objects.select_related("organisation", "enterprise", "content").visible_to(user)
    return found.filter(state=state) if state else found


def sending_units(user: User) -> list[Organisation]:
    """The organisations ``user`` may send needs for."""
    return list(Organisation.objects.filter(pk__in=unit_ids_of(user)).select_related("province"))


def plans_for(units: Iterable[Organisation], on: dt.date) -> list[Plan]:
    """Plans that run on ``on`` where the units sit, also of provinces theirs took over."""
    provinces = {unit.province for unit in units if unit.province is not None}
    areas = {pk for province in provinces for pk in former_province_ids(province, on)}
    running = Plan.objects.filter(province_id__in=areas, year_from__lte=on.year, year_to__gte=on.year)
    return list(running.select_related("document", "province"))


def contents_offered(plans: Iterable[Plan], on: dt.date) -> SupportContentQuerySet:
    """What of ``plans`` takes applications on ``on``."""
    return SupportContent.objects.offered(on).filter(plan__in=[plan.pk for plan in plans])
