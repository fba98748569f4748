"""The register as DOST looks through it: filtered, page by page, or all of it to take along."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict

from accounts.models import User
from common.vietnamese import clean
from enterprises.models import Certificate, Enterprise, EnterpriseKind, SizeDeclaration
from enterprises.queries.certificates import SOON
from enterprises.queries.search import MOST_SOUGHT
from organisations.models import Province
from organisations.queries import former_province_ids, province_ids_of

DECLARED = ("yes", "no")
FOREIGN: dict[str, bool | None] = {"yes": True, "no": False, "unknown": None}
ENDING = ("soon", "ended")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a reader filters by, as it stands in the address; what is not known filters nothing out.

    ``area``: the address of a province; one that took others over means their areas, too. ``size``: whether a size is
    declared for the year. ``foreign``: declared foreign-invested or not, or not declared. ``ending``: holds a
    certificate that ends within 90 days, or that has ended.
    """

    q: str = ""
    kind: str = ""
    area: str = ""
    size: str = ""
    foreign: str = ""
    ending: str = ""
    is_any: bool = field(default=False)

    @classmethod
    def of(cls, sent: QueryDict) -> "Asked":
        """The filters of an address."""
        names = ("q", "kind", "area", "size", "foreign", "ending")
        known = {name: clean(str(sent.get(name) or ""))[:MOST_SOUGHT] for name in names}
        return cls(**known, is_any=any(known.values()))


def register_of(user: User, asked: Asked, on: dt.date) -> QuerySet[Enterprise]:
    """Enterprises the person may see that fit, in the order of the Vietnamese alphabet."""
    found = Enterprise.objects.visible_to(user).matching(asked.q)
    if asked.kind in EnterpriseKind.values:
        found = found.filter(kind=asked.kind)
    area = Province.objects.filter(slug=asked.area).first() if asked.area else None
    if area is not None:
        found = found.filter(province_id__in=former_province_ids(area, on))
    if asked.size in DECLARED:
        declared = SizeDeclaration.objects.filter(enterprise=OuterRef("pk"), year=on.year)
        found = found.filter(Exists(declared) if asked.size == "yes" else ~Exists(declared))
    if asked.foreign in FOREIGN:
        found = found.filter(is_foreign_invested=FOREIGN[asked.foreign])
    if asked.ending in ENDING:
        found = found.filter(Exists(_ending(asked.ending, on).filter(enterprise=OuterRef("pk"))))
    return found.order_by("order", "pk")


def areas_of(user: User) -> QuerySet[Province]:
    """The provinces, present and former, whose enterprises the person may look through."""
    if user.is_superuser:
        return Province.objects.all()
    return Province.objects.filter(pk__in=province_ids_of(user))


def ending_of(enterprises: Iterable[Enterprise], on: dt.date) -> dict[int, dt.date]:
    """The next end of a certificate of each, where one ends within 90 days; one query."""
    near = _ending("soon", on).filter(enterprise__in=[each.pk for each in enterprises])
    pairs = near.order_by("-expires_on").values_list("enterprise_id", "expires_on")
    return {pk: day for pk, day in pairs if day is not None}


def _ending(which: str, on: dt.date) -> QuerySet[Certificate]:
    if which == "ended":
        return Certificate.objects.filter(expires_on__lt=on)
    return Certificate.objects.filter(expires_on__range=(on, on + dt.timedelta(days=SOON)))
