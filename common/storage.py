"""The private store on a disk: a file is there whole, or not at all."""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.storage import FileSystemStorage

UNFINISHED = "unfinished"  # the folder files are written in before they get their name
BEGUN = "begun"  # the folder of notes: each holds the name of a file whose row may not have been written yet


class PrivateFiles(FileSystemStorage):
    """Writes a file apart, waits until the disk has it, and then gives it its name, which it takes from nobody.

    A full disk, a killed process or a power cut leave no half of a file under a name a row might point at. Of each file a
    note is left first, so that one whose row never came is found without looking through the whole store (jobs.strays).
    """

    def _save(self, name: str, content: Any) -> str:
        """The name the file got: another one where somebody took ``name`` meanwhile."""
        apart, note = f"{UNFINISHED}/{uuid4().hex}", Path(self.path(f"{BEGUN}/{uuid4().hex}"))
        try:
            self._write_note(note, name)
            super()._save(apart, content)  # type: ignore[misc] # the stubs leave it out
            _wait_for_disk(Path(self.path(apart)))
            return self._give_name(apart, name)
        except BaseException:
            note.unlink(missing_ok=True)
            raise
        finally:
            with suppress(FileNotFoundError):
                os.unlink(self.path(apart))  # noqa: PTH108 - beside the link below

    def begun_before(self, limit: dt.datetime) -> Iterator[str]:
        """The notes written before ``limit``."""
        for note in Path(self.path(BEGUN)).glob("*"):
            with suppress(FileNotFoundError):  # another tick was quicker
                if note.stat().st_mtime <= limit.timestamp():
                    yield f"{BEGUN}/{note.name}"

    def _write_note(self, note: Path, name: str) -> None:
        note.parent.mkdir(mode=self.directory_permissions_mode or 0o777, parents=True, exist_ok=True)
        note.write_text(name, encoding="utf-8")

    def _give_name(self, apart: str, name: str) -> str:
        while True:
            place = Path(self.path(name))
            place.parent.mkdir(mode=self.directory_permissions_mode or 0o777, parents=True, exist_ok=True)
            try:
                os.link(self.path(apart), place)  # never over a file that is there
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return str(place.relative_to(self.location)).replace("\\", "/")


def _wait_for_disk(file: Path) -> None:
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
