"""What a person says about a paper: the registry's number and day."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import Day, Words
from papers.model import LARGEST_NUMBER


class RegisterForm(forms.Form):
    """Number, symbol and day as the registry gave them."""

    number = forms.IntegerField(
        label=_("Number given by the registry"), min_value=1, max_value=LARGEST_NUMBER
    )
    symbol = Words(
        label=_("Symbol"),
        limit=50,
        required=True,
        help_text=_("What stands after the stroke, such as SKHCN-TĐC."),
    )
    issued_on = Day(label=_("Day of issue"))
