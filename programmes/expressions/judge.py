"""What a result means for its target."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common.formatting import english_number, english_percent, number, percent
from programmes.expressions.expression import BaseKind, Expression, Operator

HUNDRED = Decimal(100)
TOLERANCE = Decimal(
    5
)  # percent below "about" that still counts; the plans say nothing, a province may choose


class Verdict(TextChoices):
    """What a result means for its target. Only MET and EXCEEDED keep the promise."""

    EXCEEDED = "exceeded", pgettext_lazy("verdict on a target", "Exceeded")
    MET = "met", pgettext_lazy("verdict on a target", "Met")
    IN_PROGRESS = "in_progress", pgettext_lazy("verdict on a target", "In progress")
    NOT_MET = "not_met", pgettext_lazy("verdict on a target", "Not met")
    NOT_ASSESSABLE = "not_assessable", pgettext_lazy("verdict on a target", "Not assessable yet")


@dataclass(frozen=True)
class Assessment:
    """The verdict, the sentence behind it (in the reader's language), and the figures it rests on.

    ``needed`` is the smallest result that keeps the promise (*trên*: the figure to pass), ``percent`` the result in percent of it, ``growth``
    the change in percent against the base. Each is None where a figure or a denominator is missing.
    """

    verdict: Verdict
    reason: str | Promise
    percent: Decimal | None = None
    needed: Decimal | None = None
    growth: Decimal | None = None

    @property
    def keeps_promise(self) -> bool:
        """Whether the target is met or exceeded."""
        return self.verdict in {Verdict.MET, Verdict.EXCEEDED}


def assess(
    expression: Expression,
    actual: Decimal | None,
    *,
    reported: bool,
    base: Decimal | None = None,
    previous: Decimal | None = None,
    first_year: bool = False,
    closed: bool = True,
    about_tolerance: Decimal = TOLERANCE,
) -> Assessment:
    """Judge a result.

    ``reported`` without a figure is a declared nil: judged like nothing done, but without a percentage.
    ``base`` is the figure of the other phase, of the kind the expression names. ``previous`` is the result of the
    year before; in the ``first_year`` the baseline stands in for it. While the period is not ``closed`` a result
    below the target is in progress. ``about_tolerance`` is in percent of the value, from 0 to 100, else ValueError.

    More than the figure is EXCEEDED for exact, at least, about and an increase, and so is growth above its range;
    *trên* (more than) is only MET by more, since more is what it asks for.
    """
    if not 0 <= about_tolerance <= HUNDRED:
        raise ValueError("The tolerance is a percentage from 0 to 100.")
    against = _compared_with(expression, base, previous, first_year=first_year)
    gap = _gap(expression, against, reported=reported, first_year=first_year)
    if gap is not None:
        return Assessment(Verdict.NOT_ASSESSABLE, gap)
    low, high = _bounds(expression, against)
    verdict = _verdict(expression, Decimal(0) if actual is None else actual, low, high, about_tolerance)
    if verdict == Verdict.NOT_MET and not closed:
        verdict = Verdict.IN_PROGRESS
    if actual is None:
        return Assessment(
            verdict, _("Declared nil: nothing was done, so there is no figure to compare."), needed=low
        )
    growth = (actual - against) * HUNDRED / against if against else None
    return Assessment(
        verdict,
        _Reason(expression, verdict, actual, low, against, growth, about_tolerance).sentence(),
        percent=actual * HUNDRED / low if low > 0 else None,
        needed=low,
        growth=growth,
    )


def _compared_with(
    expression: Expression, base: Decimal | None, previous: Decimal | None, *, first_year: bool
) -> Decimal | None:
    """The figure the result is held against; None where the target stands for itself or the figure is missing."""
    if expression.operator == Operator.INCREASE_AT_LEAST_PERCENT:
        return base if expression.base_kind else None
    if _is_growth(expression):
        return expression.baseline if first_year and previous is None else previous
    return None


def _gap(
    expression: Expression, against: Decimal | None, *, reported: bool, first_year: bool
) -> str | Promise | None:
    """What keeps the target from being judged, as a sentence; None where nothing is missing."""
    if not reported:
        return _("The result has not been reported yet.")
    if not expression.is_relative:
        return None
    if against is not None:
        return (
            None
            if against > 0
            else _("The figure to compare with is 0, so no percentage can be counted from it.")
        )
    return _missing_growth(first_year=first_year) if _is_growth(expression) else _missing_base(expression)


def _is_growth(expression: Expression) -> bool:
    return expression.operator == Operator.GROWTH_PER_YEAR_RANGE


def _missing_growth(*, first_year: bool) -> str | Promise:
    if first_year:
        return _("The plan states no baseline, so growth in the first year cannot be counted.")
    return _("The result of the year before is not known, so growth cannot be counted.")


def _missing_base(expression: Expression) -> str | Promise:
    if not expression.base_kind:
        return _(
            "It has not been chosen whether the increase counts from the target or the result of the other phase."
        )
    if expression.base_kind == BaseKind.TARGET:
        return _("The target of the other phase, from which the increase counts, is not known.")
    return _("The result of the other phase, from which the increase counts, is not known.")


def _bounds(expression: Expression, against: Decimal | None) -> tuple[Decimal, Decimal]:
    """The smallest result that keeps the promise, and the largest that does not exceed it."""
    low, high = expression.ends
    if against is None:
        return low, high
    return against * (HUNDRED + low) / HUNDRED, against * (HUNDRED + high) / HUNDRED


def _verdict(
    expression: Expression, counted: Decimal, low: Decimal, high: Decimal, tolerance: Decimal
) -> Verdict:
    if expression.operator == Operator.MORE_THAN:
        return Verdict.MET if counted > low else Verdict.NOT_MET
    if counted > high:
        return Verdict.EXCEEDED
    floor = low * (HUNDRED - tolerance) / HUNDRED if expression.operator == Operator.ABOUT else low
    return Verdict.MET if counted >= floor else Verdict.NOT_MET


@dataclass(frozen=True)
class _Reason:
    """The figures a verdict rests on, ready to be told."""

    expression: Expression
    verdict: Verdict
    actual: Decimal
    needed: Decimal
    against: Decimal | None
    growth: Decimal | None
    tolerance: Decimal

    def sentence(self) -> str | Promise:
        """The reason in the language and the notation of whoever reads it."""
        return _told_later(self)

    def write(self) -> str:
        is_english = (get_language() or "").startswith("en")
        figure, share = (english_number, english_percent) if is_english else (number, percent)
        return str(self._message()) % {
            "actual": figure(self.actual),
            "needed": figure(self.needed),
            "against": figure(self.against),
            "growth": share(self.growth, 2),
            "tolerance": share(self.tolerance),
            "low": share(self.expression.low),
            "high": share(self.expression.high),
            "phase": self.expression.base_phase or "…",
        }

    def _message(self) -> str | Promise:
        if self.expression.is_relative:
            return GROWTH if _is_growth(self.expression) else INCREASE[BaseKind(self.expression.base_kind)]
        if self.actual > self.needed:
            return ABOVE
        if self.actual == self.needed:
            return NOT_MORE if self.expression.operator == Operator.MORE_THAN else REACHED
        if self.verdict == Verdict.MET:
            return APPROXIMATE
        return NOT_YET if self.verdict == Verdict.IN_PROGRESS else BELOW


def _told(reason: _Reason) -> str:
    """The sentence, once somebody reads it."""
    return reason.write()


_told_later = lazy(_told, str)  # made once: making one costs as much as judging a target


GROWTH = _(
    "Against the earlier figure of %(against)s, the result %(actual)s is a change of %(growth)s; "
    "the target is growth of %(low)s to %(high)s a year."
)
INCREASE = {
    BaseKind.TARGET: _(
        "Counted from the target of %(phase)s (%(against)s), the result %(actual)s is a change of %(growth)s; "
        "at least %(needed)s is asked for."
    ),
    BaseKind.ACTUAL: _(
        "Counted from the result of %(phase)s (%(against)s), the result %(actual)s is a change of %(growth)s; "
        "at least %(needed)s is asked for."
    ),
}
APPROXIMATE = _(
    "The result %(actual)s is approximately the target of %(needed)s: it lies within the tolerance of %(tolerance)s."
)
REACHED = _("The result %(actual)s reaches the target of %(needed)s.")
ABOVE = _("The result %(actual)s is above the target of %(needed)s.")
NOT_MORE = _("The result %(actual)s equals %(needed)s, but the target asks for more than that.")
BELOW = _("The result %(actual)s is below the target of %(needed)s.")
NOT_YET = _("The result %(actual)s has not reached the target of %(needed)s yet; the period has not ended.")
