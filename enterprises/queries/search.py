"""Enterprises as somebody types them into a search box."""

from django.db.models import Case, QuerySet, Value, When

from common.vietnamese import clean, fold
from enterprises.models import Enterprise
from organisations.models import Province

MOST_SOUGHT = 200  # characters of a search


def found_by(text: str, province: Province | None) -> QuerySet[Enterprise]:
    """Enterprises whose name holds ``text`` (with or without dấu) or whose tax code begins with it.

    Those of ``province`` first. An empty search finds nothing: the register is searched, not leafed through.
    """
    wanted = clean(text)[:MOST_SOUGHT]
    if not fold(wanted):
        return Enterprise.objects.none()
    here = Case(When(province=province, then=Value(0)), default=Value(1))
    return Enterprise.objects.matching(wanted).select_related("province").order_by(here, "order", "pk")
