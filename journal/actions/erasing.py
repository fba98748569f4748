"""Take personal values out of the journal without breaking its seals.

See docs/adr/0015: the fingerprint of a line as it was stays in its seal; the salt goes with the values, so that nobody can
guess them from it; and the act of erasing, a sealed line itself, holds the fingerprint of what is left.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import connection, models, transaction

from accounts.models import User
from journal.actions.advancing import note_down_each
from journal.models import Change, Entry, Operation
from journal.models.seal import Sealed
from journal.queries.fingerprints import fingerprints
from journal.queries.verifying import ERASE
from journal.watching import HIDDEN

SHORTEST = 3  # letters of a value that is looked for inside other words
PERMISSION = "by a dated rule"  # what journal_refuse asks for (journal/sql/watch.sql)


@transaction.atomic
def erase(
    records: Iterable[models.Model],
    columns: Collection[str],
    *,
    values: Mapping[int, set[str]],
    by: User | None,
    **facts: Any,
) -> int:
    """Erase ``columns`` of the records from every line about them; how many lines were changed.

    ``values`` holds, by record, what stood there until now: it is also taken out of notes and facts. The rows
    themselves were changed before, in the same transaction, so that the line of that change is erased too.
    """
    told = list(records)
    if not told:
        return 0
    label, ids = told[0]._meta.label_lower, [record.pk for record in told]
    _permit(PERMISSION)
    changes = _erase_changes(label, ids, set(columns), values)
    entries = _erase_entries(label, ids, set(columns), values)
    if label == User._meta.label_lower:
        entries |= _erase_names(ids)
    _permit("")
    left = {
        f"{kind}_lines": _by_record(fingerprints(kind, touched), touched)
        for kind, touched in ((Sealed.CHANGE, changes), (Sealed.ENTRY, entries))
    }
    note_down_each(
        (
            (
                record,
                {
                    "fields": sorted(columns),
                    **facts,
                    **{key: of.get(record.pk, {}) for key, of in left.items()},
                },
            )
            for record in told
        ),
        ERASE,
        by=by,
    )
    return len(changes) + len(entries)


def _erase_changes(
    label: str, ids: list[int], columns: set[str], values: Mapping[int, set[str]]
) -> dict[int, int]:
    """The changed lines of field history, each with its record."""
    touched = []
    for change in Change.objects.filter(record_type=label, record_id__in=ids, fields__has_any_keys=columns):
        fields: dict[str, Any] = change.fields or {}
        for column in columns & set(fields):
            stood, is_pair = fields[column], change.operation == Operation.UPDATE
            earlier = values.get(change.record_id or 0, set())
            earlier.update(each for each in (stood if is_pair else [stood]) if isinstance(each, str) and each)
            fields[column] = [HIDDEN, HIDDEN] if is_pair else HIDDEN
        change.salt = None
        touched.append(change)
    Change.objects.bulk_update(touched, ["fields", "salt"], batch_size=500)
    return {change.pk: change.record_id or 0 for change in touched}


def _erase_entries(
    label: str, ids: list[int], columns: set[str], values: Mapping[int, set[str]]
) -> dict[int, int]:
    """The changed lines in words, each with its record."""
    touched = []
    for entry in Entry.objects.filter(record_type=label, record_id__in=ids).exclude(action=ERASE):
        words = {each for each in values.get(entry.record_id, ()) if len(each) >= SHORTEST and each != HIDDEN}
        facts, note = _without(entry.facts, columns, words), _without(entry.note, columns, words)
        if (facts, note) != (entry.facts, entry.note):
            entry.facts, entry.note, entry.salt = facts, note, None
            touched.append(entry)
    Entry.objects.bulk_update(touched, ["facts", "note", "salt"], batch_size=500)
    return {entry.pk: entry.record_id for entry in touched}


def _erase_names(ids: list[int]) -> dict[int, int]:
    """The lines about other records that name these people, each with the person: ``{"id": 12, "name": "…"}``."""
    named = [f'%{{"id": {pk}, "name": %' for pk in ids]
    touched: dict[int, tuple[Entry, int]] = {}
    about = Entry.objects.exclude(action=ERASE)
    for entry in about.extra(where=["facts::text LIKE ANY(%s)"], params=[named]):
        for key, value in entry.facts.items():
            if isinstance(value, dict) and set(value) == {"id", "name"} and value["id"] in ids:
                entry.facts[key] = {**value, "name": HIDDEN}
                entry.salt = None
                touched[entry.pk] = (entry, value["id"])
    Entry.objects.bulk_update([entry for entry, _pk in touched.values()], ["facts", "salt"], batch_size=500)
    return {pk: person for pk, (_entry, person) in touched.items()}


def _without(told: Any, columns: set[str], words: set[str]) -> Any:
    """The same facts with the values of ``columns``, and every one of ``words``, hidden."""
    if isinstance(told, dict):
        return {
            key: HIDDEN if key in columns and value else _without(value, columns, words)
            for key, value in told.items()
        }
    if isinstance(told, list):
        return [_without(each, columns, words) for each in told]
    if isinstance(told, str):
        for word in sorted(words, key=len, reverse=True):
            told = told.replace(word, HIDDEN)
    return told


def _by_record(found: Mapping[int, bytes], touched: Mapping[int, int]) -> dict[int, dict[str, str]]:
    """The fingerprints of what is left, by record and line."""
    of: dict[int, dict[str, str]] = {}
    for line, record in touched.items():
        of.setdefault(record, {})[str(line)] = found[line].hex()
    return of


def _permit(words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.erasing', %s, true)", [words])
