"""What DOST assigns to the targets of a year."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.fields import Words
from programmes.queries.yearly import YearTarget
from reporting.actions.annual import YearFigure
from reporting.forms.fields import figure_field
from reporting.queries.obligations import counted_in

LONGEST_REASON = 500


class YearTargetsForm(forms.Form):
    """One figure per target the plan leaves open, with what was shown, and one reason for all that changes."""

    def __init__(self, *args: Any, targets: list[YearTarget], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_targets = [entry for entry in targets if not entry.is_enacted]
        for entry in self.open_targets:
            field = figure_field(
                counted_in(entry.target),
                label=entry.target.indicator,
                initial=entry.assigned.value if entry.assigned else None,
                show_hidden_initial=True,
            )
            self.fields[f"target-{entry.target.pk}"] = field
        self.fields["reason"] = Words(
            label=_("Why, or by which paper"),
            help_text=_("For example the decision that assigns the figures. It stands in the journal."),
            limit=LONGEST_REASON,
            required=True,
            error_messages={"required": _("Say why, or by which paper.")},
        )

    def figure_of(self, entry: YearTarget) -> forms.BoundField | None:
        """The field of a target; None where the plan itself states the figure."""
        name = f"target-{entry.target.pk}"
        return self[name] if name in self.fields else None

    def shown_again(self, entry: YearTarget) -> str:
        """The hidden twin of a field, which says what the page showed."""
        return self[f"target-{entry.target.pk}"].as_hidden(only_initial=True)

    @property
    def figures(self) -> list[YearFigure]:
        """What was typed beside what was shown; a field that cannot be read is left out."""
        found = []
        for entry in self.open_targets:
            name = f"target-{entry.target.pk}"
            if name in self.cleaned_data:
                found.append(YearFigure(entry.target, self.cleaned_data[name], self._shown(name)))
        return found

    def _shown(self, name: str) -> Decimal | None:
        """The figure the page showed, from its hidden twin; a twin nobody can read showed nothing."""
        try:
            return self.fields[name].to_python(self.data.get(self.add_initial_prefix(name)))
        except ValidationError:
            return None
