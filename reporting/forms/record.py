"""Forms of the named records: what was held, who was certified, who was helped."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.fields import SHORT, Day, Words
from enterprises.models import Enterprise, EnterpriseKind
from enterprises.queries import Lookup, Named, look_up
from organisations.models import Province
from reporting.actions.record_rows import ActivityEntry, ExpertEntry, RecordEntry, SupportEntry
from reporting.models import Activity, ActivityKind, CertifiedExpert, SupportedEnterprise

MOST_PARTICIPANTS = 10**7


class ActivityForm(forms.Form):
    """A course, conference, broadcast … under a line."""

    kind = forms.ChoiceField(label=_("Kind of activity"), choices=ActivityKind)
    title = Words(
        label=_("Title or content"),
        limit=500,
        required=True,
        help_text=_("As on the invitation or the decision, for example “Đào tạo 5S cho doanh nghiệp”."),
        error_messages={"required": _("Write the title or the content of the activity.")},
    )
    starts_on = Day(label=_("From"), required=False)
    ends_on = Day(
        label=_("To"), required=False, help_text=_("Leave empty if it was a single day or one broadcast.")
    )
    place = Words(
        label=_("Place"), limit=SHORT, help_text=_("For a broadcast or article: where it appeared.")
    )
    organiser = Words(label=_("Organised by"), limit=SHORT)
    co_organisers = Words(label=_("Together with"), limit=500)
    participants = forms.IntegerField(
        label=_("Participants"),
        required=False,
        min_value=0,
        max_value=MOST_PARTICIPANTS,
        help_text=_("Count every person once per activity. Leave empty if nobody counted."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num"}),
    )
    note = Words(label=pgettext_lazy("beside a record", "Note"), rows=2, limit=2000)

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        facts = self.cleaned_data
        first, last = facts.get("starts_on"), facts.get("ends_on")
        if last and "starts_on" not in self.errors and (first is None or last < first):
            self.add_error("ends_on", _("It cannot end before it begins."))
        return facts

    def entry(self, place: int, pk: int | None = None) -> RecordEntry:
        """What the form says. Only of a valid form."""
        facts = self.cleaned_data
        return ActivityEntry(pk=pk, line=place, **{**facts, "kind": ActivityKind(facts["kind"])})


class ExpertForm(forms.Form):
    """A person certified as a productivity and quality expert."""

    full_name = Words(
        label=_("Full name"),
        limit=120,
        required=True,
        error_messages={"required": _("Write the full name of the expert.")},
    )
    workplace = Words(label=_("Place of work"), limit=SHORT)
    certificate = Words(label=_("Certificate number"), limit=100)
    body = Words(label=pgettext_lazy("of a certificate", "Certified by"), limit=SHORT)
    certified_on = Day(label=_("Date of the certificate"), required=False)

    def entry(self, place: int, pk: int | None = None) -> RecordEntry:
        """What the form says. Only of a valid form."""
        return ExpertEntry(pk=pk, line=place, **self.cleaned_data)


class SupportForm(forms.Form):
    """What an enterprise was helped with; the enterprise was chosen, or is new and entered here."""

    enterprise = forms.ModelChoiceField(Enterprise.objects.none(), required=False, widget=forms.HiddenInput)
    name = Words(label=_("Name of the enterprise"), limit=SHORT, help_text=_("As on its registration."))
    tax_code = Words(
        label=_("Tax code"),
        limit=20,
        help_text=_(
            "Ten digits, ten and three for a branch, or twelve. Leave empty only if nobody knows it."
        ),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=EnterpriseKind, required=False)
    content = Words(
        label=_("What it was helped with"),
        limit=SHORT,
        required=True,
        help_text=_(
            "Short and the same for all, for example “5S”, “Kaizen”, “ISO 9001:2015”, “mã số, mã vạch”."
        ),
        error_messages={"required": _("Write what the support was, for example “5S” or “ISO 9001”.")},
    )
    product = Words(label=_("Product"), limit=SHORT)
    note = Words(label=pgettext_lazy("beside a record", "Note"), rows=2, limit=2000)

    def __init__(
        self, *args: Any, province: Province, chosen: Enterprise | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.province, self.chosen = province, chosen
        self.lookup: Lookup | None = None
        if chosen is not None:
            self.initial["enterprise"] = chosen.pk
            self.fields["enterprise"].queryset = Enterprise.objects.filter(pk=chosen.pk)  # type: ignore[attr-defined] # a choice of rows
            self.fields["tax_code"].widget = forms.HiddenInput()  # the right to name one that sits elsewhere
            for name in ("name", "kind"):
                del self.fields[name]

    @property
    def offers(self) -> tuple[Enterprise, ...]:
        """Registered enterprises that may be meant by what was typed."""
        if self.lookup is None:
            return ()
        return (self.lookup.enterprise,) if self.lookup.enterprise else self.lookup.among

    def clean(self) -> dict[str, Any]:
        """A new enterprise has a name and a possible tax code; one that is registered is offered first."""
        facts = self.cleaned_data
        if facts.get("enterprise") is None and "name" in self.fields:
            self._check_new(facts)
        return facts

    def _check_new(self, facts: dict[str, Any]) -> None:
        if not facts.get("name"):
            if "name" not in self.errors:
                self.add_error("name", _("Write the name of the enterprise."))
            return
        named = self.named()
        if named.code and not Enterprise.has_shape_of_a_code(named.code):
            self.add_error(
                "tax_code",
                _("This is no tax code: it has ten digits, ten and three for a branch, or twelve."),
            )
            return
        lookup = look_up([named], self.province)[0]
        if lookup.is_new or lookup.lacks_code or _says_the_same(named, lookup):
            return
        self.lookup = lookup
        found = lookup.enterprise
        if found is not None and named.code and found.tax_code == named.code:
            problem = _(
                "This tax code is registered for “%(name)s”. Use that enterprise, or correct the code."
            )
            self.add_error("tax_code", problem % {"name": found.name})
        else:
            self.add_error(
                "name",
                _(
                    "The register has this name already. Use it from the list, or write the tax code if it is another."
                ),
            )

    def named(self) -> Named:
        """The new enterprise as typed."""
        facts = self.cleaned_data
        return Named(
            name=facts.get("name", ""),
            tax_code=facts.get("tax_code", ""),
            kind=facts.get("kind") or EnterpriseKind.COMPANY,
        )

    def entry(self, place: int, pk: int | None = None) -> RecordEntry:
        """What the form says. Only of a valid form."""
        facts = self.cleaned_data
        chosen: Enterprise | None = self.chosen or facts.get("enterprise")
        return SupportEntry(
            pk=pk,
            figure=place,
            enterprise=chosen.pk if chosen else None,
            new=None if chosen else self.named(),
            **{name: facts[name] for name in ("content", "product", "note")},
        )


def _says_the_same(named: Named, lookup: Lookup) -> bool:
    """Whether what was typed names the registered enterprise exactly: name and tax code."""
    found = lookup.enterprise
    return found is not None and (found.folded, found.tax_code) == (named.folded, named.code)


def activity_values(record: Activity) -> dict[str, Any]:
    """An activity as its form shows it."""
    return {name: getattr(record, name) for name in ActivityForm.base_fields}


def expert_values(record: CertifiedExpert) -> dict[str, Any]:
    """An expert as its form shows it."""
    return {name: getattr(record, name) for name in ExpertForm.base_fields}


def support_values(record: SupportedEnterprise) -> dict[str, Any]:
    """An enterprise helped as its form shows it."""
    return {name: getattr(record, name) for name in ("content", "product", "note")}
