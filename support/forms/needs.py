"""A need of an enterprise, as an organisation sends it, and DOST's answer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.fields import SHORT, Words
from enterprises.models import EnterpriseKind
from enterprises.queries import Named
from organisations.models import Organisation
from programmes.models import Plan
from support.models import SupportContent
from support.models.content import SupportContentQuerySet

MOST_WORDS = 4000


class NeedForm(forms.Form):
    """What is needed, by whose plan. Without an enterprise chosen from the register its name is asked for, too."""

    name = Words(label=gettext_lazy("Name of the enterprise"), limit=SHORT, required=True)
    tax_code = Words(label=gettext_lazy("Tax code"), limit=20)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=EnterpriseKind)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Sent by"), empty_label=None
    )
    plan = forms.ModelChoiceField(Plan.objects.none(), label=gettext_lazy("Plan"), empty_label=None)
    content = forms.ModelChoiceField(
        SupportContent.objects.none(),
        label=gettext_lazy("Content of support, if it is known"),
        required=False,
        empty_label=gettext_lazy("Not known yet"),
    )
    text = Words(label=gettext_lazy("What is needed"), rows=5, limit=MOST_WORDS, required=True)
    contact = Words(
        label=gettext_lazy("Whom to call there"),
        limit=SHORT,
        help_text=gettext_lazy("Name, position and telephone number; only what is needed to get in touch."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        units: Sequence[Organisation],
        plans: Sequence[Plan],
        contents: SupportContentQuerySet,
        is_new: bool,
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial=initial)
        choices = {"organisation": units, "plan": plans}
        for name, rows in choices.items():
            field = self.fields[name]
            field.queryset = type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows])  # type: ignore[attr-defined]
            field.choices = [(row.pk, str(row)) for row in rows]  # type: ignore[attr-defined]
            field.initial = rows[0].pk
        self.fields["content"].queryset = contents  # type: ignore[attr-defined] # a choice of rows
        if not is_new:
            for name in ("name", "tax_code", "kind"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """The content is one of the plan."""
        facts = self.cleaned_data
        content, plan = facts.get("content"), facts.get("plan")
        if content is not None and plan is not None and content.plan_id != plan.pk:
            raise ValidationError({"content": _("This content belongs to another plan.")})
        return facts

    @property
    def named(self) -> Named:
        """The enterprise as it was typed. Only of a valid form with a new enterprise."""
        facts = self.cleaned_data
        return Named(name=facts["name"], tax_code=facts["tax_code"], kind=facts["kind"])


class AnswerNeedForm(forms.Form):
    """DOST's answer to the organisation."""

    text = Words(label=gettext_lazy("Answer"), rows=6, limit=MOST_WORDS, required=True)
