"""Who took over whom: from the new ones back to the former, and from a former one to those of a day."""

import datetime as dt
from collections import defaultdict

from django.db.models import QuerySet

from organisations.models import Organisation, Province, ProvinceSuccession, Succession


def former(successions: QuerySet) -> dict[int, set[int]]:
    """Successor id → ids of those it followed."""
    found: dict[int, set[int]] = defaultdict(set)
    for new_id, old_id in successions.order_by().values_list("new_id", "old_id"):
        found[new_id].add(old_id)
    return found


def closure(start: set[int], arrows: dict[int, set[int]]) -> frozenset[int]:
    """Everything reachable from ``start``; a circle in the data ends the walk instead of hanging it."""
    seen: set[int] = set()
    ahead = set(start)
    while ahead:
        seen |= ahead
        ahead = {old for new in ahead for old in arrows.get(new, ())} - seen
    return frozenset(seen)


def former_province_ids(province: Province, day: dt.date) -> frozenset[int]:
    """The province and every province it took over by ``day``."""
    return closure({province.pk}, former(ProvinceSuccession.objects.filter(date__lte=day)))


def former_organisation_ids(organisation_id: int, day: dt.date) -> frozenset[int]:
    """The organisation and every one it followed by ``day``, in one query."""
    followed = Succession.objects.filter(new__isnull=False, date__lte=day)
    return closure({organisation_id}, former(followed))


def successors_on(organisation: Organisation, day: dt.date) -> list[Organisation]:
    """Who stands for ``organisation`` on ``day``: itself while it holds, else its successors in turn.

    Empty when nobody is known yet and DOST must assign somebody.
    """
    found: dict[int, Organisation] = {}
    ahead, seen = [organisation], set()
    while ahead:
        here = ahead.pop()
        if here.pk in seen:
            continue
        seen.add(here.pk)
        moved = [s for s in here.successors.all() if s.date <= day]
        if moved:
            ahead += [s.new for s in moved if s.new is not None]
        elif here.holds_on(day):
            found[here.pk] = here
    return sorted(found.values(), key=lambda o: (o.order, o.pk))
