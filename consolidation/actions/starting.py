"""Start the report of a period."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from consolidation.documents.assembling import draft_of
from consolidation.documents.proposing import Piece, propose
from consolidation.models import Passage, PassageSource, Report
from consolidation.queries.current import newest_report
from consolidation.queries.incoming import incoming_of
from journal.actions import note_down
from reporting.actions.outlines import outline_row_for
from reporting.documents.outline import from_row
from reporting.models import ReportingPeriod

APART = 100  # between the positions of two passages: room for what is put between them


@transaction.atomic
def start_report(*, period: ReportingPeriod, by: User | None, on: dt.date | None = None) -> Report:
    """The report of ``period``: the newest one there is, or a first draft by the outline in force.

    The draft holds what was accepted until then, where the outline wants it. ``by`` is None when the portal acts by
    itself. RuleBroken: not permitted, or no outline for the programme.
    """
    held = ReportingPeriod.objects.select_for_update(
        no_key=True, of=("self",)
    )  # two clicks wait for each other
    period = held.select_related("plan__province", "plan__programme", "plan__document__issuer").get(
        pk=period.pk
    )
    known = newest_report(period)
    if known is not None:
        return known
    if by is not None and not by.has_perm("consolidation.edit_report", Report(period=period)):
        raise RuleBroken(_("Only DOST starts the report of its province."), code="not_permitted")
    report = Report.objects.create(period=period, outline=outline_row_for(period), started_by=by)
    with translation.override("vi"):
        draft = draft_of(period, from_row(report.outline), on=on or timezone.localdate())
        keep_pieces(report, propose(draft), by=by)
    note_down(report, "start_report", by=by, passages=report.passages.count())
    return report


def keep_pieces(report: Report, pieces: Iterable[Piece], *, by: User | None) -> list[Passage]:
    """Store pieces as passages after those their sections have, with the fingerprints of their originals."""
    prints = {(incoming.kind, incoming.key): incoming.fingerprint for incoming in incoming_of(report)}
    after = dict(report.passages.order_by("position").values_list("section", "position"))
    made: list[tuple[Passage, Piece]] = []
    for piece in pieces:
        after[piece.section] = after.get(piece.section, 0) + APART
        passage = Passage(
            report=report, section=piece.section, position=after[piece.section], kind=piece.kind,
            text=piece.text, feed=piece.feed, changed_by=by,
        )  # fmt: skip
        made.append((passage, piece))
    Passage.objects.bulk_create([passage for passage, _piece in made])
    PassageSource.objects.bulk_create(
        PassageSource(
            passage=passage, kind=source.kind, key=source.key, label=source.label,
            seen=prints.get((source.kind, source.key), ""),
        )
        for passage, piece in made
        for source in piece.sources
    )  # fmt: skip
    return [passage for passage, _piece in made]
