"""Two people filled in one form: what each wrote, field by field, and the choice between the two."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from common.fields import digits
from common.quiet import QuietForm, shown, written
from reporting.forms.entry import EntryForm
from reporting.forms.rows import RowForm
from reporting.forms.sent import Sent, tidy

TYPED, STORED = "typed", "stored"
CHOICE = "keep-"
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


def conflict_of(typed: EntryForm, stored: EntryForm) -> Conflict:
    """Compare the form that was sent with what is stored, part by part, rows by their id."""
    found: list[Difference] = []
    by_place = {form.prefix: form for form, _about in stored.named_forms() if not isinstance(form, RowForm)}
    rows = {(type(f), f.initial["pk"]): f for f, _a in stored.named_forms() if isinstance(f, RowForm)}
    sent: set[tuple[type, int]] = set()
    gone: list[str] = []
    for form, about in typed.named_forms():
        if not form.is_bound:
            continue
        if not isinstance(form, RowForm):
            found += _fields(form, by_place[form.prefix], about)
            continue
        pk = _pk(form)
        sent.add((type(form), pk))
        if pk and (type(form), pk) in rows:
            found += _fields(form, rows[type(form), pk], about)
        elif pk and not str(form.prefix).startswith(tuple(gone)):
            gone.append(f"{form.prefix}-")
            found.append(_gone(form, about))
    for each in found:
        each.choice = _choice(typed, each)
    added = [
        f"{about}: {_row_words(form)}"
        for form, about in stored.named_forms()
        if isinstance(form, RowForm) and (type(form), form.initial["pk"]) not in sent
    ]
    return Conflict(found, added)


def _fields(typed: QuietForm, stored: QuietForm, about: str) -> Iterator[Difference]:
    for bound in typed:
        if bound.name in UNSHOWN:
            continue
        beside = stored[bound.name]
        if bound.field.has_changed(beside.initial, bound.data):
            label = f"{about}: {bound.label}" if about else str(bound.label)
            yield Difference(bound.html_name, label, shown(bound), shown(beside), written(beside))


def _gone(form: RowForm, about: str) -> Difference:
    return Difference(
        str(form.prefix), about, _row_words(form), _("This row was taken away."), write=None, is_gone=True
    )


def _choice(typed: EntryForm, each: Difference) -> str:
    chosen = typed.data.get(each.control, "") if typed.data else ""
    return chosen if chosen in {TYPED, STORED} else ""


def _pk(form: RowForm) -> int:
    return digits(form["pk"].value(), sys.maxsize)


def _row_words(form: RowForm) -> str:
    return " · ".join(words for _label, words in form.said)
