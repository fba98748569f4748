"""Looks at a file before anything in it is read: is it a workbook at all, and one that harms nobody?

Only the directory of the archive and the first bytes of its parts are looked at, so that a bomb, a macro or a
file of a million rows is refused as fast as an empty one.
"""

import re
import zipfile
import zlib
from typing import IO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.formatting import number
from common.workbook.refused import Refused

MB = 1024 * 1024
OLE2, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
MOST_PARTS = 300
MOST_UNPACKED = 48 * MB  # a full workbook of 5 000 rows is about 10
MOST_STRINGS = 16 * MB
MOST_OTHER = 4 * MB  # styles, relations, comments
RATIO, RATIO_FROM = 250, 2 * MB  # sheets of many equal cells shrink 50 times
SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
READ_AS_STREAM = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)
ENCRYPTED = 0x1
TAB = 9  # no text has a lower sign
FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
XML_ENDINGS = (".xml", ".rels", ".vml")

NO_WORKBOOK = _("This is not an Excel workbook (.xlsx). %(how)s")
SAVE_AS = _(
    "Open it in Excel or LibreOffice, choose “Save as”, then “Excel Workbook (.xlsx)”, and send that file."
)
ANOTHER = _("Choose the Excel workbook (.xlsx) instead.")


def check_parcel(file: IO[bytes], size: int) -> zipfile.ZipFile:
    """The archive, once it is known to be a harmless workbook. Refused with a code and the reader's words otherwise."""
    check_size(size)
    file.seek(0)
    head = file.read(4096)
    if not head.startswith(ZIP):
        raise _not_zipped(head, file)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError) as broken:
        raise damaged() from broken
    _check_directory(archive)
    _check_kind(set(archive.namelist()))
    try:
        _check_parts(archive)
    except (
        zipfile.BadZipFile,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        zlib.error,
    ) as broken:
        raise damaged() from broken
    return archive


def check_size(size: int) -> None:
    """Refused where the file is empty or larger than the portal takes."""
    if size == 0:
        raise Refused("empty", _("The file is empty. Save the workbook again and send it once more."))
    if size > settings.WORKBOOK_LARGEST:
        raise too_large(size)


