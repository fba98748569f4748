"""Money, what came of the support year by year, and its end before time."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from common.fields import Words
from common.formatting import money
from common.money import DongField
from common.numbers import VietnameseDecimalField
from support.forms.support_form import LIMIT, LONG_TEXT, NEEDED, SupportForm, a_day, not_to_come, reason_field
from support.models import Support
from support.queries.supports import account_of, most_to_pay

PERCENTS = Decimal(9999)


class MoneyForm(SupportForm):
    """Money with its paper."""

    amount = DongField(label=_("Amount"), required=True, error_messages=dict(NEEDED))
    paid_on = a_day(_("Paid on"))
    document = Words(
        label=_("Payment document"),
        limit=200,
        required=True,
        error_messages=dict(NEEDED),
        help_text=_("Kind, number and day, for example “Giấy rút dự toán số 15”."),
    )
    note = Words(label=_("Note"), rows=2, limit=LIMIT)

    def clean_amount(self) -> int:
        """More than nothing."""
        amount = self.cleaned_data["amount"]
        if not amount:
            raise ValidationError(_("Write how much; a payment of 0 is none."))
        return int(amount)

    def clean_paid_on(self) -> dt.date:
        """Today or before."""
        return not_to_come(self.cleaned_data["paid_on"], self.today)


class PayForm(MoneyForm):
    """A payment, with what is left beside the field."""

    def __init__(self, data: Any, files: Any, support: Support, on: dt.date) -> None:
        super().__init__(data, files, support, on)
        _most, why = most_to_pay(support)
        self.fields["amount"].help_text = _("Left to pay: %(left)s (%(why)s).") % {
            "left": money(account_of(support).left),
            "why": escape(why),  # the page takes help for markup
        }


class EffectForm(SupportForm):
    """What came of the support in a year, in the enterprise's words."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, choices=[])
    text = Words(
        label=_("What changed"),
        rows=5,
        limit=LONG_TEXT,
        required=True,
        error_messages=dict(NEEDED),
        help_text=_("For example time per piece, faulty pieces, cost, revenue, new customers."),
    )
    gain = VietnameseDecimalField(
        label=_("Gain in productivity"),
        unit="%",
        required=False,
        minimum=-100,
        maximum=PERCENTS,
        places=2,
        help_text=_(
            "Leave it empty if it was not measured; 0 says that it was measured and nothing was gained."
        ),
    )
    is_still_certified = forms.TypedChoiceField(
        label=_("Is the certificate still valid?"),
        required=False,
        choices=[("", _("there is none, or not known")), ("yes", _("yes")), ("no", _("no"))],
        coerce=lambda sent: sent == "yes",
        empty_value=None,
    )

    def __init__(self, data: Any, files: Any, support: Support, on: dt.date) -> None:
        super().__init__(data, files, support, on)
        first = support.accepted_on.year if support.accepted_on else on.year
        self.fields["year"].choices = [(y, str(y)) for y in range(on.year, first - 1, -1)]  # type: ignore[attr-defined]


class TerminateForm(SupportForm):
    """Why DOST ends the support, and what has to come back."""

    reason = reason_field(_("Why it is terminated"), _("The enterprise reads these words."))
    to_recover = DongField(
        label=_("To be paid back"),
        required=True,
        error_messages={"required": _("Write the amount; 0 if nothing has to come back.")},
    )

    def __init__(self, data: Any, files: Any, support: Support, on: dt.date) -> None:
        super().__init__(data, files, support, on)
        self.initial["to_recover"] = account_of(support).kept


class RenounceForm(SupportForm):
    """Why the enterprise gives the support up."""

    reason = reason_field(_("Why the enterprise gives it up"), _("The department reads these words."))
