"""Office files are archives; packed again without the moments of packing, the same content gives the same bytes."""

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP archive can name
CORE, TEXT = "docProps/core.xml", "word/document.xml"
CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]*)</dcterms:created>")
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def timeless(content: bytes, filled: Mapping[bytes, bytes] | None = None) -> bytes:
    """The archive without the moments at which its parts were packed; it was changed last when it was made.

    ``filled`` says what takes the place of which mark in the text of a Word file.
    """
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == CORE:
                part = _settled(part)
            elif name == TEXT:
                for mark, piece in (filled or {}).items():
                    part = part.replace(mark, piece)
            new.writestr(ZipInfo(name, EPOCH), part, ZIP_DEFLATED)
    return packed.getvalue()


def _settled(core: bytes) -> bytes:
    made = CREATED.search(core)
    return MODIFIED.sub(rb"\g<1>" + made[1] + rb"\g<2>", core) if made else core
