"""A file somebody sends: looked at, named readably and fingerprinted before anything is done with it."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from common.file_kinds import JPEG, FileKind, kind_of
from common.formatting import number
from common.vietnamese import clean

KINDS = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"
LONGEST_NAME = 200
MEGABYTE = 1024 * 1024
UNSAFE = str.maketrans(dict.fromkeys('/\\:*?"<>|\n\t', "_"))

EMPTY = _("This file is empty.")
TOO_LARGE = _("This file has %(size)s MB, but at most %(most)s MB are taken. Scan it smaller or split it.")
NO_KIND = _(
    "This is not a PDF, Word, Excel, PNG or JPEG file, whatever its name says; files with macros or a "
    "password are not taken either. Save it as PDF and hand that over."
)


@dataclass(frozen=True)
class Received:
    """A file that may be kept: ``name`` is safe to show and to save under, ``kind`` what it is by its content."""

    file: UploadedFile
    name: str
    kind: FileKind
    sha256: str

    @property
    def size(self) -> int:
        """In bytes; never 0."""
        return self.file.size or 0


def receive(file: UploadedFile, *, most: int, otherwise: str = "tep") -> Received:
    """Look at ``file``, which may have ``most`` megabytes; ``otherwise`` is its name where nothing is left of its own.

    ValidationError in the sender's words: ``empty``, ``too_large``, ``kind``, ``two_kinds``, ``bomb``.
    """
    size = file.size or 0
    if not size:
        raise ValidationError(EMPTY, code="empty")
    if size > most * MEGABYTE:
        params = {"size": number(-(-size // MEGABYTE)), "most": most}
        raise ValidationError(TOO_LARGE, code="too_large", params=params)
    kind = kind_of(file)
    if kind is None:
        raise ValidationError(NO_KIND, code="kind")
    return Received(file, safe_name(file.name or "", kind, otherwise), kind, _fingerprint(file))


def safe_name(given: str, kind: FileKind, otherwise: str) -> str:
    """``given`` in composed letters, without folders, direction marks or anything unsafe, with the ending of ``kind``."""
    path = PurePath(clean(given).translate(UNSAFE))
    same = {".jpg", ".jpeg"} if kind == JPEG else {kind.suffix}
    stem = path.stem if path.suffix.lower() in same else path.name
    return f"{stem.strip('. ')[: LONGEST_NAME - len(kind.suffix)] or otherwise}{kind.suffix}"


def _fingerprint(file: UploadedFile) -> str:
    """SHA-256 of the content, read in pieces; the file is left at its beginning."""
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
