"""Figures over the years: one picture for page, paper and Word, and the table behind it."""

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from papers.blocks import Point, Series, TrendBlock, TrendShape
from papers.charts import block_chart
from papers.codec import from_json, to_json
from papers.model import texts
from papers.pdf import render
from papers.text import DocumentRefused
from papers.trends import trend_chart
from tests.papers.sample_document import sample_document
from tests.papers.test_charts import SVG, said
from tests.papers.test_pdf import said as printed
from tests.papers.test_pdf import squeezed

YEARS = ("2021", "2022", "2023", "2024")


def series(label, *figures):
    return Series(label, [Point(None, f) if isinstance(f, str) else Point(Decimal(str(f))) for f in figures])


ONE = TrendBlock(
    "Tăng đều & <b>",
    YEARS,
    (series("Lũy kế", 12, 1234.5, "chưa báo cáo", 1500),),
    "người",
    Decimal(2000),
)
TWO = (series("Thuộc Chương trình", 12, 34, 40, 50), series("Lồng ghép", 12, "không phát sinh", 20, 49))


def drawn(block, **options):
    return ET.fromstring(trend_chart(block, **options))  # noqa: S314 (our own picture)


def test_every_word_is_text_and_the_missing_year_says_why():
    assert said(drawn(ONE)) == [
        *("0", "500", "1.000", "1.500", "2.000"),
        *YEARS,
        *("12", "1.234,5", "chưa báo cáo", "1.500"),
        *("Lũy kế", "chỉ tiêu: 2.000"),
    ]


def test_the_title_names_the_picture_and_nothing_offends_a_strict_policy():
    tree = drawn(ONE)
    assert tree[0].text == tree.get("aria-label") == "Tăng đều & <b>"
    kinds = {"svg", "title", "g", "text", "rect", "line", "polyline", "circle", "polygon"}
    for shape in TrendShape:
        for element in drawn(TrendBlock("a", YEARS, TWO, shape=shape)).iter():
            assert element.tag.removeprefix(SVG) in kinds
            assert [name for name in element.attrib if name == "style" or name.startswith("on")] == []


def test_a_year_without_a_figure_breaks_the_line():
    lines = [line.get("points").split() for line in drawn(ONE).iter(f"{SVG}polyline")]
    assert [len(points) for points in lines] == [2]  # 2021-2022; 2024 stands alone
    assert len(list(drawn(ONE).iter(f"{SVG}circle"))) == 3 + 1  # and the mark of the legend


def test_series_are_told_apart_by_more_than_colour():
    tree = drawn(TrendBlock("a", YEARS, TWO))
    assert {line.get("stroke-dasharray") for line in tree.iter(f"{SVG}polyline")} == {None, "7 3"}
    assert len(list(tree.iter(f"{SVG}circle"))) == 5
    assert len([r for r in tree.iter(f"{SVG}rect") if r.get("width") == "9"]) == 4


def test_figures_of_one_year_do_not_cover_each_other():
    words = [
        t for t in drawn(TrendBlock("a", YEARS, TWO)).iter(f"{SVG}text") if t.get("class") == "chart-value"
    ]
    places = [(t.get("x"), float(t.get("y"))) for t in words]
    for at, (x, y) in enumerate(places):
        assert [abs(y - other) < 14 for xx, other in places[at + 1 :] if xx == x].count(True) == 0


def test_lengths_of_columns_are_in_proportion_also_below_nought():
    block = TrendBlock("a", ("1", "2"), (series("A", -10, 30),), shape=TrendShape.COLUMNS)
    loss, gain = [r for r in drawn(block).iter(f"{SVG}rect") if r.get("class") == "chart-bar"]
    assert round(float(gain.get("height")) / float(loss.get("height"))) == 3
    assert float(gain.get("y")) + float(gain.get("height")) == pytest.approx(float(loss.get("y")))


def test_years_of_noughts_can_be_drawn():
    assert said(drawn(TrendBlock("a", ("2021",), (series("A", 0),)))) == ["0", "1", "2021", "0", "A"]


def test_a_chart_of_ten_years_fits_a_phone_and_is_small():
    years = tuple(map(str, range(2021, 2031)))
    wide = tuple(series(label, *(1000 * n for n in range(1, 11))) for label in "AB")
    chart = trend_chart(TrendBlock("a", years, wide, shape=TrendShape.COLUMNS), width=340)
    assert len(chart.encode()) < 8_000
    edges = [float(r.get("x")) + float(r.get("width")) for r in ET.fromstring(chart).iter(f"{SVG}rect")]  # noqa: S314
    assert max(edges) <= 340


def test_the_table_behind_says_the_same_figures():
    assert [[c.text for c in row.cells] for row in ONE.table.rows] == [
        ["2021", "12"],
        ["2022", "1.234,5"],
        ["2023", "chưa báo cáo"],
        ["2024", "1.500"],
        ["Chỉ tiêu", "2.000"],
    ]
    assert [c.lines for c in TrendBlock("a", YEARS, TWO, "%").table.columns] == [
        "Năm",
        "Thuộc Chương trình\n(%)",
        "Lồng ghép\n(%)",
    ]


def test_a_trend_is_stored_read_again_and_printed():
    blocks = (
        ONE,
        TrendBlock("b", YEARS, TWO, "%", shape=TrendShape.COLUMNS, with_table=True, note="Ghi chú."),
    )
    document = sample_document(blocks=blocks, annexes=())
    assert from_json(to_json(document)) == document
    paper = printed(render(document).content)
    turned = ("không phát sinh",)  # turned words come out by themselves
    assert [text for text in texts(document) if squeezed(text) not in paper and text not in turned] == []


@pytest.mark.parametrize(
    "wrong",
    [
        Point,
        lambda: Point(Decimal("NaN")),
        lambda: TrendBlock("a", YEARS, (series("A", 1),)),
        lambda: TrendBlock("a", YEARS, TWO, target=Decimal(1)),
        lambda: TrendBlock("a", YEARS, TWO * 3),
    ],
)
def test_what_cannot_be_drawn_honestly_is_refused(wrong):
    with pytest.raises(DocumentRefused):
        wrong()


def test_every_chart_of_a_paper_is_drawn_by_one_door():
    assert block_chart(ONE) == trend_chart(ONE)
    assert block_chart(object()) == ""
