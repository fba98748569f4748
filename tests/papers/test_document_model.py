"""The document model: what goes in comes out clean, bounded and whole."""

import unicodedata
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.formatting import number
from papers.blocks import (
    MOST_ITEMS,
    Align,
    Bar,
    Cell,
    ChartBlock,
    Column,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    ParagraphKind,
    Point,
    Row,
    RowKind,
    Run,
    Series,
    TableBlock,
    TrendBlock,
    TrendShape,
)
from papers.codec import fingerprint, from_json, to_json
from papers.model import Annex, Document, IssueDate, Letterhead, Metadata, Signature, texts
from papers.part import COUNTED, Part, Source
from papers.text import (
    DocumentRefused,
    balanced,
    enumerated,
    printable,
    roman,
    vietnamese_letter,
)
from tests.papers.sample_document import LABOUR, LETTERHEAD, SCIENCE, sample_document

WORDS = st.text(max_size=60)
FIGURES = st.none() | st.decimals(
    allow_nan=False, allow_infinity=False, places=3, max_value=10**9, min_value=-(10**9)
)
SOURCES = st.lists(st.builds(Source, WORDS.map(lambda t: t[:40]), WORDS, WORDS), max_size=2)
RUNS = st.lists(st.builds(Run, WORDS, st.booleans(), st.booleans()), max_size=3)
PARAGRAPHS = st.builds(Paragraph, RUNS, st.sampled_from(ParagraphKind), SOURCES)
HEADINGS = st.builds(Heading, st.integers(1, 4), WORDS, st.sampled_from(["", "I.", "1.", "đ)"]), SOURCES)
ITEMS = st.builds(ListItem, RUNS, st.lists(st.builds(ListItem, RUNS), max_size=2), SOURCES)
LISTS = st.builds(ListBlock, st.lists(ITEMS, max_size=3), source=SOURCES)
CHARTS = st.builds(
    ChartBlock,
    WORDS,
    st.lists(st.builds(Bar, WORDS, FIGURES, FIGURES, st.just("chưa báo cáo")), min_size=1, max_size=3),
)
TRENDS = st.builds(
    lambda title, figures, shape: TrendBlock(
        title,
        [str(year) for year in range(len(figures[0]))],
        [
            Series(f"Dòng {place}", [Point(p, "chưa báo cáo") for p in one])
            for place, one in enumerate(figures)
        ],
        shape=shape,
    ),
    WORDS,
    st.integers(1, 4).flatmap(
        lambda years: st.lists(st.lists(FIGURES, min_size=years, max_size=years), min_size=1, max_size=4)
    ),
    st.sampled_from(TrendShape),
)
COLUMNS = st.builds(
    Column, WORDS, st.integers(1, 100), st.sampled_from(Align), st.just("%"), st.sampled_from(["", "A"])
)
CELLS = st.builds(Cell, WORDS, st.booleans())


@st.composite
def tables(draw):
    columns = draw(st.lists(COLUMNS, min_size=1, max_size=5))
    full = st.lists(CELLS, min_size=len(columns), max_size=len(columns))
    rows = st.builds(Row, full, st.sampled_from([RowKind.NORMAL, RowKind.CHILD, RowKind.TOTAL]), SOURCES)
    groups = st.builds(Row, st.lists(CELLS, min_size=1, max_size=1), st.just(RowKind.GROUP))
    return TableBlock(columns, draw(st.lists(rows | groups, max_size=4)), draw(WORDS), draw(WORDS))


