"""What became of a name."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from organisations.models import Organisation, Succession


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
