"""A paper as PDF: one file that is PDF/A-3a (archive) and PDF/UA-1 (accessible) at once.

The same document gives the same bytes in every process: the identifier is the hash of the page, the dates are
the document's own. Long reports cost about 10 ms and 0.2 MB per table row.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from papers.assets import BASE_URL, ROOTS, AssetRefused, Assets
from papers.blocks import Block
from papers.charts import block_chart
from papers.model import COUNTRY, MOTTO, Document, texts
from papers.text import DocumentRefused

STANDARD = {"pdf_variant": "pdf/a-3a", "output_intent": "--srgb"}  # the colour profile of report.css
# WeasyPrint writes one standard into the file's description. The second is added beside it with the schema
# that PDF/A asks for before a foreign property may appear (ISO 19005-3, 6.6.2.3).
ACCESSIBLE = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:ext="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:schema="http://www.aiim.org/pdfa/ns/schema#" xmlns:property="http://www.aiim.org/pdfa/ns/property#">
<ext:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<schema:schema>PDF/UA identification</schema:schema>
<schema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</schema:namespaceURI><schema:prefix>pdfuaid</schema:prefix>
<schema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<property:name>part</property:name><property:valueType>Integer</property:valueType>
<property:category>internal</property:category><property:description>Part of ISO 14289 the file follows</property:description>
</rdf:li></rdf:Seq></schema:property></rdf:li></rdf:Bag></ext:schemas></rdf:Description></rdf:RDF>"""


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the PDF (the data behind the report). `made_at` needs its time zone."""

    name: str
    content: bytes
    mime: str
    made_at: datetime
    description: str = ""


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
    # Two neighbouring annexes have pages of different names, so that each counts its pages from 1.
    facts["annexes"] = [
        {"annex": annex, "blocks": _with_charts(annex.blocks), "side": "odd" if place % 2 else "even"}
        for place, annex in enumerate(document.annexes, start=1)
    ]
    return render_to_string("print/report.html", facts)


def render(document: Document, attachments: Sequence[Attachment] = ()) -> Pdf:
    """Return the document as PDF/A-3a and PDF/UA-1, carrying `attachments`.

    Raises AssetRefused when the page asks for anything but the vendored files, DocumentRefused when it
    cannot be printed.
    """
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


def _with_charts(blocks: tuple[Block, ...]) -> list[tuple[Block, str]]:
    return [(block, block_chart(block)) for block in blocks]


def _print(html: str, attachments: Sequence[Attachment]) -> tuple[bytes, int]:
    from weasyprint import HTML  # half a second of imports, only when printing
    from weasyprint.urls import FatalURLFetchingError  # comes with it

    assets, attachments = Assets(), _by_name(attachments)
    options: dict[str, Any] = STANDARD | {"attachments": [_embedded(a) for a in attachments]}
    identifier = sha256(html.encode()).hexdigest()[:32].encode()
    try:
        with _collector_paused():
            laid_out = HTML(string=html, base_url=BASE_URL, url_fetcher=assets).render(**options)
            content = laid_out.write_pdf(
                finisher=_finisher(attachments), pdf_identifier=identifier, **options
            )
    except (
        FatalURLFetchingError
    ) as problem:  # a BaseException: it would pass every `except Exception` of a job
        raise AssetRefused(
            _("The page asks for a file that may not be loaded: %(url)s") % {"url": problem}
        ) from problem
    if assets.denied:  # a picture within an SVG is refused without an error
        raise AssetRefused(
            _("The page asks for a file that may not be loaded: %(url)s") % {"url": assets.denied[0]}
        )
    return content, len(laid_out.pages)


def _embedded(attachment: Attachment) -> Any:
    from weasyprint import Attachment as Embedded  # half a second of imports

    moment = attachment.made_at.astimezone(UTC)
    facts = {"name": attachment.name, "description": attachment.description, "relationship": "Source"}
    return Embedded(string=attachment.content, created=moment, modified=moment, url_fetcher=Assets(), **facts)


def _by_name(attachments: Sequence[Attachment]) -> list[Attachment]:
    """The name tree of a PDF is sorted, and no name may come twice."""
    if len({attachment.name for attachment in attachments}) < len(attachments):
        raise DocumentRefused(_("Two attached files have the same name."))
    return sorted(attachments, key=lambda attachment: attachment.name)


def _finisher(attachments: Sequence[Attachment]) -> Callable[[Any, Any], None]:
    """Return the last hand on the file: it declares PDF/UA-1 beside PDF/A-3a and the types of the attached files."""

    def finish(_document: Any, pdf: Any) -> None:
        description = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
        description.stream = [b"".join(description.stream).replace(b"</rdf:RDF>", ACCESSIBLE)]
        files = [item for item in pdf.objects if getattr(item, "extra", {}).get("Type") == "/EmbeddedFile"]
        for file, attachment in zip(files, attachments, strict=True):
            file.extra["Subtype"] = f"/{attachment.mime.replace('/', '#2f')}"

    return finish


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Pause Python's garbage collector: the layout makes millions of live objects, and looking at them costs a fifth."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
            gc.collect(0)  # what was made meanwhile is all in the youngest generation


@cache
def _glyphs() -> frozenset[str]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - comes with WeasyPrint, only when printing

    with TTFont(ROOTS["fonts"] / "tinos" / "Tinos_400Regular.ttf", lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))
