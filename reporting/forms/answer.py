"""What was answered to an obstacle or a proposal."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.fields import Day, Words
from reporting.actions.content import Citation
from reporting.forms.citation import read_citation
from reporting.forms.rows import ISSUER, NUMBER


class AnswerForm(forms.Form):
    """Who answered, when, what, in which document, and whether that settles the matter."""

    answered_by = Words(
        label=_("Answered by"),
        limit=200,
        required=True,
        help_text=_("For example: Bộ Khoa học và Công nghệ."),
    )
    answered_on = Day(label=_("Answered on"))
    text = Words(label=_("Answer"), rows=4, required=True)
    document = Words(
        label=_("In the document"),
        limit=2000,
        help_text=_("As one cites it: Công văn số 12/BKHCN-TĐC ngày 06/3/2026 của Bộ KH&CN về việc …"),
    )
    closes = forms.BooleanField(label=_("This settles the matter"), required=False)

    def clean_document(self) -> Citation | None:
        """The citation in its parts, or None where nothing was written."""
        text = self.cleaned_data["document"]
        citation = read_citation(text) if text else None
        if citation and not citation.number_and_symbol:
            raise ValidationError(_("Name the document with its kind, number and symbol, as in the example."))
        if citation and (len(citation.number_and_symbol) > NUMBER or len(citation.issuer_text) > ISSUER):
            raise ValidationError(_("The number or the issuer in this citation is too long."))
        return citation

    @property
    def facts(self) -> dict[str, Any]:
        """What the action takes, once the form is valid."""
        said = dict(self.cleaned_data)
        citation = said.pop("document")
        return {**said, "citation": citation}
