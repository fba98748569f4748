"""Who acts for whom, who belongs to a group on a day, and what became of a name."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from organisations.models import (
    Membership,
    Organisation,
    OrganisationGroup,
    OrganisationKind,
    Province,
    ProvinceSuccession,
    Resolution,
    Role,
    Succession,
)
from organisations.models.organisation import OrganisationQuerySet

MOST_SOUGHT = 200  # characters of a search
DOST_ROLES = frozenset({Role.SPECIALIST, Role.LEADER})
UNIT_ROLES = frozenset({Role.FOCAL_POINT, Role.UNIT_LEADER})


@dataclass(frozen=True)
class Reach:
    """What a person's roles reach today; read once per person and request."""

    memberships: list[Membership]
    former_provinces: dict[int, set[int]]
    former_units: dict[int, set[int]]


def reach_of(user: User) -> Reach:
    """The person's memberships of today and, where they have any, who took over whom until today."""
    reach: Reach | None = getattr(user, "reach", None)
    if reach is None:
        today = timezone.localdate()
        held = (
            list(user.memberships.on(today).select_related("organisation__province"))
            if user.is_active
            else []
        )
        former = Succession.objects.filter(new__isnull=False, date__lte=today) if held else ()
        merged = ProvinceSuccession.objects.filter(date__lte=today) if held else ()
        reach = user.reach = Reach(held, _former(merged), _former(former))  # type: ignore[attr-defined] # kept on the person
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
    return _closure(own, reach_of(user).former_provinces)


def province_ids_of(user: User) -> frozenset[int]:
    """Provinces all of whose reporting the person may read: DOST staff, provincial readers; the ministry reads all."""
    if not user.is_authenticated:
        return frozenset()
    known: frozenset[int] | None = getattr(user, "province_ids", None)
    if known is None:
        known = user.province_ids = _read_province_ids(user)  # type: ignore[attr-defined] # kept on the person
    return known


def _read_province_ids(user: User) -> frozenset[int]:
    """As province_ids_of, read afresh."""
    readers = [m.organisation for m in memberships_of(user) if m.role == Role.READER]
    if any(o.kind in {OrganisationKind.MINISTRY, OrganisationKind.COMMISSION} for o in readers):
        return frozenset(Province.objects.values_list("pk", flat=True))
    own = {o.province_id for o in readers if o.province_id}
    return _closure(own, reach_of(user).former_provinces) | dost_province_ids(user)


def unit_ids_of(user: User, roles: Iterable[Role] = UNIT_ROLES) -> frozenset[int]:
    """Organisations the person reports for in one of ``roles``: their own and those it succeeded."""
    if not user.is_authenticated:
        return frozenset()
    held = set(roles)
    own = {m.organisation_id for m in memberships_of(user) if m.role in held}
    return _closure(own, reach_of(user).former_units)


def _former(successions: Iterable) -> dict[int, set[int]]:
    """Successor id → ids of those it followed."""
    former: dict[int, set[int]] = defaultdict(set)
    for succession in successions:
        former[succession.new_id].add(succession.old_id)
    return former


def _closure(start: set[int], arrows: dict[int, set[int]]) -> frozenset[int]:
    """Everything reachable from ``start``; a circle in the data ends the walk instead of hanging it."""
    seen: set[int] = set()
    ahead = set(start)
    while ahead:
        seen |= ahead
        ahead = {old for new in ahead for old in arrows.get(new, ())} - seen
    return frozenset(seen)


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


