"""What is said about an appraisal: who is invited, which conflict one has, which points one gives."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from common.fields import Words
from common.numbers import VietnameseDecimalField
from support.models import Appraiser
from support.queries.scoring import FULL, Weighted


class InviteForm(forms.Form):
    """One person among those who may be asked."""

    user = forms.ChoiceField(label=_("Person"))

    def __init__(self, data: Any = None, *, candidates: Mapping[str, Sequence[User]]) -> None:
        super().__init__(data)
        self.people = {str(user.pk): user for users in candidates.values() for user in users}
        groups = [
            (where, [(user.pk, str(user)) for user in users]) for where, users in candidates.items() if users
        ]
        self.fields["user"].choices = [("", _("Choose a person")), *groups]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> User:
        """The person chosen. Only of a valid form."""
        return self.people[self.cleaned_data["user"]]


class DeclareForm(forms.Form):
    """Whether one has a conflict of interest, and which."""

    has_conflict = forms.TypedChoiceField(
        label=_("Do you have a conflict of interest with the enterprise?"),
        choices=[
            ("no", pgettext_lazy("conflict of interest", "No, I have none")),
            ("yes", pgettext_lazy("conflict of interest", "Yes, I have one")),
        ],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        help_text=_(
            "For example: you, your family or your employer own a part of it, work for it, advise it or compete with it."
        ),
    )
    conflict = Words(label=_("Which conflict"), rows=3, limit=4000, help_text=_("Needed if you have one."))


class ScoreForm(forms.Form):
    """Points from 0 to 100 and a comment per criterion, and an opinion on the whole."""

    def __init__(self, data: Any = None, *, criteria: Sequence[Weighted], appraiser: Appraiser) -> None:
        given = {score.criterion_id: score for score in appraiser.scores.all()}
        super().__init__(data, initial={"opinion": appraiser.opinion})
        self.criteria = criteria
        for weighted in criteria:
            criterion, score = weighted.criterion, given.get(weighted.criterion.pk)
            self.fields[f"points-{criterion.pk}"] = VietnameseDecimalField(
                label=criterion.name,
                help_text=escape(criterion.guidance),  # the page takes help for markup
                whole=False,
                places=2,
                maximum=FULL,
                initial=score.points.normalize() if score else None,
            )
            self.fields[f"points-{criterion.pk}"].widget.attrs |= {"class": "num", "inputmode": "decimal"}
            self.fields[f"comment-{criterion.pk}"] = Words(
                label=_("Comment"), rows=2, limit=4000, initial=score.comment if score else ""
            )
        self.fields["opinion"] = Words(label=_("Opinion on the whole"), rows=4)

    @property
    def rows(self) -> list[tuple[Weighted, BoundField, BoundField]]:
        """Each criterion with its two fields."""
        return [
            (weighted, self[f"points-{weighted.criterion.pk}"], self[f"comment-{weighted.criterion.pk}"])
            for weighted in self.criteria
        ]

    @property
    def points(self) -> dict[int, Decimal]:
        """Points by the id of the criterion. Only of a valid form."""
        return {w.criterion.pk: self.cleaned_data[f"points-{w.criterion.pk}"] for w in self.criteria}

    @property
    def comments(self) -> dict[int, str]:
        """Comments by the id of the criterion. Only of a valid form."""
        return {w.criterion.pk: self.cleaned_data[f"comment-{w.criterion.pk}"] for w in self.criteria}
