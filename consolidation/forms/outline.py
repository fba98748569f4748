"""Where the passages of sections go that another outline lacks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consolidation.queries.outlining import Homeless
from reporting.documents.outline import Outline

PREFIX = "to-"
LABEL = 120  # characters of a heading in a choice


class FollowForm(forms.Form):
    """One choice per section that goes: a section of the new outline, or out."""

    confirmed = forms.CharField(widget=forms.HiddenInput, initial="1")

    def __init__(self, *args: Any, outline: Outline, homeless: Sequence[Homeless], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [
            ("", _("Take out: what they were made of is unplaced again")),
            *((s.code, f"{s.number} {s.heading}".strip()[:LABEL]) for s in outline.sections),
        ]
        for each in homeless:
            count = ngettext("%(number)s passage", "%(number)s passages", each.passages)
            words = f"{each.section.number} {each.section.heading} ({count % {'number': each.passages}})"
            self.fields[f"{PREFIX}{each.section.code}"] = forms.ChoiceField(
                label=words.strip(), choices=places, initial=each.fits, required=False
            )

    @property
    def places(self) -> dict[str, str]:
        """Code of a section that goes → code of the section its passages go to, or ""."""
        chosen = self.cleaned_data.items()
        return {name.removeprefix(PREFIX): code for name, code in chosen if name.startswith(PREFIX)}
