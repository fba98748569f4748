"""People, revenue and capital of a year, as the enterprise declares them."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import Words
from common.numbers import VietnameseDecimalField
from enterprises.actions.sizes import declarable_years, seen_edition
from enterprises.models import Enterprise, SizeDeclaration, VsicVersion

MOST_PEOPLE, MOST_DONG = 10**6, 10**16


def _dong(label: Any, *, required: bool, help_text: Any) -> VietnameseDecimalField:
    box = forms.TextInput(attrs={"data-unit": "đồng"})
    return VietnameseDecimalField(
        unit="đồng", label=label, maximum=MOST_DONG, required=required, help_text=help_text, widget=box
    )


class SizeForm(forms.Form):
    """What articles 7 to 9 of Decree 80/2021/NĐ-CP ask for."""

    year = forms.TypedChoiceField(label=_("Declared for the year"), coerce=int, widget=forms.HiddenInput)
    labour = VietnameseDecimalField(
        label=_("People with social insurance, average"),
        whole=False,
        places=2,
        maximum=MOST_PEOPLE,
        help_text=_(
            "Those at the end of each month of the year before, added up and divided by 12; if younger than a year, by the "
            "months of activity (article 7). Write 10,5 for ten and a half."
        ),
    )
    revenue = _dong(
        _("Revenue of the year before"),
        required=False,
        help_text=_(
            "From the financial statement (article 9). Leave empty if there is none yet: capital then counts instead."
        ),
    )
    capital = _dong(
        _("Total capital at the end of the year before"),
        required=True,
        help_text=_(
            "From the balance sheet; if younger than a year, at the end of the quarter before (article 8)."
        ),
    )
    months = forms.TypedChoiceField(
        label=_("Younger than a year: months of activity"),
        choices=[("", "—"), *((str(n), str(n)) for n in range(1, 12))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Then capital counts instead of revenue."),
    )
    vsic_version = forms.ChoiceField(label=_("Edition of VSIC"), choices=VsicVersion)
    vsic_code = Words(
        label=_("Main line of business (VSIC code)"),
        limit=5,
        required=True,
        help_text=_("The main line of business you registered decides the thresholds (article 6)."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(str(year), str(year)) for year in declarable_years(on)]  # type: ignore[attr-defined] # a choice field

    def figures(self) -> dict[str, Any]:
        """What is declared. Only of a valid form."""
        facts = self.cleaned_data
        return {
            "labour": facts["labour"],
            "revenue": _whole(facts["revenue"]),
            "capital": _whole(facts["capital"]),
            "months": facts["months"],
            "vsic_version": facts["vsic_version"],
            "vsic_code": facts["vsic_code"],
        }


def initial(enterprise: Enterprise, year: int, declaration: SizeDeclaration | None) -> dict[str, Any]:
    """What the boxes hold: what was declared for the year, else the line of business of the enterprise."""
    held: dict[str, Any] = {"year": year, "seen": seen_edition(declaration)}
    if declaration is None:
        return held | {"vsic_version": enterprise.vsic_version, "vsic_code": enterprise.vsic_code}
    names = ("labour", "revenue", "capital", "months", "vsic_version", "vsic_code")
    return held | {name: getattr(declaration, name) for name in names}


def _whole(figure: Decimal | None) -> int | None:
    return None if figure is None else int(figure)
