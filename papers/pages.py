"""What stands in a PDF somebody gave us: the text of its pages, the files it carries.

Such a file is a stranger's: it is opened by :mod:`papers.reader` in a process of its own, with no environment, bound in
time, memory, pages and bytes. It runs no script of the file and has no way to the network.
"""

import base64
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from papers import reader
from papers.text import DocumentRefused

READER = Path(reader.__file__)
MOST_BYTES = 30 * 1024 * 1024  # of the file
MOST_PAGES = 2_000
MOST_CHARACTERS = 20_000_000
MOST_CARRIED = 20 * 1024 * 1024  # bytes of all attached files, unpacked
SECONDS = 20


@dataclass(frozen=True)
class Pages:
    """The pages of a PDF: how many, and the text of each (NFC, lines as drawn; "" of a scanned page)."""

    count: int
    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text of all pages."""
        return "\n".join(self.texts)


def read_pages(content: bytes) -> Pages:
    """Return the pages of the PDF ``content``; raises DocumentRefused, with the reason for a person, if it cannot be read."""
    said = _ask("pages", content, MOST_CHARACTERS)
    texts = tuple(_readable(text) for text in said["texts"])
    return Pages(len(texts), texts)


def page_numbers(texts: Sequence[str], marks: Sequence[str] = ()) -> tuple[str, ...]:
    """The number each page bears in a line of its own, last or first on it, perhaps beside ``marks``; "" of one without.

    It must go on from the page before. The first page of a part bears none, so the one behind it may be the second: any
    other figure that stands alone there is a figure of the paper.
    """
    beside = re.compile("|".join(r"\s+".join(map(re.escape, mark.split())) for mark in marks) or "$")
    numbers: list[str] = []
    for text in texts:
        lines = [bare for line in text.split("\n") if (bare := beside.sub("", line).strip())]
        known = {str(int(numbers[-1] or 1) + 1), "2"} if numbers else {"1"}
        numbers.append(next((line for line in [*lines[-1:], *lines[:1]] if line in known), ""))
    return tuple(numbers)


def attachments_of(content: bytes) -> dict[str, bytes]:
    """Return the files the PDF ``content`` carries, by name; raises DocumentRefused as above."""
    said = _ask("attachments", content, MOST_CARRIED)
    return {name: base64.b64decode(data) for name, data in said["attachments"].items()}


def _ask(what: str, content: bytes, size: int) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        raise DocumentRefused(
            _("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 1024 // 1024}, code="too_large"
        )
    if not content.startswith(b"%PDF-"):
        raise DocumentRefused(_("This is not a PDF file."), code="not_a_pdf")
    bounds = [str(bound) for bound in (MOST_PAGES, size, SECONDS)]
    command = [sys.executable, "-I", str(READER), what, *bounds]
    try:
        child = subprocess.run(  # noqa: S603 - our own program; the file reaches it by its standard input
            command, input=content, capture_output=True, timeout=SECONDS * 2, env={}, check=True
        )
        said: dict[str, Any] = json.loads(child.stdout)
    except (subprocess.SubprocessError, ValueError) as problem:
        raise DocumentRefused(
            _("The file could not be read: it is damaged or needs too much time or memory."), code="broken"
        ) from problem
    if "refused" in said:
        raise DocumentRefused(_why(said["refused"]), code=said["refused"])
    return said


def _why(reason: str) -> str:
    if reason == reader.ENCRYPTED:
        return _("The file is locked with a password; save it without one.")
    if reason == reader.TOO_MANY:
        return _("The file has more than %(most)d pages.") % {"most": MOST_PAGES}
    if reason == reader.TOO_LARGE:
        return _("The file holds more than can be read here.")
    return _("The file is damaged: it cannot be opened as a PDF.")


def _readable(text: str) -> str:
    """One sort of line end, composed letters, no sign PDFium puts for a broken word or a missing character."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").replace("\0", "")
    return unicodedata.normalize("NFC", lines).strip("\n")
