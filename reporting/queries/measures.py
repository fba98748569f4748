"""What a handful of reported figures amounts to. Nothing here reads the database.

Three answers are kept apart all the way to the paper: a figure was measured (0 is one), nothing happened and
the unit said so, or nobody said anything. A fourth is ours: figures exist but may not become one figure.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from programmes.models import RowsRule
from reporting.models import Figure, Precision
from reporting.queries.overlaps import SetAside, deductions, set_aside
from support.queries.outcomes import Tally

Reading = Callable[[Figure], Decimal | None]


class Reported(StrEnum):
    """How much is known of a value."""

    MEASURED = "measured"
    NIL = "nil"
    MISSING = "missing"
    APART = "apart"  # figures that may not be added up
    UNASKED = "unasked"  # nobody is asked for it: outcomes are counted, not foretold


@dataclass(frozen=True)
class Measure:
    """A value with the figures it is made of. Only a measured one has a ``value``; ``nearly`` is *gần*.

    ``aside`` tells which enterprises the figures name that the value does not count again, and why. ``outcomes`` stand
    in the place of ``figures`` where a target's one source are outcomes of supports; the two never meet.
    """

    state: Reported
    value: Decimal | None = None
    nearly: bool = False
    figures: tuple[Figure, ...] = ()
    aside: tuple[SetAside, ...] = ()
    outcomes: Tally | None = None

    @property
    def is_measured(self) -> bool:
        """Whether there is a figure, be it 0."""
        return self.state == Reported.MEASURED

    @property
    def is_reported(self) -> bool:
        """Whether anybody said anything: a figure or a declared nil."""
        return self.state not in {Reported.MISSING, Reported.UNASKED}


MISSING = Measure(Reported.MISSING)
UNASKED = Measure(Reported.UNASKED)


def to_date(figure: Figure) -> Decimal | None:
    """The value to the cut-off date: typed, or the count of the records behind it."""
    return figure.value


def estimate(figure: Figure) -> Decimal | None:
    """The value expected for the whole year."""
    return figure.estimate


def is_share(unit: str) -> bool:
    """Whether figures in ``unit`` are percentages, which have no common whole and are never added up."""
    return "%" in unit


def is_declared_nil(figure: Figure) -> bool:
    """Whether the unit said that nothing happened where the figure stands."""
    return figure.line.is_nil or figure.line.submission.is_nil


def measure(
    figures: Iterable[Figure],
    read: Reading,
    *,
    is_nil: bool = False,
    aside: Iterable[SetAside] | None = None,
) -> Measure:
    """Add the figures up. ``is_nil``: somebody answerable declared nil beside them.

    A measured figure outweighs a nil of somebody else; a figure left empty outweighs it too: that one is missing.
    Several percentages stay apart. An enterprise behind several of the figures counts once a year, unless a larger sum
    has decided already what is set ``aside``.
    """
    all_of_them = tuple(figures)
    measured = tuple(figure for figure in all_of_them if read(figure) is not None)
    if not measured:
        nil = is_nil or (all_of_them and all(is_declared_nil(figure) for figure in all_of_them))
        return Measure(Reported.NIL, figures=all_of_them) if nil else MISSING
    if len(measured) > 1 and any(is_share(figure.unit) for figure in measured):
        return Measure(Reported.APART, figures=measured)
    counted = {figure.pk for figure in measured}
    left_out = tuple(a for a in (set_aside(measured) if aside is None else aside) if a.figure.pk in counted)
    less = deductions(left_out)
    total = sum((_less(read(figure), less.get(figure.pk)) for figure in measured), Decimal(0))
    nearly = any(figure.precision == Precision.NEARLY for figure in measured)
    return Measure(Reported.MEASURED, total, nearly, measured, left_out)


def _less(value: Decimal | None, deduction: Decimal | None) -> Decimal:
    """A figure less what other figures count already; never below nought."""
    return max((value or Decimal(0)) - (deduction or Decimal(0)), Decimal(0))


def combine(parts: Iterable[Measure], rule: str) -> Measure:
    """Make one measure of those of several annex rows by the target's ``rule``; blank leaves them apart.

    "40 enterprises with systems and tools" became two rows of 40: adding them would count everybody twice.
    """
    all_of_them = tuple(parts)
    figures = tuple(figure for part in all_of_them for figure in part.figures)
    measured = [part for part in all_of_them if part.is_measured]
    if not measured:
        told = [part.state for part in all_of_them if part.is_reported]
        if Reported.APART in told:
            return Measure(Reported.APART, figures=figures)
        return Measure(Reported.NIL, figures=figures) if told else MISSING
    if not rule or any(part.state == Reported.APART for part in all_of_them):
        return Measure(Reported.APART, figures=figures)
    if rule == RowsRule.LARGEST:
        return max(measured, key=lambda part: part.value or Decimal(0))
    total = sum((part.value or Decimal(0) for part in measured), Decimal(0))
    aside = tuple(each for part in measured for each in part.aside)
    return Measure(Reported.MEASURED, total, any(part.nearly for part in measured), figures, aside)
