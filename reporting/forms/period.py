"""Opening a period: the year and its four days."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.models import Plan
from reporting.forms.fields import Day


class OpenPeriodForm(forms.Form):
    """Which year, until when data count, when entry opens, is due, and locks."""

    year = forms.TypedChoiceField(label=_("Year of the report"), coerce=int)
    cutoff_on = Day(
        label=_("Data until"),
        help_text=_("Results up to this day are the figures to date; the rest of the year is estimated."),
    )
    opens_on = Day(label=_("Entry opens on"), help_text=_("From this day units can fill in their forms."))
    due_on = Day(label=_("Due on"), help_text=_("The day the units owe their forms to DOST."))
    locks_on = Day(
        label=_("Entry locks after"),
        help_text=_("Until this day late forms are still taken, marked as late."),
    )

    def __init__(self, *args: object, plan: Plan, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["year"].choices = [(y, str(y)) for y in range(plan.year_to, plan.year_from - 1, -1)]  # type: ignore[attr-defined]
        self.fields["year"].error_messages["invalid_choice"] = _(
            "The plan runs from %(first)s to %(last)s; choose a year in it."
        ) % {"first": plan.year_from, "last": plan.year_to}
