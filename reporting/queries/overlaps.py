"""Enterprises that stand behind several figures of one sum, and which of them counts each. Asks the database nothing.

A sum of a year counts an enterprise once, whoever helped it how often. Where several units claim the same support, DOST
may rule that only one of the claims counts anywhere, or that both count; until then the form filed first counts it.
A number a unit typed over its count stands as it is: what it names is taken as counted there.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reporting.models import Figure
from reporting.queries.status import first_filed_at


class Standing(StrEnum):
    """What DOST ruled about a claim."""

    OPEN = "open"  # nothing, or nothing is disputed
    KEPT = "kept"  # it counts, the others' do not
    OUT = "out"  # another unit's counts
    BOTH = "both"  # each counts


class Why(StrEnum):
    """Why an enterprise is not counted for a figure."""

    RULED = "ruled"  # DOST gave it to another unit
    CLAIMED = "claimed"  # another unit claims the same support and filed first; DOST has not decided
    AGAIN = "again"  # it is counted in this sum for another support


@dataclass(frozen=True)
class Helped:
    """An enterprise behind a figure: ``record`` is the pk of the SupportedEnterprise, ``content`` folded.

    ``family`` of its tax codes; blank where none is known.
    """

    enterprise: int
    name: str
    content: str
    record: int
    standing: Standing = Standing.OPEN
    family: str = ""


@dataclass(frozen=True)
class SetAside:
    """One enterprise that ``figure`` names and the sum does not count for it; ``kept`` is the figure it counts for."""

    figure: Figure
    enterprise: int
    name: str
    why: Why
    kept: Figure | None = None


def helped_of(figure: Figure) -> tuple[Helped, ...]:
    """The enterprises behind a figure, as reports_of() has attached them; none where nothing is named."""
    return getattr(figure, "helped", ())


def set_aside(figures: Iterable[Figure]) -> tuple[SetAside, ...]:
    """What a sum of ``figures`` leaves out, year by year; the order of the figures does not matter."""
    naming: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    for figure in sorted(figures, key=_filed):
        for enterprise in dict.fromkeys(helped.enterprise for helped in helped_of(figure)):
            naming[figure.line.submission.period.year, enterprise].append(figure)
    found = []
    for (_year, enterprise), group in sorted(naming.items(), key=lambda item: item[0]):
        found += _left_out(enterprise, group)
    return tuple(found)


def deductions(aside: Iterable[SetAside]) -> dict[int, Decimal]:
    """Figure → how many enterprises are set aside from it."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    for each in aside:
        found[each.figure.pk] += 1
    return found


def _filed(figure: Figure) -> tuple[float, int, int]:
    """First the forms filed first; forms never filed come last."""
    at = first_filed_at(figure.line.submission)
    return (at.timestamp() if at else float("inf"), figure.line.submission_id, figure.pk)


def _left_out(enterprise: int, group: list[Figure]) -> list[SetAside]:
    """Of the figures that name an enterprise in one year: those that do not count it."""
    live = [figure for figure in group if _is_typed(figure) or not _all(figure, enterprise, Standing.OUT)]
    both = [figure for figure in live if _any(figure, enterprise, Standing.BOTH)]
    typed = [figure for figure in live if _is_typed(figure)]
    first = typed or [f for f in live if _any(f, enterprise, Standing.KEPT)] or live
    counting = {figure.pk for figure in (*both, *typed)} or {figure.pk for figure in first[:1]}
    keeper = next((figure for figure in live if figure.pk in counting), None)
    return [
        SetAside(
            figure,
            enterprise,
            next(helped.name for helped in helped_of(figure) if helped.enterprise == enterprise),
            _why(figure, keeper, enterprise),
            keeper,
        )
        for figure in group
        if figure.pk not in counting
    ]


def _why(figure: Figure, keeper: Figure | None, enterprise: int) -> Why:
    if _all(figure, enterprise, Standing.OUT):
        return Why.RULED
    if keeper is None or keeper.line.submission_id == figure.line.submission_id:
        return Why.AGAIN
    return Why.CLAIMED if _contents(figure, enterprise) & _contents(keeper, enterprise) else Why.AGAIN


def _contents(figure: Figure, enterprise: int) -> set[str]:
    return {helped.content for helped in helped_of(figure) if helped.enterprise == enterprise}


def _is_typed(figure: Figure) -> bool:
    """Whether the figure is a number somebody typed, which nothing is taken from."""
    return figure.to_date is not None


def _standings(figure: Figure, enterprise: int) -> list[Standing]:
    return [helped.standing for helped in helped_of(figure) if helped.enterprise == enterprise]


def _any(figure: Figure, enterprise: int, standing: Standing) -> bool:
    return standing in _standings(figure, enterprise)


def _all(figure: Figure, enterprise: int, standing: Standing) -> bool:
    return set(_standings(figure, enterprise)) == {standing}
