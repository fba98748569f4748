"""What many typed rows mean for the register: who is new, who is changed and in what, who is known already."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _

from enterprises.models import Enterprise

LISTED = 5  # tax codes named in a message


class Said(Protocol):
    """A row as somebody wrote it: only the fields that were filled in."""

    @property
    def number(self) -> int: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...
    @property
    def folded(self) -> str: ...
    @property
    def province_id(self) -> int: ...
    @property
    def code(self) -> str: ...


@dataclass
class Compared:
    """``new`` rows; ``changed`` ones with the enterprise and field → [before, after]; ``same``; ``refused`` with why."""

    new: list[Said] = field(default_factory=list)
    changed: list[tuple[Said, Enterprise, dict[str, list[Any]]]] = field(default_factory=list)
    same: int = 0
    refused: list[tuple[Said, str]] = field(default_factory=list)


def compare(rows: Sequence[Said], provinces: Collection[int], seen: dict[int, int]) -> Compared:
    """Compare ``rows`` with the register, in two queries.

    A tax code decides alone; without one (or with one nobody has yet) the name within the province, as ``look_up``
    does. ``provinces`` are those the sender answers for: an enterprise of another is refused. ``seen`` remembers
    enterprise → row from one call to the next, so that no enterprise is changed by two rows.
    """
    by_code, by_name = _known(rows)
    found = Compared()
    for row in rows:
        enterprise, why = _meant(row, by_code, by_name)
        if enterprise is not None and enterprise.province_id not in provinces:
            why = _("This tax code is registered in another province; its DOST changes the entry.")
        elif enterprise is not None and seen.setdefault(enterprise.pk, row.number) != row.number:
            why = _("Row %(row)s speaks of the same enterprise. Keep one of the two.") % {
                "row": seen[enterprise.pk]
            }
        if why:
            found.refused.append((row, why))
        elif enterprise is None:
            found.new.append(row)
        elif told := differences(enterprise, row.facts):
            found.changed.append((row, enterprise, told))
        else:
            found.same += 1
    return found


def differences(enterprise: Enterprise, facts: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Field → what the register says and what the row says, for those that differ."""
    return {
        name: [getattr(enterprise, name), value]
        for name, value in facts.items()
        if getattr(enterprise, name) != value
    }


def _known(
    rows: Iterable[Said],
) -> tuple[dict[str, Enterprise], dict[tuple[int, str], list[Enterprise]]]:
    """The registered enterprises the rows may mean, by tax code and by province and name."""
    asked = list(rows)
    codes = [row.code for row in asked if row.code]
    by_code = {each.tax_code: each for each in Enterprise.objects.filter(tax_code__in=codes)}
    names = {row.folded for row in asked if not row.code or row.code not in by_code}
    places = {row.province_id for row in asked}
    by_name: dict[tuple[int, str], list[Enterprise]] = defaultdict(list)
    if names:
        for each in Enterprise.objects.filter(province_id__in=places, folded__in=names).order_by("pk"):
            by_name[each.province_id, each.folded].append(each)
    return by_code, by_name


def _meant(
    row: Said,
    by_code: Mapping[str, Enterprise],
    by_name: Mapping[tuple[int, str], list[Enterprise]],
) -> tuple[Enterprise | None, str]:
    """The enterprise a row speaks of (None: a new one), or why that cannot be told."""
    if row.code in by_code:
        return by_code[row.code], ""
    namesakes = by_name.get((row.province_id, row.folded), [])
    if row.code:
        return next((each for each in namesakes if not each.tax_code), None), ""
    if len(namesakes) > 1:
        codes = ", ".join(each.tax_code or "…" for each in namesakes[:LISTED] if not each.is_household)
        why = _("Several enterprises have this name (tax codes %(codes)s). Write the tax code.")
        return None, why % {"codes": codes or "…"}
    return (namesakes[0] if namesakes else None), ""
