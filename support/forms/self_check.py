"""Questions to somebody who wonders whether a content is for them: only those its clauses need."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.fields import Words
from common.money import DongField
from common.numbers import VietnameseDecimalField
from enterprises.models import EnterpriseKind, SizeDeclaration, SizeThreshold, VsicVersion
from enterprises.queries.size import Size, judge, not_scaled
from programmes.models import PlanPolicy, PolicyKind
from support.models import SupportContent
from support.queries.eligibility import Applicant, size_in_words

ANSWERS = [
    ("yes", pgettext_lazy("answer", "Yes")),
    ("no", pgettext_lazy("answer", "No")),
    ("", pgettext_lazy("answer", "Not sure")),
]
QUESTION = "support/_question.html"
FIGURES = ("labour", "revenue", "capital", "vsic_version", "vsic_code")
MOST_PEOPLE = 10_000_000
LONGEST_CODE = 5  # digits of a line of business


class YesOrNo(forms.TypedChoiceField):
    """Yes, no, or not sure: cleans to True, False or None."""

    def __init__(self, *, label: Any, clause: PlanPolicy | None = None) -> None:
        self.clause = clause
        super().__init__(
            label=label,
            choices=ANSWERS,
            coerce=lambda answer: answer == "yes",
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
            template_name=QUESTION,  # type: ignore[call-arg] # since Django 5.0
        )


class SelfCheckForm(forms.Form):
    """What somebody says of themselves. Nothing is required and nothing is stored; what stays open is told as open."""

    def __init__(self, content: SupportContent, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content = content
        self.size: Size | None = None
        if content.kinds or content.needs_sme:
            self._ask_kind()
        if content.needs_sme:
            self._ask_size()
        for policy in content.plan.policies.all():
            self._ask_about(policy)

    @property
    def asked_of_size(self) -> bool:
        """Whether the content is for small and medium-sized enterprises, so that figures are asked for."""
        return "labour" in self.fields

    def clean_vsic_code(self) -> str:
        """Two to five digits, where anything was typed."""
        code: str = self.cleaned_data["vsic_code"]
        if code and not (code.isascii() and code.isdigit() and 2 <= len(code) <= LONGEST_CODE):  # noqa: PLR2004 - digits of a division
            raise ValidationError(_("Two to five digits."))
        return code

    def applicant(self, on: dt.date) -> Applicant:
        """The facts of a valid form, judged as of ``on``."""
        said = self.cleaned_data
        self.size = self._size(on) if self.asked_of_size else None
        return Applicant(
            kind=said.get("kind") or None,
            is_foreign_invested=said.get("foreign"),
            is_sme=self.size.is_small_or_medium if self.size else None,
            size_reason=size_in_words(self.size) if self.size else "",
            was_supported=said.get("supported"),
            answers={
                policy.pk: said[name]
                for policy in self.content.plan.policies.all()
                if said.get(name := _name(policy)) is not None
            },
        )

    def _ask_kind(self) -> None:
        self.fields["kind"] = forms.ChoiceField(
            label=gettext_lazy("What are you?"),
            choices=[*EnterpriseKind.choices, ("", pgettext_lazy("answer", "Not sure"))],
            required=False,
            widget=forms.RadioSelect,
            template_name=QUESTION,  # type: ignore[call-arg] # since Django 5.0
        )

    def _ask_size(self) -> None:
        self.fields["labour"] = VietnameseDecimalField(
            label=gettext_lazy("People with social insurance, average of the year"),
            unit="người",
            whole=True,
            maximum=MOST_PEOPLE,
            required=False,
            widget=forms.TextInput(attrs={"class": "num", "data-amount": ""}),
        )
        self.fields["revenue"] = DongField(
            label=gettext_lazy("Revenue of the year before"),
            help_text=gettext_lazy("Leave it empty when there was none yet: then the capital alone decides."),
        )
        self.fields["capital"] = DongField(label=gettext_lazy("Total capital of the year before"))
        self.fields["vsic_version"] = forms.ChoiceField(
            label=gettext_lazy("Edition of VSIC"), choices=VsicVersion.choices, required=False, initial="2025"
        )
        self.fields["vsic_code"] = Words(
            label=gettext_lazy("Main line of business (VSIC code)"),
            limit=LONGEST_CODE,
            help_text=gettext_lazy("Two to five digits, as in the registration of the business."),
        )
        for name in FIGURES:
            self.fields[name].template_name = "forms/quiet_field.html"  # type: ignore[attr-defined] # since Django 5.0

    def _ask_about(self, policy: PlanPolicy) -> None:
        """One question per clause that speaks about the applicant; principles bind the desk, not the applicant."""
        match policy.kind:
            case PolicyKind.FOREIGN_EXCLUDED:
                label = gettext_lazy("Is there foreign capital in your organisation?")
                self.fields["foreign"] = YesOrNo(label=label, clause=policy)
            case PolicyKind.ONCE_PER_CONTENT:
                label = gettext_lazy("Have you been supported with this content before?")
                self.fields["supported"] = YesOrNo(label=label, clause=policy)
            case PolicyKind.CONDITION:
                label = gettext_lazy("Do you meet this condition?")
                self.fields[_name(policy)] = YesOrNo(label=label, clause=policy)
            case PolicyKind.PRIORITY:
                label = gettext_lazy("Does this priority hold for you?")
                self.fields[_name(policy)] = YesOrNo(label=label, clause=policy)

    def _size(self, on: dt.date) -> Size:
        """The size the figures amount to; nothing of it is saved."""
        said = self.cleaned_data
        if not said["kind"]:
            return Size(why_not=_("Say what you are: the classes of size are for enterprises only."))
        if said["kind"] != EnterpriseKind.COMPANY:
            return Size(why_not=not_scaled(said["kind"]))
        if said["labour"] is None or said["capital"] is None or not said["vsic_code"]:
            return Size(why_not=_("People, capital and the line of business are needed to find the size."))
        figures = {name: said[name] for name in FIGURES}
        figures["labour"] = int(said["labour"])
        return judge(SizeDeclaration(year=on.year, **figures), list(SizeThreshold.objects.on(on)), on)


def _name(policy: PlanPolicy) -> str:
    return f"clause-{policy.pk}"
