"""Put a seal on what was written, each minute."""

import logging
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils import timezone

from journal.models.seal import Seal, Sealed
from journal.queries.fingerprints import (
    TABLES,
    fingerprints,
    never_sealed,
    oldest_under_way,
    server_name,
    unsealed,
)

log = logging.getLogger(__name__)
LOCK_CLASS = 7302  # names our advisory lock among others in the same database
AT_ONCE = 10_000  # lines under one seal


@dataclass(frozen=True)
class Window:
    """Whose lines are sealed: of transactions ``from_txid`` (None: whatever stands unsealed) to before ``before_txid``."""

    from_txid: int | None
    before_txid: int
    server: str


@transaction.atomic
def seal(*, before_txid: int | None = None) -> list[Seal]:
    """Seal the lines of every transaction that has ended (or is older than ``before_txid``); the new seals.

    Nobody who writes waits for it: a transaction still under way keeps its own lines, and those of later ones, for
    the next minute. Only the first seal of all and the first on another server stop writing for a moment.
    Bears being called twice at once: the second call does nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, 0)", [LOCK_CLASS])
        if not cursor.fetchone()[0]:
            return []
    last, server = Seal.objects.first(), server_name()
    if last is None or last.server != server:
        made = _seal_all(last, server)
    else:
        made = _seal_ended(last, Window(last.before_txid, before_txid or oldest_under_way(), server))
    if made:
        log.info(
            "journal sealed: head %s %s", made[-1].number, made[-1].hash
        )  # a log that leaves holds the head
    return made


def _seal_all(last: Seal | None, server: str) -> list[Seal]:
    """Whatever stands unsealed: a million lines while people go on writing, then, while nobody writes, what came meanwhile."""
    made = _seal_unsealed(last, server)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(TABLES.values())} IN SHARE ROW EXCLUSIVE MODE")
    return made + _seal_unsealed(made[-1] if made else last, server)


def _seal_unsealed(last: Seal | None, server: str) -> list[Seal]:
    """The lines that can be read now and have no seal, whichever transaction wrote them."""
    window = Window(None, oldest_under_way(), server)
    made: list[Seal] = []
    for kind in Sealed:
        waiting = never_sealed(kind)
        for start in range(0, len(waiting), AT_ONCE):
            piece = sorted(fingerprints(kind, waiting[start : start + AT_ONCE]).items())
            made.append(_put_on(made[-1] if made else last, kind, piece, window))
    return made


def _seal_ended(last: Seal, window: Window) -> list[Seal]:
    """The lines of transactions that ended since the last seal."""
    made: list[Seal] = []
    for kind in Sealed:
        pieces = unsealed(
            kind,
            floor=_floor(kind, window.server),
            from_txid=last.before_txid,
            before_txid=window.before_txid,
            at_once=AT_ONCE,
        )
        for piece in pieces:
            made.append(_put_on(made[-1] if made else last, kind, piece, window))
    return made


def _floor(kind: str, server: str) -> int:
    """The last line that was sealed whatever its transaction."""
    sealed_whole = Seal.objects.filter(Q(from_txid=None) | ~Q(server=server), kind=kind)
    return sealed_whole.aggregate(last=Max("last_id"))["last"] or 0


def _put_on(
    last: Seal | None,
    kind: str,
    piece: list[tuple[int, bytes]],
    window: Window,
) -> Seal:
    """One seal over the piece, chained to the last."""
    made = Seal(
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        kind=kind,
        ids=[pk for pk, _ in piece],
        fingerprints=b"".join(digest for _, digest in piece),
        last_id=piece[-1][0],
        from_txid=window.from_txid,
        before_txid=window.before_txid,
        server=window.server,
        previous=last.hash if last else "",
    )
    made.hash = made.compute_hash()
    made.save()
    return made
