"""Styles, language, properties and pages of the Word file."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from papers.model import Document

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.section import Section
    from docx.styles.style import ParagraphStyle

FONT = "Times New Roman"
TWIPS = 1440 / 25.4  # of a millimetre
SHORT, LONG = 210, 297  # A4, mm
MARGINS = {"top": 20, "right": 15, "bottom": 20, "left": 30}
LANDSCAPE_MARGINS = {"top": 20, "right": 20, "bottom": 15, "left": 20}
HEADER = 10  # mm from the edge to the page number
WIDTH = round((SHORT - MARGINS["left"] - MARGINS["right"]) * TWIPS)
LANDSCAPE_WIDTH = round((LONG - LANDSCAPE_MARGINS["left"] - LANDSCAPE_MARGINS["right"]) * TWIPS)
DRAFT = "DỰ THẢO"
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
# points: size, space above, first line in; then bold, italic, side, kept with what follows
STYLES: dict[str, tuple[int, int, int, bool, bool, str, bool]] = {
    "Normal": (14, 0, 0, False, False, "LEFT", False),
    "Body Text": (14, 6, 36, False, False, "JUSTIFY", False),
    "Heading 1": (14, 6, 36, True, False, "LEFT", True),
    "Heading 2": (14, 6, 36, True, False, "LEFT", True),
    "Heading 3": (14, 6, 36, True, False, "LEFT", True),
    "Heading 4": (14, 6, 36, True, True, "LEFT", True),
    "Title": (14, 0, 0, True, False, "CENTER", True),
    "Subtitle": (12, 6, 0, False, False, "CENTER", False),
    "Caption": (13, 8, 0, True, False, "CENTER", True),
    "Table Text": (12, 2, 0, False, False, "LEFT", False),
    "Table Note": (12, 3, 0, False, True, "JUSTIFY", False),
    "Header": (13, 0, 0, False, False, "LEFT", False),
}


def dress(file: "WordFile", document: Document) -> None:
    """Give the file its styles, its language and what it says about itself."""
    from docx.enum.style import WD_STYLE_TYPE

    for name in STYLES:
        known = name in [style.name for style in file.styles]
        style = file.styles[name] if known else file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _dress(style, name)
    for element in file.styles.element.xpath("//w:rFonts"):
        _times(element)
    for element in file.styles.element.xpath("//w:lang"):
        element.set(_name("val"), "vi-VN")
        element.set(_name("eastAsia"), "vi-VN")
    _describe(file, document)


def lay_out(file: "WordFile", document: Document) -> None:
    """Make the pages: one section for the body, one for each annex with a count of its own."""
    from docx.enum.section import WD_SECTION

    for _annex in document.annexes:
        file.add_section(WD_SECTION.NEW_PAGE)
    for section, landscape in zip(
        file.sections, [False, *(a.landscape for a in document.annexes)], strict=True
    ):
        _turn(section, landscape=landscape)
        _number(section, document, LANDSCAPE_WIDTH if landscape else WIDTH)
    for paragraph in file.element.body.xpath(
        "./w:p[w:pPr/w:sectPr]/w:pPr"
    ):  # the end of a section takes no room
        paragraph.get_or_add_spacing()
        paragraph.spacing.set(_name("line"), "20")
        paragraph.spacing.set(_name("lineRule"), "exact")


def _dress(style: "ParagraphStyle", name: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    size, above, first_line, bold, italic, side, is_kept = STYLES[name]
    for mark in style.element.xpath(
        "./w:pPr/w:pBdr | ./w:pPr/w:contextualSpacing | ./w:rPr/w:spacing | ./w:rPr/w:kern"
    ):
        mark.getparent().remove(mark)
    font, form = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, italic
    font.color.rgb = RGBColor(0, 0, 0)
    form.space_before, form.space_after, form.line_spacing = (
        Pt(above),
        Pt(2 if name == "Table Text" else 0),
        1.0,
    )
    form.first_line_indent, form.alignment = Pt(first_line), getattr(WD_ALIGN_PARAGRAPH, side)
    form.keep_with_next, form.widow_control = is_kept, True
    if name in {"Table Text", "Table Note", "Body Text"}:
        style.quick_style = True


def _times(fonts: Any) -> None:
    """Times New Roman for every script, instead of the theme's fonts."""
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(_name(script), FONT)


def _describe(file: "WordFile", document: Document) -> None:
    about, head = file.core_properties, document.letterhead
    moment = (document.metadata.composed_at or UNDATED).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about.title, about.author, about.last_modified_by = (
        f"{head.kind}: {head.title}"[:255],
        head.issuer[:255],
        head.issuer[:255],
    )
    about.language, about.subject = "vi-VN", document.metadata.reference[:255]
    about.keywords, about.comments = ", ".join(document.metadata.keywords)[:255], ""
    about.created = about.modified = moment
    about.revision = document.metadata.version


def _turn(section: "Section", *, landscape: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(LONG), Mm(SHORT)) if landscape else (Mm(SHORT), Mm(LONG))
    margins = LANDSCAPE_MARGINS if landscape else MARGINS
    section.top_margin, section.bottom_margin = Mm(margins["top"]), Mm(margins["bottom"])
    section.left_margin, section.right_margin = Mm(margins["left"]), Mm(margins["right"])
    section.header_distance = section.footer_distance = Mm(HEADER)


def _number(section: "Section", document: Document, width: int) -> None:
    """The page number in the middle of the top margin, not on a first page; marks of a draft on every page."""
    from docx.oxml import OxmlElement

    section.different_first_page_header_footer = True
    for header, has_number in ((section.first_page_header, False), (section.header, True)):
        header.is_linked_to_previous = False
        _fill(header.paragraphs[0], document, width, has_number=has_number)
    start = OxmlElement("w:pgNumType")
    start.set(_name("start"), "1")
    section._sectPr.xpath("./w:pgMar")[0].addnext(start)  # noqa: SLF001 - the library has no word for it


def _fill(paragraph: Any, document: Document, width: int, *, has_number: bool) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Pt, Twips

    from papers.word.xml import SPACE  # noqa: PLC0415

    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Twips(width // 2), WD_TAB_ALIGNMENT.CENTER)
    stops.add_tab_stop(Twips(width), WD_TAB_ALIGNMENT.RIGHT)
    mark = paragraph.add_run(document.mark)
    paragraph.add_run("\t")
    if has_number:
        from docx.oxml import parse_xml

        paragraph._p.append(  # noqa: SLF001 - the library has no word for a field
            parse_xml(f'<w:fldSimple xmlns:w="{SPACE}" w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>')
        )
    draft = paragraph.add_run(f"\t{DRAFT}" if document.draft else "")
    for run in (mark, draft):
        run.font.size, run.font.bold = Pt(11), True


def _name(local: str) -> str:
    from docx.oxml.ns import qn

    name: str = qn(f"w:{local}")
    return name
