"""Bring a backup back into an empty place."""

import subprocess
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection

from operations.queries.fingerprints import tables_of
from operations.queries.manifests import DUMP, FILES, SEAL, Damaged, Manifest, damages, manifest_of
from operations.queries.programs import database_address, program, with_password
from operations.queries.stored import stored_files


class NotEmpty(Exception):
    """Something is in the place already; a restore never overwrites anything."""


def restore(source: Path) -> Manifest:
    """Fill the empty database and the empty store of files from the backup in ``source``.

    Damaged: the backup is not whole; NotEmpty: the place is in use. Both before anything is written.
    CalledProcessError: pg_restore stopped; the database is then as empty as before.
    """
    manifest = manifest_of(source)
    if found := damages(source, manifest):
        raise Damaged("; ".join(found))
    _require_empty()
    command = [
        program("pg_restore"),
        "--exit-on-error",
        "--single-transaction",
        "--no-owner",
        "--no-privileges",
    ]
    command += ["--no-comments", f"--dbname={database_address()}", str(source / DUMP)]
    subprocess.run(command, check=True, env=with_password())  # noqa: S603 - PostgreSQL's program, our own words
    for name in manifest.files:
        with (source / FILES / name).open("rb") as file:
            kept = default_storage.save(name, File(file))
        if kept != name:
            raise NotEmpty(f"{name} was kept as {kept}: somebody else writes into the store.")
    _bring_seal(source)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return manifest


def _require_empty() -> None:
    with connection.cursor() as cursor:
        if tables_of(cursor):
            raise NotEmpty("The database has tables already; make a new one and name it in DATABASE_URL.")
    first = next(stored_files(), None)
    if first is not None:
        raise NotEmpty(f"The store of files holds {first} already; name an empty one.")


def _bring_seal(source: Path) -> None:
    """The key under reports, unless this place has one already."""
    seal, kept = Path(settings.DATA_DIR) / SEAL, source / SEAL
    if kept.exists() and not seal.exists():
        seal.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        seal.touch(mode=0o600)
        seal.write_bytes(kept.read_bytes())
