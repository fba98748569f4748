"""What the steps of a submission ask for: reasons, days, in whose place."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import Day, Words
from reporting.models import Submission
from reporting.queries.parts import day_to_propose
from reporting.queries.status import is_unlocked

LIMIT = 2000  # characters of a reason
WHY = _("Say in a sentence why.")


def reason_field(label: Any, help_text: Any = "", needed: Any = WHY) -> Words:
    """A reason nobody may leave out; ``needed`` says so."""
    return Words(
        label=label,
        help_text=help_text,
        rows=4,
        limit=LIMIT,
        required=True,
        error_messages={"required": needed},
    )


class StepForm(forms.Form):
    """A form that knows the submission and the day it is asked on."""

    def __init__(self, data: Any, submission: Submission, on: dt.date) -> None:
        self.submission, self.on = submission, on
        super().__init__(data)


class DeclineForm(StepForm):
    """Why the leader gives the form back."""

    reason = reason_field(
        _("What has to be changed"),
        _("The unit reads these words on top of its form. Name the line and say what is expected."),
        _("Say in a sentence what has to be changed."),
    )


class WithdrawForm(StepForm):
    """Why the unit takes back what it submitted."""

    reason = reason_field(_("Why the unit takes it back"), _("DOST reads these words."))


class CertifyForm(StepForm):
    """In whose place the leader signs, if not in the unit's own."""

    on_behalf_of = Words(
        label=_("On behalf of"),
        limit=200,
        help_text=_(
            "Only if you sign in somebody's place, for example “KT. GIÁM ĐỐC”, or for a unit that became part of yours. "
            "It stands on the proof."
        ),
    )


class AloneForm(StepForm):
    """Why a unit may work with one person."""

    reason = reason_field(
        _("Why one person may prepare and certify"),
        _("For example that the unit has no second person now. The reason stands on every proof."),
    )


class TwoPersonsForm(StepForm):
    """Why a unit needs two persons again."""

    reason = reason_field(_("Why the permission ends"))


class UnlockEntryForm(StepForm):
    """Until when and why entry opens for one unit."""

    until = Day(label=_("Open until the end of"), error_messages={"required": _("Say until which day.")})
    reason = reason_field(_("Why it is opened"), _("The unit reads these words."))

    def __init__(self, data: Any, submission: Submission, on: dt.date) -> None:
        super().__init__(data, submission, on)
        self.fields["until"].initial = (
            submission.unlocked_until if is_unlocked(submission, on) else day_to_propose(on)
        )

    def clean_until(self) -> dt.date:
        """A day that is not past."""
        return not_past(self.cleaned_data["until"], self.on)


def not_past(day: dt.date, on: dt.date) -> dt.date:
    """``day``, unless it is before ``on``."""
    if day < on:
        raise forms.ValidationError(_("This day is past. Choose today or a later day."))
    return day
