"""Opening a period: which one, its four days, and on request whom it asks about what."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.fields import SHORT, Day, Words
from organisations.models import Organisation
from programmes.models import Plan
from reporting.models import PeriodKind
from reporting.queries.calendar import PeriodDays
from reporting.queries.opening import SEVERAL_YEARS, PeriodChoice


class ChoosePeriodForm(forms.Form):
    """Which period of the plan is looked at; sent as part of the address."""

    which = forms.ChoiceField(label=_("Reporting period"))
    year = forms.TypedChoiceField(label=_("Year of the report"), coerce=int)
    covers_from = forms.TypedChoiceField(label=_("First year covered"), coerce=int)

    def __init__(
        self, *args: Any, plan: Plan, choices: list[PeriodChoice], chosen: PeriodChoice, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        asked = [(choice.key, choice.words) for choice in choices if choice.duties]
        others = [(choice.key, choice.words) for choice in choices if not choice.duties]
        groups = [(_("The plan asks for"), asked), (_("Others"), others)]
        self.fields["which"].choices = [group for group in groups if group[1]]  # type: ignore[attr-defined]
        years = [(year, str(year)) for year in range(plan.year_to, plan.year_from - 1, -1)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]
        if chosen.kind in SEVERAL_YEARS:
            self.fields["year"].label = _("Last year covered")
            self.fields["covers_from"].choices = years  # type: ignore[attr-defined]
        else:
            del self.fields["covers_from"]


class OpenPeriodForm(forms.Form):
    """Which year, until when data count, when entry opens, is due, and locks; for a request also whom it asks."""

    year = forms.TypedChoiceField(label=_("Year of the report"), coerce=int, widget=forms.HiddenInput)
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

    def __init__(
        self,
        *args: Any,
        plan: Plan,
        choice: PeriodChoice,
        bodies: QuerySet[Organisation] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choice = choice
        self.fields["year"].choices = [(y, str(y)) for y in range(plan.year_to, plan.year_from - 1, -1)]  # type: ignore[attr-defined]
        self.fields["year"].error_messages["invalid_choice"] = _(
            "The plan runs from %(first)s to %(last)s; choose a year in it."
        ) % {"first": plan.year_from, "last": plan.year_to}
        if choice.kind in SEVERAL_YEARS:
            self.fields["covers_from"] = forms.IntegerField(widget=forms.HiddenInput, max_value=9999)
        if choice.kind == PeriodKind.AD_HOC:
            self.fields["subject"] = Words(label=_("What the report is about"), limit=SHORT, required=True)
            self.fields["units"] = forms.ModelMultipleChoiceField(
                bodies, error_messages={"required": _("Choose at least one unit to be asked.")}
            )
            self.fields["tasks"] = forms.ModelMultipleChoiceField(plan.tasks.all(), required=False)

    @property
    def day_fields(self) -> list[forms.BoundField]:
        """The four days, in the order in which they come."""
        return [self[name] for name in ("opens_on", "cutoff_on", "due_on", "locks_on")]

    @property
    def days(self) -> PeriodDays:
        """The days typed; of a day that cannot be read the one proposed."""
        typed = self.cleaned_data if self.is_bound else {}
        names = ("cutoff_on", "opens_on", "due_on", "locks_on")
        return PeriodDays(*(typed.get(name) or self.initial[name] for name in names))

    def ticked(self, name: str) -> set[str]:
        """The keys of the boxes ticked."""
        return {str(value) for value in self.data.getlist(name)} if self.is_bound else set()  # type: ignore[attr-defined]
