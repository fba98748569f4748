"""The bar chart: one picture for page and paper."""

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

from papers.blocks import Bar
from papers.charts import bar_chart, text_width, wrapped

SVG = "{http://www.w3.org/2000/svg}"
BARS = (
    Bar("Doanh nghiệp được hỗ trợ", Decimal("1234.5"), Decimal(2000)),
    Bar("Chuyên gia", Decimal(0)),
    Bar("Sản phẩm <b>", None, Decimal(10), "chưa báo cáo"),
)


def drawn(bars=BARS, **options):
    return ET.fromstring(bar_chart("Đạt hơn một nửa & còn thiếu", bars, **options))  # noqa: S314 (our own picture)


def said(tree):
    return [element.text for element in tree.iter(f"{SVG}text")]


def test_every_word_of_the_chart_is_text():
    assert said(drawn()) == [
        "Doanh nghiệp được hỗ trợ",
        "1.234,5 / 2.000",
        "Chuyên gia",
        "0",
        "Sản phẩm <b>",
        "chưa báo cáo",
        "chỉ tiêu 10",
        "chỉ tiêu",
    ]


def test_the_title_is_the_first_element_and_names_the_picture():
    tree = drawn()
    assert tree[0].tag == f"{SVG}title"
    assert tree[0].text == tree.get("aria-label") == "Đạt hơn một nửa & còn thiếu"


def test_nothing_in_the_chart_offends_a_strict_policy():
    for element in drawn().iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "g", "text", "rect", "line"}
        assert [
            name for name in element.attrib if name == "style" or name.startswith("on") or "href" in name
        ] == []


def test_lengths_are_in_proportion_and_the_tick_stands_at_the_target():
    tree = drawn()
    bars = list(tree.iter(f"{SVG}rect"))
    ticks = [element for element in tree.iter(f"{SVG}line") if element.get("class") == "chart-target"]
    assert float(bars[0].get("width")) == round(float(ticks[0].get("x1")) * 1234.5 / 2000, 1)
    assert float(bars[1].get("width")) == 0
    assert len(bars) == 2  # a missing figure draws no bar of no length


def test_negative_figures_grow_to_the_left_of_nought():
    loss, gain = drawn((Bar("2022", Decimal(-10)), Bar("2023", Decimal(30)))).iter(f"{SVG}rect")
    assert (float(loss.get("x")), float(loss.get("x")) + float(loss.get("width"))) == (
        0,
        float(gain.get("x")),
    )
    assert round(float(gain.get("width")) / float(loss.get("width"))) == 3


def test_figures_that_are_all_nought_can_be_drawn():
    assert said(drawn((Bar("Chuyên gia", Decimal(0)),))) == ["Chuyên gia", "0"]


def test_long_labels_wrap_inside_the_width():
    label = (
        "Doanh nghiệp được hướng dẫn áp dụng hệ thống quản lý, công cụ cải tiến năng suất chất lượng "
        + "x" * 200
    )
    lines = wrapped(label, 340)
    assert max(map(text_width, lines)) <= 340
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", label)


def test_the_words_of_the_target_can_be_of_another_language():
    assert said(drawn(BARS[:1], target_word="target")) == [
        "Doanh nghiệp được hỗ trợ",
        "1.234,5 / 2.000",
        "target",
    ]


def test_a_chart_is_small():
    assert len(bar_chart("Kết quả", BARS).encode()) < 4_000


def test_percentages_say_their_figure_alone_because_the_tick_is_the_hundred():
    bars = (Bar("Sản phẩm", Decimal("56.7"), Decimal(100)), Bar("Chuyên gia", None, remark="chưa báo cáo"))
    assert said(drawn(bars, unit="%", target_word="mức chỉ tiêu (100%)")) == [
        "Sản phẩm",
        "56,7%",
        "Chuyên gia",
        "chưa báo cáo",
        "mức chỉ tiêu (100%)",
    ]
