"""A long paper is laid out in portions and looks as if it had been laid out at once."""

import os
import subprocess
import sys
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import portions
from papers.blocks import Cell, Column, Heading, Paragraph, Row, RowKind, TableBlock
from papers.model import Annex
from papers.pdf import render
from papers.portions import Cursor, is_long, portion, seam
from tests.papers.sample_document import RETURNS, long_table, sample_document
from tests.papers.test_pdf import DATA, ROOT, SHEET, pages

COLUMNS = (Column("TT", 10), Column("Tên", 90))


def table(count, *, text="Doanh nghiệp", **changes):
    rows = [Row((Cell(str(n), numeric=True), Cell(f"{text} {n}"))) for n in range(1, count + 1)]
    for place in range(9, count, 10):
        rows[place] = Row((Cell(f"Nhóm {place}"),), RowKind.GROUP)
    return TableBlock(
        **({"columns": COLUMNS, "rows": rows, "caption": "Danh sách", "note": "Ghi chú"} | changes)
    )


def tall(count):
    """A table whose 20th row is longer than a page."""
    rows = list(table(count).rows)
    rows[19] = Row((Cell("20"), Cell("một hai ba " * 350)))
    return TableBlock((Column("TT", 80), Column("Tên", 20)), rows)


def long_document(**changes):
    annexes = (
        Annex("Doanh nghiệp", (Paragraph.of("Mở đầu."), long_table(60), RETURNS), "I", landscape=True),
        Annex("Ngắn", (RETURNS,), "II"),
        Annex("Hai bảng", (Heading(1, "Bảng A"), table(160), Heading(1, "Bảng B"), table(40)), "III"),
        Annex("Dòng dài", (tall(30), Paragraph.of("Hết.")), "IV"),
    )
    return sample_document(**({"annexes": annexes} | changes))


@pytest.fixture
def short_portions(monkeypatch):
    monkeypatch.setattr(portions, "IN_ONE_PIECE", 100)
    monkeypatch.setattr(portions, "AT_ONCE", 300)


@pytest.fixture(scope="module")
def made():
    """The long document in portions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(portions, "IN_ONE_PIECE", 100)
        patch.setattr(portions, "AT_ONCE", 300)
        return render(long_document(), [DATA, SHEET])


def test_every_page_is_as_full_as_if_the_paper_had_been_laid_out_at_once(made):
    assert _drawn(made.content) == _drawn(render(long_document()).content)


def _drawn(content):
    """Every word of every page with its place, page numbers and draft marks included."""
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True)
    return boxes.stdout.decode().partition("<body>")[2]


def test_the_joined_file_is_an_archive_that_keeps_its_data_and_its_bookmarks(made, tmp_path):
    with pikepdf.open(BytesIO(made.content)) as file:
        with file.open_metadata() as about:
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "U")
            assert about["dc:title"].startswith("Báo cáo: Kết quả")
        assert (str(file.Root.Lang), str(file.Root.OutputIntents[0].S)) == ("vi", "/GTS_PDFA1")
        assert len(file.trailer.ID) == 2
        assert {name: one.get_file().read_bytes() for name, one in file.attachments.items()} == {
            "figures.csv": SHEET.content,
            "report.json": DATA.content,
        }
        assert {str(spec.AFRelationship) for spec in file.Root.AF} == {"/Source"}
        with file.open_outline() as outline:
            [top] = outline.root
            last = top.children[-1]
            assert [item.title[:11] for item in top.children][-6:] == [
                "Phụ lục I D", "Phụ lục II ", "Phụ lục III", "Bảng A", "Bảng B", "Phụ lục IV ",
            ]  # fmt: skip
            leads_to = file.pages.index(pikepdf.Page(last.destination[0]))
        assert "Phụ lục IV" in pages(made.content)[leads_to]
        fonts = [f for f in file.objects if isinstance(f, pikepdf.Dictionary) and "/DescendantFonts" in f]
        assert all("/ToUnicode" in f and "/FontFile2" in f.DescendantFonts[0].FontDescriptor for f in fonts)
    (tmp_path / "long.pdf").write_bytes(made.content)
    subprocess.run(["qpdf", "--check", tmp_path / "long.pdf"], check=True, capture_output=True)


def test_the_same_long_document_gives_the_same_bytes_in_every_process(made):
    program = """
import django; django.setup()
from papers import portions
from papers.pdf import render
from tests.papers.test_portions import DATA, SHEET, long_document
portions.IN_ONE_PIECE, portions.AT_ONCE = 100, 300
print(render(long_document(), [DATA, SHEET]).sha256)
"""
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    other = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, check=True, text=True
    )
    assert other.stdout.split()[-1] == made.sha256


def test_two_long_papers_are_two_files(short_portions):
    def name(rows):
        document = sample_document(annexes=(Annex("A", (long_table(rows),), landscape=True),))
        with pikepdf.open(BytesIO(render(document).content)) as file:
            return bytes(file.trailer.ID[0])

    assert name(40) != name(41)


def test_who_waits_hears_how_far_it_is(short_portions):
    heard = []
    render(sample_document(annexes=(Annex("A", (long_table(80),)),)), tell=heard.append)
    assert len(heard) > 2
    assert len(set(heard)) == len(heard)


def test_only_what_is_long_is_laid_out_in_portions():
    def paper(rows):
        return sample_document(annexes=(Annex("A", (long_table(rows),)),))

    assert (is_long(paper(1_000)), is_long(paper(1_600)), is_long(sample_document())) == (False, True, False)
    words = TableBlock(COLUMNS, [Row((Cell("1"), Cell("chữ " * 900)))] * 200)
    assert is_long(sample_document(annexes=(Annex("A", (words,)),)))


@given(
    st.lists(st.none() | st.integers(1, 80), max_size=6),
    st.lists(st.integers(1, 40), min_size=1, max_size=9),
    st.data(),
)
def test_every_row_and_block_is_printed_once(shapes, page_sizes, data):
    blocks = [Paragraph.of(f"Đoạn {n}") if rows is None else table(rows) for n, rows in enumerate(shapes)]
    annex = Annex("A", blocks)
    seen, cursor, left = [], Cursor(), 500
    while cursor:
        left -= 1
        assert left, "it never ends"
        found = portion(annex, cursor)
        sheets = []
        if found.end:
            sheets, at, count = [[]], 0, found.end.row - found.first_row
            while at < count:
                size = data.draw(st.sampled_from(page_sizes))
                sheets[-1].extend(range(at, min(at + size, count)))
                at += size
                if at < count:
                    sheets.append([])
        _kept, following = seam(found, sheets)
        for block in found.blocks:
            cut = following and block is found.blocks[-1]
            rows = getattr(block, "rows", ())[: following.row - found.first_row if cut else None]
            seen.extend([row.cells[-1].text for row in rows] if rows else [str(block)])
        cursor = following
    assert seen == [
        text
        for block in blocks
        for text in ([row.cells[-1].text for row in block.rows] if hasattr(block, "rows") else [str(block)])
    ]


def test_a_caption_stands_at_the_beginning_and_a_note_at_the_end_only(short_portions):
    annex = Annex("A", (table(200),))
    first = portion(annex, Cursor())
    last = portion(annex, Cursor(0, 180))
    assert [(p.blocks[0].caption, p.blocks[0].note) for p in (first, last)] == [
        ("Danh sách", ""),
        ("", "Ghi chú"),
    ]
