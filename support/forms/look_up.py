"""What one types to look up where an application stands."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import Words
from support.queries.receipts import LONGEST_CODE, LONGEST_SECRET


class LookUpForm(forms.Form):
    """Code and secret of a receipt."""

    code = Words(
        label=_("Code of the application"),
        help_text=_("For example NSCL-HN-2026-00012."),
        limit=LONGEST_CODE,
        required=True,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    secret = Words(
        label=_("Look-up key"),
        help_text=_("Twelve letters and digits beside the code on the receipt."),
        limit=LONGEST_SECRET,
        required=True,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
