"""A file somebody sends up that is only fingerprinted: piece by piece as it comes, kept nowhere."""

import hashlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class Fingerprinted(UploadedFile):
    """What is left of the file: its name, its size in bytes and its SHA-256. It has no content."""

    sha256: str = ""


class FingerprintHandler(FileUploadHandler):
    """Hashes what comes and passes nothing on, to memory or disk. Put ``common.uploads.Limited`` in front of it."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin anew with each file."""
        super().new_file(*args, **kwargs)
        self.digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django passes it
        """Hash the piece and forget it."""
        self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> Fingerprinted:
        """Name, size and fingerprint stand for the file."""
        file = Fingerprinted(BytesIO(), self.file_name, self.content_type, file_size)
        file.sha256 = self.digest.hexdigest()
        return file
