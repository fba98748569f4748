"""What every step of a granted support asks: the support it is about, a day, a reason."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from common.fields import Day, Words
from common.received import KINDS, Received, receive
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


class FilesInput(forms.FileInput):
    """Takes several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:  # noqa: ARG002
        """Every file sent under the name."""
        return list(files.getlist(name)) if files else []


class FilesField(forms.FileField):
    """Files that were looked at; cleans to a list of Received, empty where none was chosen."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("Choose a file first.")})
        super().__init__(**kwargs)
        self.widget.attrs |= {"accept": KINDS}
        self.help_text = _("PDF, Word, Excel, PNG or JPEG, at most %(most)s MB each.") % {
            "most": settings.APPLICATION_MOST_MB
        }

    def clean(self, data: Any, initial: Any = None) -> list[Received]:  # noqa: ARG002 - Django's signature
        """Each file, if it is of a kind that proves something and not too large."""
        sent: list[UploadedFile] = [file for file in data or [] if file]
        if self.required and not sent:
            raise ValidationError(self.error_messages["required"], code="required")
        return [receive(file, most=settings.APPLICATION_MOST_MB) for file in sent]


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

    uploads = FilesField(label=_("Files"))
