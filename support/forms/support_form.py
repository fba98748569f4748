"""What every step of a granted support asks: the support it is about, a day, a reason."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.fields import Day, Words
from support.forms.uploads import UploadField
from support.models import Support

LIMIT = 2000  # characters of a reason
LONG_TEXT = 5000
NEEDED = {"required": _("This is needed.")}


def reason_field(label: Any, help_text: Any = "") -> Words:
    """A reason nobody may leave out."""
    return Words(
        label=label,
        help_text=help_text,
        rows=4,
        limit=LIMIT,
        required=True,
        error_messages={"required": _("Say in a sentence why.")},
    )


def a_day(label: Any, **kwargs: Any) -> Day:
    """A day; what is missing is said in words."""
    return Day(label=label, error_messages={"required": _("Say on which day.")}, **kwargs)


def not_to_come(day: dt.date, on: dt.date) -> dt.date:
    """``day``, unless it is still to come."""
    if day > on:
        raise ValidationError(_("This day is still to come."))
    return day


class SupportForm(forms.Form):
    """A form that knows the support and the day it is asked on."""

    def __init__(self, data: Any, files: Any, support: Support, on: dt.date) -> None:
        self.support, self.today = support, on
        super().__init__(data, files)


class NoteForm(SupportForm):
    """A remark, if any."""

    note = Words(label=_("Note"), rows=3, limit=LIMIT)


class FilesForm(SupportForm):
    """Files about the support: the contract, minutes, pictures, certificates."""

    uploads = UploadField()
