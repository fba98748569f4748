"""Order and size of a report's passages: move, split, join."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from consolidation.actions.board import as_seen, held, in_order, known_place, number, piece, written_piece
from consolidation.actions.passages import write
from consolidation.models import Passage, PassageKind, PassageSource, Report
from journal.actions import note_down


@transaction.atomic
def move(report: Report, pk: int, *, section: str, at: int | None, by: User) -> Passage:
    """Put a passage into ``section`` at place ``at`` (0 is the first; None or beyond the end is the last).

    Its words stay, so what somebody else is just writing in it is not disturbed. RuleBroken: as ``held``, ``gone``,
    ``no_place``.
    """
    row = held(report, by=by)
    known_place(row, section)
    passage = piece(row, pk)
    before, was_at = passage.section, passage.position
    others = [each for each in in_order(row, section) if each.pk != pk]
    where = len(others) if at is None else max(0, min(at, len(others)))
    if before != section:
        passage.section = section
        passage.save(update_fields=["section"])
        number(each for each in in_order(row, before))
    order = [*others[:where], passage, *others[where:]]
    number(order)
    if (before, was_at) != (section, passage.position):
        note_down(row, "move_passage", by=by, passage=pk, section=section, before=before)
    return passage


@transaction.atomic
def step(report: Report, pk: int, *, by: User, down: bool) -> Passage:
    """Move a passage one place up or down within its section; the outermost stays where it is."""
    row = held(report, by=by)
    passage = piece(row, pk)
    place = [each.pk for each in in_order(row, passage.section)].index(pk)
    return move(row, pk, section=passage.section, at=max(0, place + (1 if down else -1)), by=by)


@transaction.atomic
def split(report: Report, pk: int, *, edition: int, by: User, at: int | None = None) -> Passage:
    """Cut a passage in two before the character ``at``, or else at its first empty line; return the second half.

    Both halves keep every source. RuleBroken: as ``held``; ``gone``, ``stale``, ``derived``; ``whole`` where one half
    would be empty.
    """
    row = held(report, by=by)
    passage = written_piece(row, pk)
    as_seen(passage, edition)
    first, second = _halves(passage.text, at)
    if not first or not second:
        raise RuleBroken(
            _("Put the cursor, or an empty line, where the passage is to be cut in two, then press again."),
            code="whole",
        )
    sources = list(passage.sources.order_by("pk"))
    write(passage, first, by=by)
    cut = Passage.objects.create(
        report=row, section=passage.section, position=0, kind=PassageKind.TEXT, text=second, changed_by=by
    )
    _copy(sources, cut)
    others = [each for each in in_order(row, passage.section) if each.pk != cut.pk]
    where = [each.pk for each in others].index(pk) + 1
    number([*others[:where], cut, *others[where:]])
    note_down(row, "split_passage", by=by, passage=pk, into=cut.pk, section=passage.section)
    return cut


@transaction.atomic
def join(report: Report, pk: int, *, edition: int, by: User) -> Passage:
    """Put a passage at the end of the one above it, with its sources; return that one.

    RuleBroken: as ``held``; ``gone``, ``stale``, ``derived``; ``first`` where nothing stands above it.
    """
    row = held(report, by=by)
    passage = written_piece(row, pk)
    as_seen(passage, edition)
    order = in_order(row, passage.section)
    place = [each.pk for each in order].index(pk)
    if place == 0:
        raise RuleBroken(_("Nothing stands above this passage."), code="first")
    above = written_piece(row, order[place - 1].pk)
    was = above.text
    write(above, "\n".join(filter(None, (above.text, passage.text))), by=by)
    if above.kind != passage.kind:  # a sum and words in one: words from now on
        above.kind = PassageKind.TEXT
        above.save(update_fields=["kind"])
    _copy(list(passage.sources.order_by("pk")), above)
    passage.comments.update(passage=above)
    note_down(
        row,
        "join_passages",
        by=by,
        passage=above.pk,
        joined=pk,
        section=above.section,
        texts=[was, passage.text],
    )
    passage.delete()
    number(in_order(row, above.section))
    return above


def _halves(text: str, at: int | None) -> tuple[str, str]:
    if at is not None and 0 < at < len(text):
        return text[:at].strip(), text[at:].strip()
    lines = text.split("\n")
    empty = next((place for place, line in enumerate(lines) if not line.strip()), len(lines))
    return "\n".join(lines[:empty]).strip(), "\n".join(lines[empty:]).strip()


def _copy(sources: list[PassageSource], passage: Passage) -> None:
    """The same sources for another passage; one it has already stays as it was seen there."""
    rows = [
        PassageSource(passage=passage, kind=s.kind, key=s.key, label=s.label, seen=s.seen) for s in sources
    ]
    PassageSource.objects.bulk_create(rows, ignore_conflicts=True)
