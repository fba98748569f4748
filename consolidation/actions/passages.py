"""The text of a report: put what units sent into it, write, rephrase, take out. What units sent never changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from consolidation.actions.board import as_seen, held, in_order, known_place, number, piece, stale
from consolidation.documents.compose.derived import DERIVED
from consolidation.models import Passage, PassageKind, PassageSource, Report
from consolidation.queries.incoming import Incoming
from journal.actions import note_down
from journal.queries import SAVE, made_by_this_page, saves_of
from reporting.states import SubmissionState

MOST_PASSAGES = 2_000  # of a report; a longer one nobody reads


@dataclass(frozen=True)
class Rewording:
    """What was typed over edition ``edition`` of a passage."""

    pk: int
    edition: int
    text: str


@dataclass(frozen=True)
class Reworded:
    """What came of a save: passage → its edition now, and whether anything changed."""

    editions: dict[int, int] = field(default_factory=dict)
    changed: bool = False


@transaction.atomic
def insert(
    report: Report,
    originals: Sequence[Incoming],
    *,
    section: str,
    by: User,
    at: int | None = None,
    again: bool = False,
) -> tuple[Passage, ...]:
    """Put what units sent into ``section``, each in its own words as a passage, from place ``at`` on (0 is the first).

    Without ``at`` they come last. What was set aside is so no longer. RuleBroken: as ``held``; ``placed`` for what
    stands in the report already, unless ``again``; ``waiting`` for one not accepted; ``empty`` for one without words.
    """
    row = held(report, by=by)
    known_place(row, section)
    check_free(row, originals, again=again)
    made = [_new(row, section, by, text=original.text) for original in originals]
    for passage, original in zip(made, originals, strict=True):
        keep_sources(passage, [original])
    no_longer_aside(row, originals)
    _place(row, section, made, at)
    for passage, original in zip(made, originals, strict=True):
        note_down(row, "insert_line", by=by, passage=passage.pk, section=section, unit=original.unit)
    return tuple(made)


@transaction.atomic
def add_own(report: Report, *, section: str, by: User, text: str = "", at: int | None = None) -> Passage:
    """A passage of DOST's own words, which has no source; it may be empty until somebody writes. RuleBroken as ``held``.

    A second click finds the empty one the first click made.
    """
    row = held(report, by=by)
    known_place(row, section)
    blank = None if text else _blank_at(in_order(row, section), at, by)
    if blank is not None:
        return blank
    passage = _new(row, section, by, text=text)
    _place(row, section, [passage], at)
    note_down(row, "add_passage", by=by, passage=passage.pk, section=section)
    return passage


@transaction.atomic
def add_derived(report: Report, *, feed: str, section: str, by: User) -> Passage:
    """A part the portal writes (``feed``) at the end of a section. RuleBroken as ``held``; ``feed`` for one unknown or there."""
    row = held(report, by=by)
    known_place(row, section)
    if feed not in DERIVED or row.passages.filter(feed=feed).exists():
        raise RuleBroken(_("Choose a part that does not stand in the report yet."), code="feed")
    passage = Passage.objects.create(
        report=row, section=section, position=0, kind=PassageKind.DERIVED, feed=feed, changed_by=by
    )
    _place(row, section, [passage], None)
    note_down(row, "add_derived", by=by, passage=passage.pk, section=section, feed=feed)
    return passage


@transaction.atomic
def rephrase(report: Report, rewordings: Iterable[Rewording], *, by: User, form: str = "") -> Reworded:
    """Write what was typed over passages, all or nothing; one whose text is the same is left as it is.

    An open page that saves itself names itself (``form``), so that its own saves are not somebody else's. RuleBroken:
    as ``held``; ``stale`` when somebody else changed one of them since its edition, or took it away.
    """
    wanted = list(rewordings)
    row = held(report, by=by)
    stored = {
        p.pk: p for p in row.passages.select_related("changed_by").filter(pk__in=[w.pk for w in wanted])
    }
    editions, changed = {}, False
    for each in wanted:
        passage = stored.get(each.pk)
        if passage is None:
            raise RuleBroken(_("Somebody took a passage away while you were writing in it."), code="stale")
        if passage.text != each.text:
            _check_writable(passage, each.edition, form, by)
            _write(passage, each.text, form=form, by=by)
            changed = True
        editions[passage.pk] = passage.edition
    return Reworded(editions, changed)


@transaction.atomic
def remove(report: Report, pk: int, *, edition: int, by: User) -> None:
    """Take a passage out; what it was made of is unplaced again unless it stands elsewhere. Its words stay in the journal.

    RuleBroken: as ``held``; ``gone``; ``stale``.
    """
    row = held(report, by=by)
    passage = piece(row, pk)
    as_seen(passage, edition)
    sources = [[s.kind, s.key, s.label, s.seen] for s in passage.sources.all()]
    told: dict[str, Any] = {
        "kind": passage.kind,
        "text": passage.text,
        "feed": passage.feed,
        "position": passage.position,
    }
    note_down(row, "remove_passage", by=by, passage=pk, section=passage.section, sources=sources, **told)
    passage.delete()
    number(in_order(row, passage.section))


def keep_sources(passage: Passage, originals: Iterable[Incoming]) -> None:
    """Note what the passage is made of: each original as it reads now."""
    rows = {
        o.name: PassageSource(passage=passage, kind=o.kind, key=o.key, label=o.unit[:300], seen=o.fingerprint)
        for o in originals
    }
    PassageSource.objects.bulk_create(rows.values(), ignore_conflicts=True)


def write(passage: Passage, text: str, *, by: User) -> None:
    """Give a held passage another text: its edition grows."""
    passage.text, passage.changed_by = text, by
    passage.edition += 1
    passage.save(update_fields=["text", "edition", "changed_by", "changed_at"])


def no_longer_aside(report: Report, originals: Iterable[Incoming]) -> None:
    """What stands in the report is not left out of it."""
    names = {original.name for original in originals}
    gone = [aside.pk for aside in report.asides.all() if (aside.kind, aside.key) in names]
    report.asides.filter(pk__in=gone).delete()


def check_free(report: Report, originals: Sequence[Incoming], *, again: bool = False) -> None:
    """Refuse what cannot be put into the report: not accepted (any more), without words, too much, or standing in it already."""
    if any(original.submission.state != SubmissionState.ACCEPTED for original in originals):
        raise RuleBroken(
            _("The unit's form is not accepted: its words may still change. Accept it first."), code="waiting"
        )
    if any(not original.text.strip() for original in originals):
        raise RuleBroken(_("There are no words in this line to put into the report."), code="empty")
    if report.passages.count() + len(originals) > MOST_PASSAGES:
        raise RuleBroken(_("The report has too many passages already. Join some of them first."), code="full")
    taken = set(PassageSource.objects.filter(passage__report=report).values_list("kind", "key"))
    if not again and any(original.name in taken for original in originals):
        raise RuleBroken(
            _("This line stands in the report already; somebody may have put it there meanwhile."),
            code="placed",
        )


def _check_writable(passage: Passage, edition: int, form: str, by: User) -> None:
    if passage.is_derived:
        raise RuleBroken(_("The portal writes this passage itself."), code="derived")
    if made_by_this_page(passage, since=edition, now=passage.edition, form=form, by=by) is None:
        raise RuleBroken(stale(passage), code="stale")


def _write(passage: Passage, text: str, *, form: str, by: User) -> None:
    """Write and note it down; the words before are kept once per page that changes them."""
    before, was = passage.edition, passage.text
    last = saves_of(passage).order_by("-pk").values_list("facts__form", flat=True).first()
    kept: dict[str, Any] = {} if form and last == form else {"was": was}
    write(passage, text, by=by)
    note_down(passage, SAVE, by=by, from_version=before, form=form, rows={}, **kept)


def _new(report: Report, section: str, by: User, *, text: str) -> Passage:
    return Passage.objects.create(report=report, section=section, position=0, text=text, changed_by=by)


def _blank_at(passages: list[Passage], at: int | None, by: User) -> Passage | None:
    """The passage at the place ``at`` (None is the last) if ``by`` put it there and nobody has written in it yet."""
    last = len(passages) - 1
    where = last if at is None else min(at, last)
    found = passages[where] if passages else None
    if found is None or found.is_derived or found.text or found.edition != 1 or found.changed_by_id != by.pk:
        return None
    return found


def _place(report: Report, section: str, made: list[Passage], at: int | None) -> None:
    """Put new passages into their place among the others."""
    new = {passage.pk for passage in made}
    others = [passage for passage in in_order(report, section) if passage.pk not in new]
    where = len(others) if at is None else max(0, min(at, len(others)))
    number([*others[:where], *made, *others[where:]])
