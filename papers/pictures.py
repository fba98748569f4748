"""Charts as pictures, for Word, which draws no SVG of ours: laid out like the paper, with the vendored font."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from papers.assets import BASE_URL, Assets
from papers.lettering import PAGE_WIDTH

WIDTH = 165  # mm between the margins of an upright page
DOTS = 200  # to the inch
POINTS = 72  # of a PDF, to the inch
PDFIUM = Lock()  # the library must not be entered twice at a time
PAGE = """<!DOCTYPE html><html lang="vi"><title>.</title><style>
@font-face {{ font-family: "Report Tinos"; src: url("fonts/tinos/Tinos_400Regular.ttf"); }}
@font-face {{ font-family: "Report Tinos"; font-weight: bold; src: url("fonts/tinos/Tinos_700Bold.ttf"); }}
@font-face {{ font-family: "Report Tinos"; font-style: italic; src: url("fonts/tinos/Tinos_400Regular_Italic.ttf"); }}
@page {{ margin: 0; }} body {{ margin: 0 1mm; }} svg {{ display: block; width: 100%; height: auto; }}
{pages}</style><body>{charts}</body></html>"""


@dataclass(frozen=True)
class Picture:
    """A PNG and its size on paper in millimetres."""

    content: bytes
    width: float
    height: float


def pictures(charts: Sequence[tuple[str, int]]) -> list[Picture]:
    """Return each chart, an SVG of ours and its height at the page's width, as a PNG of 200 dots to the inch.

    The same charts give the same bytes.
    """
    if not charts:
        return []
    from weasyprint import HTML  # half a second of imports, only when printing

    heights = [WIDTH * height / PAGE_WIDTH for _svg, height in charts]
    sizes = "".join(
        f"@page p{place} {{ size: {WIDTH}mm {height + 1:.2f}mm; }} .p{place} {{ page: p{place}; }}\n"
        for place, height in enumerate(heights)
    )
    drawn = "".join(f'<div class="p{place}">{svg}</div>' for place, (svg, _height) in enumerate(charts))
    html = PAGE.format(pages=sizes, charts=drawn)
    pdf: bytes = HTML(string=html, base_url=BASE_URL, url_fetcher=Assets()).write_pdf()
    return [
        Picture(content, WIDTH, height + 1) for content, height in zip(_bitmaps(pdf), heights, strict=True)
    ]


def _bitmaps(pdf: bytes) -> list[bytes]:
    import pypdfium2  # only when printing

    found = []
    with PDFIUM:
        file = pypdfium2.PdfDocument(pdf)
        for page in file:
            kept = BytesIO()
            page.render(scale=DOTS / POINTS).to_pil().convert("RGB").save(kept, "PNG", optimize=True)
            found.append(kept.getvalue())
        file.close()
    return found
