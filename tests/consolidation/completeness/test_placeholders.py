"""Places nobody filled in are found; dots that belong to the text are not."""

import pytest

from consolidation.completeness.placeholders import unfilled


@pytest.mark.parametrize(
    "text",
    [
        "Kết quả năm {year}",
        "Công văn số …… ngày 22/11/2023",
        "đã tổ chức … lớp",
        "[số liệu của Sở Công Thương]",
        "Có [...] doanh nghiệp",
        "Số: ____/BC",
        "hỗ trợ ..... doanh nghiệp",
        "TODO viết tiếp",
    ],
)
def test_a_place_not_filled_in_is_found(text):
    assert len(list(unfilled(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch số …/KH-UBND của UBND tỉnh",
        "năng suất xanh... và các công cụ khác,...",
        "Techfest Hải Phòng năm 2023 ....",
        "khởi nghiệp nổi bật,... góp phần thúc đẩy",
        "Điều 5 [sửa đổi năm 2020]",
    ],
)
def test_dots_of_the_text_are_left_alone(text):
    assert list(unfilled(text)) == []
