"""Figures of the unit's form as an office types them."""

from decimal import Decimal
from typing import Any

from common.numbers import MOST, VietnameseDecimalField
from common.vietnamese import fold

MOST_MONEY = Decimal(10**12) - 1  # the column holds twelve digits before the comma


def figure_field(unit: str, *, shown: bool = True, **kwargs: Any) -> VietnameseDecimalField:
    """A figure counted in ``unit``, with the unit ``shown`` at its end; empty means not reported, 0 measured as zero."""
    is_money = fold(unit).endswith("dong")
    field = VietnameseDecimalField(
        unit=unit, places=2, maximum=MOST_MONEY if is_money else MOST, required=False, **kwargs
    )
    field.widget.attrs |= {"class": "num"} | ({"data-unit": unit} if unit and shown else {})
    return field
