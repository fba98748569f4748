"""The same document as Word, to be edited by those who keep the paper: every text that `pdf` prints, in its order.

The form is that of Decree 30/2020/NĐ-CP, Appendix I. The same document gives the same bytes. A chart stands as a picture,
described by its title, with the table of its figures below.
"""

from io import BytesIO

from lxml import etree  # type: ignore[import-untyped]

from papers.archive import timeless
from papers.blocks import Block
from papers.model import Annex, Document
from papers.word import blocks, frame, page
from papers.word.pictures import draw


def render(document: Document) -> bytes:
    """Return ``document`` as a Word file (.docx): A4, Times New Roman, language vi-VN, each annex on pages of its own."""
    import docx

    file = docx.Document()
    page.dress(file, document)
    body = file.element.body
    for child in list(body)[:-1]:  # the last one holds the page
        body.remove(child)
    page.lay_out(file, document)
    drawn = draw(file, document)
    pieces = [_letter(document, drawn), *(_annex(document, annex, drawn) for annex in document.annexes)]
    ends = [*body.xpath("./w:p[w:pPr/w:sectPr]"), body[-1]]
    for place, end in enumerate(ends):
        end.addprevious(etree.Comment(f"piece {place}"))
    stored = BytesIO()
    file.save(stored)
    # put in as text: a tree of a hundred thousand cells takes minutes to move from one document to another
    filled = {f"<!--piece {place}-->".encode(): piece.encode() for place, piece in enumerate(pieces)}
    return timeless(stored.getvalue(), filled)


def _letter(document: Document, drawn: blocks.Drawn) -> str:
    """The body: head, text, foot."""
    return (
        frame.head(document.letterhead) + _blocks(document.blocks, page.WIDTH, drawn) + frame.foot(document)
    )


def _annex(document: Document, annex: Annex, drawn: blocks.Drawn) -> str:
    width = page.LANDSCAPE_WIDTH if annex.landscape else page.WIDTH
    return frame.annex_head(document, annex) + _blocks(annex.blocks, width, drawn)


def _blocks(found: tuple[Block, ...], width: int, drawn: blocks.Drawn) -> str:
    return "".join(blocks.block(one, width, drawn) for one in found)
