"""The legal checklist as one form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.fields import Words
from support.actions.checking import Found
from support.models import CheckResult
from support.queries.checking import Line

MOST_EVIDENCE = 4000  # characters


@dataclass(frozen=True)
class CheckRow:
    """A line with its two fields. ``differs``: what is stored is not what stands in the form.

    ``same``: a tick that gives the same answer to this clause for the other contents that have none yet.
    """

    line: Line
    result: BoundField
    evidence: BoundField
    differs: bool
    same: BoundField | None


class ChecksForm(forms.Form):
    """What a person finds on each line: result and evidence. ``seen`` is the stamp of what the form was filled from."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, lines: Sequence[Line], seen: str, token: str = "") -> None:
        super().__init__(data, initial={"seen": seen, "head-form": token})
        self.lines = lines
        self.fields["head-form"] = forms.CharField(widget=forms.HiddenInput, required=False)
        for line in lines:
            check = line.check
            self.fields[f"{line.key}-result"] = forms.ChoiceField(
                label=_("Result"),
                required=False,
                choices=[("", pgettext_lazy("result of a check", "not checked yet")), *CheckResult.choices],
                initial=check.result if check else "",
            )
            self.fields[f"{line.key}-evidence"] = Words(
                label=_("Evidence or reason"),
                rows=2,
                limit=MOST_EVIDENCE,
                initial=check.evidence if check else "",
            )
            if self._leads(line):
                self.fields[f"{line.key}-same"] = forms.BooleanField(
                    label=_("The same for the other contents, where nothing is chosen yet"), required=False
                )
        for name in self.fields:
            self.fields[name].template_name = "forms/quiet_field.html"  # type: ignore[attr-defined] # since Django 5.0

    @property
    def rows(self) -> Iterator[CheckRow]:
        """The lines in reading order."""
        for line in self.lines:
            result, evidence = self[f"{line.key}-result"], self[f"{line.key}-evidence"]
            stored = (line.check.result, line.check.evidence) if line.check else ("", "")
            typed = (result.value() or "", evidence.value() or "")
            same = self[f"{line.key}-same"] if f"{line.key}-same" in self.fields else None
            yield CheckRow(line, result, evidence, differs=self.is_bound and stored != typed, same=same)

    def _twins(self, line: Line) -> list[Line]:
        """Lines on the same clause for the other contents."""
        return [
            other
            for other in self.lines
            if other.item
            and line.item != other.item
            and (other.kind, other.policy) == (line.kind, line.policy)
        ]

    def _leads(self, line: Line) -> bool:
        """Whether it is the first line on a clause that other contents have too."""
        place = {other.key: at for at, other in enumerate(self.lines)}
        twins = self._twins(line) if line.item and line.policy else []
        return bool(twins) and all(place[line.key] < place[twin.key] for twin in twins)

    def clean(self) -> dict[str, Any]:
        """A line not met says why; everything wrong is said at once."""
        said = super().clean() or self.cleaned_data
        for line in self.lines:
            is_bare = not said.get(f"{line.key}-evidence")
            if said.get(f"{line.key}-result") == CheckResult.NOT_MET and is_bare:
                self.add_error(f"{line.key}-evidence", _("Say why it is not met."))
        return said

    @property
    def found(self) -> dict[str, Found]:
        """What was found, by line, once the form is valid."""
        said = self.cleaned_data
        found = {
            line.key: Found(said[f"{line.key}-result"], said[f"{line.key}-evidence"]) for line in self.lines
        }
        for line in self.lines:
            if said.get(f"{line.key}-same"):
                blank = [twin.key for twin in self._twins(line) if not found[twin.key].result]
                found |= dict.fromkeys(blank, found[line.key])
        return found

    def look_again(self, lines: Sequence[Line], seen: str) -> None:
        """Keep what was typed, beside what others stored meanwhile."""
        self.lines = [line for line in lines if f"{line.key}-result" in self.fields]
        self.data = {**self.data.dict(), "seen": seen}  # type: ignore[attr-defined] # sent by a browser


class AppraiseForm(forms.Form):
    """Why an application goes on although a line is not met."""

    despite = Words(
        label=_("Why it goes on all the same"),
        rows=3,
        limit=MOST_EVIDENCE,
        required=True,
        help_text=_(
            "For example: to be refused in a decision that names the clause. It is noted in the journal."
        ),
        error_messages={"required": _("Say why the application goes on all the same.")},
    )
