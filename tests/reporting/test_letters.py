"""What the letters say: whom they ask for what, until when, and nothing nobody told."""

import datetime as dt

import pytest

from organisations.models import OrganisationKind
from papers.codec import from_json, to_json
from papers.letter import registered
from papers.model import IssueDate, texts
from papers.pdf import render
from programmes.models import LegalDocument
from reporting.documents.letters import compose_call, compose_chase, sent_to
from reporting.queries.letter_facts import Asked, Owing
from tests.reporting import letters
from tests.reporting.letters import AT, a_paper, a_period, chase_facts


def call(*args, **facts):
    return compose_call(letters.call_facts(*args, **facts), at=AT)


def chase(*args, **facts):
    return compose_chase(chase_facts(*args, **facts), at=AT)


def said(document):
    return " ".join(texts(document))


def test_a_letter_has_no_big_title_but_says_what_it_is_about_under_its_number():
    head = call().letterhead
    lines = list(texts(call()))
    assert head.about_line == "V/v đề nghị báo cáo kết quả thực hiện Kế hoạch số 149/KH-UBND năm 2026"
    assert lines[lines.index(head.number_line) + 1] == head.about_line
    assert "CÔNG VĂN" not in lines


def test_number_day_and_signer_stay_open_until_somebody_gives_them():
    document = call()
    assert (document.letterhead.number, document.letterhead.date) == (None, IssueDate(2026))
    assert (document.signature.forms, document.signature.position, document.signature.name) == (
        ("KT. GIÁM ĐỐC",),
        "PHÓ GIÁM ĐỐC",
        "",
    )
    assert document.draft
    assert "đồng chí …; điện thoại …; thư điện tử …" in said(document)


def test_the_symbol_is_the_issuers_with_the_unit_that_drafts():
    assert call().letterhead.symbol == "SKHCN-TĐC"


def test_the_grounds_are_the_decision_the_plan_its_clause_and_the_letters_received():
    asked = LegalDocument(
        kind="letter",
        number_and_symbol="4258/BKHCN-TĐC",
        issued_on=dt.date(2026, 11, 17),
        issuer_text="Bộ Khoa học và Công nghệ",
        abstract="báo cáo kết quả năm 2026",
    )
    text = said(call(received=(asked,)))
    assert "Thực hiện Quyết định số 1322/QĐ-TTg ngày 31/8/2020 của Thủ tướng Chính phủ" in text
    assert "Kế hoạch số 149/KH-UBND ngày 16/6/2021 của Ủy ban nhân dân thành phố Hà Nội" in text
    assert "giao Sở Khoa học và Công nghệ: “Định kỳ ngày 25 tháng 11 hằng năm gửi báo cáo”." in text
    assert (
        "Căn cứ Công văn số 4258/BKHCN-TĐC ngày 17/11/2026 của Bộ Khoa học và Công nghệ về việc báo cáo"
        in text
    )


def test_what_is_asked_has_its_days_and_weekday():
    text = said(call())
    assert "tính đến hết ngày 15/11/2026; đồng thời ước thực hiện cả năm 2026 (đến 31/12/2026)" in text
    assert "gửi chậm nhất ngày 20/11/2026 (thứ Sáu)" in text
    assert "từ ngày 01/10/2026" in text
    assert "lãnh đạo đơn vị xác nhận" in text
    assert "“không phát sinh”" in text
    assert "https://nscl.example" in text


def test_a_year_that_is_over_asks_for_no_estimate():
    assert "ước thực hiện" not in said(call(period=a_period(cutoff_on=dt.date(2026, 12, 31))))


@pytest.mark.parametrize(
    ("facts", "about"),
    [
        ({"kind": "quarter", "number": 3}, "kết quả thực hiện Kế hoạch số 149/KH-UBND quý III năm 2026"),
        ({"kind": "half", "number": 1}, "kết quả thực hiện Kế hoạch số 149/KH-UBND 6 tháng đầu năm 2026"),
        (
            {"kind": "five_year", "covers_from": 2022},
            "05 năm thực hiện Kế hoạch số 149/KH-UBND giai đoạn 2022-2026",
        ),
        ({"kind": "midterm"}, "sơ kết thực hiện Kế hoạch số 149/KH-UBND giai đoạn 2021-2026"),
        ({"kind": "final"}, "tổng kết thực hiện Kế hoạch số 149/KH-UBND giai đoạn 2021-2026"),
        (
            {"kind": "ad_hoc", "number": 1, "subject": "doanh nghiệp được hỗ trợ."},
            "đột xuất năm 2026: doanh nghiệp được hỗ trợ (Kế hoạch số 149/KH-UBND)",
        ),
    ],
)
def test_each_kind_of_report_is_asked_for_by_its_name_and_has_its_outline(facts, about):
    document = call(period=a_period(**facts))
    assert document.letterhead.title == f"đề nghị báo cáo {about}"
    assert [annex.title for annex in document.annexes] == [
        "Đề cương báo cáo",
        "Danh sách đơn vị và nhiệm vụ báo cáo",
    ]
    assert "{" not in said(document)


def test_few_units_are_addressed_by_name_and_dost_does_not_write_to_itself():
    assert call(3).letterhead.addressees == ("Sở Thử nghiệm 1", "Sở Thử nghiệm 2")


