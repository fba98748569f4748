"""What a file really is, by its content: a name can say anything."""

import os
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HEAD = 1024  # bytes read from the beginning
TAIL = 66_000  # bytes read from the end: an archive's directory ends within them
MOST_MEMBERS = 20_000  # of an archive: more is no document
MOST_UNPACKED = 300 * 1024 * 1024  # bytes an archive says it unpacks to
MOST_RATIO = 200  # times its packed size; real workbooks stay below sixty
SMALL = 20 * 1024 * 1024  # bytes: what unpacks to less harms nobody, whatever its ratio
OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileKind:
    """``suffix`` with the dot; ``content_type`` as it is sent."""

    suffix: str
    content_type: str


PDF = FileKind(".pdf", "application/pdf")
PNG = FileKind(".png", "image/png")
JPEG = FileKind(".jpg", "image/jpeg")
DOCX = FileKind(".docx", f"{OFFICE}wordprocessingml.document")
XLSX = FileKind(".xlsx", f"{OFFICE}spreadsheetml.sheet")
MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
MACROS = ("vbaproject.bin", "/macrosheets/", "activex")  # in any case: office programs do not mind
MARKUP = (b"<html", b"<!doctype html", b"<script", b"<svg", b"<body", b"<iframe")
ARCHIVE_END = b"PK\x05\x06"

TWO_KINDS = _(
    "This file is two kinds of file at once, which programs read differently. Print it to PDF anew and hand that over."
)
BOMB = _(
    "This file would unpack to far more than a document needs. Save it again without embedded data, or as PDF."
)


def kind_of(file: IO[bytes]) -> FileKind | None:
    """The kind of an open file: PDF, PNG, JPEG, or a Word or Excel file without macros; None for anything else.

    The file is read from its beginning and left there. Nothing in it is unpacked but the list of its members.
    ValidationError: ``two_kinds`` where it is also a web page, an archive or a PDF; ``bomb`` where it says that it
    unpacks to something monstrous.
    """
    file.seek(0)
    head = file.read(HEAD)
    try:
        kind = _by_head(head)
        if kind is not None:
            _check_alone(file, head, kind)
            return kind
        if not head.startswith(b"PK\x03\x04"):
            return None
        if b"%PDF-" in head:
            raise ValidationError(TWO_KINDS, code="two_kinds")
        return _office(file)
    finally:
        file.seek(0)


def _by_head(head: bytes) -> FileKind | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    # blanks may stand before it; the standard would let 1024 bytes of anything, which is how a web page becomes a PDF
    return PDF if head.lstrip(b"\xef\xbb\xbf\0\t\n\r ").startswith(b"%PDF-") else None


def _check_alone(file: IO[bytes], head: bytes, kind: FileKind) -> None:
    """A PDF or picture that is also a web page, an archive or (a picture) a PDF is refused."""
    file.seek(0, os.SEEK_END)
    file.seek(max(file.tell() - TAIL, 0))
    is_page = any(sign in head.lower() for sign in MARKUP)
    is_pdf_too = kind != PDF and b"%PDF-" in head
    if is_page or is_pdf_too or ARCHIVE_END in file.read():
        raise ValidationError(TWO_KINDS, code="two_kinds")


def _office(file: IO[bytes]) -> FileKind | None:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
        return None
    names = [member.filename for member in members]
    if len(names) > MOST_MEMBERS or "[Content_Types].xml" not in names:
        return None
    if any(sign in name.lower() for name in names for sign in MACROS):
        return None
    kind = next((kind for part, kind in MAIN_PARTS.items() if part in names), None)
    if kind is not None:
        _check_size(file, members)
    return kind


def _check_size(file: IO[bytes], members: list[zipfile.ZipInfo]) -> None:
    """By the sizes it declares; members that share their packed bytes are counted as often as they are listed."""
    size = file.seek(0, os.SEEK_END)
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > MOST_UNPACKED or packed > size or (unpacked > SMALL and unpacked > MOST_RATIO * size):
        raise ValidationError(BOMB, code="bomb")
