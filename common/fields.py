"""Fields of forms: words, days and whole numbers as an office types them."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.formatting import number
from common.vietnamese import clean

SHORT, LONG = 300, 20_000  # characters
DAY_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
FIRST_YEAR, LAST_YEAR = 1945, 2100
LONGEST_NUMBER = 20  # digits; Python refuses to read thousands of them


class Words(forms.CharField):
    """Text as it may be stored: composed letters, no invisible characters. Too long is refused, never cut."""

    def __init__(self, *, limit: int = LONG, rows: int = 0, **kwargs: Any) -> None:
        self.limit = limit
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput())
        super().__init__(**kwargs)
        self.validators = []  # invisible characters are taken out below, so none is left to refuse

    def to_python(self, value: Any) -> str:
        """The cleaned text; ValidationError with both lengths when it is too long."""
        text = clean(str(value)) if value not in self.empty_values else ""
        if self.is_one_line:
            text = " ".join(text.split())
        if len(text) > self.limit:
            raise ValidationError(
                _("This text has %(length)s characters, but at most %(limit)s fit. Shorten it."),
                code="too_long",
                params={"length": number(len(text)), "limit": number(self.limit)},
            )
        return text

    @property
    def is_one_line(self) -> bool:
        """Whether line breaks are taken for blanks."""
        return not isinstance(self.widget, forms.Textarea)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what would be stored."""
        return clean(str(initial or "")) != clean(str(data or ""))


class Day(forms.DateField):
    """A day typed as dd/mm/yyyy."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"data-date": "", "placeholder": "dd/mm/yyyy", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.DateInput(format="%d/%m/%Y", attrs=attrs))
        kwargs.setdefault("input_formats", DAY_FORMATS)
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _(
            "This is not a day. Write it as dd/mm/yyyy, for example 25/11/2026."
        )

    def to_python(self, value: Any) -> dt.date | None:
        """The day, or None; a year nobody can mean is refused."""
        day = super().to_python(clean(value) if isinstance(value, str) else value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(_("The year %(year)s cannot be right."), params={"year": day.year})
        return day


def digits(sent: Any, most: int) -> int:
    """The whole number a hidden field sent, at most ``most``; 0 for anything else, however long it is."""
    text = str(sent or "")
    is_number = text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER
    return min(int(text), most) if is_number else 0
