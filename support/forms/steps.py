"""The small forms of an application's steps: handing in, taking back, choosing contents."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import Words
from enterprises.models import Enterprise
from support.models import SupportContent


class SubmitForm(forms.Form):
    """The tick under the privacy notice."""

    has_read_notice = forms.BooleanField(
        label=_("I have read what the portal keeps, who sees it and which rights I have."),
        error_messages={"required": _("Tick that you have read it.")},
    )


class WithdrawForm(forms.Form):
    """Why an application is taken back."""

    reason = Words(label=_("Why the application is taken back"), limit=2_000, rows=3, required=True)


class StartForm(forms.Form):
    """For whom, and which contents of one plan."""

    enterprise = forms.ModelChoiceField(Enterprise.objects.none(), label=_("Enterprise"), empty_label=None)
    contents = forms.ModelMultipleChoiceField(
        SupportContent.objects.none(),
        label=_("Contents"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one content.")},
    )
