"""The texts of one place of a report, as an open page sends them: one box per passage, each with the edition it shows."""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.conflict import VERSION, Conflict, Difference, choice_in
from common.fields import digits
from common.kept import FIELD, page_of
from common.quiet import QuietForm
from common.sent import Sent
from common.templatetags.components import Slip, slips
from consolidation.actions.passages import Rewording
from consolidation.forms.pasted import PassageText, tidied
from consolidation.models import Passage

BOX = re.compile(r"^p([0-9]{1,18})-edition$")
WIDTH = 72  # characters of a line, to guess how high a box must be


def digest(text: str) -> str:
    """Names a text: a box whose text still has the name it was shown with was not touched."""
    return sha256(tidied(text).encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Box(QuietForm):
    """The text of one passage, the edition that was shown, and the name of the text that was shown."""

    text = PassageText(label=_("Text"))
    edition = forms.CharField(widget=forms.HiddenInput(), required=False)
    was = forms.CharField(widget=forms.HiddenInput(), required=False)

    def __init__(self, passage: Passage, data: MultiValueDict[str, Any] | None) -> None:
        self.passage = passage
        initial = {"text": passage.text, "edition": passage.edition, "was": digest(passage.text)}
        super().__init__(data, prefix=f"p{passage.pk}", initial=initial)
        self.label_suffix = ""
        self.fields["text"].widget.attrs |= {
            "rows": rows_of(str(self["text"].value() or "")),
            "aria-label": _("Text of the passage"),
            "spellcheck": "true",
            "lang": "vi",
            "class": "passage-text",
        }

    @property
    def typed(self) -> str:
        """What stands in the box, whatever it is."""
        return str(self["text"].value() or "")

    @property
    def edition_shown(self) -> int:
        """The edition the person read."""
        return digits(self["edition"].value(), sys.maxsize)

    @property
    def is_touched(self) -> bool:
        """Whether the person changed the text."""
        return self.is_bound and digest(self.typed) != str(self["was"].value() or "")


def rows_of(text: str) -> int:
    """How many lines of the screen a text fills, about."""
    return max(2, sum(1 + len(line) // WIDTH for line in text.split("\n")))


@dataclass
class BoardForm:
    """The boxes of a place. Bound: also those of passages that were moved elsewhere meanwhile (``elsewhere``), and what was
    typed into passages that are gone (``gone``). Nothing that was typed is left out.
    """

    passages: Sequence[Passage]
    data: MultiValueDict[str, Any] | None = None
    token: str = ""
    moved: Sequence[Passage] = ()
    problems: list[str] = field(default_factory=list)

    @cached_property
    def boxes(self) -> dict[int, Box]:
        """The box of each passage people write, in the order of the page."""
        return {p.pk: self._box(p) for p in self.passages if not p.is_derived}

    @cached_property
    def elsewhere(self) -> list[Box]:
        """Boxes that were sent and whose passages stand in another section by now."""
        return [self._box(passage) for passage in self.moved if not passage.is_derived]

    @cached_property
    def gone(self) -> list[tuple[int, str]]:
        """What was typed into passages nobody has any more."""
        known = {*self.boxes, *(box.passage.pk for box in self.elsewhere)}
        data: Mapping[str, Any] = self.data or {}
        found = ((pk, str(data.get(f"p{pk}-text", ""))) for pk in sent_boxes(self.data) if pk not in known)
        return [(pk, text) for pk, text in found if digest(text) != data.get(f"p{pk}-was")]

    @property
    def is_bound(self) -> bool:
        """Whether it shows what somebody sent."""
        return self.data is not None

    @property
    def page_token(self) -> str:
        """The signed name of the page."""
        return str(self.data.get(FIELD, "")) if self.data is not None else self.token

    @property
    def page(self) -> str:
        """The name of the page; blank for none of ours."""
        page = page_of(self.page_token)
        return page.name if page else ""

    @property
    def sent(self) -> Iterator[Box]:
        """The boxes that were sent."""
        yield from (box for box in (*self.boxes.values(), *self.elsewhere) if box.is_bound)

    def is_valid(self) -> bool:
        """Whether all that was changed can be kept."""
        return not self.slips

    @cached_property
    def slips(self) -> list[Slip]:
        """What is wrong in the boxes somebody changed."""
        return [slip for box in self.sent if box.is_touched for slip in slips(box)]

    def rewordings(self) -> list[Rewording]:
        """What was changed, to be kept; a valid form's."""
        touched = [box for box in self.sent if box.is_touched and box.is_valid()]
        return [Rewording(b.passage.pk, b.edition_shown, b.cleaned_data["text"]) for b in touched]

    def hush(self) -> None:
        """Show what was typed without judging it."""
        for box in self.sent:
            box.hush()

    def _box(self, passage: Passage) -> Box:
        was_sent = self.data is not None and f"p{passage.pk}-edition" in self.data
        return Box(passage, self.data if was_sent else None)


def sent_boxes(data: MultiValueDict[str, Any] | None) -> list[int]:
    """The passages whose boxes were sent."""
    found = (BOX.match(name) for name in data or ())
    return [int(match[1]) for match in found if match]


def conflict_of(form: BoardForm) -> Conflict:
    """The boxes whose text somebody else changed meanwhile, and those of passages that are gone."""
    found = []
    for box in form.sent:
        passage = box.passage
        if box.is_touched and box.edition_shown != passage.edition and tidied(box.typed) != passage.text:
            name = f"p{passage.pk}-text"
            found.append(Difference(name, str(_("Passage")), box.typed, passage.text, passage.text))
    for pk, text in form.gone:
        about = str(_("Passage taken out meanwhile"))
        found.append(Difference(f"p{pk}-text", about, text, str(_("It was taken out.")), None, is_gone=True))
    for each in found:
        each.choice = choice_in(form.data, each)
    return Conflict(found)


def settled(form: BoardForm, data: MultiValueDict[str, Any]) -> Sent | MultiValueDict[str, Any]:
    """What was sent with the choices made in it, over the editions both versions were shown of; else as it was sent."""
    conflict = conflict_of(form)
    if not conflict.is_decided or data.get(VERSION) != versions(form):
        return data
    chosen: Sent = MultiValueDict({key: list(values) for key, values in data.lists()})
    for each in conflict.differences:
        pk = each.name[1 : -len("-text")]
        if each.is_gone:
            for name in ("text", "edition", "was"):
                chosen.pop(f"p{pk}-{name}", None)
            continue
        if each.choice == "stored":
            chosen[each.name] = each.write or ""
        chosen[f"p{pk}-edition"] = str(next(b for b in form.sent if str(b.passage.pk) == pk).passage.edition)
    return chosen


def wanted_again(form: BoardForm) -> list[str]:
    """The texts of passages that are gone which the person chose to keep."""
    texts = dict(form.gone)
    kept = (d for d in conflict_of(form).differences if d.is_gone and d.choice == "typed")
    return [tidied(texts[int(each.name[1 : -len("-text")])]) for each in kept]


def versions(form: BoardForm) -> str:
    """Names the stored versions beside the typed ones: a choice made over other ones does not count."""
    changed = [f"{box.passage.pk}.{box.passage.edition}" for box in form.sent if box.is_touched]
    return ":".join([*changed, *(f"{pk}.-" for pk, _text in form.gone)])
