"""Word says what the PDF says, in the form of Decree 30/2020. Judged by its text and its XML: nothing here opens Word."""

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from papers.blocks import (
    Align,
    Cell,
    ChartBlock,
    Column,
    Paragraph,
    Point,
    Row,
    RowKind,
    Run,
    Series,
    TableBlock,
    TrendBlock,
)
from papers.model import Annex, Verification, texts
from papers.pdf import render as to_pdf
from papers.word import render
from reporting.documents.letters import compose_call, compose_chase
from tests.papers.sample_document import sample_document
from tests.papers.test_pdf import said, squeezed
from tests.reporting import letters


def opened(document):
    return docx.Document(BytesIO(render(document)))


def written(document) -> str:
    """Every paragraph of the body in reading order, those of table cells included."""
    signs = (qn("w:t"), qn("w:br"), qn("w:tab"))
    paragraphs = opened(document).element.body.iter(qn("w:p"))
    lines = ["".join(sign.text or " " for sign in paragraph.iter(*signs)) for paragraph in paragraphs]
    return squeezed("\n".join(lines))


def without_charts():
    """The sample report short enough that no table head is repeated, without what only a drawing says."""
    sample = sample_document(rows=3)
    return replace(sample, blocks=tuple(b for b in sample.blocks if not isinstance(b, ChartBlock)))


PAPERS = {
    "report": sample_document,
    "issued report": lambda: sample_document(
        rows=3, draft=False, verification=Verification("https://nscl.example/xac-minh/", "ABCD2345WXYZ")
    ),
    "call": lambda: compose_call(letters.call_facts(), at=letters.AT),
    "call of many": lambda: compose_call(letters.call_facts(20, 60), at=letters.AT),
    "chase": lambda: compose_chase(letters.chase_facts(), at=letters.AT),
    "chase of many": lambda: compose_chase(letters.chase_facts(40), at=letters.AT),
}


@pytest.mark.parametrize("name", PAPERS)
def test_every_text_of_the_paper_stands_in_both_files(name):
    document = PAPERS[name]()
    word, pdf = written(document), said(to_pdf(document).content)
    assert [text for text in texts(document) if squeezed(text) not in word] == []
    assert [text for text in texts(document) if squeezed(text) not in pdf] == []
    assert unicodedata.is_normalized("NFC", word)


@pytest.mark.parametrize("name", ["report", "call", "chase"])
def test_both_files_hold_the_same_words_and_no_others(name):
    document = without_charts() if name == "report" else PAPERS[name]()

    def words(text):
        return sorted(re.sub(r"[\s\xa0]+", " ", text).split())

    assert words(written(document)) == words(said(to_pdf(document).content))


def test_the_file_is_of_decree_30():
    file = opened(sample_document())
    body, wide, upright = file.sections
    millimetres = [
        round(m.mm) for m in (body.top_margin, body.right_margin, body.bottom_margin, body.left_margin)
    ]
    assert (round(body.page_width.mm), round(body.page_height.mm), millimetres) == (
        210,
        297,
        [20, 15, 20, 30],
    )
    assert (round(wide.page_width.mm), round(upright.page_width.mm)) == (297, 210)
    normal = file.styles["Normal"]
    assert (normal.font.name, normal.font.size.pt) == ("Times New Roman", 14)
    assert file.styles["Body Text"].paragraph_format.first_line_indent.cm == pytest.approx(1.27, abs=0.01)
    assert {e.get(qn("w:ascii")) for e in file.styles.element.iter(qn("w:rFonts"))} == {"Times New Roman"}
    assert {e.get(qn("w:val")) for e in file.styles.element.iter(qn("w:lang"))} == {"vi-VN"}
    assert file.core_properties.language == "vi-VN"
    assert file.core_properties.title.startswith("Báo cáo: Kết quả thực hiện")
    assert file.core_properties.comments == ""


def test_page_numbers_begin_on_the_second_page_of_each_part():
    for section in opened(sample_document(draft=False)).sections:
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xml
        assert "PAGE" not in section.first_page_header._element.xml
        assert section._sectPr.xpath("./w:pgNumType/@w:start") == ["1"]


def test_a_draft_says_so_on_every_page_and_an_issued_paper_does_not():
    for draft in (True, False):
        for section in opened(sample_document(draft=draft, mark="DEMO")).sections:
            for header in (section.header, section.first_page_header):
                text = header.paragraphs[0].text
                assert ("DỰ THẢO" in text, "DEMO" in text) == (draft, True)


