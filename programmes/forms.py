"""Forms about plans."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_REMARK = 2000


class AcceptFindingForm(forms.Form):
    """DOST's remark on a finding."""

    remark = forms.CharField(
        label=_("Remark of the department"),
        help_text=_("What was checked and what the department concludes. The enacted text stays as it is."),
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