def too_large(size: int) -> Refused:
    """The file is larger than the portal takes."""
    message = _(
        "The file has %(size)s MB; at most %(most)s MB are taken. Filled in, the workbook is much smaller: "
        "take pictures and other sheets out of it and send it again."
    )
    return Refused(
        "too_large", message, size=number(-(-size // MB)), most=number(settings.WORKBOOK_LARGEST // MB)
    )


def sheet_bytes(archive: zipfile.ZipFile) -> int:
    """How large the sheets are once unpacked."""
    return sum(part.file_size for part in archive.infolist() if SHEETS.fullmatch(part.filename))


def damaged() -> Refused:
    """The archive or its XML is broken."""
    return Refused(
        "damaged",
        _(
            "The file is damaged: it did not arrive whole or was not saved to its end. Save it again and send it once more."
        ),
    )


def _not_zipped(head: bytes, file: IO[bytes]) -> Refused:
    if head.startswith(OLE2):
        file.seek(0)
        start = file.read(2 * MB)
        if "EncryptedPackage".encode("utf-16-le") in start:
            return Refused(
                "password",
                _(
                    "The workbook is protected by a password for opening. Remove the password in Excel (File, Info, Protect Workbook) and send it again."
                ),
            )
        return Refused("old_excel", _("This is a workbook of an old Excel (.xls). %(how)s"), how=SAVE_AS)
    if head.startswith(b"%PDF"):
        return Refused("pdf", _("This is a PDF. %(how)s"), how=ANOTHER)
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        return Refused(
            "web_page",
            _("This is a web page or XML, even if it is named like a workbook. %(how)s"),
            how=SAVE_AS,
        )
    if not any(sign < TAB for sign in head) and (b"," in head or b";" in head or b"\t" in head):
        return Refused(
            "csv", _("This is a text file (CSV), which has lost sheets and notes. %(how)s"), how=SAVE_AS
        )
    return Refused("not_workbook", NO_WORKBOOK, how=SAVE_AS)


def _check_directory(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    swollen = [p for p in parts if p.file_size > RATIO_FROM and p.file_size > RATIO * max(p.compress_size, 1)]
    if len(parts) > MOST_PARTS or len({p.filename.lower() for p in parts}) < len(parts):
        raise Refused(
            "too_many_parts", _("The file holds too many parts for a workbook. %(how)s"), how=SAVE_AS
        )
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise Refused(
            "password", _("Parts of the file are protected by a password. Remove it and send the file again.")
        )
    if unpacked > MOST_UNPACKED or swollen:
        raise Refused(
            "too_much",
            _(
                "Unpacked the file would be %(size)s MB, far more than any workbook of the portal. Copy your entries into a freshly downloaded workbook and send that."
            ),
            size=number(-(-unpacked // MB)),
        )
    for part in parts:
        most = MOST_STRINGS if part.filename == "xl/sharedStrings.xml" else MOST_OTHER
        if (
            not SHEETS.fullmatch(part.filename)
            and part.filename.endswith(XML_ENDINGS)
            and part.file_size > most
        ):
            raise Refused(
                "too_much",
                _(
                    "A part of the file is larger than in any workbook of the portal. Copy your entries into a freshly downloaded workbook and send that."
                ),
            )


def _check_kind(names: set[str]) -> None:
    lower = {name.lower() for name in names}
    if "xl/vbaproject.bin" in lower or any("/macrosheets/" in name or "/activex/" in name for name in lower):
        raise Refused(
            "macro",
            _(
                "The workbook holds macros. Save it as “Excel Workbook (.xlsx)”, which leaves them out, and send that file."
            ),
        )
    if any(name.startswith(("xl/externallinks/", "xl/connections", "xl/querytables/")) for name in lower):
        raise Refused(
            "links",
            _(
                "The workbook is linked to other files. In Excel choose Data, Edit Links, Break Link; or copy the cells and paste them as values."
            ),
        )
    if any(name.startswith("xl/embeddings/") for name in lower):
        raise Refused(
            "embedded",
            _("The workbook holds other files inside. Take them out and send it again."),
        )
    if "xl/workbook.bin" in lower:
        raise Refused("binary", _("This is a binary workbook (.xlsb). %(how)s"), how=SAVE_AS)
    if "mimetype" in lower or "content.xml" in lower:
        raise Refused("ods", _("This is an OpenDocument file (.ods). %(how)s"), how=SAVE_AS)
    if "word/document.xml" in lower:
        raise Refused("word", _("This is a Word document. %(how)s"), how=ANOTHER)
    if not {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        raise Refused("not_workbook", NO_WORKBOOK, how=SAVE_AS)


def _check_parts(archive: zipfile.ZipFile) -> None:
    """No part may define entities, name a DTD or hide behind another encoding; sheets are checked as they are read."""
    for part in archive.infolist():
        if not part.filename.endswith(XML_ENDINGS):
            with archive.open(part) as stream:
                _check_it_is_no_xml(stream.read(64))
            continue
        with archive.open(part) as stream:
            text = stream.read(8192 if READ_AS_STREAM.fullmatch(part.filename) else part.file_size)
        is_wide = text[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in text[:4]
        if is_wide or any(word in text for word in FORBIDDEN):
            raise unsafe()


def _check_it_is_no_xml(head: bytes) -> None:
    """XML under another name would be read by whoever follows the workbook's relations, and looked at by nobody."""
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith((b"<?xml", b"<!")):
        raise unsafe()


def unsafe() -> Refused:
    """The XML says things no spreadsheet program writes."""
    return Refused(
        "unsafe",
        _(
            "The file holds instructions (entities) that no spreadsheet program writes; it was not read. Copy your entries into a freshly downloaded workbook and send that."
        ),
    )
