"""DOST's ruling on a double claim."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import Words
from reporting.models import ClaimRuling
from reporting.queries.claims import Claim


class RulingForm(forms.Form):
    """Whose claim counts, or that both do; and why. ``seen`` names the ruling the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    choice = forms.ChoiceField(
        label=_("How it counts"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it counts.")},
    )
    reason = Words(
        label=_("Reason"),
        rows=3,
        limit=2000,
        required=True,
        help_text=_("Both units read these words on their forms."),
        error_messages={"required": _("Say why in a sentence; both units read it.")},
    )

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": claim.seen, **_decided(claim)}
        super().__init__(*args, **kwargs)
        one = _("One support; it counts for %(unit)s")
        choices = [
            (str(support.pk), one % {"unit": support.figure.line.submission.organisation})
            for support in claim.supports
        ]
        both = _("Separate supports; each unit's counts")
        self.fields["choice"].choices = [*choices, (ClaimRuling.BOTH.value, both)]  # type: ignore[attr-defined]

    def ruling(self) -> dict[str, Any]:
        """What decide_claim takes. Only of a valid form."""
        facts = self.cleaned_data
        is_both = facts["choice"] == ClaimRuling.BOTH
        return {
            "ruling": ClaimRuling.BOTH if is_both else ClaimRuling.ONE,
            "kept": None if is_both else int(facts["choice"]),
            "reason": facts["reason"],
            "seen": facts["seen"],
        }


def _decided(claim: Claim) -> dict[str, Any]:
    """The ruling in force, as the form shows it."""
    if claim.decision is None:
        return {}
    is_both = claim.decision.ruling == ClaimRuling.BOTH
    return {
        "choice": ClaimRuling.BOTH.value if is_both else str(claim.decision.kept_id or ""),
        "reason": claim.decision.reason,
    }
