"""The contract and its steps."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import SHORT, Day, Words
from common.money import DongField
from support.forms.support_form import LIMIT, NEEDED, SupportForm, a_day, not_to_come, reason_field
from support.models import Support


class ContractForm(SupportForm):
    """What the contract says. A reason is asked where it is put right."""

    number = Words(label=_("Number of the contract"), limit=100, required=True, error_messages=dict(NEEDED))
    on = a_day(_("Signed on"))
    parties = Words(
        label=_("Parties"),
        rows=3,
        limit=LIMIT,
        required=True,
        error_messages=dict(NEEDED),
        help_text=_("One per line: the department, the enterprise, who does the work."),
    )
    value = DongField(
        label=_("Value of the contract"),
        required=True,
        error_messages=dict(NEEDED),
        help_text=_("The whole cost, the enterprise's own share included."),
    )
    ends_on = Day(label=_("Ends on"), required=False)
    reason = reason_field(_("Why the data are changed"), _("For example “Phụ lục hợp đồng số …”."))

    def __init__(self, data: Any, files: Any, support: Support, on: dt.date) -> None:
        super().__init__(data, files, support, on)
        if support.contract_on is None:
            del self.fields["reason"]
        self.initial = {
            "number": support.contract_number,
            "on": support.contract_on,
            "parties": support.contract_parties or f"Sở Khoa học và Công nghệ\n{support.enterprise.name}",
            "value": support.contract_value if support.contract_on else support.cost,
            "ends_on": support.contract_ends_on,
        }


class MilestoneForm(SupportForm):
    """A step of the contract."""

    title = Words(label=_("Step"), limit=SHORT, required=True, error_messages=dict(NEEDED))
    due_on = Day(label=_("Due on"), required=False)
    note = Words(label=_("Note"), rows=2, limit=LIMIT)


class _OneMilestone(SupportForm):
    milestone: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, label=_("Which step"), error_messages=dict(NEEDED), empty_label=None
    )

    def __init__(self, data: Any, files: Any, support: Support, on: dt.date) -> None:
        super().__init__(data, files, support, on)
        self.fields["milestone"].queryset = support.milestones.filter(done_on__isnull=True)  # type: ignore[attr-defined]


class DoneForm(_OneMilestone):
    """A step is done."""

    done_on = a_day(_("Done on"))
    note = Words(label=_("Note"), rows=2, limit=LIMIT)

    def clean_done_on(self) -> dt.date:
        """Today or before."""
        return not_to_come(self.cleaned_data["done_on"], self.today)


class DropForm(_OneMilestone):
    """A step is not to be done."""

    reason = reason_field(_("Why it is taken out"))
