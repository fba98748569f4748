"""The printed file: complete, archivable, accessible, the same every time, and closed to the outside."""

import gc
import os
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from papers import assets, pdf
from papers.assets import AssetRefused, Assets, find_asset
from papers.blocks import Column, Paragraph, Run, TableBlock
from papers.codec import from_json, to_json
from papers.model import Annex, IssueDate, Verification, texts
from papers.pdf import Attachment, Pdf, bare, render, to_html
from papers.text import DocumentRefused
from tests.papers.sample_document import LETTERHEAD, long_table, sample_document

ROOT = Path(__file__).resolve().parents[2]
DATA = Attachment(
    "report.json", b'{"schema": 1}', "application/json", datetime(2023, 11, 25, tzinfo=UTC), "Data"
)
SHEET = Attachment("figures.csv", b"a;b\n", "text/csv", datetime(2023, 11, 25, tzinfo=UTC))


@pytest.fixture(scope="module")
def sample():
    return render(sample_document(), [DATA, SHEET])


def pages(content):
    """Return the text of each page in the order it is drawn, without number and draft mark (drawn last)."""
    drawn = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()
    return [
        re.sub(r"(^\d+\s+)?DỰ THẢO\s*\Z", "", sheet, flags=re.MULTILINE) for sheet in drawn.split("\f")[:-1]
    ]


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


def said(content):
    return squeezed("\n".join(pages(content)))


def small(*blocks, **changes):
    return sample_document(blocks=blocks, annexes=(), **changes)


def test_every_text_of_the_document_is_on_the_paper_in_composed_letters(sample):
    printed = said(sample.content)
    assert unicodedata.is_normalized("NFC", printed)
    assert [text for text in texts(sample_document()) if squeezed(text) not in printed] == []


def test_decomposed_text_comes_out_composed():
    document = small(Paragraph.of(unicodedata.normalize("NFD", "Năng suất chất lượng sản phẩm, hàng hóa")))
    assert "Năng suất chất lượng sản phẩm, hàng hóa" in said(render(document).content)


def test_the_file_says_it_is_archivable_and_accessible(sample):
    with pikepdf.open(BytesIO(sample.content)) as file:
        with file.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "3"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
            assert metadata["dc:title"].startswith("Báo cáo: Kết quả")
        assert file.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert str(file.Root.Lang) == "vi"
        assert file.Root.MarkInfo.Marked
        assert file.Root.ViewerPreferences.DisplayDocTitle
        assert len(file.Root.StructTreeRoot.K) == 1
        assert len(file.trailer.ID) == 2
        assert str(file.docinfo.CreationDate) == "D:20231125080000+00'00"


def test_the_extension_schema_and_both_standards_stand_in_one_description(sample):
    with pikepdf.open(BytesIO(sample.content)) as file:
        xmp = file.Root.Metadata.read_bytes().decode()
    assert (xmp.count("<rdf:RDF"), xmp.count("</rdf:RDF>")) == (1, 1)
    assert "http://www.aiim.org/pdfa/ns/extension/" in xmp


def test_every_font_is_the_vendored_one_embedded_and_readable(sample):
    with pikepdf.open(BytesIO(sample.content)) as file:
        fonts = [
            item
            for item in file.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        ]
        whole = [font for font in fonts if "/DescendantFonts" in font]
        assert len(whole) == 4
        for font in whole:
            assert "Tinos" in str(font.BaseFont)
            assert "/ToUnicode" in font
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_the_letterhead_is_no_table_and_the_chart_has_its_words(sample):
    with pikepdf.open(BytesIO(sample.content)) as file:
        elements = [
            item
            for item in file.objects
            if isinstance(item, pikepdf.Dictionary) and "/S" in item and "/P" in item
        ]
        kinds = [str(item.S) for item in elements]
        figures = [item for item in elements if item.S == "/Figure"]
        assert kinds.count("/Table") >= 3
        assert [str(item.Alt) for item in figures] == [
            "Đào tạo đã đạt hơn một nửa chỉ tiêu; hỗ trợ doanh nghiệp mới đạt 30%"
        ]
        assert kinds.count("/H1") == 1


def test_headings_make_the_bookmarks(sample):
    with pikepdf.open(BytesIO(sample.content)) as file, file.open_outline() as outline:
        top = outline.root[0]
        assert [item.title for item in top.children][-2:] == [
            "Phụ lục I DOANH NGHIỆP ĐƯỢC HỖ TRỢ (SỐ LIỆU MINH HỌA)",
            "Phụ lục II TÌNH HÌNH BÁO CÁO CỦA CÁC ĐƠN VỊ (SỐ LIỆU MINH HỌA)",
        ]


def test_qpdf_finds_no_fault(sample, tmp_path):
    (tmp_path / "report.pdf").write_bytes(sample.content)
    subprocess.run(["qpdf", "--check", tmp_path / "report.pdf"], check=True, capture_output=True)


