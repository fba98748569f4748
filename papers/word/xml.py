"""WordprocessingML as text: runs, paragraphs, tables. Lengths are twentieths of a point, font sizes half points."""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from common.formatting import NBSP
from papers.text import pieces

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def run(text: str, *, bold: bool = False, italic: bool = False, size: int = 0) -> str:
    """A stretch of text; ``size`` in points where it is not the style's. “số 149/KH-UBND” stays on one line."""
    looks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    looks += f'<w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/>' if size else ""
    whole = "".join(piece.replace(" ", NBSP) if is_whole else piece for piece, is_whole in pieces(text))
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' if line else "" for line in whole.split("\n")
    )
    return f"<w:r>{f'<w:rPr>{looks}</w:rPr>' if looks else ''}{lines}</w:r>"


def paragraph(content: str, style: str = "", **how: str) -> str:
    """A paragraph of runs. ``how`` names properties in the order Word wants them (see PROPERTIES)."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    said = "".join(PROPERTIES[name].format(how[name]) for name in PROPERTIES if name in how)
    return f"<w:p><w:pPr>{named}{said}</w:pPr>{content}</w:p>"


PROPERTIES = {
    "keep": "<w:keepNext/>",
    "rule": '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>',
    "tab": '<w:tabs><w:tab w:val="left" w:pos="{}"/></w:tabs>',
    "spacing": "<w:spacing {}/>",
    "indent": "<w:ind {}/>",
    "align": '<w:jc w:val="{}"/>',
}


def rule(width: int, share: float) -> str:
    """A line over ``share`` of a column of ``width``, as stands under an issuer's name."""
    side = round(width * (1 - share) / 2)
    return paragraph(
        "",
        rule="",
        spacing='w:before="20" w:after="0" w:line="60" w:lineRule="exact"',
        indent=f'w:left="{side}" w:right="{side}" w:firstLine="0"',
    )


def table(widths: Sequence[int], rows: Iterable[str], *, ruled: bool = True) -> str:
    """A table of fixed columns; without rules it only places blocks side by side."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    borders = f"<w:tblBorders>{BORDERS}</w:tblBorders>" if ruled else ""
    looks = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    return f"<w:tbl>{looks}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def row(cells: Iterable[str], *, head: bool = False) -> str:
    """A row that no page breaks; ``head`` rows are repeated on every page."""
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def cell(content: str, width: int, *, across: int = 1, merge: str = "", middle: bool = True) -> str:
    """A cell of paragraphs over ``across`` columns; ``merge`` is "restart" or "continue" of one over several rows."""
    looks = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    looks += f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    looks += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    looks += '<w:vAlign w:val="center"/>' if middle else ""
    return f"<w:tc><w:tcPr>{looks}</w:tcPr>{content}</w:tc>"
