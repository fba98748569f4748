"""Amounts of money as people type them: whole đồng, with or without dots between the thousands."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.numbers import VietnameseDecimalField

MOST_DONG = 10**15 - 1  # đồng; more than any plan of a province
DONG = _("đồng")


class DongField(VietnameseDecimalField):
    """Whole đồng typed as 1.500.000 or 1500000; cleans to int or None (nothing typed, which is not 0).

    Optional unless told otherwise. Shown again with dots; portal.js sets them while one types.
    """

    def __init__(self, *, maximum: int = MOST_DONG, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(unit="đồng", whole=True, minimum=0, maximum=maximum, **kwargs)
        self.widget.attrs |= {"class": "num", "data-amount": "", "data-unit": DONG}

    def to_python(self, value: Any) -> int | None:  # type: ignore[override] # whole by definition
        """Read what was typed; an int is taken as it is."""
        amount = super().to_python(value)
        return None if amount is None else int(amount)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the amount differs, not the way it is written."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except Exception:  # noqa: BLE001 - what cannot be read is different from what is stored
            return True
