"""What an administrator types about other installations."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import Words


class TrustForm(forms.Form):
    """Whose seal is to count, and how its fingerprint was compared."""

    name = Words(label=_("Name of the portal"), limit=200, required=True)
    public_key = Words(
        label=_("Public key"),
        limit=60,
        required=True,
        help_text=_("44 signs, as the other portal shows them on its page “Verify a report”."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    checked = Words(
        label=_("How the fingerprint was compared"),
        limit=2000,
        rows=3,
        required=True,
        help_text=_(
            "With whom, on which way, on which day: by telephone or in person, not by the mail that brought the file."
        ),
    )


class WithdrawForm(forms.Form):
    """Why a seal no longer counts."""

    why = Words(label=_("Why the seal no longer counts"), limit=2000, rows=3, required=True)
