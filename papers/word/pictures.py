"""The charts of a document as pictures within the Word file."""

import re
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from papers.blocks import Block, ChartBlock, TrendBlock
from papers.charts import block_chart
from papers.model import Document
from papers.pictures import Picture, pictures

if TYPE_CHECKING:
    from docx.document import Document as WordFile

EMU = 36_000  # of a millimetre
HEIGHT = re.compile(r'viewBox="0 0 \d+ (\d+)"')
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def draw(file: "WordFile", document: Document) -> dict[Block, str]:
    """Put a picture of every chart into the file; returns the runs that show them."""
    charts = list(dict.fromkeys(b for b in document.all_blocks if isinstance(b, ChartBlock | TrendBlock)))
    drawn = [str(block_chart(block)) for block in charts]
    heights = [int(HEIGHT.search(svg)[1]) for svg in drawn]  # type: ignore[index] # our own drawing has one
    made = pictures(list(zip(drawn, heights, strict=True)))
    return {
        block: _run(file.part.get_or_add_image(BytesIO(picture.content))[0], picture, block.title, place)
        for place, (block, picture) in enumerate(zip(charts, made, strict=True), start=1)
    }


def _run(link: str, picture: Picture, title: str, place: int) -> str:
    """The run that shows a picture in the line; its title is what a screen reader says."""
    size = f'cx="{round(picture.width * EMU)}" cy="{round(picture.height * EMU)}"'
    named = f'id="{place}" name="Picture {place}" descr={quoteattr(title)}'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f"<wp:extent {size}/><wp:docPr {named}/>"
        f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
