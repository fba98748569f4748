"""A draft as it is filled in: what it is for, whom to ask, and one part per content."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from common.conflict import VERSION, Conflict, Difference, choice_in, differing_fields
from common.fields import SHORT, Words, digits
from common.money import DongField
from common.quiet import QuietForm
from common.sent import Sent, digest_of
from common.templatetags.components import Slip, slips
from support.actions.content import DraftEntry, ItemEntry
from support.models import Application, RequestedItem

LONG_TEXT = 5_000
MOST_VERSION = 10**9
HEAD = ("situation", "purpose", "contact_name", "contact_position", "contact_phone", "contact_email")


class HeadForm(QuietForm):
    """What the application is for and whom DOST can ask."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    form = forms.CharField(widget=forms.HiddenInput, required=False)
    situation = Words(
        label=_("Where the enterprise stands today"),
        limit=LONG_TEXT,
        rows=4,
        help_text=_("What you make, how you work today, what holds you back."),
    )
    purpose = Words(
        label=_("What the support is for"),
        limit=LONG_TEXT,
        rows=4,
        help_text=_("What shall be better afterwards, in figures where you can."),
    )
    contact_name = Words(label=_("Contact"), limit=120)
    contact_position = Words(label=_("Position of the contact"), limit=120)
    contact_phone = Words(label=_("Telephone of the contact"), limit=40)
    contact_email = Words(label=_("E-mail of the contact"), limit=254)

    def clean_contact_email(self) -> str:
        """An address, or nothing."""
        address: str = self.cleaned_data["contact_email"]
        if address:
            EmailValidator(_("This is not an e-mail address, for example ten@congty.vn."))(address)
        return address


class ItemForm(QuietForm):
    """One content the application asks for."""

    wish = Words(
        label=_("What exactly is asked for"),
        limit=LONG_TEXT,
        rows=3,
        help_text=_("Which standard, tool or training, for how many people or products, by when."),
    )
    product = Words(label=_("Product concerned"), limit=SHORT)
    provider = Words(label=_("Who will do the work"), limit=SHORT, help_text=_("Empty if not chosen yet."))
    cost = DongField(label=_("Expected cost"))
    own_funds = DongField(label=_("Own funds"))


class DraftForm:
    """All parts of the page together. Bound with what a browser sent, else filled with what is stored.

    ``gone``: what was typed about contents that somebody took out of the draft meanwhile.
    """

    def __init__(
        self, application: Application, data: MultiValueDict[str, Any] | None = None, *, token: str = ""
    ) -> None:
        self.application, self.data = application, data
        self.is_bound = data is not None
        self.problems: list[str] = []
        initial = {name: getattr(application, name) for name in HEAD}
        self.head = HeadForm(
            data, prefix="head", initial={**initial, "version": str(application.version), "form": token}
        )
        self.items = [(item, self._item(item)) for item in application.items.all()]

    def _item(self, item: RequestedItem) -> ItemForm:
        prefix = f"item-{item.pk}"
        was_shown = self.data is not None and f"{prefix}-wish" in self.data
        initial = {name: getattr(item, name) for name in ("wish", "product", "provider", "cost", "own_funds")}
        return ItemForm(self.data if was_shown else None, prefix=prefix, initial=initial)

    @property
    def parts(self) -> list[QuietForm]:
        """The forms that were sent, in reading order."""
        return [self.head, *(form for _item, form in self.items if form.is_bound)]

    def is_valid(self) -> bool:
        """Whether everything typed can be read; a draft may lack anything."""
        return not any(part.errors for part in self.parts)

    def hush(self) -> None:
        """Show what was typed, not judged."""
        for part in self.parts:
            part.hush()

    @property
    def slips(self) -> list[Slip]:
        """What is wrong, with the way to each place."""
        if not self.is_bound:
            return []
        told = [Slip(problem, "", "") for problem in self.problems]
        for part in self.parts:
            if part.errors:
                told += slips(part)
        return told

    @property
    def version(self) -> int:
        """The version of the draft the page was filled from."""
        return digits(self.head["version"].value(), MOST_VERSION)

    @property
    def token(self) -> str:
        """The signed name of the page."""
        return str(self.head["form"].value() or "")

    @property
    def digest(self) -> str:
        """The fingerprint of what was sent."""
        return digest_of(self.data) if self.data is not None else ""

    def entry(self) -> DraftEntry:
        """What was typed, as facts. Only of a valid form."""
        head = {name: self.head.cleaned_data[name] for name in HEAD}
        items = tuple(
            ItemEntry(pk=item.pk, **form.cleaned_data) for item, form in self.items if form.is_bound
        )
        return DraftEntry(**head, items=items)

    @property
    def gone(self) -> list[tuple[str, str]]:
        """Label and words typed about contents that are no longer in the draft."""
        there = {form.prefix for _item, form in self.items}
        return [
            (str(ItemForm.base_fields[name].label), words)
            for key, values in (self.data.lists() if self.data is not None else ())
            if (found := _field_of(key, there)) and (name := found) and (words := str(values[-1]).strip())
        ]


def _field_of(key: str, there: set[str | None]) -> str:
    """The field of an item that is not ``there`` which the control ``key`` belongs to; "" for any other control."""
    prefix, _dash, name = key.rpartition("-")
    is_item = prefix.startswith("item-") and prefix not in there and name in ItemForm.base_fields
    return name if is_item else ""


def conflict_of(typed: DraftForm, stored: DraftForm) -> Conflict:
    """Every field in which what was typed differs from what is stored, and the contents added meanwhile."""
    return Conflict(
        list(_differences(typed, stored)), [str(i.content) for i, f in typed.items if not f.is_bound]
    )


def _differences(typed: DraftForm, stored: DraftForm) -> Iterator[Difference]:
    beside = {form.prefix: form for _item, form in stored.items} | {"head": stored.head}
    names = {form.prefix: item.content.short for item, form in stored.items}
    for part in typed.parts:
        for each in differing_fields(part, beside[part.prefix], names.get(part.prefix, "")):
            each.choice = choice_in(typed.data, each)
            yield each


def settled(typed: DraftForm, conflict: Conflict, version: int) -> Sent:
    """What was sent with the choices in it, as filled from ``version`` where every choice was made."""
    assert typed.data is not None  # noqa: S101 - only what was sent is settled
    data = conflict.settled(typed.data)
    if conflict.is_decided and data.get(VERSION) == str(version):
        data["head-version"] = str(version)
    return data
