"""Bring a backup back into an empty place."""

from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection

from operations.queries.fingerprints import tables_of
from operations.queries.manifests import DUMP, FILES, SEAL, Damaged, Manifest, damages, manifest_of
from operations.queries.programs import program, run
from operations.queries.stored import stored_files


class NotEmpty(Exception):
    """Something is in the place already; a restore never overwrites anything."""


def restore(source: Path) -> Manifest:
    """Fill the empty database and the empty store of files from the backup in ``source``.

    Damaged: the backup is not whole; NotEmpty: the place is in use; NotInstalled. All before anything is written.
    Files come first and the database at once or not at all: what broke off has no tables and looks like no portal.
    Stopped: pg_restore did. Whatever breaks it off, files brought so far are taken away again where that is possible.
    """
    manifest = manifest_of(source)
    if found := damages(source, manifest):
        raise Damaged("; ".join(found))
    program("pg_restore")
    _require_empty()
    brought: list[str] = []
    try:
        _bring_files(source, manifest, brought)
        own = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", "--no-comments")
        run("pg_restore", *own, str(source / DUMP))
    except BaseException:
        with suppress(Exception):  # the store may be what does not answer; a new one is taken then
            for name in brought:
                default_storage.delete(name)
        raise
    _bring_seal(source)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return manifest


def _bring_files(source: Path, manifest: Manifest, brought: list[str]) -> None:
    for name in manifest.files:
        with (source / FILES / name).open("rb") as file:
            brought.append(default_storage.save(name, File(file)))
        if brought[-1] != name:
            raise NotEmpty(f"{name} was kept as {brought[-1]}: somebody else writes into the store.")


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
