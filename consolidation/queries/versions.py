"""Two versions of a report side by side: every figure and every line of text that differs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from accounts.models import User
from consolidation.models import Report
from papers.blocks import Block, Heading, ListBlock, Paragraph, TableBlock, joined
from papers.codec import from_json
from papers.model import Document

FIGURES = ("year", "estimate", "cumulative", "percent", "assessment")  # of a target, see documents.facts
ALIKE = 0.5  # a line with this share of words in common was changed, not replaced


@dataclass(frozen=True)
class Line:
    """A line of the paper: where it stands (the numbers and words of its heading) and what it says."""

    place: str
    text: str


@dataclass(frozen=True)
class Change:
    """A line that went (``new`` is ""), came (``old`` is ""), or was changed; ``pieces`` are its words: "same", "out", "in"."""

    place: str
    old: str
    new: str
    pieces: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Moved:
    """A figure of a target that differs, as ``documents.facts`` keeps it; None where the version has none."""

    indicator: str
    unit: str
    what: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Differences:
    """What differs between two versions; ``kept`` lines are the same in both."""

    figures: tuple[Moved, ...] = ()
    changes: tuple[Change, ...] = ()
    kept: int = 0

    @property
    def are_none(self) -> bool:
        """Whether both say the same."""
        return not self.figures and not self.changes


def versions_of(report: Report, user: User) -> list[Report]:
    """The versions of the same period's report that ``user`` may read, newest first; a draft is DOST's own."""
    found = Report.objects.visible_to(user).filter(period=report.period_id).with_place()
    return list(found.order_by("-version").defer("composed", "facts", "snapshot"))


def differences_between(
    old: Report, new: Report, figures: tuple[Mapping[str, Any], Mapping[str, Any]] | None = None
) -> Differences:
    """How ``new`` differs from ``old``, complete: applying the changes to the lines of ``old`` gives those of ``new``.

    ``figures`` are the facts (``documents.facts``) of both, for a version that is not approved yet has none of its own;
    without them those frozen with the approvals.
    """
    before = list(lines_of(from_json(old.composed))) if old.composed else []
    after = list(lines_of(from_json(new.composed))) if new.composed else []
    changes, kept = changed(before, after)
    return Differences(tuple(moved(*(figures or (old.facts or {}, new.facts or {})))), tuple(changes), kept)


def lines_of(document: Document) -> Iterator[Line]:
    """Every line of a paper in reading order; number and day of the paper are no part of what versions are compared by."""
    head = document.letterhead
    yield Line("", head.title)
    yield from (Line("", f"Kính gửi: {addressee}") for addressee in head.addressees)
    yield from _of_blocks("", document.blocks)
    if document.closing:
        yield Line("", document.closing)
    yield from (Line("Nơi nhận", recipient) for recipient in document.recipients)
    signature = document.signature
    yield Line("", " ".join(part for part in (*signature.forms, signature.position, signature.name) if part))
    for annex in document.annexes:
        place = f"{annex.label}: {annex.title}"
        yield Line(place, annex.title)
        yield from _of_blocks(place, annex.blocks)


def changed(before: list[Line], after: list[Line]) -> tuple[list[Change], int]:
    """The changes from ``before`` to ``after`` in reading order, and how many lines are the same."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    changes: list[Change] = []
    kept = 0
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            kept += end - start
        else:
            changes += _paired(before[start:end], after[new_start:new_end])
    return changes, kept


def moved(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Moved]:
    """The figures of targets that differ; a target only one version has counts with everything it says."""
    was = {row["id"]: row for row in old.get("targets", [])}
    now = {row["id"]: row for row in new.get("targets", [])}
    for pk in dict.fromkeys([*was, *now]):
        one, other = was.get(pk, {}), now.get(pk, {})
        known = other or one
        for what in FIGURES:
            if one.get(what) != other.get(what):
                yield Moved(known["indicator"], known["unit"], what, one.get(what), other.get(what))


def _paired(gone: list[Line], come: list[Line]) -> list[Change]:
    """Lines that were changed beside what they were; the rest went or came."""
    changes: list[Change] = []
    left = list(come)
    for line in gone:
        twin = next((other for other in left if _share(line.text, other.text) >= ALIKE), None)
        if twin is None:
            changes.append(Change(line.place, line.text, ""))
            continue
        place = left.index(twin)
        changes += [Change(other.place, "", other.text) for other in left[:place]]
        left = left[place + 1 :]
        changes.append(Change(twin.place, line.text, twin.text, _pieces(line.text, twin.text)))
    return changes + [Change(other.place, "", other.text) for other in left]


def _share(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def _pieces(old: str, new: str) -> tuple[tuple[str, str], ...]:
    was, now = old.split(), new.split()
    pieces: list[tuple[str, str]] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", " ".join(was[start:end])))
            continue
        if end > start:
            pieces.append(("out", " ".join(was[start:end])))
        if new_end > new_start:
            pieces.append(("in", " ".join(now[new_start:new_end])))
    return tuple(pieces)


def _of_blocks(place: str, blocks: tuple[Block, ...]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Heading):
            place = block.line
        yield from (Line(place, text) for text in _said(block) if text)


def _said(block: Block) -> Iterator[str]:
    """A block line by line; a row of a table is one line."""
    match block:
        case Heading():
            yield block.line
        case Paragraph():
            yield joined(block.runs)
        case ListBlock():
            for item in block.items:
                yield f"{block.marker} {joined(item.runs)}"
                yield from (f"{block.submarker} {joined(sub.runs)}" for sub in item.items)
        case TableBlock():
            yield from _table(block)
        case _:  # a chart is what its table says
            yield block.title
            yield from _table(block.table)
            yield block.note


def _table(table: TableBlock) -> Iterator[str]:
    yield table.caption
    yield from (" | ".join(cell.text for cell in row) for row in table.head)
    yield from (" | ".join(cell.text for cell in row.cells) for row in table.rows)
    yield table.note
