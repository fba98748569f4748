"""Which years a text speaks of itself, and which of them do not belong where they stand."""

from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from consolidation.completeness.year_words import Horizon, Why, own_years, wrong_years

PAST = Horizon(2023, 2023, frozenset({2021, 2025, 2030}))
AHEAD = Horizon(2023, 2023, frozenset({2021, 2025, 2030}), is_ahead=True)
YEARS = st.integers(1990, 2060)


def found(text, horizon=PAST, *, is_heading=False):
    return [(wrong.year, wrong.why) for wrong in wrong_years(text, horizon, is_heading=is_heading)]


def test_the_real_report_of_2023_holds_one_wrong_year_and_it_is_in_a_heading():
    source = Path(settings.BASE_DIR, "programmes/data/sources/hung-yen-101-2021.txt").read_text(
        encoding="utf-8"
    )
    wrong, horizon = [], PAST
    for number, line in enumerate(source.splitlines(), start=1):
        horizon = AHEAD if line.startswith("## **III.") or "**III. " in line else horizon
        wrong += [(number, *each) for each in found(line, horizon, is_heading=line.startswith("#"))]
    assert wrong == [(103, 2024, Why.HEADING)]


@pytest.mark.parametrize(
    "heading",
    [
        "Đánh giá kết quả, hiệu quả đã đạt được từ đầu Chương trình (năm 2021) đến hết năm 2023",
        "Kết quả thực hiện theo Quyết định số 1322/QĐ-TTg ngày 31/8/2020, cụ thể",
        "Chương trình giai đoạn 2021-2030, giai đoạn 2021–2025",
        "Mục tiêu đến năm 2030",
        "Áp dụng TCVN ISO 9001:2015 và Luật Tiêu chuẩn và quy chuẩn kỹ thuật năm 2006",
        "Dự án “Nâng cao năng suất năm 2024”",
    ],
)
def test_a_heading_about_results_may_name_phases_citations_goals_and_names(heading):
    assert found(heading, is_heading=True) == []


@pytest.mark.parametrize(
    "heading",
    [
        "Đánh giá kết quả và lũy kế kết quả từ đầu Chương trình đến hết năm 2024",
        "Kết quả thực hiện Kế hoạch số 101/KH-UBND năm 2024",
        "Kết quả đạt được năm 2022",
        "Lũy kế kết quả đến năm 2025",
    ],
)
def test_a_heading_about_results_may_not_name_another_year(heading):
    assert [why for _year, why in found(heading, is_heading=True)] == [Why.HEADING]


@pytest.mark.parametrize(
    "text",
    [
        "Năm 2023 không phát sinh nội dung này.",
        "So với năm 2022, số doanh nghiệp tăng 12%.",
        "Kỷ niệm 53 năm Ngày Tiêu chuẩn Thế giới (14/10/1970 - 14/10/2023).",
        "Ngày 05 tháng 02 năm 2024, Sở gửi báo cáo bổ sung.",
        "Kế hoạch số 15/KH-UBND ngày 03/02/2022 của UBND tỉnh về phát triển sản phẩm năm 2024.",
        "Nghị quyết số 295/2020/NQ-HĐND của Hội đồng nhân dân tỉnh.",
        "Phấn đấu đến năm 2030 có 1.000 doanh nghiệp; mục tiêu đến hết năm 2025 là 500.",
        "Tập huấn cho 2024 lượt người và 2025 doanh nghiệp.",
        "Chưa có số liệu TFP năm 2022.",
        "Dự kiến năm 2024 sẽ hỗ trợ thêm 05 doanh nghiệp.",
        "Xây dựng kế hoạch hỗ trợ giai đoạn 2024-2026.",
    ],
)
def test_results_may_name_comparisons_dates_numbers_goals_and_plans(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Lũy kế đến hết năm 2024 có 35 doanh nghiệp.", Why.RESULTS_AHEAD),
        ("Sở đã tổ chức 03 lớp trong năm 2024.", Why.RESULTS_AHEAD),
        ("Có 03 lớp năm 2024 cho cán bộ.", Why.AHEAD),
        ("Năm 2022, Sở tổ chức 03 lớp.", Why.LEFT_OVER),
        ("Chương trình giai đoạn 2030-2021.", Why.BACKWARD),
    ],
)
def test_results_of_another_year_are_found(text, why):
    assert [each for _year, each in found(text)] == [why]


def test_the_part_about_next_year_speaks_of_next_year():
    assert found("Phương hướng, giải pháp năm 2024 và những năm tiếp theo", AHEAD, is_heading=True) == []
    assert found("Phương hướng, giải pháp năm 2023", AHEAD, is_heading=True) == [(2023, Why.NOT_NEXT)]
    assert found("Năm 2023, Sở tập trung hỗ trợ doanh nghiệp.", AHEAD) == [(2023, Why.LEFT_OVER)]
    assert found("Năm 2024 tiếp tục hỗ trợ; phát huy kết quả năm 2023.", AHEAD) == []


@given(YEARS)
def test_in_a_heading_of_results_only_the_year_reported_and_the_beginning_pass(year):
    wrong = found(f"Kết quả đạt được đến hết năm {year}", is_heading=True)
    assert wrong == ([] if year in (2023, 2021) else [(year, Why.HEADING)])


@given(YEARS, YEARS)
def test_a_phase_passes_wherever_it_stands_unless_it_runs_backward(first, last):
    wrong = [] if first <= last else [(last, Why.BACKWARD)]
    for horizon in (PAST, AHEAD):
        assert found(f"Kết quả giai đoạn {first}-{last} của Chương trình", horizon, is_heading=True) == wrong


@given(st.integers(1, 28), st.integers(1, 12), YEARS)
def test_the_year_of_a_date_is_never_its_own(day, month, year):
    text = f"Ngày {day:02d}/{month}/{year} và ngày {day} tháng {month} năm {year}, Sở đã họp."
    assert list(own_years(text)) == []


@given(st.text(max_size=400), st.booleans())
def test_any_text_can_be_read(text, is_heading):
    for wrong in wrong_years(text, PAST, is_heading=is_heading):
        assert str(wrong.year) in text


@given(
    st.lists(
        st.sampled_from(["Năm", "2024", "lũy kế", "kết quả", "đến hết năm", ".", "(2023)", "mục tiêu", "đã"]),
        max_size=30,
    )
)
def test_a_year_and_reason_is_told_once(words):
    told = found(" ".join(words))
    assert len(told) == len(set(told))
