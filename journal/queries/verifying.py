"""Whether the journal is as it was written: every seal in its chain, every line under its seal, and no line beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from journal.models import Entry
from journal.models.seal import Seal, Sealed
from journal.queries.fingerprints import TABLES, fingerprints

ERASE = "erase"  # the act that erases personal values; its facts hold the fingerprints of what is left
LATE = timedelta(hours=1)  # the tick seals each minute; a long import may hold it back for a while


@dataclass(frozen=True)
class Fault:
    """Something is not as it was written. ``words`` are for the administrator's console, in English."""

    words: str


@dataclass
class Proof:
    """What was looked at; ``faults`` in the order they were found, the oldest first; ``erased`` lines by dated rules."""

    seals: int
    lines: int
    head: str
    faults: list[Fault]
    erased: int = 0


def verify(*, now: datetime, head: str = "") -> Proof:
    """Walk the whole chain. ``head`` is a hash written down earlier: it must be a seal of this chain."""
    proof = Proof(seals=0, lines=0, head="", faults=[])
    erased = _erased()
    proof.erased = len(erased)
    known = set()
    for seal in Seal.objects.order_by("number").iterator(chunk_size=20):
        proof.faults += [Fault(f"seal {seal.number}: {words}") for words in _wrong_with(seal, proof)]
        proof.faults += [
            Fault(f"{seal.kind} {pk}: {words} (seal {seal.number} of {seal.at:%Y-%m-%d %H:%M} UTC)")
            for pk, words in _lines_wrong(seal, erased)
        ]
        proof.seals, proof.head = seal.number, seal.hash
        proof.lines += seal.count
        known.add(seal.hash)
    for kind in Sealed:
        proof.faults += [Fault(f"{kind} {pk}: {words}") for pk, words in _beside(kind, now)]
    if head and head not in known:
        proof.faults.append(Fault(f"no seal has the hash {head}: the chain was cut or written anew"))
    return proof


def _wrong_with(seal: Seal, before: Proof) -> Iterator[str]:
    if seal.number != before.seals + 1:
        yield f"follows seal {before.seals}; seals between were taken away"
    elif seal.previous != before.head:
        yield "does not continue the seal before it"
    if seal.hash != seal.compute_hash():
        yield "was changed: its hash is not that of its content"


def _lines_wrong(seal: Seal, erased: dict[tuple[str, int], str]) -> Iterator[tuple[int, str]]:
    there = fingerprints(seal.kind, seal.ids)
    for pk, fingerprint in seal.told().items():
        if pk not in there:
            yield pk, "was deleted"
        elif there[pk] != fingerprint and erased.get((seal.kind, pk)) != there[pk].hex():
            yield pk, "was changed"


def _erased() -> dict[tuple[str, int], str]:
    """By kind and number, the fingerprint of each line whose personal values were erased by a rule."""
    found: dict[tuple[str, int], str] = {}
    for entry in Entry.objects.filter(action=ERASE).order_by("pk").iterator(chunk_size=500):
        for kind in Sealed:
            lines = entry.facts.get(f"{kind}_lines", {})
            found |= {(str(kind), int(pk)): fingerprint for pk, fingerprint in lines.items()}
    return found


def _beside(kind: str, now: datetime) -> Iterator[tuple[int, str]]:
    """Lines without a seal that should have one, or could never get one."""
    last = Seal.objects.first()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT line.id, line.at < %s, line.at > %s, line.txid FROM {TABLES[Sealed(kind)]} AS line WHERE NOT EXISTS"  # noqa: S608 - our own names
            " (SELECT 1 FROM (SELECT unnest(ids) AS id FROM journal_seal WHERE kind = %s) AS sealed"
            " WHERE sealed.id = line.id) ORDER BY line.id",
            [now - LATE, now + LATE, str(kind)],
        )
        for pk, is_late, is_early, txid in cursor.fetchall():
            if last and txid is not None and txid < last.before_txid:
                yield pk, "was put in later: lines of its transaction were sealed without it"
            elif is_early:
                yield pk, "bears a moment that has not come yet"
            elif is_late:
                yield (
                    pk,
                    "has waited for a seal for over an hour: is the tick running, were seals taken away?",
                )
