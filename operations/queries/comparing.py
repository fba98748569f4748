"""Does this place hold what a backup says it held."""

import hashlib

from django.core.files.storage import default_storage
from django.db import connection, transaction

from operations.queries.fingerprints import prints_of, sequences_of
from operations.queries.manifests import Manifest
from operations.queries.stored import stored_files


def differences(manifest: Manifest) -> list[str]:
    """Every table, sequence and file of this place that is not as it was; in words, none when all is equal."""
    return [*_of_tables(manifest), *_of_files(manifest)]


def _of_tables(manifest: Manifest) -> list[str]:
    with transaction.atomic(), connection.cursor() as cursor:
        here = prints_of(cursor)
        sequences = sequences_of(cursor)
    found = []
    for name in sorted({*here, *manifest.tables}):
        then, now = manifest.tables.get(name), here.get(name)
        if then is None or now is None:
            found.append(f"table {name} is {'not here' if now is None else 'not in the backup'}")
        elif then.rows != now.rows:
            found.append(f"table {name} has {now.rows} rows, not {then.rows}")
        elif then != now:
            found.append(f"table {name} has other contents")
    for name, last in manifest.sequences.items():
        if (
            sequences.get(name, -1) < last
        ):  # one that went on meanwhile does no harm; one that is behind gives numbers twice
            found.append(f"sequence {name} stands at {sequences.get(name)}, not at {last}")
    return found


def _of_files(manifest: Manifest) -> list[str]:
    here = set(stored_files())
    found = [f"file {name} is not in the backup" for name in sorted(here - set(manifest.files))]
    for name, (_size, digest) in manifest.files.items():
        if name not in here:
            found.append(f"file {name} is not here")
        elif _digest_of(name) != digest:
            found.append(f"file {name} has other contents")
    return found


def _digest_of(name: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(name) as file:
        for piece in file.chunks():
            digest.update(piece)
    return digest.hexdigest()
