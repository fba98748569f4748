"""An opinion, as DOST asks for it and as a department gives it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import Day, Words
from organisations.models import Organisation
from support.forms.uploads import ManyFiles, UploadField
from support.models import OpinionRequest, Stance

MOST_WORDS = 10_000


class AskOpinionsForm(forms.Form):
    """Which units, what they are asked, until when. Units the tasks of the contents name stand first."""

    partners = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(),
        label=_("Units the tasks of these contents name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(),
        label=_("Other units of the province"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    question = Words(label=_("Question"), rows=4, limit=4000, required=True)
    due_on = Day(label=_("Opinion until"))

    def __init__(
        self,
        data: Any = None,
        *,
        units: tuple[Sequence[Organisation], Sequence[Organisation]],
        due_on: dt.date | None,
    ) -> None:
        super().__init__(data, initial={"due_on": due_on})
        for name, found in zip(("partners", "others"), units, strict=True):
            field = self.fields[name]
            field.queryset = Organisation.objects.filter(pk__in=[unit.pk for unit in found])  # type: ignore[attr-defined]
            field.choices = [(unit.pk, unit.name) for unit in found]  # type: ignore[attr-defined]
            if not found:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """At least one unit."""
        said = super().clean() or self.cleaned_data
        if not self.chosen and not {"partners", "others"} & set(self.errors):
            self.add_error(next(iter(self.fields)), _("Choose at least one unit."))
        return said

    @property
    def chosen(self) -> list[Organisation]:
        """The units asked."""
        return [*self.cleaned_data.get("partners", ()), *self.cleaned_data.get("others", ())]


class OpinionForm(forms.Form):
    """The unit's opinion: its stance, its words, its files."""

    stance = forms.ChoiceField(
        label=_("Opinion"),
        choices=Stance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the unit thinks.")},
    )
    answer = Words(label=_("Opinion in words"), rows=6, limit=MOST_WORDS, required=True)
    attached = UploadField(required=False, widget=ManyFiles(attrs={"multiple": True}))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, files: Any = None, *, request: OpinionRequest, seen: str, token: str = ""
    ) -> None:
        initial = {"stance": request.stance, "answer": request.answer, "seen": seen, "head-form": token}
        super().__init__(data, files, initial=initial)
        self.fields["head-form"] = forms.CharField(widget=forms.HiddenInput, required=False)

    def look_again(self, seen: str) -> None:
        """Keep what was typed, though a colleague stored something else."""
        self.data = {**self.data.dict(), "seen": seen}  # type: ignore[attr-defined] # sent by a browser
