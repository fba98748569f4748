"""What changed in a form between two snapshots, in words for a reader."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from common.templatetags.formats import vn_date, vn_number

Snapshot = dict[str, Any]

NAMES: dict[str, Promise] = {
    "heading": pgettext_lazy("what changed", "heading"),
    "host": pgettext_lazy("what changed", "under which plan"),
    "group": pgettext_lazy("what changed", "national group"),
    "narrative": pgettext_lazy("what changed", "what was done"),
    "nil_reason": pgettext_lazy("what changed", "why nothing happened"),
    "to_date": pgettext_lazy("what changed", "to date"),
    "estimate": pgettext_lazy("what changed", "whole year, estimated"),
    "indicator": pgettext_lazy("what changed", "what is counted"),
    "unit": pgettext_lazy("what changed", "unit of measure"),
    "precision": pgettext_lazy("what changed", "precision"),
    "typed_reason": pgettext_lazy("what changed", "why another number than the count"),
    "title": pgettext_lazy("what changed", "title"),
    "kind_label": pgettext_lazy("what changed", "kind"),
    "starts_on": pgettext_lazy("what changed", "from"),
    "ends_on": pgettext_lazy("what changed", "to"),
    "place": pgettext_lazy("what changed", "place"),
    "organiser": pgettext_lazy("what changed", "organiser"),
    "co_organisers": pgettext_lazy("what changed", "co-organisers"),
    "participants": pgettext_lazy("what changed", "participants"),
    "note": pgettext_lazy("what changed", "note"),
    "full_name": pgettext_lazy("what changed", "full name"),
    "workplace": pgettext_lazy("what changed", "workplace"),
    "certificate": pgettext_lazy("what changed", "certificate"),
    "body": pgettext_lazy("what changed", "certified by"),
    "certified_on": pgettext_lazy("what changed", "certified on"),
    "name": pgettext_lazy("what changed", "name"),
    "content": pgettext_lazy("what changed", "content of the support"),
    "product": pgettext_lazy("what changed", "product"),
    "sha256": pgettext_lazy("what changed", "the file itself"),
    "section_label": pgettext_lazy("what changed", "section"),
    "issued_on": pgettext_lazy("what changed", "date of issue"),
    "issuer": pgettext_lazy("what changed", "issued by"),
    "abstract": pgettext_lazy("what changed", "abstract"),
    "text": pgettext_lazy("what changed", "words"),
    "cause": pgettext_lazy("what changed", "cause"),
    "addressee": pgettext_lazy("what changed", "addressed to"),
}
ROWS: dict[
    str, tuple[Promise, str, tuple[str, ...]]
] = {  # kind → what a row is called, its title, what may change
    "figures": (
        pgettext_lazy("part of a form", "Figure"),
        "indicator",
        ("indicator", "unit", "precision", "to_date", "estimate", "typed_reason"),
    ),
    "activities": (
        pgettext_lazy("part of a form", "Activity"),
        "title",
        (
            "kind_label",
            "title",
            "starts_on",
            "ends_on",
            "place",
            "organiser",
            "co_organisers",
            "participants",
            "note",
        ),
    ),
    "experts": (
        pgettext_lazy("part of a form", "Expert"),
        "full_name",
        ("full_name", "workplace", "certificate", "body", "certified_on"),
    ),
    "enterprises": (
        pgettext_lazy("part of a form", "Enterprise"),
        "name",
        ("name", "content", "product", "note"),
    ),
    "evidence": (pgettext_lazy("part of a form", "Evidence file"), "name", ("name", "sha256")),
    "documents": (
        pgettext_lazy("part of a form", "Document issued"),
        "name",
        ("section_label", "name", "issued_on", "issuer", "abstract"),
    ),
    "statements": (
        pgettext_lazy("part of a form", "Remark"),
        "kind_label",
        ("text", "cause", "addressee", "group"),
    ),
}
OF_A_LINE = ("figures", "activities", "experts", "enterprises", "evidence")
TITLE = 100  # characters of a task's title in a table of changes
SAID_OF_A_LINE = ("heading", "host", "group", "narrative", "nil_reason")


@dataclass(frozen=True)
class Difference:
    """One change: ``where`` in the form, what stood there and what stands there now, as a reader is told.

    ``line`` is the id of the line it belongs to, None for the other parts. A blank is "" on either side.
    """

    where: str
    before: str
    after: str
    line: int | None = None


def differences(before: Snapshot, after: Snapshot) -> list[Difference]:
    """Everything a unit can change that differs, in the order of the form. Words of the plan are not compared."""
    found = _fields(_("The whole form"), before, after, ("nil_reason",), None)
    changed = [*found, *_lines(before.get("lines", []), after.get("lines", []))]
    for kind in ("documents", "statements"):
        changed += _rows(kind, before, after, "", None)
    return changed


def _lines(before: list[Snapshot], after: list[Snapshot]) -> Iterator[Difference]:
    for old, new in _pairs(before, after):
        line = new or old or {}
        where, pk = Truncator(line["title"]).chars(TITLE), line["id"]
        if old is None or new is None:
            yield Difference(where, _summary(old, SAID_OF_A_LINE), _summary(new, SAID_OF_A_LINE), pk)
        else:
            yield from _fields(where, old, new, SAID_OF_A_LINE, pk)
        for kind in OF_A_LINE:
            yield from _rows(kind, old or {}, new or {}, where, pk)


def _rows(kind: str, before: Snapshot, after: Snapshot, place: str, line: int | None) -> Iterator[Difference]:
    name, title, fields = ROWS[kind]
    for old, new in _pairs(before.get(kind, []), after.get(kind, [])):
        row = new or old or {}
        where = " · ".join(filter(None, [place, f"{name}: {row.get(title) or ''}"]))
        if old is not None and new is not None:
            yield from _fields(where, old, new, fields, line)
        else:
            yield Difference(where, _summary(old, fields), _summary(new, fields), line)


def _fields(
    where: str, before: Snapshot, after: Snapshot, names: Iterable[str], line: int | None
) -> list[Difference]:
    return [
        Difference(
            f"{where} – {NAMES[name]}", _words(name, before.get(name)), _words(name, after.get(name)), line
        )
        for name in names
        if (before.get(name) or None) != (after.get(name) or None)
    ]


def _pairs(
    before: list[Snapshot], after: list[Snapshot]
) -> Iterator[tuple[Snapshot | None, Snapshot | None]]:
    """The same row before and after; rows taken away come last."""
    old = {row["id"]: row for row in before}
    for row in after:
        yield old.pop(row["id"], None), row
    for row in old.values():
        yield row, None


def _summary(row: Snapshot | None, names: Iterable[str]) -> str:
    """A row that came or went, a line for each thing it says."""
    return "\n".join(_words(name, row[name]) for name in names if row.get(name)) if row else ""


def _words(name: str, value: Any) -> str:
    """A value as people read it."""
    if value in (None, ""):
        return ""
    if name in {"to_date", "estimate"}:
        return str(vn_number(Decimal(value)))
    if name.endswith("_on"):
        return vn_date(dt.date.fromisoformat(value))
    if name == "sha256":
        return value[:12]
    return str(value)
