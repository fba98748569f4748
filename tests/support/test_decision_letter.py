"""What the letter to the enterprise says: granted, refused with its clause, some of each; nothing made up."""

import datetime as dt

from papers.letter import Stationery
from papers.model import IssueDate, texts
from papers.pdf import render
from programmes.models import LegalDocument
from support.documents.decision_letter import compose_decision, level_words, seal_of
from support.models import SupportLevel
from support.queries.decision_facts import Decided, DecisionFacts

AT = dt.datetime(2026, 5, 20, 9, tzinfo=dt.UTC)
PLAN = LegalDocument(
    kind="plan",
    number_and_symbol="149/KH-UBND",
    issued_on=dt.date(2021, 6, 16),
    issuer_text="UBND Thành phố Hà Nội",
)
LEVEL = SupportLevel(rate=50, cap=100_000_000, cap_unit="contract", legal_basis="Nghị quyết thử.")
YES, NO = True, False
GRANTED = Decided("Áp dụng ISO 9001.", YES, 180_000_000, 90_000_000, LEVEL, "", "")
FREE = Decided("Áp dụng 5S", YES, None, 40_000_000, None, "theo báo giá", "")
REFUSED = Decided("Chứng nhận", NO, None, 0, None, "Đã được hỗ trợ năm 2024", "Chỉ hỗ trợ một lần.")


def letter(*decided, at=AT, **facts):
    paper = Stationery(
        issuer="SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        symbol="SKHCN-TĐC",
        place="Hà Nội",
        superior="UBND THÀNH PHỐ HÀ NỘI",
    )
    given = {
        "paper": paper,
        "agency": "Sở Khoa học và Công nghệ",
        "enterprise": "Công ty A",
        "tax_code": "0100109106",
        "address": "",
        "code": "NSCL-01-2026-00012",
        "submitted_on": dt.date(2026, 3, 5),
        "plan": PLAN,
        "council_on": dt.date(2026, 5, 12),
        "decided": decided,
        **facts,
    }
    return compose_decision(DecisionFacts(**given), at=at)


def said(document):
    return " ".join(texts(document))


def test_a_grant_shows_cost_amount_and_the_level_it_comes_from():
    text = said(letter(GRANTED))
    assert "180.000.000 90.000.000" in text
    assert "Mức hỗ trợ áp dụng theo Nghị quyết thử: 50% chi phí, tối đa 100.000.000 đồng/hợp đồng." in text
    assert "không được hỗ trợ" not in text


def test_an_amount_no_level_gives_says_what_it_rests_on():
    assert "Số tiền hỗ trợ được xác định như sau: theo báo giá." in said(letter(FREE))


def test_a_refusal_says_why_quotes_the_clause_and_the_right_to_ask_again():
    text = said(letter(REFUSED))
    assert "Lý do: Đã được hỗ trợ năm 2024." in text
    assert "Quy định của Kế hoạch số 149/KH-UBND: “Chỉ hỗ trợ một lần”." in text
    assert "có thể gửi đề nghị mới" in text
    assert "Nội dung được hỗ trợ" not in text


def test_a_mixed_letter_numbers_its_two_parts_and_adds_amounts_of_different_contents():
    lines = list(texts(letter(GRANTED, FREE, REFUSED)))
    assert [line for line in lines if "Nội dung" in line and "hỗ trợ" in line and line[0].isdigit()] == [
        "1. Nội dung được hỗ trợ",
        "2. Nội dung không được hỗ trợ",
    ]
    assert "130.000.000" in lines


def test_number_day_and_contact_stay_open():
    document = letter(GRANTED)
    assert (document.letterhead.number, document.letterhead.date, document.draft) == (
        None,
        IssueDate(2026),
        True,
    )
    assert "đồng chí …; điện thoại …; thư điện tử …" in said(document)


def test_a_households_number_is_not_printed_and_no_council_is_made_up():
    text = said(letter(GRANTED, tax_code="", council_on=None))
    assert ("mã số thuế" in text, "hội đồng" in text) == (False, False)


def test_the_seal_tells_what_is_said_not_when():
    later = AT + dt.timedelta(hours=3)
    assert seal_of(letter(GRANTED)) == seal_of(letter(GRANTED, at=later))
    assert seal_of(letter(GRANTED)) != seal_of(letter(REFUSED))


def test_level_words_name_rate_cap_or_both():
    assert level_words(SupportLevel(rate=30, cap_unit="support")) == "30% chi phí"
    assert level_words(SupportLevel(cap=20, cap_unit="product")) == "tối đa 20 đồng/sản phẩm"


def test_it_prints_on_one_page_without_a_character_the_font_lacks():
    printed = render(letter(GRANTED))
    assert (printed.pages, printed.unprintable) == (1, "")
