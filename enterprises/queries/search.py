"""Enterprises as somebody types them into a search box, to name one of them."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from common.vietnamese import clean, fold
from enterprises.models import Enterprise
from enterprises.models.enterprise import EnterpriseQuerySet
from enterprises.queries.lookup import tidy_tax_code
from organisations.models import Province
from organisations.queries import former_province_ids

MOST_SOUGHT = 200  # characters of a search


def nameable(provinces: Iterable[Province], on: dt.date, *, code: str = "") -> EnterpriseQuerySet:
    """Enterprises a unit of ``provinces`` may name: those of its provinces, and of the ones these took over by ``on``.

    One that sits elsewhere only by its whole tax ``code``: whoever writes that knows it, and nobody leafs through the
    registers of other provinces.
    """
    areas = {pk for province in provinces for pk in former_province_ids(province, on)}
    known, whole = Q(province_id__in=areas), tidy_tax_code(code)
    if Enterprise.has_shape_of_a_code(whole):
        known |= Q(tax_code=whole)
    return Enterprise.objects.filter(known).select_related("province")


def found_by(text: str, among: EnterpriseQuerySet) -> QuerySet[Enterprise]:
    """Those ``among`` the nameable whose name holds ``text`` (with or without dấu) or whose tax code begins with it.

    An empty search finds nothing: the register is searched, not leafed through.
    """
    wanted = clean(text)[:MOST_SOUGHT]
    if not fold(wanted):
        return among.none()
    return among.matching(wanted).order_by("order", "pk")