def test_attached_files_keep_their_name_type_and_date(sample):
    with pikepdf.open(BytesIO(sample.content)) as file:
        assert list(file.attachments) == ["figures.csv", "report.json"]
        attached = file.attachments["report.json"].get_file()
        assert (attached.read_bytes(), attached.mime_type) == (DATA.content, "application/json")
        assert attached.creation_date == DATA.made_at
        assert {str(spec.AFRelationship) for spec in file.Root.AF} == {"/Source"}


def test_two_attached_files_of_one_name_are_refused():
    with pytest.raises(DocumentRefused):
        render(small(), [DATA, DATA])


def test_the_same_document_gives_the_same_bytes_in_two_processes(sample):
    program = """
import django, hashlib; django.setup()
from papers.pdf import render
from tests.papers.sample_document import sample_document
print(render(sample_document()).sha256)
"""
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            env=_environment(seed),
            text=True,
        )
        for seed in ("1", "2")
    ]
    hashes = {run.communicate(timeout=120)[0].split()[-1] for run in runs}
    assert hashes == {render(sample_document()).sha256}


def _environment(seed):
    return os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}


def test_a_draft_is_marked_on_every_page_and_the_issued_report_on_none(sample):
    everything = subprocess.run(
        ["pdftotext", "-", "-"], input=sample.content, capture_output=True, check=True
    )
    assert everything.stdout.decode().count("DỰ THẢO") == sample.pages
    issued = render(small(draft=False))
    assert (
        "DỰ THẢO"
        not in subprocess.run(
            ["pdftotext", "-", "-"], input=issued.content, capture_output=True, check=True
        ).stdout.decode()
    )


def test_pages_are_numbered_from_the_second_and_every_annex_from_one(sample):
    assert [_head(sample.content, page) for page in range(1, 5)] == ["", "2", "3", "4"]
    annexes = tuple(
        Annex(f"Bảng {numeral}", (long_table(25),), numeral, landscape=True) for numeral in ("I", "II", "III")
    )
    file = render(sample_document(annexes=annexes))
    heads = [_head(file.content, page) for page in range(file.pages - 8, file.pages + 1)]
    assert heads == ["", "2", "3"] * 3


def _head(content, page):
    """Return what stands in the middle of a page's top margin."""
    band = ["-f", str(page), "-l", str(page), "-x", "280", "-y", "0", "-W", "180", "-H", "50"]
    drawn = subprocess.run(["pdftotext", *band, "-", "-"], input=content, capture_output=True, check=True)
    return drawn.stdout.decode().strip()


def test_a_numbered_and_dated_report_prints_both():
    letterhead = replace(LETTERHEAD, number=5, date=IssueDate(2026, 2, 5))
    printed = said(render(small(letterhead=letterhead, draft=False)).content)
    assert "Số: 05/BC-SKHCN" in printed
    assert "Hưng Yên, ngày 05 tháng 02 năm 2026" in printed


def test_a_square_code_under_the_recipients_leads_to_where_the_paper_is_verified():
    check = Verification("https://nscl.example/xac-minh/", "ABCD2345WXYZ")
    assert check.address == "https://nscl.example/xac-minh/?ma=ABCD2345WXYZ"
    document = small(verification=check)
    file = render(document)
    assert "Kiểm tra tại: nscl.example/xac-minh/ Mã xác minh: ABCD-2345-WXYZ" in said(file.content)
    assert [text for text in texts(document) if squeezed(text) not in said(file.content)] == []
    with pikepdf.open(BytesIO(file.content)) as opened:
        figures = [
            f for f in opened.objects if isinstance(f, pikepdf.Dictionary) and f.get("/S") == "/Figure"
        ]
        assert str(figures[-1].Alt) == "Mã QR dẫn tới trang kiểm tra văn bản"
    assert from_json(to_json(document)) == document
    assert "verification" not in to_json(small())["document"]


def test_recipients_and_signature_stay_on_one_page_with_the_closing():
    for lines in range(30, 42):
        sheets = pages(render(small(*(Paragraph.of(f"Đoạn {n}.") for n in range(lines)))).content)
        last = squeezed(sheets[-1])
        if len(sheets) > 1 and "Đoạn" in last:
            break
    kept = [squeezed(sheet) for sheet in sheets if "Nơi nhận:" in sheet]
    assert len(kept) == 1
    assert ["trân trọng báo cáo" in kept[0], "Nguyễn Thái Kiều Ngân" in kept[0]] == [True, True]
    assert "Đoạn" in kept[0]


HOSTILE = (
    "<script>alert(1)</script>",
    '<img src="file:///etc/passwd">',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<svg><image href="http://127.0.0.1:9/x.png"/></svg>',
    "</p><style>@import url(http://127.0.0.1:9/a.css);</style>",
    "{{ document }}{% include 'x' %}",
)


