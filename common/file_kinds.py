"""What a file really is, by its content: a name can say anything."""

import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

HEAD = 1024  # bytes read from the beginning
MOST_MEMBERS = 20_000  # of an archive: more is no document
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


def kind_of(file: IO[bytes]) -> FileKind | None:
    """The kind of an open file: PDF, PNG, JPEG, or a Word or Excel file without macros; None for anything else.

    The file is read from its beginning and left there. Nothing in it is unpacked but the list of its members.
    """
    file.seek(0)
    head = file.read(HEAD)
    try:
        if head.startswith(b"\x89PNG\r\n\x1a\n"):
            return PNG
        if head.startswith(b"\xff\xd8\xff"):
            return JPEG
        if b"%PDF-" in head:  # the standard lets up to 1024 bytes stand before it
            return PDF
        return _office(file) if head.startswith(b"PK\x03\x04") else None
    finally:
        file.seek(0)


def _office(file: IO[bytes]) -> FileKind | None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
        return None
    if len(names) > MOST_MEMBERS or "[Content_Types].xml" not in names:
        return None
    if any(sign in name.lower() for name in names for sign in MACROS):
        return None
    return next((kind for part, kind in MAIN_PARTS.items() if part in names), None)
