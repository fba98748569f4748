"""The portal's store of files on a disk that is full from time to time: the half of a file, then the kernel's own refusal."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from common.storage import PrivateFiles

FLAG = "FAULTS_DISK_FULL"  # names the file whose being there makes the disk full
BROKEN_OFF = 100  # bytes that still had room


class Half(ContentFile):
    """What is written of a file until there is no room."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[Any]:  # noqa: ARG002 - Django's signature
        """A beginning; then OSError with ENOSPC."""
        yield b"x" * BROKEN_OFF
        with Path("/dev/full").open("wb", buffering=0) as full:
            full.write(b"the rest")


class Overfull(PrivateFiles):
    """A store on a disk that gets full in the middle of every file."""

    def _save(self, name: str, content: Any) -> str:
        return super()._save(name, Half(b"") if self.is_full() else content)

    def is_full(self) -> bool:
        """Whether there is no room."""
        return True


class FullAtTimes(Overfull):
    """The same while the harness says so."""

    def is_full(self) -> bool:
        """Whether the harness says so."""
        return Path(os.environ[FLAG]).exists()
