"""Provinces and organisations as the lists show them."""

import datetime as dt

from django.db.models import Q, QuerySet

from organisations.models import Organisation, OrganisationKind, Province
from organisations.models.organisation import OrganisationQuerySet

MOST_SOUGHT = 200  # characters of a search


def provinces_with_fates() -> QuerySet[Province]:
    """Every province with what it became and what it took over, for a list, in three queries."""
    return Province.objects.prefetch_related("successors__new", "predecessors__old")


def organisations_of(province: Province) -> OrganisationQuerySet:
    """The organisations of a province except communes and districts, which are many and stand in the list."""
    small = [OrganisationKind.COMMUNE, OrganisationKind.DISTRICT]
    return Organisation.objects.filter(province=province).exclude(kind__in=small)


def lacking_successor(organisations: OrganisationQuerySet, day: dt.date) -> OrganisationQuerySet:
    """Those of ``organisations`` whose work, or a part of it, nobody has taken over by ``day``."""
    ended = Q(valid_to__lt=day, successors__isnull=True)
    left_over = Q(successors__new__isnull=True, successors__date__lte=day)
    return organisations.filter(ended | left_over).distinct()


def organisations_found(
    *, text: str = "", province: str = "", kind: str = "", standing: str = "", day: dt.date
) -> OrganisationQuerySet:
    """Organisations for the list: ``text`` with or without dấu, ``province`` by its address, ``standing`` on ``day``.

    ``standing`` is "current", "former" or "unassigned"; what is not known filters nothing out.
    """
    found = Organisation.objects.select_related("province").matching(text[:MOST_SOUGHT])
    if province:
        found = found.filter(province__slug=province)
    if kind in OrganisationKind.values:
        found = found.filter(kind=kind)
    if standing == "current":
        return found.on(day)
    if standing == "former":
        return found.filter(valid_to__lt=day)
    return lacking_successor(found, day) if standing == "unassigned" else found
