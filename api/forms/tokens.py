"""What is said when a token is handed out, and when it ends."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from api.models import Scope
from common.fields import Day, Words
from organisations.models import Organisation

USUALLY = dt.timedelta(180)


class TokenForm(forms.Form):
    """Which program, of which organisation, may do what, until when."""

    organisation = forms.TypedChoiceField(
        label=_("Organisation"), help_text=_("The program sees what you see for this organisation, no more.")
    )
    name = Words(
        label=_("Name of the program"),
        limit=120,
        required=True,
        help_text=_("So that everybody knows it again: which system, on which machine, who runs it."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What the program may do"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the program may do.")},
    )
    expires_on = Day(
        label=_("Valid until the end of"),
        error_messages={"required": _("Say until which day.")},
    )

    def __init__(self, data: Any, organisations: Sequence[Organisation], on: dt.date) -> None:
        super().__init__(data, initial={"expires_on": on + USUALLY})
        known = {str(each.pk): each for each in organisations}
        field = self.fields["organisation"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - see above
        field.choices = [(pk, _called(each)) for pk, each in known.items()]
        field.coerce = known.__getitem__


class RevokeForm(forms.Form):
    """Why a token ends."""

    why = Words(label=_("Why the token ends"), limit=2000, rows=2, required=True)


def _called(organisation: Organisation) -> str:
    """The name, with its province where it has one."""
    return f"{organisation.name} ({organisation.province})" if organisation.province else organisation.name
