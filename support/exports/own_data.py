"""Everything the portal keeps about an enterprise that the enterprise may see, as one ZIP: tables, JSON, files.

Left out, because the enterprise does not see it either: checks, opinions, points, minutes, notes inside DOST and their
files, who at DOST did what. An own code of twelve digits is its own and stands whole.
"""

import csv
import json
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import PurePath
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from django.utils import timezone

from common.sheets import harmless
from enterprises.models import Enterprise
from support.models import Attachment, Decision
from support.queries.own_data import Row, tables_of

IN_MEMORY = 8_000_000  # bytes before the file goes to disk
PIECE = 256 * 1024  # bytes of a paper copied at once
LONGEST_NAME = 120
Tell = Callable[[int, int], None]  # files behind us, files in all


def own_files(enterprise: Enterprise) -> QuerySet[Attachment]:
    """The files of its dossiers that the enterprise may read, in the order they came."""
    inside = Q(opinion__isnull=False) | Q(is_minutes=True) | Q(message__is_internal=True)
    found = Attachment.objects.filter(application__enterprise=enterprise).exclude(inside)
    return found.select_related("application").order_by("application_id", "pk")


def own_letters(enterprise: Enterprise) -> QuerySet[Decision]:
    """Its decision letters that have their number."""
    found = Decision.objects.filter(application__enterprise=enterprise, number__isnull=False).exclude(pdf="")
    return found.select_related("application").order_by("pk")


def write_own_data(enterprise: Enterprise, *, tell: Tell = lambda done, total: None) -> IO[bytes]:  # noqa: ARG005
    """The ZIP, at its beginning. Papers go through piece by piece; one that is gone is named in ``thieu.txt``."""
    held: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    tables = tables_of(enterprise)
    files, gone = list(_files(enterprise)), []
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        archive.writestr("du-lieu.json", _json(tables))
        for name, rows in tables.items():
            archive.writestr(f"bang/{name}.csv", _csv(rows))
        for done, (name, file) in enumerate(files):
            tell(done, len(files))
            if not _copy(archive, f"tep/{name}", file):
                gone.append(name)
        if gone:
            archive.writestr("thieu.txt", "\n".join(gone))
    held.seek(0)
    return held


def _files(enterprise: Enterprise) -> Iterator[tuple[str, Any]]:
    """Names within the ZIP, each once, and the files."""
    for file in own_files(enterprise):
        folder = file.application.code or f"nhap-{file.application_id}"
        yield f"{folder}/{file.pk}-{_safe(file.name)}", file.file
    for letter in own_letters(enterprise):
        yield f"{letter.application.code}/quyet-dinh-{letter.number}.pdf", letter.pdf


def _safe(name: str) -> str:
    """A name without a way out of its folder, short enough, with its ending."""
    plain = name.replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "")
    path = PurePath(plain)
    return f"{path.stem[:LONGEST_NAME]}{path.suffix[:10]}"


def _copy(archive: ZipFile, name: str, file: Any) -> bool:
    """Whether the paper could be read; papers are packed already, so they are stored as they are."""
    try:
        source = file.open("rb")
    except (FileNotFoundError, ValueError):
        return False
    entry = ZipInfo(name, timezone.localtime().timetuple()[:6])
    entry.compress_type = ZIP_STORED
    with source, archive.open(entry, "w", force_zip64=True) as target:
        while piece := source.read(PIECE):
            target.write(piece)
    return True


def _json(tables: dict[str, list[Row]]) -> str:
    return json.dumps(tables, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def _csv(rows: list[Row]) -> bytes:
    """A table as a spreadsheet opens it: with BOM, and no cell that it would take for a formula."""
    text = StringIO()
    writer = csv.writer(text)
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    said = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return harmless(said) if isinstance(value, str) else said
