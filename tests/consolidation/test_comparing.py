"""A signed file beside what was approved: line breaks and page numbers do not count, words and pages do."""

from consolidation.documents.comparing import compare
from papers.pages import Pages

TEXT = "Số: 05/BC-SKHCN\nĐã tổ chức 03 lớp đào tạo cho 120 người\ntại huyện Văn Giang và huyện Khoái Châu."


def pages(*texts):
    return Pages(len(texts), texts)


def kinds(approved, signed):
    return [each["kind"] for each in compare(approved, signed)]


def test_other_line_breaks_and_page_numbers_are_no_difference():
    assert compare(pages(TEXT), pages("2\n" + TEXT.replace(" ", "\n"))) == []


def test_a_changed_number_is_shown_with_its_page_and_the_words_before():
    (found,) = compare(pages("Mở đầu", TEXT), pages("Mở đầu", TEXT.replace("120", "210")))
    assert found == {
        "kind": "text", "page": 2, "before": "lớp đào tạo cho", "was": "120", "now": "210",
    }  # fmt: skip


def test_a_removed_page_is_counted_and_its_words_shown():
    assert kinds(pages(TEXT, "Phụ lục: danh sách"), pages(TEXT)) == ["pages", "text"]


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
