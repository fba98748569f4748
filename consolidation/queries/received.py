"""What lies among the received reports, and several of them side by side."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise

from common.vietnamese import sort_key
from consolidation.models import ReceivedReport
from programmes.expressions import Verdict

MOST_COMPARED = 6
VERDICTS = dict(Verdict.choices)
Key = tuple[str, str, str]  # family, unit, attribution


@dataclass(frozen=True)
class Told:
    """What one report says of one target; a figure is None where nobody reported one. ``is_nil``: declared as nothing."""

    indicator: str
    planned: str
    year: Decimal | None
    cumulative: Decimal | None
    percent: Decimal | None
    is_nil: bool
    assessment: str | Promise


@dataclass(frozen=True)
class Line:
    """Targets of a family in one unit, report by report; nothing is added up."""

    family: str
    unit: str
    attribution: str
    cells: tuple[tuple[Told, ...], ...]
    opens_family: bool
    is_one_of_several: bool


def received_reports() -> QuerySet[ReceivedReport]:
    """Received reports with their installation; ``is_replaced`` where a later version of the same was received."""
    later = ReceivedReport.objects.filter(
        installation=OuterRef("installation"),
        plan=OuterRef("plan"),
        period_kind=OuterRef("period_kind"),
        period=OuterRef("period"),
        version__gt=OuterRef("version"),
    )
    return ReceivedReport.objects.select_related("installation").annotate(is_replaced=Exists(later))


def side_by_side(reports: Sequence[ReceivedReport]) -> tuple[Line, ...]:
    """The targets of ``reports`` by family of indicators, each unit on a line of its own; those without a family last."""
    found: dict[Key, list[list[Told]]] = defaultdict(lambda: [[] for _report in reports])
    for place, report in enumerate(reports):
        for target in report.data.get("targets", []):
            found[_key(target)][place].append(_told(target))
    keys = sorted(found, key=lambda key: (not key[0], *map(sort_key, key)))
    return tuple(_lines(keys, found))


def _lines(keys: Sequence[Key], found: dict[Key, list[list[Told]]]) -> Iterable[Line]:
    units: dict[str, set[str]] = defaultdict(set)
    for family, unit, _attribution in keys:
        units[family].add(unit)
    before: str | None = None
    for key in keys:
        family, unit, attribution = key
        cells = tuple(tuple(told) for told in found[key])
        several = bool(family) and len(units[family]) > 1
        yield Line(family, unit, attribution, cells, family != before, several)
        before = family


def _key(target: dict[str, Any]) -> Key:
    family = target.get("family_name") or target.get("family")
    return _text(family), _text(target.get("unit")), _text(target.get("attribution"))


def _told(target: dict[str, Any]) -> Told:
    return Told(
        indicator=_text(target.get("indicator")),
        planned=_text(target.get("planned")),
        year=_figure(target.get("year_value")),
        cumulative=_figure(target.get("cumulative")),
        percent=_figure(target.get("percent")),
        is_nil=target.get("year_nil") is True,
        assessment=VERDICTS.get(_text(target.get("assessment")), ""),
    )


def _text(value: object) -> str:
    return value[:500] if isinstance(value, str) else ""


def _figure(value: object) -> Decimal | None:
    """A figure as sealed data write it; what is none is not shown as one."""
    try:
        figure = Decimal(value) if isinstance(value, str) and len(value) <= 40 else None  # noqa: PLR2004 - digits
    except InvalidOperation:
        return None
    return figure if figure is not None and figure.is_finite() else None
