"""What is missing, as DOST asks for it and as the enterprise answers."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from common.fields import Day, Words
from common.received import Received
from support.actions.supplements import Answer
from support.forms.uploads import ManyFiles, UploadField
from support.models import Attachment, SupplementPoint, SupplementRequest

MOST_POINT, MOST_POINTS, MOST_ANSWER = 1000, 40, 10_000


class AskForm(forms.Form):
    """Points picked from what the portal noticed and typed line by line, why, and until when."""

    picked = forms.MultipleChoiceField(
        label=_("What the portal noticed"), required=False, widget=forms.CheckboxSelectMultiple
    )
    typed = Words(label=_("What else is missing"), rows=5, help_text=_("One point per line."))
    reason = Words(
        label=_("Reason"),
        rows=3,
        limit=4000,
        required=True,
        help_text=_("The enterprise reads it above the points."),
    )
    due_on = Day(label=_("To be supplied by"))

    def __init__(self, data: Any = None, *, proposals: Sequence[str], due_on: dt.date | None) -> None:
        super().__init__(data, initial={"due_on": due_on})
        self.fields["picked"].choices = [(text, text) for text in proposals]  # type: ignore[attr-defined]
        if not proposals:
            del self.fields["picked"]

    def clean_typed(self) -> list[str]:
        """The points, without empty lines."""
        points = [line.strip(" -–•\t") for line in self.cleaned_data["typed"].splitlines()]
        points = [point for point in points if point]
        if any(len(point) > MOST_POINT for point in points):
            raise forms.ValidationError(
                _("A point has more than %(most)s characters. Divide it."), params={"most": MOST_POINT}
            )
        return points

    def clean(self) -> dict[str, Any]:
        """At least one point, not too many."""
        said = super().clean() or self.cleaned_data
        if not self.errors and not self.points:
            self.add_error("typed", _("Name at least one thing that is missing."))
        if not self.errors and len(self.points) > MOST_POINTS:
            params = {"most": MOST_POINTS}
            self.add_error("typed", forms.ValidationError(_("At most %(most)s points."), params=params))
        return said

    @property
    def points(self) -> list[str]:
        """Everything asked for, each once."""
        said = self.cleaned_data
        return list(dict.fromkeys([*said.get("picked", []), *said.get("typed", [])]))


class TakeBackForm(forms.Form):
    """Why a request is taken back."""

    reason = Words(
        label=_("Reason"), rows=3, limit=4000, required=True, help_text=_("The enterprise reads it.")
    )


@dataclass(frozen=True)
class PointRow:
    """A point with its fields, its files, and what a colleague stored meanwhile where that differs."""

    point: SupplementPoint
    answer: BoundField
    files: BoundField
    kept: list[tuple[Attachment, BoundField]]
    theirs: str


class AnswerForm(forms.Form):
    """The enterprise's answer: to each point in words and with files, and as a whole."""

    answer = Words(
        label=_("Anything else DOST should know"),
        rows=3,
        limit=MOST_ANSWER,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, files: Any = None, *, request: SupplementRequest, seen: str, token: str = ""
    ) -> None:
        super().__init__(data, files, initial={"answer": request.answer, "seen": seen, "head-form": token})
        self.request, self.points = request, list(request.points.all())
        self.fields["head-form"] = forms.CharField(widget=forms.HiddenInput, required=False)
        for point in self.points:
            self.fields[f"point-{point.pk}"] = Words(
                label=_("Answer"), rows=3, limit=MOST_ANSWER, initial=point.answer
            )
            self.fields[f"files-{point.pk}"] = UploadField(
                label=_("Files for this point"), required=False, widget=ManyFiles(attrs={"multiple": True})
            )
            for file in point.attachments.all():
                self.fields[f"drop-{file.pk}"] = forms.BooleanField(label=_("Remove"), required=False)
        for name in self.fields:
            self.fields[name].template_name = "forms/quiet_field.html"  # type: ignore[attr-defined] # since Django 5.0

    @property
    def rows(self) -> Iterator[PointRow]:
        """The points in the order asked."""
        for point in self.points:
            answer = self[f"point-{point.pk}"]
            kept = [
                (file, self[f"drop-{file.pk}"])
                for file in point.attachments.all()
                if f"drop-{file.pk}" in self.fields
            ]
            typed = str(answer.value() or "").replace("\r\n", "\n").strip()
            theirs = point.answer if self.is_bound and point.answer != typed else ""
            yield PointRow(point, answer, self[f"files-{point.pk}"], kept, theirs)

    @property
    def said(self) -> Answer:
        """The words, once the form is valid."""
        words = self.cleaned_data
        return Answer(words["answer"], {point.pk: words[f"point-{point.pk}"] for point in self.points})

    @property
    def added(self) -> Iterator[tuple[SupplementPoint, Received]]:
        """The files sent along, with the point each answers."""
        for point in self.points:
            for received in self.cleaned_data[f"files-{point.pk}"]:
                yield point, received

    @property
    def dropped(self) -> list[Attachment]:
        """Files to take out again."""
        files = (file for point in self.points for file in point.attachments.all())
        return [file for file in files if self.cleaned_data.get(f"drop-{file.pk}")]

    def look_again(self, request: SupplementRequest, seen: str) -> None:
        """Keep what was typed, beside what is stored by now."""
        self.request, self.points = request, list(request.points.all())
        for point in self.points:
            for file in point.attachments.all():
                field = forms.BooleanField(label=_("Remove"), required=False)
                field.template_name = "forms/quiet_field.html"  # type: ignore[attr-defined] # since Django 5.0
                self.fields.setdefault(f"drop-{file.pk}", field)
        self.data = {**self.data.dict(), "seen": seen}  # type: ignore[attr-defined] # sent by a browser