BLOCKS = st.lists(PARAGRAPHS | HEADINGS | LISTS | CHARTS | TRENDS | tables(), max_size=4)
DATES = st.sampled_from([IssueDate(), IssueDate(2023), IssueDate(2023, 11), IssueDate(2024, 2, 29)])
MOMENTS = st.none() | st.just(datetime(2026, 11, 25, 8, tzinfo=UTC))
DOCUMENTS = st.builds(
    Document,
    letterhead=st.builds(
        Letterhead,
        WORDS,
        WORDS,
        WORDS,
        WORDS,
        WORDS,
        WORDS,
        st.none() | st.integers(1, 900),
        DATES,
        st.lists(WORDS, max_size=3),
    ),
    signature=st.builds(Signature, WORDS, WORDS, st.lists(WORDS, max_size=2)),
    blocks=BLOCKS,
    annexes=st.lists(st.builds(Annex, WORDS, BLOCKS, landscape=st.booleans()), max_size=1),
    draft=st.booleans(),
    metadata=st.builds(Metadata, WORDS, st.integers(1, 9), MOMENTS),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_any_document_is_stored_and_read_again_unchanged(document):
    stored = to_json(document)
    assert from_json(stored) == document
    assert to_json(from_json(stored)) == stored


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.booleans(), st.booleans())
def test_a_printable_text_is_composed_and_stays_as_it_is(text, lines, trim):
    once = printable(text, limit=500, lines=lines, trim=trim)
    assert printable(once, limit=500, lines=lines, trim=trim) == once
    assert unicodedata.is_normalized("NFC", once)
    assert [c for c in once if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") and c != "\n"] == []


def test_the_sample_report_is_stored_and_read_again_unchanged():
    document = sample_document()
    assert from_json(to_json(document)) == document
    assert fingerprint(from_json(to_json(document))) == fingerprint(document)
    assert fingerprint(sample_document(draft=False)) != fingerprint(document)


def test_every_source_of_the_report_can_be_listed():
    assert sample_document().sources == (*LABOUR, *SCIENCE)


def test_decomposed_and_invisible_characters_do_not_reach_the_paper():
    run = Run("Hưng  Yên\u200b\u202e\x07\ufeff ")
    assert run.text == "Hưng Yên "
    assert Cell("Sở\r\n\n KH&CN\t1").text == "Sở\nKH&CN 1"


def test_a_text_beyond_its_limit_is_refused_with_its_length():
    with pytest.raises(DocumentRefused, match="20001"):
        Run("a" * 20_001)


def test_a_row_that_does_not_fit_the_head_is_refused():
    with pytest.raises(DocumentRefused):
        TableBlock((Column("A"), Column("B")), (Row((Cell("1"),)),))


def test_more_rows_than_one_piece_can_print_are_refused():
    row = Row((Cell("1"),))
    with pytest.raises(DocumentRefused, match=r"20\.001"):
        TableBlock((Column("A"),), (row,) * 20_001)


def test_whatever_a_part_holds_too_much_of_is_called_by_its_words():
    counted, kinds = set(), [Part]
    for kind in kinds:
        kinds += kind.__subclasses__()
        if is_dataclass(kind):
            counted |= {spec.name for spec in fields(kind) if str(spec.type).startswith("tuple")}
    assert counted - set(COUNTED) == set()
    most = number(MOST_ITEMS)
    with translation.override("en"), pytest.raises(DocumentRefused) as refused:
        ListBlock((ListItem.of("a"),) * (MOST_ITEMS + 1))
    said = f"it holds {number(MOST_ITEMS + 1)} lines in one list, and there may be 0 to {most}."
    assert refused.value.messages == [
        f"This paper cannot be printed: {said} Leave some of them out, or make several papers of it."
    ]


def test_a_third_step_of_a_list_is_refused():
    with pytest.raises(DocumentRefused):
        ListBlock((ListItem.of("a", ListItem.of("b", ListItem.of("c"))),))


def test_a_bar_without_a_figure_must_say_why():
    with pytest.raises(DocumentRefused):
        Bar("Chuyên gia")
    assert Bar("Chuyên gia", Decimal(0)).figure == "0"
    assert Bar("Chuyên gia", remark="không phát sinh").figure == "không phát sinh"


def test_two_annexes_need_numerals_of_their_own():
    with pytest.raises(DocumentRefused):
        sample_document(annexes=(Annex("A"), Annex("B")))
    assert sample_document(annexes=(Annex("A"),)).annexes[0].label == "Phụ lục"


def test_dates_no_calendar_has_are_refused():
    for parts in ((2023, 2, 29), (None, 11), (2023, None, 5), (2023, 13)):
        with pytest.raises(DocumentRefused):
            IssueDate(*parts)


def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(DocumentRefused):
        Metadata(composed_at=datetime(2026, 1, 1))  # noqa: DTZ001 (that is the point)


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"schema": 2, "document": {}},
        {"schema": 1},
        {"schema": 1, "document": {"letterhead": {}}},
        {"schema": 1, "document": to_json(sample_document())["document"] | {"unknown": 1}},
        {"schema": 1, "document": to_json(sample_document())["document"] | {"blocks": [{"block": "script"}]}},
        {"schema": 1, "document": to_json(sample_document())["document"] | {"blocks": "text"}},
        {"schema": 1, "document": to_json(sample_document())["document"] | {"closing": 5}},
    ],
)
def test_what_is_no_stored_document_is_refused(broken):
    with pytest.raises(DocumentRefused):
        from_json(broken)


