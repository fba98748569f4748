"""What was typed, what of a text answers it, and how it is marked."""

import pytest
from django.template import Context, Template

from common.search import Words, excerpt, pieces, reasons


def marked(text, typed):
    return "".join(f"[{part}]" if sought else part for part, sought in pieces(text, Words.of(typed)))


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("", ()),
        (" \t\n ", ()),
        ("%_\\'\"", ()),
        ("Năng  suất, NĂNG suất", ("nang", "suat")),
        ("1322/QĐ-TTg", ("1322", "qd", "ttg")),
        ("Ðồng Đăng đá", ("dong", "dang", "da")),
        ("5S\u200b KAIZEN", ("5s", "kaizen")),
        ("100%_x", ("100", "x")),
    ],
)
def test_what_is_typed_becomes_words_without_dau(typed, parts):
    assert Words.of(typed).parts == parts


def test_one_letter_is_too_little_and_nothing_is_nothing():
    assert Words.of("a").is_too_short
    assert not Words.of("a").can_be_sought
    assert Words.of("%%").is_empty
    assert not Words.of("%%").can_be_sought
    assert not Words.of("a b").can_be_sought
    assert Words.of("ab").can_be_sought


def test_ten_thousand_letters_are_cut_and_it_is_said():
    words = Words.of("năng suất " * 1000)
    assert words.was_cut
    assert words.parts == ("nang", "suat")
    assert len(words.text) <= 200
    many = Words.of(" ".join(f"tu{number}" for number in range(30)))
    assert many.was_cut
    assert len(many.parts) == 10
    assert not Words.of("năng suất").was_cut


def test_the_word_for_the_kind_says_nothing_of_its_own():
    reports = ("bao cao tong hop", "bao cao", "nam")
    assert Words.of("Báo cáo năm 2025 Hà Nội").without(*reports).parts == ("2025", "ha", "noi")
    assert Words.of("báo cáo").without(*reports).parts == ("bao", "cao")  # nothing else was typed
    assert Words.of("bao bì cao cấp").without(*reports).parts == ("bao", "bi", "cao", "cap")


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("Nâng cao năng suất", "nang suat", "Nâng cao [năng suất]"),
        ("Suất ăn, năng động", "nang suat", "[Suất] ăn, [năng] động"),
        ("theo Quyết định 1322/QĐ-TTg", "1322/qd-ttg", "theo Quyết định [1322/QĐ-TTg]"),
        ("theo Quyết định 1322/QĐ-TTg", "qđ 1322", "theo Quyết định [1322/QĐ]-TTg"),
        ("hàng hóa Hà Nội", "hà nội", "hàng hóa [Hà Nội]"),
        ("hàng hóa", "ha", "[hà]ng hóa"),
        ("hàng hóa", "ha x", "hàng hóa"),
        ("<b>5S</b>", "5s", "<b>[5S]</b>"),
        ("Hòa Phát".replace("ò", "o\u0300"), "hoa phat", "[Hòa Phát]"),
        ("không có gì", "%", "không có gì"),
    ],
)
def test_what_was_sought_is_marked_where_it_stands(text, typed, shown):
    assert marked(text, typed) == shown


def test_marks_are_safe_for_a_page():
    page = Template("{% load search %}{{ text|marked:words }}")
    shown = page.render(Context({"text": "<b>5S</b> & năng suất", "words": Words.of("năng")}))
    assert shown == "&lt;b&gt;5S&lt;/b&gt; &amp; <mark>năng</mark> suất"


def test_a_long_text_is_cut_around_the_first_word():
    text = "đầu " * 100 + "năng suất " + "cuối " * 100
    cut = excerpt(text, Words.of("năng suất"))
    assert "năng suất" in cut
    assert cut.startswith("… đầu")
    assert cut.endswith("cuối …")
    assert len(cut) < 200
    assert excerpt("ngắn", Words.of("năng")) == "ngắn"


def test_a_part_is_a_reason_only_for_words_the_title_lacks():
    words = Words.of("đào tạo công thương")
    parts = [("Leads", "Sở Công Thương"), ("Helps", "Sở Công Thương Hà Nội")]
    found = reasons(words, "Đào tạo chuyên gia", parts)
    assert [(reason.label, reason.text) for reason in found] == [("Leads", "Sở Công Thương")]
    assert reasons(words, "Đào tạo ngành công thương", parts) == ()
