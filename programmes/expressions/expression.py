"""The figure of a target as enacted: operator, value or range, unit, and what it hangs on."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.vietnamese import fold


class Operator(TextChoices):
    """How the enacted figure binds."""

    EXACT = "exact", _("exact figure")
    AT_LEAST = "at_least", _("at least (ít nhất)")
    MORE_THAN = "more_than", _("more than (trên)")
    ABOUT = "about", _("about (khoảng)")
    GROWTH_PER_YEAR_RANGE = "growth_per_year_range", _("growth per year between two percentages")
    INCREASE_AT_LEAST_PERCENT = (
        "increase_at_least_percent",
        _("increase over another phase by at least a percentage"),
    )


class BaseKind(TextChoices):
    """From which figure of the other phase an increase counts; the plans do not say, the department chooses."""

    TARGET = "target", pgettext_lazy("base of comparison", "the target of that phase")
    ACTUAL = "actual", pgettext_lazy("base of comparison", "the result reached in that phase")


@dataclass(frozen=True, kw_only=True)
class Expression:
    """The figure of a target. ValidationError, keyed by field, where the parts do not fit the operator.

    ``value`` is a count, or a percentage for an increase; ``low`` and ``high`` are percentages a year.
    ``striving`` is *phấn đấu*, ``within_parent`` is *trong đó*. An increase counts from ``base_phase``, from its
    target or its result as ``base_kind`` says; "" means not stated and not chosen. ``baseline`` is the figure
    before the first year of growth.
    """

    operator: Operator
    unit: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    striving: bool = False
    within_parent: bool = False
    base_phase: str = ""
    base_kind: BaseKind | str = ""
    baseline: Decimal | None = None

    def __post_init__(self) -> None:
        """Refuse parts that do not fit together."""
        problems = dict(_misfits(self))
        if problems:
            raise ValidationError(problems)

    @property
    def is_relative(self) -> bool:
        """Whether the result is judged against another figure and not against ``value`` itself."""
        return self.operator in {Operator.GROWTH_PER_YEAR_RANGE, Operator.INCREASE_AT_LEAST_PERCENT}

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """The two ends of the range, or the one value twice; the check of the parts has made sure of them."""
        ends = (self.low, self.high) if self.value is None else (self.value, self.value)
        return cast("tuple[Decimal, Decimal]", ends)


def child_within_parent(child: Expression, parent: Expression) -> bool | None:
    """Tell whether a *trong đó* figure is at most its parent's; None where the two cannot be compared.

    Only counts in the same unit compare: experts are not attendances, and percentages have no common whole.
    """
    if child.value is None or parent.value is None or child.is_relative or parent.is_relative:
        return None
    if fold(child.unit) != fold(parent.unit) or "%" in child.unit:
        return None
    return child.value <= parent.value


def _misfits(expression: Expression) -> Iterator[tuple[str, str | Promise]]:
    figures = {"value": expression.value, "low": expression.low, "high": expression.high}
    is_range = expression.operator == Operator.GROWTH_PER_YEAR_RANGE
    for name, figure in figures.items():
        if (name == "value") == is_range:
            if figure is not None:
                yield name, _("This figure does not belong to a target of this kind.")
        elif figure is None:
            yield name, _("This target needs a figure here.")
        elif not figure.is_finite() or figure < 0:
            yield name, _("The figure of a target cannot be below 0.")
    if (
        is_range
        and expression.low is not None
        and expression.high is not None
        and expression.low > expression.high
    ):
        yield "high", _("The end of the range lies below its beginning.")
    if not expression.unit.strip():
        yield "unit", _("A target needs a unit of measure.")
