"""What turns a page of ours into a PDF: WeasyPrint, given the vendored files and nothing else."""

import ctypes
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from papers.assets import BASE_URL, AssetRefused, Assets
from papers.text import DocumentRefused

PROFILE = "--srgb"  # the colour profile of report.css
ARCHIVE, TAGGED_ARCHIVE = "pdf/a-3u", "pdf/a-3a"  # every text readable; and its structure marked
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


class Laid:
    """A page of ours laid out: its sheets, not yet written."""

    def __init__(self, html: str, *, variant: str) -> None:
        """Lay the page out; raises AssetRefused when it asks for anything but the vendored files."""
        from weasyprint import HTML  # half a second of imports, only when printing

        self.variant = variant
        self.identifier = sha256(html.encode()).hexdigest()[:32].encode()
        self._assets = Assets()
        with _only_ours(self._assets), _collector_paused():
            page = HTML(string=html, base_url=BASE_URL, url_fetcher=self._assets)
            self._document = page.render(pdf_variant=variant, output_intent=PROFILE)

    @property
    def pages(self) -> int:
        """How many sheets there are."""
        return len(self._document.pages)

    @property
    def anchors(self) -> list[list[str]]:
        """The names of the places marked on each sheet."""
        return [list(page.anchors) for page in self._document.pages]

    def write(self, attachments: Sequence[Attachment] = (), *, pages: int | None = None) -> bytes:
        """Return the first ``pages`` sheets, or all, as PDF carrying ``attachments``."""
        carried = _by_name(attachments)
        with _only_ours(self._assets), _collector_paused():
            content: bytes = self._document.copy(self._document.pages[:pages]).write_pdf(
                finisher=_finisher(carried, is_accessible=self.variant == TAGGED_ARCHIVE),
                pdf_identifier=self.identifier,
                pdf_variant=self.variant,
                output_intent=PROFILE,
                attachments=[_embedded(one) for one in carried],
            )
        return content


def give_back_memory() -> None:
    """Free what laid-out pages held and return it to the machine, so that a worker does not grow with its papers."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # the GNU library has it
    if trim:
        trim(0)


@contextmanager
def _only_ours(assets: Assets) -> Iterator[None]:
    """What ``assets`` refused, also in silence while pictures were drawn, is refused aloud."""
    from weasyprint.urls import FatalURLFetchingError  # half a second of imports, only when printing

    problem = None
    try:
        yield
    except (
        FatalURLFetchingError
    ) as refusal:  # a BaseException: it would pass every `except Exception` of a job
        problem = refusal
    if problem or assets.denied:  # a picture within an SVG is refused without an error
        raise AssetRefused(
            _("The page asks for a file that may not be loaded: %(url)s")
            % {"url": problem or assets.denied[0]}
        ) from problem


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


def _finisher(attachments: Sequence[Attachment], *, is_accessible: bool) -> Callable[[Any, Any], None]:
    """Return the last hand on the file: it declares PDF/UA-1 beside PDF/A-3a and the types of the attached files."""

    def finish(_document: Any, pdf: Any) -> None:
        if is_accessible:
            description = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
            description.stream = [b"".join(description.stream).replace(b"</rdf:RDF>", ACCESSIBLE)]
        files = [item for item in pdf.objects if getattr(item, "extra", {}).get("Type") == "/EmbeddedFile"]
        for file, attachment in zip(files, attachments, strict=True):
            file.extra["Subtype"] = f"/{attachment.mime.replace('/', '#2f')}"

    return finish


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
