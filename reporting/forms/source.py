"""Why the source of a target's results is changed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.models import CountedFrom
from reporting.forms.step import reason_field


class SourceForm(forms.Form):
    """The source chosen and the one that was shown, so that nobody overwrites unseen what another chose."""

    source = forms.ChoiceField(choices=CountedFrom.choices, widget=forms.HiddenInput())
    seen = forms.ChoiceField(choices=CountedFrom.choices, widget=forms.HiddenInput())
    reason = reason_field(
        _("Why the source is changed"),
        _("The journal keeps it; whoever wonders about a changed figure reads these words."),
    )