def test_many_units_are_addressed_as_groups_with_a_list_that_names_every_one():
    document = call(20, 126)
    assert document.letterhead.addressee_lines == (
        "- Các Sở, ban, ngành thành phố Hà Nội (danh sách tại Phụ\xa0lục\xa0II);",
        "- UBND các xã, phường (danh sách tại Phụ\xa0lục\xa0II).",
    )
    table = document.annexes[1].blocks[-1]
    named = [row.cells[1].text for row in table.rows if len(row.cells) > 1]
    assert (len(named), len(set(named))) == (146, 146)
    assert table.caption == "Các đơn vị báo cáo (146 đơn vị)"
    assert sent_to(document) == "các Sở, ban, ngành thành phố Hà Nội; UBND các xã, phường"


def test_a_commune_is_addressed_through_its_peoples_committee():
    units = (
        Asked("Phường Ba Đình", OrganisationKind.COMMUNE),
        Asked("UBND xã Sóc Sơn", OrganisationKind.COMMUNE),
    )
    assert call(units=units).letterhead.addressees == ("UBND phường Ba Đình", "UBND xã Sóc Sơn")


def test_a_small_group_is_named_beside_a_large_one():
    units = (*letters.units(3), *letters.units(0, 30))
    assert call(units=units).letterhead.addressees == (
        "Sở Thử nghiệm 1",
        "Sở Thử nghiệm 2",
        "UBND các xã, phường (danh sách tại Phụ\xa0lục\xa0II)",
    )


def test_the_list_says_what_each_unit_leads_helps_with_and_shares():
    ours, other, *_rest = call().annexes[1].blocks[-1].rows
    assert [cell.text for cell in ours.cells] == [
        "1", "Sở Khoa học và Công nghệ", "1.1–1.4, 2.1", "2.1, 2.2", "2.3, 2.4, 3.1–3.4",
    ]  # fmt: skip
    assert [cell.text for cell in other.cells][2:] == ["-", "2.1, 2.2", "2.3, 2.4, 3.1–3.4"]


def test_a_role_nobody_has_takes_no_column():
    def titles(*units):
        return [column.title for column in call(units=units).annexes[1].blocks[-1].columns][2:]

    leads, shares = (
        Asked("A", OrganisationKind.DEPARTMENT, **{role: ("1.1",)}) for role in ("leads", "shares")
    )
    assert titles(leads, shares) == ["Chủ trì", "Theo nhóm"]
    assert titles(leads) == ["Chủ trì"]
    assert titles(shares) == ["Nội dung báo cáo"]


def test_the_outline_is_that_of_the_yearly_report():
    outline = call().annexes[0]
    assert (outline.label, outline.title) == ("Phụ lục I", "Đề cương báo cáo")
    assert outline.blocks[0].line == "I. Tình hình triển khai và kết quả thực hiện Chương trình"
    assert "{" not in " ".join(block.line for block in outline.blocks)


def test_the_chase_cites_the_call_and_lists_who_owes_what():
    cited = LegalDocument(
        kind="letter",
        number_and_symbol="955/SKHCN-TĐC",
        issued_on=dt.date(2026, 10, 5),
        issuer_text="Sở Khoa học và Công nghệ",
        abstract="đề nghị báo cáo",
    )
    document = chase(call=cited)
    assert document.letterhead.about_line.startswith("V/v đôn đốc báo cáo kết quả")
    text = said(document)
    assert "đã có Công văn số 955/SKHCN-TĐC ngày 05/10/2026" in text
    assert "hạn gửi là ngày 20/11/2026 (thứ Sáu)" in text
    assert "Đến hết ngày 21/11/2026" in text
    assert "chậm nhất ngày 23/11/2026 (thứ Hai)" in text
    assert document.letterhead.addressees == tuple(f"Sở Thử nghiệm {n}" for n in range(3))
    assert document.annexes == ()


def test_a_chase_without_a_registered_call_cites_none():
    assert "Công văn số" not in said(chase())


def test_a_long_chase_lists_the_units_in_an_annex():
    document = chase(40)
    assert [annex.label for annex in document.annexes] == ["Phụ lục"]
    assert len(document.annexes[0].blocks[0].rows) == 40
    assert document.letterhead.addressees == (
        "Các Sở, ban, ngành thành phố Hà Nội (danh sách tại Phụ lục)".replace("Phụ lục)", "Phụ\xa0lục)"),
    )


def test_registering_gives_number_and_day_and_takes_the_mark_of_a_draft():
    document = registered(call(), number=5, symbol="SKHCN-TĐC", on=dt.date(2026, 2, 5))
    assert document.letterhead.number_line == "Số: 05/SKHCN-TĐC"
    assert document.letterhead.place_date_line == "Hà Nội, ngày 05 tháng 02 năm 2026"
    assert not document.draft
    assert document.blocks == call().blocks


def test_demo_figures_are_marked_on_every_page():
    document = call(paper=a_paper(is_demo=True))
    assert document.mark == "DỮ LIỆU MINH HỌA (DEMO)"


def test_letters_are_stored_and_read_back_as_they_are():
    for document in (
        call(20, 126),
        chase(),
        registered(call(), number=9, symbol="X", on=dt.date(2026, 1, 1)),
    ):
        assert from_json(to_json(document)) == document


def test_the_call_to_146_units_stays_within_ten_pages():
    assert render(call(20, 126)).pages <= 10


def test_names_with_signs_of_markup_are_only_names():
    owing = (Owing("Sở <b>Thử</b> & Nghiệm", OrganisationKind.DEPARTMENT, "Chưa nhập", "Toàn bộ"),)
    assert "Sở <b>Thử</b> & Nghiệm" in said(chase(units=owing))
