"""A signed file beside what was approved: line breaks and page numbers do not count, words and pages do."""

from dataclasses import replace

from consolidation.documents.comparing import compare
from papers.blocks import Paragraph
from papers.model import Annex
from papers.pages import Pages, read_pages
from papers.pdf import render
from tests.papers.sample_document import sample_document

TEXT = "Số: 05/BC-SKHCN\nĐã tổ chức 03 lớp đào tạo cho 120 người\ntại huyện Văn Giang và huyện Khoái Châu."


def pages(*texts):
    return Pages(len(texts), texts)


def kinds(approved, signed):
    return [each["kind"] for each in compare(approved, signed)]


def test_other_line_breaks_and_the_place_of_page_numbers_are_no_difference():
    assert compare(pages("Mở đầu", TEXT + "\n2"), pages("Mở đầu", "2\n" + TEXT.replace(" ", "\n"))) == []


def test_a_figure_alone_at_the_foot_of_a_page_is_compared():
    papers = [
        sample_document(annexes=(Annex("Số người", (Paragraph.of("Người:"), Paragraph.of(figure))),))
        for figure in ("120", "210")
    ]
    approved, signed = (read_pages(render(replace(paper, draft=False, mark="")).content) for paper in papers)
    assert approved.texts[-1].split("\n")[-1] == "120"
    (found,) = compare(approved, signed)
    assert (found["page"], found["was"], found["now"]) == (approved.count, "120", "210")


def test_a_figure_in_the_place_of_a_page_number_is_compared():
    approved = pages("Mở đầu", TEXT + "\n2")
    (found,) = compare(approved, pages("Mở đầu", TEXT + "\n1000\n2"))
    assert found["now"] == "1000"
    (found,) = compare(approved, pages("Mở đầu", TEXT + "\n1000"))
    assert (found["was"], found["now"]) == ("", "1000")


def test_a_changed_number_is_shown_with_its_page_and_the_words_before():
    (found,) = compare(pages("Mở đầu", TEXT), pages("Mở đầu", TEXT.replace("120", "210")))
    assert found == {
        "kind": "text", "page": 2, "before": "lớp đào tạo cho", "was": "120", "now": "210",
    }  # fmt: skip


def test_a_removed_page_is_counted_and_its_words_shown():
    assert kinds(pages(TEXT, "Phụ lục: danh sách"), pages(TEXT)) == ["pages", "text"]
    whole = (TEXT, "Danh sách thứ nhất\n2", "Danh sách thứ hai\n3", "Danh sách thứ ba\n4")
    assert kinds(pages(*whole), pages(whole[0], *whole[2:])) == ["pages", "text"]


def test_a_scan_has_no_words_to_compare():
    assert kinds(pages(TEXT), pages("")) == ["scan"]


def test_another_paper_has_hardly_a_word_in_common():
    assert kinds(pages(TEXT), pages("Kính gửi các đơn vị, đề nghị gửi ý kiến trước ngày mai.")) == ["little"]


def test_what_a_digital_signature_adds_is_no_difference_but_is_shown():
    stamped = TEXT + "\nKý bởi: Sở Khoa học và Công nghệ\nThời gian ký: 05/02/2026 14:05:10"
    assert kinds(pages(TEXT), pages(stamped)) == ["signature"]


def test_figures_slipped_in_beside_a_signature_are_a_difference():
    for slipped in ("và cấp thêm 5 tỷ đồng", "120 người", "05/02/2026 14:05 và 300 người"):
        signed = TEXT + f"\nKý bởi: Giám đốc\n{slipped}"
        assert kinds(pages(TEXT), pages(signed)) == ["text"]


def test_very_many_differences_are_counted_not_kept():
    words = [f"từ{n} chung{n} giữ{n}" for n in range(300)]
    changed = [line.replace("từ", "chữ") for line in words]
    found = compare(pages("\n".join(words)), pages("\n".join(changed)))
    assert (len(found), found[-1]) == (61, {"kind": "more", "now": 240})


def test_a_sentence_that_begins_like_a_label_is_no_signature():
    for slipped in (
        "Đơn vị không hoàn thành nhiệm vụ được giao.",
        "Cơ quan chủ trì: chưa thực hiện",
        "Email",
    ):
        assert kinds(pages(TEXT), pages(f"{TEXT}\n{slipped}")) == ["text"]
