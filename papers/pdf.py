"""A paper as PDF: one file that is PDF/A-3a (archive) and PDF/UA-1 (accessible) at once.

The same document gives the same bytes in every process: the identifier is the hash of the page, the dates are
the document's own. A row of a table costs about 10 ms and 0.2 MB, so a long paper is laid out in portions and joined; it
is then PDF/A-3u: whole, archivable and readable as text, without the marks of structure.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from papers.assets import BASE_URL, ROOTS, Assets
from papers.blocks import Block
from papers.charts import block_chart
from papers.joining import join
from papers.model import COUNTRY, MOTTO, Annex, Document, texts
from papers.portions import Cursor, Portion, is_long, portion, seam
from papers.press import ARCHIVE, TAGGED_ARCHIVE, Attachment, Laid, give_back_memory
from papers.squares import square_of

__all__ = ["Attachment", "Pdf", "bare", "print_page", "render", "to_html", "unprintable"]
Hear = Callable[[str], None]  # is told in words how far the laying out is


@dataclass(frozen=True)
class Pdf:
    """A printed paper: its bytes, their SHA-256, its pages, and the characters the font could not print."""

    content: bytes
    sha256: str
    pages: int
    unprintable: str = ""


def to_html(document: Document) -> str:
    """Return the document as the HTML page that is printed."""
    moment = document.metadata.composed_at
    facts = {"document": document, "letterhead": document.letterhead, "country": COUNTRY, "motto": MOTTO}
    facts |= {"blocks": _with_charts(document.blocks), "composed_at": moment and _utc(moment)}
    facts |= {"square": document.verification and square_of(document.verification.address)}
    # Two neighbouring annexes have pages of different names, so that each counts its pages from 1.
    facts["annexes"] = [
        {"annex": annex, "blocks": _with_charts(annex.blocks), "side": "odd" if place % 2 else "even"}
        for place, annex in enumerate(document.annexes, start=1)
    ]
    return render_to_string("print/report.html", facts)


def render(document: Document, attachments: Sequence[Attachment] = (), *, tell: Hear | None = None) -> Pdf:
    """Return the document as PDF/A-3a and PDF/UA-1, or a long one as PDF/A-3u, carrying `attachments`.

    `tell` hears how far the laying out of a long one is.

    Raises AssetRefused when the page asks for anything but the vendored files, DocumentRefused when it
    cannot be printed.
    """
    if is_long(document):
        content, pages = _in_portions(document, attachments, tell or _silently)
        printed = Pdf(content, sha256(content).hexdigest(), pages)
    else:
        printed = print_page(to_html(document), attachments)
    return replace(printed, unprintable=unprintable(document))


def print_page(html: str, attachments: Sequence[Attachment] = ()) -> Pdf:
    """Return a page of ours as PDF/A-3a and PDF/UA-1, carrying `attachments`; raises AssetRefused."""
    content, pages = _print(html, attachments)
    return Pdf(content, sha256(content).hexdigest(), pages)


def bare(html: str) -> bytes:
    """Return the same page printed by WeasyPrint as it comes, without tags and standards: the measure of `render`."""
    from weasyprint import HTML  # half a second of imports, only when printing

    pdf: bytes = HTML(string=html, base_url=BASE_URL, url_fetcher=Assets()).write_pdf()
    return pdf


def unprintable(document: Document) -> str:
    """Return the characters of the document that the vendored font lacks, sorted; blank for Vietnamese text."""
    return "".join(sorted(set().union(*texts(document)) - _glyphs() - {"\n"}))


def unprintable_in(text: str) -> str:
    """Return the characters of a text that the vendored font lacks, sorted; blank for Vietnamese text."""
    return "".join(sorted(set(text) - _glyphs() - set("\n\r\t")))


def _with_charts(blocks: tuple[Block, ...]) -> list[tuple[Block, str]]:
    return [(block, block_chart(block)) for block in blocks]


def _print(html: str, attachments: Sequence[Attachment]) -> tuple[bytes, int]:
    laid = Laid(html, variant=TAGGED_ARCHIVE)
    return laid.write(attachments), laid.pages


def _in_portions(document: Document, attachments: Sequence[Attachment], tell: Hear) -> tuple[bytes, int]:
    """The body, then every annex portion by portion; all joined."""
    body = Laid(to_html(replace(document, annexes=())), variant=ARCHIVE)
    files, pages = [body.write(attachments)], body.pages
    del body
    for annex in document.annexes:
        cursor: Cursor | None = Cursor()
        first_page = 1
        while cursor:
            give_back_memory()
            tell(_("Laying out the pages: %(pages)d so far") % {"pages": pages})
            content, count, cursor = _print_portion(document, annex, cursor, first_page)
            files.append(content)
            first_page, pages = first_page + count, pages + count
    give_back_memory()
    return join(files), pages


def _print_portion(
    document: Document, annex: Annex, cursor: Cursor, first_page: int
) -> tuple[bytes, int, Cursor | None]:
    """A portion of an annex from ``cursor``, its pages, and where the next one begins."""
    found = portion(annex, cursor)
    laid = Laid(_portion_html(document, annex, found, first_page), variant=ARCHIVE)
    rows = [[int(name.removeprefix("r")) for name in names] for names in laid.anchors]
    count, following = seam(found, rows)
    return laid.write(pages=count), count, following


def _portion_html(document: Document, annex: Annex, found: Portion, first_page: int) -> str:
    facts = {
        "document": document,
        "letterhead": document.letterhead,
        "annex": annex,
        "blocks": _with_charts(found.blocks),
        "first_page": first_page,
        "is_first": first_page == 1,
        "is_within": found.start.is_within,
        "cut_table": found.blocks[-1] if found.end else None,
        "side": "odd",
    }
    return render_to_string("print/portion.html", facts)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@cache
def _glyphs() -> frozenset[str]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - comes with WeasyPrint, only when printing

    with TTFont(ROOTS["fonts"] / "tinos" / "Tinos_400Regular.ttf", lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _silently(_step: str) -> None:
    """Nobody listens."""
