import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.vietnamese import ALPHABET, clean, fold, nfc, sort_key

ORDER = " aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
anything = st.text()
vietnamese = st.text(alphabet=ORDER + ORDER.upper() + "0123456789-.,", max_size=30)


def decomposed(text):
    return unicodedata.normalize("NFD", text)


def test_text_is_stored_composed():
    assert nfc(decomposed("Hà Giang")) == "Hà Giang"


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("  Hòa\u200b Bình\x00 ", "Hòa Bình"),
        ("năng\u00ad suất", "năng suất"),
        ("dòng 1\r\ndòng 2\ttab", "dòng 1\ndòng 2\ttab"),
        ("a\u200b\u0301", "á"),
        ("\ud800x", "x"),
        ("Công ty A\uffff\ufffe", "Công ty A"),  # no workbook could be written with them
        ("\u202eđảo\u202c", "đảo"),
    ],
)
def test_what_cannot_be_seen_is_not_stored(raw, stored):
    assert clean(raw) == stored


@given(anything)
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@given(anything)
def test_what_is_cleaned_can_be_stored_in_utf8_without_nul(text):
    assert b"\x00" not in clean(text).encode()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hoà Bình", "hoa binh"),
        ("Hòa  Bình\n", "hoa binh"),
        ("ĐỔI MỚI", "doi moi"),
        ("Ðắk Lắk", "dak lak"),
        ("giai đoạn 2021–2025", "giai doan 2021-2025"),
        ("“mô hình điểm”", '"mo hinh diem"'),
        ("hàng\u00a0năm", "hang nam"),
        ("m²", "m2"),
        ("", ""),
    ],
)
def test_folding_for_search(text, folded):
    assert fold(text) == folded


@given(anything)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(vietnamese)
def test_folding_a_vietnamese_text_leaves_ascii(text):
    assert fold(text).isascii()


@given(vietnamese)
def test_folding_ignores_case_and_composition(text):
    assert {fold(text.upper()), fold(decomposed(text)), fold(text)} == {fold(text)}


def test_provinces_in_the_order_of_the_alphabet():
    provinces = [
        "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre", "Cà Mau", "Cần Thơ",
        "Đà Nẵng", "Đắk Lắk", "Đồng Nai", "Gia Lai", "Hà Giang", "Hà Nội", "Hải Dương", "Hải Phòng", "Hòa Bình",
        "Hưng Yên", "Lai Châu", "Lào Cai", "Phú Thọ", "Quảng Ninh", "Thái Bình", "Tuyên Quang", "Vĩnh Phúc", "Yên Bái",
    ]  # fmt: skip
    assert sorted(set(provinces), key=sort_key) == provinces


@pytest.mark.parametrize(
    "ordered",
    [
        ["ba", "bà", "bả", "bã", "bá", "bạ", "bă", "bắ", "bâ"],
        ["ác", "ách", "ang", "anh"],
        ["d", "đ", "e"],
        ["tuân thủ", "tuần chay"],
        ["Hà Nội", "Hạ Long"],
        ["cha", "cha mẹ", "chan"],
        ["Phường 2", "Phường 10", "Phường An Khánh"],
        ["III.1", "III.2", "III.10"],
        ["Sở", "Sở Y tế", "Ω", "中"],
    ],
)
def test_order_of_a_dictionary(ordered):
    assert [sort_key(a) < sort_key(b) for a, b in pairwise(ordered)] == [True] * (len(ordered) - 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa Bình", "Hoà Bình"),
        ("KH&CN", "kh cn"),
        ("ĐỔI MỚI", "đổi mới"),
        ("Ðà Nẵng", "Đà Nẵng"),
        ("02", "2"),
    ],
)
def test_spellings_of_one_word_sort_together(one, other):
    assert sort_key(one) == sort_key(other)


@given(anything)
def test_keys_hold_only_digits_so_every_collation_agrees(text):
    assert set(sort_key(text)) <= set("0123456789")


@given(anything)
def test_keys_do_not_depend_on_composition(text):
    assert sort_key(decomposed(text)) == sort_key(text)


def _by_the_book(text):
    """Reference: a list of (letters, tones) per syllable, compared by Python itself."""
    key = []
    for syllable in text.lower().split():
        letters, tones = [], []
        for sign in syllable:
            marks = unicodedata.normalize("NFD", sign)
            tone = [mark for mark in marks if mark in "\u0300\u0309\u0303\u0301\u0323"]
            letters.append(ALPHABET.index(nfc("".join(mark for mark in marks if mark not in tone))))
            tones += ["\u0300\u0309\u0303\u0301\u0323".index(mark) + 1 for mark in tone]
        key.append((letters, tones))
    return key


words = st.lists(st.text(alphabet=ORDER[1:], min_size=1, max_size=4), max_size=3).map(" ".join)


@given(words, words)
def test_the_key_orders_as_the_rule_of_dictionaries_does(one, other):
    assert (sort_key(one) < sort_key(other)) == (_by_the_book(one) < _by_the_book(other))


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_sort_by_value(one, other):
    assert (sort_key(f"Số {one}") < sort_key(f"Số {other}")) == (one < other)


@given(words)
def test_the_key_of_a_name_stays_short(text):
    assert len(sort_key(text)) <= 4 * len(text) + 2
