"""Products and certificates of an enterprise."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.fields import SHORT, Day, Words
from enterprises.actions.holdings import CERTIFICATE, PRODUCT, seen_edition
from enterprises.models import Certificate, CertificateKind, Enterprise, Product

STARS = [("", "—"), *((str(n), str(n)) for n in range(1, 6))]


class ProductForm(forms.Form):
    """A product or service."""

    names = PRODUCT
    name = Words(label=_("Name of the product"), limit=SHORT, required=True)
    is_key = forms.BooleanField(label=_("Key product of the province"), required=False)
    is_exported = forms.BooleanField(label=_("Exported"), required=False)
    ocop_stars = forms.TypedChoiceField(
        label=_("OCOP stars"), choices=STARS, coerce=int, empty_value=None, required=False
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enterprise = enterprise

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed. Only of a valid form."""
        return {name: self.cleaned_data[name] for name in self.names}


class CertificateForm(forms.Form):
    """A certificate; of a management system, a product, a laboratory, or an award."""

    names = CERTIFICATE
    kind = forms.ChoiceField(label=_("Kind of certificate"), choices=CertificateKind)
    title = Words(
        label=_("Standard or award"), limit=200, required=True, help_text=_("For example ISO 9001:2015.")
    )
    product = forms.ModelChoiceField(Product.objects.none(), label=_("Product"), required=False)
    number = Words(label=_("Certificate number"), limit=100)
    body = Words(label=pgettext_lazy("of a certificate", "Certified by"), limit=SHORT)
    scope = Words(label=_("Scope"), rows=2, limit=2000)
    issued_on = Day(label=_("Issued on"), required=False)
    expires_on = Day(
        label=_("Expires on"),
        required=False,
        help_text=_("You and DOST are reminded before this day. Leave empty if it has no end."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = Product.objects.filter(enterprise=enterprise)  # type: ignore[attr-defined] # of a model

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        first, last = self.cleaned_data.get("issued_on"), self.cleaned_data.get("expires_on")
        if first and last and last < first:
            self.add_error("expires_on", _("It cannot end before it begins."))
        return self.cleaned_data

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed. Only of a valid form."""
        return {name: self.cleaned_data[name] for name in self.names}


def initial(holding: Product | Certificate) -> dict[str, Any]:
    """What the boxes hold for a product or certificate."""
    names = PRODUCT if isinstance(holding, Product) else CERTIFICATE
    held = {name: getattr(holding, name) for name in names}
    if isinstance(holding, Certificate):
        held["product"] = holding.product_id
    return {**held, "seen": seen_edition(holding)}
