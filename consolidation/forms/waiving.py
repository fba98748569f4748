"""The reason for which a warning is let pass."""

from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import Words
from consolidation.completeness import Finding

LONGEST_REASON = 2000


class WaiverForm(forms.Form):
    """Why a warning is let pass; which one is hidden in it."""

    finding = forms.CharField(max_length=40, widget=forms.HiddenInput)
    place = forms.CharField(max_length=120, widget=forms.HiddenInput)
    reason = Words(
        label=_("Why it may stand"),
        rows=2,
        limit=LONGEST_REASON,
        required=True,
        error_messages={"required": _("Say why the warning may be let pass.")},
    )

    @classmethod
    def of(cls, finding: Finding, data: Any = None) -> Self:
        """The form of a finding, blank or as it was sent."""
        name = finding.place.replace(":", "-").replace(".", "-")
        form = cls(
            data,
            initial={"finding": finding.check, "place": finding.place},
            auto_id=f"{finding.check}-{name}-%s",
        )
        form.open = data is not None  # type: ignore[attr-defined] # for the page
        return form
