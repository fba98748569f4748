"""The parts of the form a unit owes: the form as a whole, its lines, the figures asked for."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.forms.fields import Words, figure_field
from reporting.forms.quiet import QuietForm
from reporting.forms.rows import Rows
from reporting.models import Figure, LineRole, Submission, SubmissionLine
from reporting.queries.submissions import Beside

ASKED_AMONG_MANY = frozenset({LineRole.GROUP, LineRole.ASKED})


class HeadForm(QuietForm):
    """The form as a whole: declared nil with a reason; which version was opened; whether all of it arrived."""

    version = forms.IntegerField(widget=forms.HiddenInput, max_value=2**31 - 1)
    end = forms.CharField(widget=forms.HiddenInput, initial="1", required=False)
    is_nil = forms.BooleanField(label=_("Nothing happened in this year for the whole form"), required=False)
    nil_reason = Words(label=_("Why there is nothing to report"), rows=2)

    def clean(self) -> dict[str, Any]:
        """Nil needs a reason."""
        facts = self.cleaned_data
        if facts.get("is_nil") and not facts.get("nil_reason") and "nil_reason" not in self.errors:
            self.add_error("nil_reason", _("Say in a sentence why there is nothing to report."))
        return facts


class LineForm(QuietForm):
    """What the unit says about one line it owes."""

    narrative = Words(label=_("What was done"), rows=4)
    is_nil = forms.BooleanField(label=_("Nothing happened here in this year"), required=False)
    nil_reason = Words(label=_("Why nothing happened"), rows=2)

    def clean(self) -> dict[str, Any]:
        """Nil needs a reason and contradicts a narrative."""
        facts = self.cleaned_data
        if facts.get("is_nil"):
            if not facts.get("nil_reason") and "nil_reason" not in self.errors:
                self.add_error("nil_reason", _("Say in a sentence why nothing happened."))
            if facts.get("narrative"):
                self.add_error(
                    "is_nil",
                    _("You wrote what was done, so something happened: untick this, or empty the text."),
                )
        return facts


class FigureForm(QuietForm):
    """A figure the unit was asked for."""

    to_date = forms.CharField()
    estimate = forms.CharField()

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_date"] = figure_field(unit, label=_("To date"))
        self.fields["estimate"] = figure_field(unit, label=_("Whole year, estimated"))


@dataclass
class FigurePart:
    """A figure owed, its form, and what stands beside it."""

    figure: Figure
    form: FigureForm
    beside: Beside


@dataclass
class LinePart:
    """A line owed: its form, its figures, and the figures the unit adds."""

    line: SubmissionLine
    form: LineForm
    figures: list[FigurePart]
    own: Rows

    @property
    def is_among_many(self) -> bool:
        """Whether the unit is asked here only together with many others."""
        return self.line.role in ASKED_AMONG_MANY

    def check(self) -> bool:
        """Whether everything is valid; nil next to a figure above 0 is not."""
        valid = all([self.form.is_valid(), self.own.is_valid(), *(p.form.is_valid() for p in self.figures)])
        if valid and self.form.cleaned_data["is_nil"]:
            counted = [v for p in self.figures for v in p.form.cleaned_data.values() if v]
            if counted or any(not row["remove"] for row in self.own.entries):
                self.form.add_error(
                    "is_nil",
                    _("You gave a figure, so something happened: untick this, or empty the figures."),
                )
                return False
        return valid


def usual_nil_reason(submission: Submission) -> str:
    """The sentence of the national outline, proposed to units that are only asked among many others."""
    return f"Năm {submission.period.year} không phát sinh nội dung này."


def is_asked_among_many(submission: Submission) -> bool:
    """Whether the unit neither leads nor is named as a partner anywhere; one click then declares nil."""
    return all(line.role in ASKED_AMONG_MANY | {LineRole.OWN} for line in submission.lines.all())
