"""What is said on the way to a decision: minutes, a verdict on each content, the leader's word."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from common.fields import Day, Words
from common.money import DongField
from programmes.models import PlanPolicy
from support.actions.deciding import Proposed
from support.forms.uploads import ManyFiles, UploadField
from support.models import Decision, RequestedItem, Verdict
from support.queries.deciding import ItemFacts

PARTED = re.compile(r"\s+[–—-]\s+|\s*[,;:]\s+")  # “Nguyễn Văn A – Chủ tịch hội đồng”
MOST_MEMBERS = 60


class MinutesForm(forms.Form):
    """When the council met, who was there, what was said; the signed paper."""

    council_on = Day(label=_("The council met on"), required=False)
    council = Words(
        label=_("Members present"),
        rows=6,
        help_text=_("One per line: name – role, for example “Nguyễn Văn A – Chủ tịch hội đồng”."),
    )
    minutes = Words(label=_("Minutes"), rows=10)
    signed = UploadField(
        label=_("Signed minutes"), required=False, widget=ManyFiles(attrs={"multiple": True})
    )

    def __init__(self, data: Any = None, files: Any = None, *, decision: Decision | None) -> None:
        initial = {}
        if decision is not None:
            lines = [f"{m['name']} – {m['role']}" if m["role"] else m["name"] for m in decision.council]
            initial = {
                "council_on": decision.council_on,
                "council": "\n".join(lines),
                "minutes": decision.minutes,
            }
        super().__init__(data, files, initial=initial)

    def clean_council(self) -> list[dict[str, str]]:
        """The members as {"name", "role"}, in order; nobody twice."""
        members: dict[str, str] = {}
        for line in self.cleaned_data["council"].splitlines():
            name, *rest = PARTED.split(line.strip(" -–•\t"), maxsplit=1)
            if name:
                members.setdefault(name.strip(), rest[0].strip() if rest else "")
        if len(members) > MOST_MEMBERS:
            raise forms.ValidationError(_("At most %(most)s members."), params={"most": MOST_MEMBERS})
        return [{"name": name, "role": role} for name, role in members.items()]


class ProposalForm(forms.Form):
    """A verdict on each content, and a word to the leader. An empty amount is the highest there is."""

    def __init__(
        self, data: Any = None, *, facts: Sequence[ItemFacts], clauses: Iterable[PlanPolicy], text: str = ""
    ) -> None:
        super().__init__(data)
        self.facts = facts
        shown = [("", _("No clause")), *((c.pk, f"{c.get_kind_display()}: {c.text[:120]}") for c in clauses)]
        for one in facts:
            self._add(one, shown)
        self.fields["text"] = Words(label=_("Word to the leader"), rows=4, initial=text)

    def _add(self, one: ItemFacts, clauses: Sequence[tuple[Any, Any]]) -> None:
        item, name = one.item, f"-{one.item.pk}"
        self.fields |= {
            f"verdict{name}": forms.ChoiceField(
                label=_("Proposed"), choices=Verdict, widget=forms.RadioSelect, initial=item.verdict
            ),
            f"recognised{name}": DongField(
                label=_("Cost recognised"), initial=item.recognised if item.verdict else item.cost
            ),
            f"amount{name}": DongField(
                label=_("Amount granted"),
                initial=item.amount,
                help_text=_("Left empty: the highest that the level gives."),
            ),
            f"clause{name}": forms.TypedChoiceField(
                label=_("Clause of the plan"),
                choices=clauses,
                coerce=int,
                empty_value=None,
                required=False,
                initial=item.clause_id,
            ),
            f"reason{name}": Words(
                label=_("Reason"),
                rows=3,
                limit=4000,
                initial=item.reason,
                help_text=_(
                    "Why it is refused, or what the amount rests on where no level is entered. The letter says it."
                ),
            ),
        }

    @property
    def rows(self) -> list[tuple[ItemFacts, list[BoundField]]]:
        """Each content with its fields."""
        names = ("verdict", "recognised", "amount", "clause", "reason")
        return [(one, [self[f"{name}-{one.item.pk}"] for name in names]) for one in self.facts]

    @property
    def verdicts(self) -> list[Proposed]:
        """What is proposed; an amount left empty is the highest. Only of a valid form."""
        return [self._proposed(one.item) for one in self.facts]

    def _proposed(self, item: RequestedItem) -> Proposed:
        said = {
            name: self.cleaned_data[f"{name}-{item.pk}"]
            for name in ("verdict", "recognised", "amount", "clause", "reason")
        }
        return Proposed(item=item.pk, **said)


class DecideForm(forms.Form):
    """The leader's word; ``seen`` is the seal of the letter that was read."""

    over_quota_reason = Words(label=_("Why above the yearly quota"), rows=3, limit=4000)
    conclusion = Words(
        label=_("Conclusion"), rows=3, limit=4000, help_text=_("Stays inside; the letter does not say it.")
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, *, is_over: bool, seen: str) -> None:
        super().__init__(data, initial={"seen": seen})
        self.fields["over_quota_reason"].required = is_over
        if not is_over:
            del self.fields["over_quota_reason"]


class ReconsiderForm(forms.Form):
    """What is to be looked at again."""

    reason = Words(label=_("What is to be looked at again"), rows=3, limit=4000, required=True)
