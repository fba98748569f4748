"""Two people filled in one form: what each wrote, field by field, and the choice between the two."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from common.quiet import shown, written
from common.sent import Sent, tidy

TYPED, STORED = "typed", "stored"
CHOICE = "keep-"
VERSION = "conflict-version"  # the control that says what was stored when the choices were offered
UNSHOWN = {"pk", "DELETE", "version", "form", "end"}


@dataclass
class Difference:
    """A field (or a whole row) that says one thing in the form that was sent and another in the store.

    ``name`` is the control's name; ``typed`` and ``stored`` are what people read; ``write`` is what the control
    holds if the stored one is chosen (None: an unticked box, or a row that is gone).
    """

    name: str
    about: str
    typed: str
    stored: str
    write: str | None
    is_gone: bool = False
    choice: str = ""

    @property
    def control(self) -> str:
        """The name of the two buttons to choose with."""
        return f"{CHOICE}{self.name}"


@dataclass
class Conflict:
    """Everything in which a form that was sent differs from what is stored, and what somebody else added meanwhile."""

    differences: list[Difference]
    added: list[str] = field(default_factory=list)

    @property
    def is_decided(self) -> bool:
        """Whether a choice was made everywhere."""
        return all(each.choice for each in self.differences)

    def settled(self, data: MultiValueDict[str, Any]) -> Sent:
        """The data with the choices made in it."""
        chosen = tidy(data)
        for each in self.differences:
            if each.is_gone:
                for name in [n for n in chosen if n.startswith(f"{each.name}-") and n.endswith("-pk")]:
                    chosen[name] = ""  # the row and the figures in it are made anew, or not at all
                if each.choice == STORED:
                    chosen[f"{each.name}-DELETE"] = "on"
            elif each.choice == STORED and each.write is None:
                chosen.pop(each.name, None)
            elif each.choice == STORED:
                chosen[each.name] = each.write or ""
        return chosen


def differing_fields(typed: forms.BaseForm, stored: forms.BaseForm, about: str) -> Iterator[Difference]:
    """The fields in which a form that was sent says something else than the same form as stored."""
    for bound in typed:
        if bound.name in UNSHOWN:
            continue
        beside = stored[bound.name]
        if bound.field.has_changed(beside.initial, bound.data):
            label = f"{about}: {bound.label}" if about else str(bound.label)
            yield Difference(bound.html_name, label, shown(bound), shown(beside), written(beside))


def sent_again(data: MultiValueDict[str, Any], version: object) -> list[tuple[str, str]]:
    """Controls and values of ``data`` to be sent once more beside the choices, with the ``version`` the choices are about."""
    sent = [
        (name, value)
        for name, values in data.lists()
        for value in values
        if not name.startswith(CHOICE) and name not in {"csrfmiddlewaretoken", "save", VERSION}
    ]
    return [*sent, (VERSION, str(version))]


def choice_in(data: MultiValueDict[str, Any] | None, each: Difference) -> str:
    """Which of the two was chosen in ``data``; "" for neither."""
    chosen = data.get(each.control, "") if data else ""
    return chosen if chosen in {TYPED, STORED} else ""
