"""The reason for which warnings are let pass."""

from collections.abc import Sequence
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import Words
from consolidation.completeness import Finding

LONGEST_REASON, LONGEST_PLACE = 2000, 120


class Places(forms.MultipleChoiceField):
    """Places of findings. Whether the checks find them (still) is said by whoever lets them pass."""

    def valid_value(self, value: Any) -> bool:
        """Whether it could be a place at all."""
        return 0 < len(value) <= LONGEST_PLACE


class WaiverForm(forms.Form):
    """Why warnings of one check are let pass: one of them, hidden in the form, or those that are ticked."""

    finding = forms.CharField(max_length=40, widget=forms.HiddenInput)
    together = forms.BooleanField(required=False, widget=forms.HiddenInput)
    place = Places(
        label=_("The reason is for these"),
        widget=forms.MultipleHiddenInput,
        error_messages={"required": _("Tick the warnings the reason is for.")},
    )
    reason = Words(
        label=_("Why it may stand"),
        rows=2,
        limit=LONGEST_REASON,
        required=True,
        error_messages={"required": _("Say why the warning may be let pass.")},
    )

    open = False  # whether the page shows it opened

    @classmethod
    def of(cls, finding: Finding, data: Any = None) -> Self:
        """The form of a finding, blank or as it was sent."""
        name = finding.place.replace(":", "-").replace(".", "-")
        form = cls(
            data,
            initial={"finding": finding.check, "place": [finding.place]},
            auto_id=f"{finding.check}-{name}-%s",
        )
        form.open = data is not None
        return form

    @classmethod
    def of_several(cls, findings: Sequence[Finding], data: Any = None) -> Self:
        """The form of several findings of one check, all of them ticked, or as it was sent."""
        check, places = findings[0].check, [finding.place for finding in findings]
        form = cls(
            data,
            initial={"finding": check, "together": True, "place": places},
            auto_id=f"{check}-together-%s",
        )
        field = form.fields["place"]
        field.widget = forms.CheckboxSelectMultiple()
        field.choices = list(zip(places, _labels(findings), strict=True))  # type: ignore[attr-defined]
        form.fields["reason"].label = _("Why they may stand")
        form.open = data is not None
        return form


def _labels(findings: Sequence[Finding]) -> list[str]:
    """How the findings are told apart: by where they are, and by what was found where several are at one place."""
    wheres = [str(finding.where) for finding in findings]
    return [
        where if wheres.count(where) == 1 else f"{where}: {finding.message}"
        for where, finding in zip(wheres, findings, strict=True)
    ]
