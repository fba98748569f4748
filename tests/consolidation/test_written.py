"""Words of a passage and blocks of the paper: the same thing, whichever way one goes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidation.documents.written import MARKS, plain_words, to_blocks, to_text
from papers.blocks import Heading, ListBlock, Paragraph, TableBlock, joined
from papers.part import PASSAGE, Source

LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=60
)
MARK = st.sampled_from(["", *MARKS[:5]])


def test_every_mark_has_its_block():
    blocks = to_blocks(
        "Mở đầu.\n## 2.1. Đào tạo\n* Hội thảo\n> Đối với Bộ:\n- Một\n+ Một a\n- Hai\n_Số liệu:_ 05 lớp.\n"
        "| TT | Tên |\n| 1 | Chè |\n\\- không phải mục"
    )
    assert [type(block).__name__ for block in blocks] == [
        "Paragraph", "Heading", "Paragraph", "Paragraph", "ListBlock", "Paragraph", "TableBlock", "Paragraph",
    ]  # fmt: skip
    heading, star, italic, items, led, table, plain = blocks[1:]
    assert (heading.numbering, heading.text, heading.level) == ("2.1.", "Đào tạo", 4)
    assert (joined(star.runs), star.runs[0].italic) == ("* Hội thảo", True)
    assert (joined(italic.runs), italic.runs[0].italic) == ("Đối với Bộ:", True)
    assert [(joined(i.runs), [joined(s.runs) for s in i.items]) for i in items.items] == [
        ("Một", ["Một a"]), ("Hai", []),
    ]  # fmt: skip
    assert [(run.text, run.italic) for run in led.runs] == [("Số liệu: ", True), ("05 lớp.", False)]
    assert [[c.title for c in table.columns], [c.text for c in table.rows[0].cells]] == [
        ["TT", "Tên"],
        ["1", "Chè"],
    ]
    assert joined(plain.runs) == "- không phải mục"


@given(st.lists(st.tuples(MARK, LINE), max_size=12))
@settings(max_examples=300, deadline=None)
def test_what_became_blocks_becomes_the_same_blocks_again(lines):
    blocks = to_blocks("\n".join(mark + line for mark, line in lines))
    assert to_blocks(to_text(blocks)) == blocks


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_taken(text):
    assert all(isinstance(b, Paragraph | Heading | ListBlock | TableBlock) for b in to_blocks(text))


def test_every_block_keeps_the_source_of_the_passage():
    source = (Source("line", "7", "Sở Công Thương"),)
    blocks = to_blocks("Một.\n- Hai\n## Ba\n| a |\n| b |", source)
    assert {block.source for block in blocks} == {source}


def test_a_very_long_paragraph_stays_whole():
    words = "a" * (PASSAGE * 2 + 5)
    assert joined(to_blocks(words)[0].runs) == words


@pytest.mark.parametrize("text", ["", "\n\n", "   "])
def test_nothing_is_no_block(text):
    assert to_blocks(text) == ()


def test_words_without_marks():
    assert plain_words("## 1. A\n- b\n+ c\n| d | e |\n_f:_ g") == "1. A b c d e f: g"


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        ("Số liệu: 05 lớp.", "Số liệu: "),
        ("Sở Y tế: Đã tổ chức.", "Sở Y tế: "),
        ("Sở Y tế: Số liệu: 05 lớp.", "Sở Y tế: Số liệu: "),
        ("_Lưu ý:_ 05 lớp.", "Lưu ý: "),
        ("Sở Công Thương: 05 lớp.", ""),
        ("Số liệu:05 lớp.", ""),
    ],
)
def test_a_lead_is_set_in_italics_and_typed_without_strokes_where_it_is_known(line, lead):
    source = (Source("line", "7", "Sở Y tế"),)
    (paragraph,) = to_blocks(line, source)
    assert "".join(run.text for run in paragraph.runs if run.italic) == lead
    assert to_text([paragraph]) == line