def test_the_number_is_blank_until_given_and_padded_below_ten():
    assert LETTERHEAD.number_line.split() == ["Số:", "/BC-SKHCN"]
    assert replace(LETTERHEAD, number=5).number_line == "Số: 05/BC-SKHCN"
    assert replace(LETTERHEAD, number=123).number_line == "Số: 123/BC-SKHCN"


def test_place_and_date_leave_room_for_what_is_unknown():
    assert LETTERHEAD.place_date_line.split() == ["Hưng", "Yên,", "ngày", "tháng", "11", "năm", "2023"]
    dated = replace(LETTERHEAD, date=IssueDate.on(date(2026, 2, 5)))
    assert dated.place_date_line == "Hưng Yên, ngày 05 tháng 02 năm 2026"


def test_one_addressee_stands_alone_and_several_make_a_list():
    assert LETTERHEAD.addressee_lines == ("- UBND tỉnh Hưng Yên;", "- Bộ Khoa học và Công nghệ.")
    assert replace(LETTERHEAD, addressees=("- UBND tỉnh;",)).addressee_lines == ("UBND tỉnh",)


def test_lists_end_with_semicolons_and_one_full_stop():
    assert enumerated(("- Như trên;", "Như trên", "- Lưu: VT, TĐC.")) == (
        "- Như trên;",
        "- Như trên;",
        "- Lưu: VT, TĐC.",
    )
    assert enumerated(()) == ()


def test_a_long_issuer_is_cut_into_even_lines():
    assert LETTERHEAD.issuer_lines == ("SỞ KHOA HỌC VÀ CÔNG NGHỆ",)
    assert balanced("CHI CỤC TIÊU CHUẨN ĐO LƯỜNG CHẤT LƯỢNG", 27) == (
        "CHI CỤC TIÊU CHUẨN",
        "ĐO LƯỜNG CHẤT LƯỢNG",
    )


def test_parts_and_points_count_in_roman_and_vietnamese():
    assert [roman(n) for n in (1, 4, 9, 14, 40, 399)] == ["I", "IV", "IX", "XIV", "XL", "CCCXCIX"]
    assert "".join(vietnamese_letter(n) for n in range(1, 9)) == "abcdđegh"
    for wrong in (0, 24):
        with pytest.raises(ValueError, match="letter"):
            vietnamese_letter(wrong)
    with pytest.raises(ValueError, match="Roman"):
        roman(0)


def test_widths_are_whole_percents_that_fill_the_table():
    for shares in ((1,), (1, 1, 1), (100, 1, 1), (5, 40, 13, 14, 12, 12, 12), (100,) + (1,) * 23):
        widths = TableBlock(tuple(Column("A", share) for share in shares)).widths
        assert sum(widths) == 100
        assert min(widths) >= 1


def test_grouped_columns_share_a_cell_in_the_head():
    table = TableBlock((Column("TT"), Column("2023", group="Năm"), Column("2024", unit="người", group="Năm")))
    assert table.head == ((("TT", 1, 2), ("Năm", 2, 1)), (("2023", 1, 1), ("2024\n(người)", 1, 1)))


def test_texts_come_in_reading_order_and_none_is_blank():
    said = list(texts(sample_document(rows=1)))
    assert "" not in said
    assert said[:4] == [
        "UBND TỈNH HƯNG YÊN",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert said.index("Nguyễn Thái Kiều Ngân") < said.index("Phụ lục I") < said.index("Phụ lục II")


def test_the_number_of_a_document_is_kept_in_one_piece():
    run = Run("Công văn số 955/SKHCN-TĐC ngày 22/11/2023, Nghị quyết số 295/2020/NQ-HĐND; 12 km/h")
    assert [piece for piece, whole in run.pieces if whole] == [
        "số 955/SKHCN-TĐC",
        "số 295/2020/NQ-HĐND",
    ]
    assert "".join(piece for piece, _whole in run.pieces) == run.text


def test_titles_break_between_words_and_never_inside_a_documents_number():
    heading = Heading(3, "Năng suất chất lượng tại Quyết định số 1322/QĐ-TTg", "2.2.")
    kept = [piece for piece, whole in heading.pieces if whole]
    assert kept == ["Năng suất", "chất lượng", "số 1322/QĐ-TTg"]
    assert "".join(piece for piece, _whole in heading.pieces) == heading.line
