"""The parts of the form a unit owes: the form as a whole, its lines, the figures asked for."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import Words
from common.formatting import number
from common.quiet import QuietForm
from reporting.forms.fields import figure_field
from reporting.forms.rows import Rows
from reporting.models import Figure, LineRole, Submission, SubmissionLine
from reporting.queries.beside import Beside
from reporting.queries.carry_over import EarlierText, is_unchanged

ASKED_AMONG_MANY = frozenset({LineRole.GROUP, LineRole.ASKED})


class HeadForm(QuietForm):
    """The form as a whole: declared nil with a reason; which version was opened, on which page; whether all arrived."""

    version = forms.IntegerField(widget=forms.HiddenInput, max_value=2**31 - 1)
    form = forms.CharField(widget=forms.HiddenInput, max_length=300, required=False)
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
    """A figure the unit was asked for. Where records stand behind it, another number than their count says why."""

    to_date = forms.CharField()
    estimate = forms.CharField()
    typed_reason = Words(label=_("Why another number than the records give"), rows=2)

    def __init__(self, *args: Any, figure: Figure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.counted = figure.counted
        label = _("To date, if not the number of records") if figure.counted_as else _("To date")
        self.fields["to_date"] = figure_field(figure.unit, label=label)
        self.fields["estimate"] = figure_field(figure.unit, label=_("Whole year, estimated"))
        if not figure.counted_as:
            del self.fields["typed_reason"]

    def clean(self) -> dict[str, Any]:
        """A number typed over the count of the records needs a reason; the count itself typed once more is the count."""
        facts = self.cleaned_data
        if "typed_reason" not in self.fields or self.errors or self.counted is None:
            return facts
        if facts["to_date"] == self.counted:
            facts["to_date"] = None
        if facts["to_date"] is not None and not facts["typed_reason"]:
            self.add_error(
                "typed_reason",
                _(
                    "The records give %(count)s. Say in a sentence why the figure is another, or empty its box."
                )
                % {"count": number(self.counted)},
            )
        return facts


@dataclass
class FigurePart:
    """A figure owed, its form, what stands beside it, and how many files prove it."""

    figure: Figure
    form: FigureForm
    beside: Beside
    files: int = 0

    @property
    def cumulative(self) -> Decimal | None:
        """Since the plan began, with this year's figure as stored."""
        return self.beside.cumulative(self.figure.value)


@dataclass
class LinePart:
    """A line owed: its form, its figures, the figures the unit adds; whether and why it may be changed.

    ``earlier`` is last year's accepted text of the same task; ``files`` counts the evidence of the line as a whole.
    """

    line: SubmissionLine
    form: LineForm
    figures: list[FigurePart]
    own: Rows
    is_open: bool = True
    reason: str = ""
    earlier: EarlierText | None = None
    files: int = 0

    @property
    def is_among_many(self) -> bool:
        """Whether the unit is asked here only together with many others."""
        return self.line.role in ASKED_AMONG_MANY

    @property
    def is_unchanged(self) -> bool:
        """Whether the text is still last year's."""
        written = str(self.form["narrative"].value() or "")
        return self.earlier is not None and is_unchanged(written, self.earlier)

    def check(self) -> bool:
        """Whether everything is valid; nil next to a figure above 0 is not. A closed line is left as it is."""
        if not self.is_open:
            return True
        valid = all([self.form.is_valid(), self.own.is_valid(), *(p.form.is_valid() for p in self.figures)])
        if valid and self.form.cleaned_data["is_nil"]:
            counted = [p.form.cleaned_data[name] for p in self.figures for name in ("to_date", "estimate")]
            if any(counted) or any(not row["remove"] for row in self.own.entries):
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
