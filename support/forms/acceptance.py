"""The acceptance, its outcomes by name, and the certificates that prove them."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import SHORT, Day, Words
from enterprises.models import CertificateKind
from support.forms.support_form import LIMIT, LONG_TEXT, NEEDED, SupportForm, a_day, reason_field
from support.forms.uploads import UploadField
from support.models import OutcomeKind, Support
from support.queries.supports import kinds_counted


class AcceptForm(SupportForm):
    """The acceptance and its outcomes: one field per kind the content's targets count, one name per line."""

    accepted_on = a_day(_("Accepted on"))
    result = Words(
        label=_("Result of the acceptance"),
        rows=5,
        limit=LONG_TEXT,
        required=True,
        error_messages=dict(NEEDED),
        help_text=_("What was reached, and by which minutes it was accepted."),
    )
    uploads = UploadField(label=_("Minutes and other evidence"), required=False)

    def __init__(self, data: Any, files: Any, support: Support, on: dt.date) -> None:
        super().__init__(data, files, support, on)
        self.initial["accepted_on"] = on
        for kind in kinds_counted(support.content):
            self.fields[f"outcomes_{kind}"] = Words(
                label=_("Outcomes of the kind “%(kind)s”") % {"kind": OutcomeKind(kind).label},
                rows=3,
                limit=LONG_TEXT,
                help_text=_("One per line; each is counted by name. Leave it empty if none was reached."),
            )
            self.initial[f"outcomes_{kind}"] = _proposed(kind, support)

    def clean(self) -> dict[str, Any]:
        """No name is longer than a name may be."""
        for name, text in self.cleaned_data.items():
            if name.startswith("outcomes_") and any(len(line) > SHORT for line in text.splitlines()):
                self.add_error(name, _("A name has at most %(most)s characters.") % {"most": SHORT})
        return self.cleaned_data

    @property
    def named(self) -> list[tuple[str, str]]:
        """(kind, name) of each outcome typed. Only of a valid form."""
        kinds = kinds_counted(self.support.content)
        lines = ((kind, self.cleaned_data[f"outcomes_{kind}"].splitlines()) for kind in kinds)
        return [(kind, name.strip()) for kind, names in lines for name in names if name.strip()]


class OutcomeForm(SupportForm):
    """One more outcome."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[])
    name = Words(label=_("Name"), limit=SHORT, required=True, error_messages=dict(NEEDED))
    reached_on = a_day(_("Reached on"))

    def __init__(self, data: Any, files: Any, support: Support, on: dt.date) -> None:
        super().__init__(data, files, support, on)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind, OutcomeKind(kind).label) for kind in kinds_counted(support.content)
        ]


class StrikeForm(SupportForm):
    """An outcome that is to count no longer."""

    outcome: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, label=_("Which outcome"), error_messages=dict(NEEDED), empty_label=None
    )
    reason = reason_field(_("Why it no longer counts"))

    def __init__(self, data: Any, files: Any, support: Support, on: dt.date) -> None:
        super().__init__(data, files, support, on)
        self.fields["outcome"].queryset = support.outcomes.filter(struck_on__isnull=True)  # type: ignore[attr-defined]


class CertificateForm(SupportForm):
    """What stands on the certificate, and the outcome it proves."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CertificateKind.choices)
    title = Words(label=_("Standard or award"), limit=200, required=True, error_messages=dict(NEEDED))
    number = Words(label=_("Number"), limit=100)
    body = Words(label=_("Certified by"), limit=SHORT)
    scope = Words(label=_("Scope"), rows=2, limit=LIMIT)
    issued_on = Day(label=_("Issued on"), required=False)
    expires_on = Day(
        label=_("Expires on"),
        required=False,
        help_text=_("The enterprise and the department are reminded before this day."),
    )
    outcome: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, label=_("Outcome it proves"), required=False, empty_label=_("none of them")
    )

    def __init__(self, data: Any, files: Any, support: Support, on: dt.date) -> None:
        super().__init__(data, files, support, on)
        free = support.outcomes.filter(struck_on__isnull=True, certificate__isnull=True)
        self.fields["outcome"].queryset = free  # type: ignore[attr-defined]


def _proposed(kind: str, support: Support) -> str:
    """What the form proposes: the enterprise itself; the product the application names; else nothing."""
    if kind == OutcomeKind.ENTERPRISE:
        return support.enterprise.name
    if kind == OutcomeKind.PRODUCT:
        return "\n".join(part.strip() for part in support.item.product.split(";") if part.strip())
    return ""