def test_heads_of_tables_are_repeated_and_rows_stay_whole():
    document = sample_document(rows=3)
    rows = opened(document).element.body.xpath(".//w:tbl[w:tblPr/w:tblBorders]//w:tr")
    tables = [b for b in document.all_blocks if isinstance(b, TableBlock | ChartBlock)]
    heads = sum(len((t.table if isinstance(t, ChartBlock) else t).head) for t in tables)
    assert len([r for r in rows if r.xpath("./w:trPr/w:tblHeader")]) == heads
    assert all(r.xpath("./w:trPr/w:cantSplit") for r in rows)


def test_every_row_fills_its_grid():
    """A row that does not makes Word call the file damaged."""
    columns = (
        Column("TT", 5, Align.CENTER),
        Column("Kết quả", 10, group="Năm 2026", unit="người"),
        Column("Ước", 10, group="Năm 2026"),
        Column("Ghi chú", 20),
    )
    rows = (Row((Cell("Nhóm"),), RowKind.GROUP), Row((Cell("1"), Cell("2"), Cell("3"), Cell("a\nb"))))
    file = opened(sample_document(blocks=(TableBlock(columns, rows), TableBlock(columns, rows)), annexes=()))
    for table in file.element.body.iter(qn("w:tbl")):
        grid = [int(c.get(qn("w:w"))) for c in table.iter(qn("w:gridCol"))]
        for row in table.iter(qn("w:tr")):
            spans = [int((c.xpath("./w:tcPr/w:gridSpan/@w:val") or ["1"])[0]) for c in row.iter(qn("w:tc"))]
            widths = [int(c.xpath("./w:tcPr/w:tcW/@w:w")[0]) for c in row.iter(qn("w:tc"))]
            assert (sum(spans), sum(widths)) == (len(grid), sum(grid))
    tables = file.element.body.xpath("./w:tbl")
    assert all(t.getnext().tag != qn("w:tbl") for t in tables)  # Word melts neighbours into one


def test_styled_runs_and_signs_of_xml_survive():
    text = Paragraph((Run("A & B < C "), Run("đậm", bold=True), Run(" nghiêng", italic=True)))
    paragraph = next(
        p for p in opened(sample_document(blocks=(text,))).paragraphs if p.text.startswith("A &")
    )
    assert paragraph.text == "A & B < C đậm nghiêng"
    assert [(bool(r.bold), bool(r.italic)) for r in paragraph.runs] == [
        (False, False),
        (True, False),
        (False, True),
    ]


def test_the_number_of_a_document_is_not_torn_from_its_word():
    assert "số\xa0149/KH-UBND" in "".join(
        p.text for p in opened(compose_call(letters.call_facts(), at=letters.AT)).paragraphs
    )


def test_the_same_document_makes_the_same_bytes():
    assert render(sample_document()) == render(sample_document())


def test_nothing_outside_is_asked_for():
    with ZipFile(BytesIO(render(sample_document()))) as packed:
        assert not any(b'TargetMode="External"' in packed.read(name) for name in packed.namelist())


def test_a_paper_without_annexes_has_one_section():
    assert len(opened(sample_document(annexes=())).sections) == 1


def test_an_annex_begins_a_page_and_is_numbered_by_itself():
    file = opened(sample_document(annexes=(Annex("Danh sách", (Paragraph.of("Một dòng."),)),)))
    assert [str(s.start_type) for s in file.sections][1] == "NEW_PAGE (2)"
    assert [p.text for p in file.paragraphs if p.style.name == "Heading 1"][-1] == "Phụ lục"


def test_a_chart_is_a_picture_described_by_its_title_above_the_table_of_its_figures():
    years = tuple(map(str, range(2021, 2024)))
    points = tuple(Point(Decimal(n)) for n in (1, 2, 3))
    trend = TrendBlock("Tăng “đều” & mạnh", years, (Series("Lũy kế", points),), "người")
    chart = next(b for b in sample_document().blocks if isinstance(b, ChartBlock))
    file = opened(sample_document(blocks=(chart, trend, chart), annexes=()))
    shown = [mark.get("descr") for mark in file.element.body.iter(qn("wp:docPr"))]
    assert shown == [chart.title, trend.title, chart.title]
    assert [shape.width.mm for shape in file.inline_shapes] == [165, 165, 165]
    images = [part.image for part in file.part.package.image_parts]
    assert [(image.content_type, image.px_width) for image in images] == [("image/png", 1300)] * 2
    following = [
        drawing.getparent().getparent().getparent().getnext().tag
        for drawing in file.element.body.iter(qn("wp:inline"))
    ]
    assert following == [qn("w:p")] * 3  # the gap, then the table
    assert "2023" in written(sample_document(blocks=(trend,), annexes=()))