def test_markup_in_a_text_is_printed_as_it_was_typed():
    document = small(Paragraph(tuple(Run(text + " ") for text in HOSTILE)), closing=HOSTILE[0])
    document = replace(document, letterhead=replace(LETTERHEAD, title=HOSTILE[1]))
    file = render(document)
    printed = re.sub(r"\s", "", said(file.content))  # long addresses are broken into lines
    assert [text for text in HOSTILE if re.sub(r"\s", "", text) not in printed] == []
    with pikepdf.open(BytesIO(file.content)) as opened:
        assert list(opened.attachments) == []


@pytest.mark.parametrize(
    "snippet",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        "<style>@import url(file:///etc/passwd);</style>",
        "<style>body { background: url(ftp://127.0.0.1/x.png) }</style>",
        '<style>@font-face { font-family: x; src: url("file:///etc/passwd") } p { font-family: x }</style><p>x</p>',
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title><image href="file:///etc/passwd"/></svg>',
        '<object data="file:///etc/passwd"></object>',
        '<img src="data:image/png;base64,AAAA" alt="x">',
    ],
)
def test_a_page_that_asks_for_anything_else_is_not_printed(snippet):
    with pytest.raises(AssetRefused):
        pdf._print(f'<html lang="vi"><title>x</title><body>{snippet}</body></html>', ())


def test_only_vendored_files_are_given():
    base = "https://assets.invalid/"
    assert find_asset(f"{base}print/report.css") == assets.PAPER / "report.css"
    assert find_asset(f"{base}fonts/tinos/Tinos_400Regular.ttf").is_file()
    refused = (
        "http://assets.invalid/print/report.css",
        "https://assets.invalid.example/print/report.css",
        "https://user@assets.invalid/print/report.css",
        f"{base}print/../../config/settings.py",
        f"{base}print/%2e%2e/fonts/tinos/LICENSE.txt",
        f"{base}print/%252e%252e/report.css",
        f"{base}fonts/../print/report.css",
        f"{base}fonts/tinos/LICENSE.txt",
        f"{base}print/report.css?x",
        f"{base}print/",
        f"{base}print//etc/passwd",
        f"{base}manage.py",
        f"{base}print/report.css%00.ttf",
    )
    assert [url for url in refused if find_asset(url)] == []


def test_links_and_large_files_are_not_given(tmp_path, monkeypatch):
    monkeypatch.setitem(assets.ROOTS, "print", tmp_path)
    (tmp_path / "real.css").write_text("p {}")
    (tmp_path / "link.css").symlink_to(tmp_path / "real.css")
    (tmp_path / "large.css").write_bytes(b" " * (assets.LARGEST + 1))
    given = {
        name: bool(find_asset(f"https://assets.invalid/print/{name}.css"))
        for name in ("real", "link", "large")
    }
    assert given == {"real": True, "link": False, "large": False}


def test_what_was_refused_is_remembered():
    giver = Assets()
    with pytest.raises(AssetRefused):
        giver("file:///etc/passwd")
    assert giver.denied == ["file:///etc/passwd"]


def test_a_table_without_rows_and_one_of_five_hundred_are_printed():
    empty = render(small(TableBlock((Column("Đơn vị"), Column("Tình trạng")))))
    assert "Đơn vị Tình trạng" in said(empty.content)
    long = render(
        sample_document(blocks=(), rows=500, annexes=(Annex("Dài", (long_table(500),), landscape=True),))
    )
    sheets = pages(long.content)
    assert "Công ty trách nhiệm hữu hạn minh họa số 500" in squeezed(sheets[-1])
    assert [sheet.count("Doanh nghiệp") for sheet in sheets[1:]] == [1] * (
        long.pages - 1
    )  # the head is repeated


def test_an_endless_word_wraps_and_loses_no_letter():
    word = "hàng" * 100
    table = TableBlock((Column("A"), Column("B")), long_table(1).rows[:0])
    file = render(small(Paragraph.of(word), table))
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=file.content, capture_output=True, check=True
    )
    assert max(float(x) for x in re.findall(r'xMax="([\d.]+)"', boxes.stdout.decode())) < 595
    assert word in re.sub(r"\s", "", "".join(pages(file.content)))


def test_characters_the_font_lacks_are_reported():
    assert render(small()).unprintable == ""
    assert pdf.unprintable(small(Paragraph.of("Đạt ✓ 漢"))) == "✓漢"


def test_the_collector_runs_again_after_a_print_and_after_a_failure():
    assert isinstance(render(small()), Pdf)
    assert gc.isenabled()
    with pytest.raises(AssetRefused):
        pdf._print('<img src="file:///etc/passwd">', ())
    assert gc.isenabled()


def test_the_bare_print_is_of_the_same_page():
    document = small()
    assert said(bare(to_html(document))) == said(render(document).content)


def test_a_stored_report_prints_like_the_first_time():
    document = small()
    assert render(from_json(to_json(document))).sha256 == render(document).sha256
