"""Write down everything the portal keeps: files, then the database, then the files that came meanwhile.

Whatever row the database's moment shows, its file was there before or has come since: it is in the backup even if
somebody removed both a second later. Nobody has to stop working.
"""

import datetime as dt
import hashlib
import json
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from operations.queries.figures import LAST_BACKUP
from operations.queries.fingerprints import prints_of, sequences_of
from operations.queries.keys import key_material
from operations.queries.manifests import DUMP, FILES, SEAL, Manifest, digest_of
from operations.queries.programs import program, run
from operations.queries.stored import named_files, stored_files

PRIVATE = 0o700


class NoFiles(Exception):
    """The store is another one than the portal's: an empty folder where a share should be, another bucket."""


def back_up(target: Path) -> Manifest:
    """Write a backup into the new folder ``target``; until it is complete the folder is called ``….unfinished``.

    FileExistsError: something is there already. NoFiles: the store is empty, and rows name files.
    NotInstalled, Stopped: PostgreSQL's programs.
    """
    program("pg_dump")  # asked before anything is written
    unfinished = target.with_name(f"{target.name}.unfinished")
    for there in (target, unfinished):
        if there.exists():
            raise FileExistsError(f"{there} is there already; a backup never overwrites anything.")
    unfinished.mkdir(mode=PRIVATE, parents=True)
    try:
        manifest, begun = _fill(unfinished)
    except BaseException:
        shutil.rmtree(
            unfinished, ignore_errors=True
        )  # half a backup only takes room, and holds what people wrote
        raise
    unfinished.rename(target)
    _leave_word(begun, target)
    return manifest


def _fill(unfinished: Path) -> tuple[Manifest, dt.datetime]:
    """Everything into the folder, the manifest last; and when it was begun."""
    begun = timezone.now()
    copies: dict[str, list[object]] = {}
    _copy_new(unfinished / FILES, copies)
    with _one_moment() as (cursor, snapshot):
        manifest = _about_database(cursor, begun)
        _dump(unfinished / DUMP, snapshot)
        named = named_files(cursor)
    _copy_new(unfinished / FILES, copies)
    manifest.dump = digest_of(unfinished / DUMP)
    if named and not copies:
        raise NoFiles(
            f"The store is empty, but rows name {len(named)} files. Is its folder there, or its bucket the right one?"
        )
    manifest.files, manifest.missing = copies, sorted(named - set(copies))
    manifest.keys = key_material()
    _keep_seal(unfinished)
    manifest.ended = timezone.now().isoformat()
    manifest.write(unfinished)
    return manifest, begun


def _copy_new(folder: Path, copies: dict[str, list[object]]) -> None:
    """Copy the files that are not copied yet; one that goes away meanwhile is let go. Stored files never change."""
    folder.mkdir(mode=PRIVATE, exist_ok=True)
    for name in stored_files():
        if name in copies:
            continue
        copy = folder / name
        copy.parent.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        try:
            with default_storage.open(name) as source, copy.open("wb") as out:
                for piece in source.chunks():
                    digest.update(piece)
                    size += out.write(piece)
        except FileNotFoundError:
            copy.unlink(missing_ok=True)
            continue
        copies[name] = [size, digest.hexdigest()]


@contextmanager
def _one_moment() -> Iterator[tuple[CursorWrapper, str]]:
    """A connection of its own that sees one moment of the database, and the name others may see it by."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            yield cursor, cursor.fetchone()[0]
            cursor.execute("ROLLBACK")
    finally:
        own.close()


def _about_database(cursor: CursorWrapper, begun: dt.datetime) -> Manifest:
    cursor.execute("SELECT current_setting('server_version')")
    (server,) = cursor.fetchone()
    cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id")
    migrations = [row[0] for row in cursor.fetchall()]
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return Manifest(
        begun=begun.isoformat(),
        portal=project["project"]["version"],
        server=server,
        migrations=migrations,
        tables=prints_of(cursor),
        sequences=sequences_of(cursor),
    )


def _dump(file: Path, snapshot: str) -> None:
    """What pg_dump writes of that moment, in its own compressed format."""
    own = ("--format=custom", "--no-owner", "--no-privileges")
    run("pg_dump", *own, f"--snapshot={snapshot}", f"--file={file}")


def _keep_seal(folder: Path) -> None:
    """The key under reports lies in the data folder wherever files are stored."""
    seal = Path(settings.DATA_DIR) / SEAL
    if seal.exists():
        copy = folder / SEAL
        copy.touch(mode=0o600)
        copy.write_bytes(seal.read_bytes())


def _leave_word(begun: dt.datetime, target: Path) -> None:
    """For the figures: when the last complete backup began."""
    folder = Path(settings.DATA_DIR)
    word = {"at": begun.timestamp(), "target": str(target)}
    try:
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        (folder / LAST_BACKUP).write_text(json.dumps(word), encoding="utf-8")
    except OSError as no:
        raise OSError(f"The backup {target} is whole, but its word is not left for the figures: {no}") from no
