"""Whom the register knows already, before somebody is entered a second time."""

import datetime as dt
import re
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet

from common.vietnamese import fold
from enterprises.models import Enterprise, EnterpriseKind, EnterpriseMembership
from enterprises.queries.tax_codes import check
from organisations.models import Province
from organisations.queries import former_province_ids

MOST_SHOWN = 5
SHORTEST_CORE = 4  # letters of a name without its legal form; shorter ones are too common to compare by
LEGAL_FORM = re.compile(
    r"^(?:chi nhanh|cn|van phong dai dien|cong ty|cty|tong cong ty|tap doan|doanh nghiep tu nhan|dntn|doanh nghiep"
    r"|trach nhiem huu han|tnhh|mot thanh vien|hai thanh vien|mtv|1tv|co phan|cp|hop danh|lien hiep hop tac xa"
    r"|hop tac xa|htx|ho kinh doanh|hkd|va|&|-|,|\.)(?:\s+|$)"
)


@dataclass(frozen=True)
class Known:
    """What the register knows about a name and a code.

    ``same`` is the enterprise meant: the one of that code, or a namesake of the province that has no code yet.
    ``relatives`` share the ten digits (the parent of a branch, other branches); ``look_alikes`` of the province are
    called much the same. Neither holds households: their names are people's.
    """

    same: Enterprise | None = None
    relatives: list[Enterprise] = field(default_factory=list)
    look_alikes: list[Enterprise] = field(default_factory=list)

    @property
    def has_doubts(self) -> bool:
        """Whether the writer should look before going on."""
        return bool(self.same or self.relatives or self.look_alikes)


def known(*, name: str, code: str, province: Province, on: dt.date) -> Known:
    """Compare with the register in at most four queries; ``code`` tidied and of a possible shape.

    A province of today stands for those it took over.
    """
    here = Enterprise.objects.filter(province_id__in=former_province_ids(province, on))
    same = _of_code(code) or _without_code(name, here)
    if same is not None and same.tax_code:
        return Known(same)
    relatives = _relatives(code)
    return Known(same, relatives, [] if same else _look_alikes(name, here, relatives))


def told(found: Known) -> Known:
    """What of it anybody may be told: enterprises, whose names and codes are public by law.

    Not a household, whose code is a person's number; nor what only a registration from an address nobody has confirmed
    yet knows: that it was entered would tell that the address had no account before.
    """
    named = [each for each in (found.same, *found.relatives, *found.look_alikes) if each is not None]
    hidden = set(_unconfirmed(named)) | {each.pk for each in named if _is_of_a_person(each)}
    if not hidden:
        return found
    return Known(
        found.same if found.same and found.same.pk not in hidden else None,
        [each for each in found.relatives if each.pk not in hidden],
        [each for each in found.look_alikes if each.pk not in hidden],
    )


def _is_of_a_person(enterprise: Enterprise) -> bool:
    return enterprise.is_household or enterprise.kind == EnterpriseKind.HOUSEHOLD


def _unconfirmed(enterprises: list[Enterprise]) -> QuerySet[EnterpriseMembership, int]:
    """Those that have people, but none whose address is known to be theirs."""
    people = EnterpriseMembership.objects.filter(enterprise__in=enterprises)
    address = EmailAddress.objects.filter(
        user=OuterRef("user"), verified=True, email__iexact=OuterRef("user__email")
    )
    sure = people.filter(Q(user__opened_alone=False) | Exists(address))
    return people.exclude(enterprise__in=sure.values("enterprise")).values_list("enterprise", flat=True)


def core(name: str) -> str:
    """What is left of a folded name when the words for its legal form are taken from its beginning."""
    left = fold(name)
    while (shorter := LEGAL_FORM.sub("", left, count=1)) != left:
        left = shorter
    return left.strip()


def _of_code(code: str) -> Enterprise | None:
    return Enterprise.objects.filter(tax_code=code).select_related("province").first() if code else None


def _relatives(code: str) -> list[Enterprise]:
    """Parent and branches; a household has none."""
    shape = check(code).shape
    if shape not in ("organisation", "branch"):
        return []
    return _shown(Enterprise.objects.filter(family=code[:10]).exclude(tax_code=""))


def _without_code(name: str, here: QuerySet[Enterprise]) -> Enterprise | None:
    return here.filter(folded=fold(name), tax_code="").select_related("province").order_by("pk").first()


def _look_alikes(name: str, here: QuerySet[Enterprise], relatives: list[Enterprise]) -> list[Enterprise]:
    wanted = core(name)
    alike = Q(folded=fold(name))
    if len(wanted) >= SHORTEST_CORE:
        alike |= Q(folded__contains=wanted)
    return _shown(here.filter(alike).exclude(pk__in=[e.pk for e in relatives]))


def _shown(found: QuerySet[Enterprise]) -> list[Enterprise]:
    """The first of them; households stay unnamed."""
    return list(
        found.exclude(kind=EnterpriseKind.HOUSEHOLD)
        .exclude(tax_code__regex=r"^\d{12}$")
        .select_related("province")
        .order_by("tax_code", "pk")[:MOST_SHOWN]
    )
