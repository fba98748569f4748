"""The parts of a form, each to be ticked and given its reason."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from common.fields import Day, Words
from reporting.actions.parts import AskedPart
from reporting.forms.step import LIMIT, StepForm, not_past
from reporting.models import Attribution, Part, Submission, SubmissionLine
from reporting.queries.parts import day_to_propose
from reporting.queries.status import is_unlocked

LABEL = 140  # characters of a task's title beside its tick; the form says it in full


@dataclass(frozen=True)
class PartRow:
    """A part on the page: what it is called, what it says, its tick and its reason."""

    part: Part
    label: str
    tick: BoundField
    reason: BoundField
    line: SubmissionLine | None = None


class PartsForm(StepForm):
    """Which parts open, why each, and until when. A reason without its tick counts as ticked.

    ``submission`` comes in full. The day is asked for when entry has locked or always (`always_until`).
    """

    always_until = False

    def __init__(self, data: Any, submission: Submission, on: dt.date) -> None:
        super().__init__(data, submission, on)
        self.parts = dict(_parts_of(submission))
        if self.always_until or on > submission.period.locks_on:
            self.fields["until"] = Day(
                label=_("The unit may correct until the end of"),
                initial=submission.unlocked_until if is_unlocked(submission, on) else day_to_propose(on),
                error_messages={"required": _("Say until which day.")},
            )
        for name, (_part, _line, label) in self.parts.items():
            self.fields[name] = forms.BooleanField(required=False, label=label)
            self.fields[f"{name}_reason"] = Words(
                widget=forms.Textarea(attrs={"rows": 2, "placeholder": " "}),  # lets CSS see that it is empty
                limit=LIMIT,
                label=_("What has to be changed: %(part)s") % {"part": label},
            )

    @property
    def rows(self) -> Iterator[PartRow]:
        """The parts in the order of the form."""
        for name, (part, line, label) in self.parts.items():
            yield PartRow(part, label, self[name], self[f"{name}_reason"], line)

    def clean_until(self) -> dt.date:
        """A day that is not past."""
        return not_past(self.cleaned_data["until"], self.on)

    def clean(self) -> dict[str, Any]:
        """At least one part, each with its reason; everything wrong is said at once."""
        said = super().clean() or self.cleaned_data
        chosen = [name for name in self.parts if said.get(name) or said.get(f"{name}_reason")]
        for name in chosen:
            if not said.get(f"{name}_reason") and f"{name}_reason" not in self.errors:
                self.add_error(f"{name}_reason", _("Say in a sentence what has to be changed."))
        if not chosen and not self.errors:
            raise forms.ValidationError(_("Choose at least one part that has to be changed, and say what."))
        return said

    @property
    def asked(self) -> list[AskedPart]:
        """What was chosen, once the form is valid."""
        return [
            AskedPart(part=part, line=line.pk if line else None, reason=self.cleaned_data[f"{name}_reason"])
            for name, (part, line, _label) in self.parts.items()
            if self.cleaned_data[f"{name}_reason"]
        ]


class UnlockForm(PartsForm):
    """An accepted form opens until a day, always."""

    always_until = True


def _parts_of(submission: Submission) -> Iterator[tuple[str, tuple[Part, SubmissionLine | None, str]]]:
    """Name of the field → part, line, label. A form that declares nil opens only as a whole."""
    yield "whole", (Part.WHOLE, None, str(Part.WHOLE.label))
    if submission.is_nil:
        return
    for line in submission.lines.all():
        if line.attribution == Attribution.PROGRAMME:
            title = f"{line.task.code}. {line.task.title}" if line.task else str(line)
            yield f"line_{line.pk}", (Part.LINE, line, Truncator(title).chars(LABEL))
    for part in (Part.INTEGRATED, Part.DOCUMENTS, Part.STATEMENTS):
        yield part.value, (part, None, str(part.label))
