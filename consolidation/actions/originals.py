"""A passage and the originals it was made of: back to their words, a change of theirs seen, a source let go."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from consolidation.actions.board import as_seen, held, written_piece
from consolidation.actions.passages import write
from consolidation.documents.merging import sentence
from consolidation.models import Passage, PassageKind, Report
from consolidation.queries.incoming import Incoming
from journal.actions import note_down
from reporting.queries.merged import merged


@transaction.atomic
def put_back(report: Report, pk: int, originals: Sequence[Incoming], *, edition: int, by: User) -> Passage:
    """Give a passage the words its ``originals`` have now; a sentence of figures their sum. What stood there is kept in the journal.

    Originals that are gone are its sources no more. RuleBroken: as ``held``; ``gone``, ``stale``, ``derived``; ``own``
    for a passage without originals; as ``merged``.
    """
    row = held(report, by=by)
    passage = written_piece(row, pk)
    as_seen(passage, edition)
    if not originals:
        raise RuleBroken(_("This passage has no original any more; its words are DOST's own."), code="own")
    was = passage.text
    write(passage, _words(passage, originals), by=by)
    _seen_now(passage, originals)
    note_down(row, "put_back_original", by=by, passage=pk, section=passage.section, text=was)
    return passage


@transaction.atomic
def keep_words(report: Report, pk: int, originals: Iterable[Incoming], *, by: User) -> Passage:
    """The change of the originals was seen, the passage stays as it is worded. RuleBroken: as ``held``; ``gone``."""
    row = held(report, by=by)
    passage = written_piece(row, pk)
    _seen_now(passage, originals)
    note_down(row, "keep_words", by=by, passage=pk, section=passage.section)
    return passage


@transaction.atomic
def let_go(report: Report, pk: int, *, kind: str, key: str, by: User) -> Passage:
    """A passage does not carry a source any more; that one is unplaced again unless it stands elsewhere.

    RuleBroken: as ``held``; ``gone``.
    """
    row = held(report, by=by)
    passage = written_piece(row, pk)
    source = passage.sources.filter(kind=kind, key=key).first()
    if source is not None:
        note_down(row, "let_source_go", by=by, passage=pk, kind=kind, key=key, unit=source.label)
        source.delete()
    return passage


def _words(passage: Passage, originals: Sequence[Incoming]) -> str:
    if passage.kind != PassageKind.FIGURES:
        return "\n".join(original.text for original in originals if original.text)
    with translation.override("vi"):
        return sentence(merged(passage.report.period, [f.pk for o in originals for f in o.figures]))


def _seen_now(passage: Passage, originals: Iterable[Incoming]) -> None:
    """The sources as they read now; those that are gone are no sources."""
    now = {original.name: original.fingerprint for original in originals}
    for source in passage.sources.all():
        seen = now.get((source.kind, source.key))
        if seen is None and source.seen:  # one never read by itself (a whole form) stays
            source.delete()
        elif seen is not None and seen != source.seen:
            source.seen = seen
            source.save(update_fields=["seen"])
