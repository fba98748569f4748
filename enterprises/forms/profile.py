"""What the register knows about an enterprise, as its people and DOST type it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.fields import SHORT, Words, digits
from enterprises.actions.profile import FIELDS
from enterprises.models import Enterprise, EnterpriseKind, VsicVersion

MOST_VERSIONS = 10**9
FOREIGN = [
    ("", pgettext_lazy("foreign-invested", "not declared")),
    ("yes", pgettext_lazy("foreign-invested", "yes")),
    ("no", pgettext_lazy("foreign-invested", "no")),
]
EDITIONS = [("", "—"), *VsicVersion.choices]


def _yes_no(value: str) -> bool | None:
    return {"yes": True, "no": False}.get(value)


class ProfileForm(forms.Form):
    """The fields of an enterprise that its people may change; the tax code and the province are DOST's."""

    name = Words(
        label=_("Name of the enterprise"), limit=SHORT, required=True, help_text=_("As on its registration.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=EnterpriseKind)
    address = Words(label=_("Address"), limit=500, help_text=_("House number, street, hamlet."))
    commune = Words(label=_("Commune or ward"), limit=120, help_text=_("As it is called today."))
    former_address = Words(
        label=_("Former address"),
        limit=500,
        help_text=_("As before the merger of districts and provinces."),
    )
    phone = Words(label=_("Telephone"), limit=40)
    is_foreign_invested = forms.TypedChoiceField(
        label=_("Is it foreign-invested?"),
        choices=FOREIGN,
        coerce=_yes_no,
        empty_value=None,
        required=False,
        help_text=_(
            "Some plans support no foreign-invested enterprises, and a plan cannot tell before this is declared."
        ),
    )
    is_woman_owned = forms.BooleanField(label=_("Owned by women"), required=False)
    has_many_women = forms.BooleanField(label=_("Employs many women"), required=False)
    is_social = forms.BooleanField(label=_("Social enterprise"), required=False)
    vsic_version = forms.ChoiceField(label=_("Edition of VSIC"), choices=EDITIONS, required=False)
    vsic_code = Words(
        label=_("Main line of business (VSIC code)"),
        limit=5,
        help_text=_("Two to five digits, of the main line of business you registered."),
    )
    main_line = Words(label=_("Main line of business, as registered"), limit=SHORT)
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, enterprise: Enterprise, data: Mapping[str, Any] | None = None) -> "ProfileForm":
        """The form filled with what is known, or with what was sent."""
        return cls(data, initial=initial(enterprise))

    @property
    def seen(self) -> int:
        """The version the person saw."""
        return digits(self["version"].value(), MOST_VERSIONS)

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed. Only of a valid form."""
        return {name: self.cleaned_data[name] for name in FIELDS}


def initial(enterprise: Enterprise) -> dict[str, Any]:
    """What the boxes of the form hold for an enterprise."""
    held = {name: getattr(enterprise, name) for name in FIELDS}
    held["is_foreign_invested"] = {True: "yes", False: "no", None: ""}[enterprise.is_foreign_invested]
    return {**held, "version": enterprise.version}
