"""Other days for a period that is open."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import Day, Words
from reporting.models import ReportingPeriod
from reporting.queries.calendar import PeriodDays, days_of


class MoveDaysForm(forms.Form):
    """The four days and why they move. ``seen`` are the days the person saw, ``checked`` those whose effects were."""

    cutoff_on = Day(label=_("Data until"))
    opens_on = Day(label=_("Entry opens on"))
    due_on = Day(label=_("Due on"), help_text=_("The day the units owe their forms to DOST."))
    locks_on = Day(
        label=_("Entry locks after"),
        help_text=_("Until this day late forms are still taken, marked as late."),
    )
    reason = Words(
        label=_("Why the days move"), rows=3, help_text=_("One sentence; the units read it."), required=True
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    checked = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, period: ReportingPeriod) -> None:
        days = days_of(period)
        super().__init__(data, initial={**vars(days), "seen": sign(days)})
        self.fields["reason"].error_messages["required"] = _(
            "Say in a sentence why the days move; the units will read it."
        )

    @property
    def days(self) -> PeriodDays:
        """The days typed, once the form is valid."""
        names = PeriodDays.__dataclass_fields__
        return PeriodDays(**{name: self.cleaned_data[name] for name in names})

    @property
    def is_checked(self) -> bool:
        """Whether the person saw what exactly these days change."""
        return self.cleaned_data["checked"] == sign(self.days)

    @property
    def seen_days(self) -> PeriodDays | None:
        """The days the person saw when opening the page; None where the page does not tell."""
        try:
            return PeriodDays(*map(dt.date.fromisoformat, self.cleaned_data["seen"].split()))
        except (ValueError, TypeError):
            return None

    def show(self, **hidden: PeriodDays) -> None:
        """Note in the hidden fields which days the page now shows."""
        self.data = {**self.data.dict(), **{name: sign(days) for name, days in hidden.items()}}  # type: ignore[attr-defined] # sent by a browser


def sign(days: PeriodDays) -> str:
    """The days as one word of a hidden field."""
    return " ".join(day.isoformat() for day in vars(days).values())
