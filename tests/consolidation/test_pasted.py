"""Text pasted from Word: lists and tables stay, words stay, what cannot be printed is refused with its reason."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from consolidation.documents.written import to_blocks
from consolidation.forms.pasted import PassageText, tidied

FROM_WORD = [
    ("•\tMột\r\n•\tHai", "- Một\n- Hai"),
    ("\uf0b7 Một", "- Một"),
    ("o\tMột", "- Một"),
    ("–\tMột", "- Một"),
    ("1.\tMục một\na)\tÝ một", "1. Mục một\na) Ý một"),
    ("TT\tTên\n1\tSở A", "| TT | Tên |\n| 1 | Sở A |"),
    ("| a | b |\n\n| 1 | 2 |", "| a | b |\n| 1 | 2 |"),
    ("Một\x0bHai", "Một\nHai"),
    ("“Nâng cao” ‘chất lượng’", "“Nâng cao” ‘chất lượng’"),
    ("Đa\u0300o ta\u0323o", "Đào tạo"),
    ("Số\u00a0955/SKHCN-TĐC", "Số 955/SKHCN-TĐC"),
    ("A\u202ecba\u202c\u200bB\x07", "AcbaB"),
    ("Năm 2023 - 2024; −5 độ", "Năm 2023 - 2024; −5 độ"),
    ("Rất tốt 👍", "Rất tốt 👍"),
    ("Một\n\n\n\nHai", "Một\n\nHai"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
]


@pytest.mark.parametrize(("pasted", "kept"), FROM_WORD)
def test_pasted_text_becomes_lines(pasted, kept):
    assert tidied(pasted) == kept


@pytest.mark.parametrize(
    ("text", "code"),
    [("dài " * 50_000, "too_long"), ("data:image/png;base64,AAAA", "picture"), ("Hình \ufffc", "picture")],
)
def test_what_does_not_fit_is_refused_in_words(text, code):
    with pytest.raises(ValidationError) as no:
        PassageText().clean(text)
    assert [error.code for error in no.value.error_list] == [code]


@given(st.text(alphabet=st.sampled_from("aăđ1 .-+*|#>\t\n\r•–\u00a0\u202e\u0301_\\")))
def test_tidying_twice_changes_nothing_more_and_can_always_be_printed(text):
    once = tidied(text)
    assert tidied(once) == once
    to_blocks(PassageText().clean(text))
