"""The reason a step asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.forms.fields import Words


class ReasonForm(forms.Form):
    """Why, in the words the other side will read."""

    reason = Words(
        label=_("What has to be changed"),
        rows=4,
        limit=2000,
        required=True,
        help_text=_("The unit reads these words on top of its form. Name the line and say what is expected."),
        error_messages={"required": _("Say in a sentence what has to be changed.")},
    )
