"""The answer to a request to act for an enterprise."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import Words
from enterprises.models import EnterpriseRole


class AnswerForm(forms.Form):
    """In which role the person comes in, or why not. Which of the two, the pressed button says."""

    role = forms.ChoiceField(
        label=_("Role in the enterprise"),
        choices=EnterpriseRole.choices,
        initial=EnterpriseRole.MEMBER,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("A manager also answers who may join and may hand the account over."),
    )
    answer = Words(
        label=_("Answer to the person"),
        rows=3,
        limit=2000,
        help_text=_("Needed to decline: the person reads why."),
    )

    def clean_role(self) -> str:
        """A member where nothing was chosen."""
        return self.cleaned_data["role"] or EnterpriseRole.MEMBER
