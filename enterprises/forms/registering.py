"""The page on which an enterprise registers, with or without an account."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.fields import Words
from common.vietnamese import clean, fold
from enterprises.actions import Wanted
from enterprises.models import EnterpriseKind, enterprise_ids_of
from enterprises.queries.known import Known, known, told
from enterprises.queries.lookup import tidy_tax_code
from enterprises.queries.tax_codes import check, refusal
from organisations.models import Province

NAME, ADDRESS, POSITION, PERSON, CODE, PASSWORD = 300, 500, 120, 150, 30, 128  # characters
NO_NAME = re.compile(r"[/\\@:<>|]|\w\.\w{2,}")  # what makes a link, also without http


@dataclass(frozen=True)
class Doubts:
    """What the writer should look at before going on; ``seen`` names exactly what a page showed."""

    known: Known
    warning: str | None

    def __bool__(self) -> bool:
        return self.known.has_doubts or bool(self.warning)

    @property
    def seen(self) -> str:
        """A short name of these doubts: a tick given to others does not count."""
        same = self.known.same.pk if self.known.same else None
        rows = [[e.pk for e in found] for found in (self.known.relatives, self.known.look_alikes)]
        return hashlib.sha256(repr((same, rows, bool(self.warning))).encode()).hexdigest()[:16]


class EmailAddressField(forms.EmailField):
    """An e-mail address as it is stored: no invisible characters, lower case."""

    def to_python(self, value: Any) -> str:
        """The cleaned address."""
        return (super().to_python(clean(str(value or ""))) or "").lower()


class EnterpriseForm(forms.Form):
    """The enterprise, and the person's position in it: all that somebody signed in is asked."""

    name = Words(
        label=_("Name of the enterprise"),
        limit=NAME,
        required=True,
        help_text=_("In full, as on the certificate of registration."),
        error_messages={"required": _("Write the name of the enterprise.")},
    )
    tax_code = Words(
        label=_("Tax code"),
        limit=CODE,
        required=True,
        help_text=_(
            "Ten digits; a branch adds its three (0123456789-001). A household business writes the twelve digits of its owner's personal number."
        ),
        error_messages={"required": _("Write the tax code: an enterprise is known by it.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=EnterpriseKind.choices)
    province = forms.ModelChoiceField(
        Province.objects.none(),
        label=_("Province or city"),
        empty_label=_("Choose"),
        help_text=_("As it is called today."),
        error_messages={"required": _("Choose the province or city the enterprise lies in.")},
    )
    address = Words(label=_("Address"), limit=ADDRESS, help_text=_("Street, commune or ward."))
    position = Words(label=_("Your position in the enterprise"), limit=POSITION)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    checked = forms.BooleanField(label=_("I have looked at this and go on"), required=False)

    doubts: Doubts | None = None

    def __init__(self, *args: Any, by: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.today = timezone.localdate()
        self.fields["province"].queryset = Province.objects.on(self.today)  # type: ignore[attr-defined] # a choice of rows
        self.fields["tax_code"].widget.attrs |= {"autocomplete": "off", "inputmode": "text"}
        self.fields["name"].widget.attrs["autocomplete"] = "organization"

    def clean_tax_code(self) -> str:
        """The code as it is stored."""
        return tidy_tax_code(self.cleaned_data["tax_code"])

    def clean_name(self) -> str:
        """A name has at least one letter or digit."""
        if not fold(self.cleaned_data["name"]):
            raise ValidationError(_("Write the name of the enterprise."))
        return self.cleaned_data["name"]

    def clean(self) -> dict[str, Any]:
        """Judge the code for the kind, then compare with the register."""
        facts = super().clean() or self.cleaned_data
        if "tax_code" in facts and (problem := refusal(facts["tax_code"], facts.get("kind", ""))):
            self.add_error("tax_code", problem)
        if not self.errors:
            self.doubts = doubts_of(facts["name"], facts["tax_code"], facts["province"], self.today)
        return facts

    @property
    def is_settled(self) -> bool:
        """Whether nothing is doubtful, the writer looked at exactly these doubts, or it is the writer's own enterprise
        (a form sent twice). Only of a valid form.
        """
        facts = self.cleaned_data
        same = self.doubts.known.same if self.doubts else None
        if same and self.by and same.pk in enterprise_ids_of(self.by):
            return True
        return not self.doubts or (facts["checked"] and facts["seen"] == self.doubts.seen)

    def wanted(self) -> Wanted:
        """What the action takes. Only of a valid form."""
        names = ("name", "tax_code", "kind", "province", "address", "position")
        return Wanted(**{name: self.cleaned_data[name] for name in names})


class VisitorForm(EnterpriseForm):
    """The same for somebody without an account, who opens one on the same page."""

    full_name = Words(
        label=_("Your full name"),
        limit=PERSON,
        required=True,
        error_messages={"required": _("Write your full name.")},
    )
    email = EmailAddressField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("You sign in with it, and letters of the portal go there."),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters; several words are easier to keep than signs."),
    )
    has_read = forms.BooleanField(
        label=_("I have read how the portal handles personal data"),
        error_messages={"required": _("Read the notice, then tick here.")},
    )
    account = ("full_name", "email", "password")

    def clean_full_name(self) -> str:
        """A name, not an address: it stands in a mail to somebody who may know nothing of it."""
        name = self.cleaned_data["full_name"]
        if not any(sign.isalpha() for sign in name) or NO_NAME.search(name):
            raise ValidationError(_("Write your name as people call you, without addresses or links."))
        return name

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean(self) -> dict[str, Any]:
        """The password must not be guessed from the person."""
        facts = super().clean()
        if "password" in facts:
            try:
                validate_password(
                    facts["password"],
                    User(email=facts.get("email", ""), full_name=facts.get("full_name", "")),
                )
            except ValidationError as no:
                self.add_error("password", no)
        return facts


def doubts_of(name: str, code: str, province: Province, on: Any) -> Doubts:
    """What to look at for a name and a code of a possible shape; the writer may be anybody."""
    return Doubts(told(known(name=name, code=code, province=province, on=on)), check(code).warning)
