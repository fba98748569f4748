"""What the steps of a report's life ask."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.fields import Day, Words
from consolidation.actions.reissuing import Why
from consolidation.models import Report, Way
from papers.codec import from_json
from papers.model import LARGEST_NUMBER
from reporting.models import ReportSetting

LIMIT = 2000  # characters of a reason
MOST_RECIPIENTS = 100
NOT_SENT = ("Như trên", "Lưu:")  # lines of “Nơi nhận” that name nobody a paper travels to


class ReportForm(forms.Form):
    """A form that knows the report and the day it is asked on."""

    def __init__(self, data: Any, files: Any, report: Report, on: dt.date) -> None:
        self.report, self.today = report, on
        super().__init__(data, files)


class NoteForm(ReportForm):
    """A remark, if any."""

    note = Words(label=_("Note"), rows=3, limit=LIMIT)


class MaybeReasonForm(ReportForm):
    """A reason that may stand in comments instead."""

    reason = Words(
        label=_("What is to be changed"),
        help_text=_("May stay empty where you have commented on the text."),
        rows=4,
        limit=LIMIT,
    )


class ReasonForm(ReportForm):
    """A reason nobody may leave out."""

    reason = Words(
        label=_("Reason"),
        rows=4,
        limit=LIMIT,
        required=True,
        error_messages={"required": _("Say in a sentence why.")},
    )


class NumberForm(ReportForm):
    """Number, symbol and day as the registry gave them."""

    number = forms.IntegerField(
        label=_("Number given by the registry"), min_value=1, max_value=LARGEST_NUMBER
    )
    symbol = Words(
        label=_("Symbol"),
        limit=40,
        required=True,
        help_text=_("What stands after the stroke, such as BC-SKHCN."),
    )
    dated_on = Day(label=_("Day on the paper"))

    def __init__(self, data: Any, files: Any, report: Report, on: dt.date) -> None:
        super().__init__(data, files, report, on)
        setting = ReportSetting.objects.filter(period=report.period_id).first()
        usual = from_json(report.composed).letterhead.symbol if report.composed else ""
        self.initial = {
            "number": report.number,
            "symbol": report.symbol or (setting.symbol if setting else usual),
            "dated_on": report.dated_on or on,
        }


class CorrectNumberForm(NumberForm):
    """The same, with why it is put right."""

    reason = Words(
        label=_("Why it is put right"),
        rows=2,
        limit=LIMIT,
        required=True,
        error_messages={"required": _("Say in a sentence why.")},
    )


class SignedForm(ReportForm):
    """The signed paper."""

    file = forms.FileField(
        label=_("Signed file (PDF)"),
        help_text=_("It is compared page by page with what was approved; differences are shown to you."),
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )


class SendingForm(ReportForm):
    """To whom the report goes, how and when."""

    recipients = Words(
        label=_("Recipients"), help_text=_("One on each line."), rows=5, limit=10_000, required=True
    )
    way = forms.ChoiceField(label=pgettext_lazy("way of sending", "Sent by"), choices=Way)
    sent_on = Day(label=_("Sent on"))
    note = Words(label=pgettext_lazy("on a recipient", "Note"), limit=300)

    def __init__(self, data: Any, files: Any, report: Report, on: dt.date) -> None:
        super().__init__(data, files, report, on)
        self.initial = {"sent_on": on, "way": Way.AXIS}

    def clean_recipients(self) -> tuple[str, ...]:
        """The lines, each once, without dashes and full stops."""
        lines = (line.strip(" -•;.\t") for line in self.cleaned_data["recipients"].splitlines())
        names = tuple(dict.fromkeys(line[:200] for line in lines if line))
        if len(names) > MOST_RECIPIENTS:
            raise forms.ValidationError(
                _("At most %(most)s recipients are taken at once."), params={"most": MOST_RECIPIENTS}
            )
        return names


class IssueForm(SendingForm):
    """The same, beginning with whom the paper itself names."""

    def __init__(self, data: Any, files: Any, report: Report, on: dt.date) -> None:
        super().__init__(data, files, report, on)
        self.initial["recipients"] = "\n".join(named_recipients(report))


class ReissueForm(ReportForm):
    """Why there is another version."""

    why = forms.ChoiceField(label=_("Why another version"), choices=Why, widget=forms.RadioSelect)
    reason = Words(
        label=_("In words"),
        help_text=_("It is kept with the version and shown beside its differences."),
        rows=3,
        limit=LIMIT,
        required=True,
        error_messages={"required": _("Say in a sentence why.")},
    )


class CommentForm(forms.Form):
    """A remark on a passage, a section or the whole report."""

    text = Words(
        label=_("Comment"),
        rows=3,
        limit=LIMIT,
        required=True,
        error_messages={"required": _("Write what you want to say.")},
    )


class AnswerForm(forms.Form):
    """What was done about a comment, if anything is to be said."""

    answer = Words(label=_("Answer"), rows=2, limit=LIMIT)


def named_recipients(report: Report) -> list[str]:
    """Whom the paper is addressed to and “Nơi nhận” names, without copies that stay in the house."""
    if not report.composed:
        return []
    document = from_json(report.composed)
    lines = (line.strip(" -;.") for line in (*document.letterhead.addressees, *document.recipients))
    return list(dict.fromkeys(line for line in lines if line and not line.startswith(NOT_SENT)))