def members(group: OrganisationGroup, province: Province, day: dt.date) -> list[Organisation]:
    """The organisations of ``province`` that a group phrase means on ``day``.

    Members listed by hand always belong; departments and districts are found by kind. Empty means that the
    phrase names nobody the portal knows: DOST must list members.
    """
    there = Organisation.objects.filter(province=province).on(day)
    found = {m.organisation_id: m.organisation for m in group.members.on(day).select_related("organisation")}
    chosen = {pk: o for pk, o in found.items() if o.province_id == province.pk}
    if group.resolution == Resolution.DEPARTMENTS:
        chosen |= {o.pk: o for o in there.filter(kind=OrganisationKind.DEPARTMENT)}
    elif group.resolution == Resolution.DISTRICTS:
        chosen |= {
            o.pk: o for o in there.filter(kind__in=[OrganisationKind.DISTRICT, OrganisationKind.COMMUNE])
        }
    elif group.standard:
        chosen |= {o.pk: o for o in there.filter(standard=group.standard)}
    return sorted(chosen.values(), key=lambda o: (o.order, o.pk))


@dataclass(frozen=True)
class Fate:
    """What became of an organisation by a day.

    ``now`` are those who stand for it: itself while it holds. ``lacks_successor`` says that all or a part of
    its work is nobody's yet, so that DOST must assign it.
    """

    organisation: Organisation
    now: tuple[Organisation, ...]
    lacks_successor: bool

    @property
    def is_unchanged(self) -> bool:
        """Whether it stands for itself."""
        return self.now == (self.organisation,) and not self.lacks_successor

    @property
    def note(self) -> str:
        """Say "(nay là …)" in the reader's language, "" while it stands for itself. A new province is named too."""
        if self.is_unchanged:
            return ""
        if not self.now:
            return _("(ended; no successor is known)")
        alone = self.now[0] if len(self.now) == 1 else None
        if alone and alone.province and alone.name == self.organisation.name:
            return _("(now under %(province)s)") % {"province": alone.province}
        return _("(now %(names)s)") % {"names": "; ".join(self._named(new) for new in self.now)}

    def _named(self, new: Organisation) -> str:
        """The name of a successor, with its province where that is another and the name does not say so."""
        if new.province is None or new.province_id == self.organisation.province_id:
            return new.name
        if new.province.name in new.name:
            return new.name
        return _("%(name)s of %(province)s") % {"name": new.name, "province": new.province}

    def __str__(self) -> str:
        return f"{self.organisation.name} {self.note}".strip()


def fates(organisations: Iterable[Organisation], day: dt.date) -> dict[int, Fate]:
    """What became of each organisation by ``day``, by its id.

    One query per generation of successors (two when nothing was merged twice), however many organisations.
    """
    asked = {o.pk: o for o in organisations}
    moves: dict[int, list[Succession]] = {}
    ahead = set(asked)
    while ahead:
        moves |= {pk: [] for pk in ahead}
        found = Succession.objects.filter(old_id__in=ahead, date__lte=day).select_related("new__province")
        for move in found.order_by("date", "pk"):
            moves[move.old_id].append(move)
        ahead = {move.new_id for pk in ahead for move in moves[pk] if move.new_id} - moves.keys()
    return {pk: _fate(organisation, moves, day) for pk, organisation in asked.items()}


def _fate(organisation: Organisation, moves: dict[int, list[Succession]], day: dt.date) -> Fate:
    now: dict[int, Organisation] = {}
    lacks, ahead, seen = False, [organisation], set()
    while ahead:
        here = ahead.pop(0)
        if here.pk in seen:
            continue
        seen.add(here.pk)
        if moves[here.pk]:
            lacks = lacks or any(move.new is None for move in moves[here.pk])
            ahead += [move.new for move in moves[here.pk] if move.new is not None]
        elif here.holds_on(day):
            now[here.pk] = here
        else:
            begins_later = here.valid_from is not None and here.valid_from > day
            lacks = lacks or not begins_later
    return Fate(organisation, tuple(now.values()), lacks)


def display_name(organisation: Organisation, as_of: dt.date) -> str:
    """The name as enacted with what it is called on ``as_of``: "Sở Giao thông vận tải (nay là Sở Xây dựng)"."""
    return str(fates([organisation], as_of)[organisation.pk])


def former_province_ids(province: Province, day: dt.date) -> frozenset[int]:
    """The province and every province it took over by ``day``."""
    return _closure({province.pk}, _former(ProvinceSuccession.objects.filter(date__lte=day)))


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
