"""The frame of a letter: what any DOST letter carries, whoever writes it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from papers.blocks import Align, Cell, Column, Paragraph, Row, TableBlock
from papers.letter import issuer_words, letter, registered, signature_of, symbol_of, usual_stationery
from papers.model import IssueDate
from papers.part import Source
from papers.preview import shown
from papers.text import DEMO

PAPER = usual_stationery("tỉnh Hưng Yên", "Hưng Yên")
NEW_YEAR = datetime(2026, 12, 31, 18, tzinfo=UTC)  # 2027 in Vietnam already
BODY = (Paragraph.of("Sở đã nhận hồ sơ."),)


def written(paper=PAPER, **changes):
    facts = {"title": "tiếp nhận hồ sơ", "to": ("Công ty A",), "blocks": BODY, "at": NEW_YEAR} | changes
    return letter(paper, **facts)


def test_a_letter_is_a_draft_without_number_and_day_in_the_year_of_vietnam():
    document = written()
    head = document.letterhead
    assert (document.draft, head.number, head.date) == (True, None, IssueDate(2027))
    assert (head.superior, head.issuer) == ("UBND TỈNH HƯNG YÊN", "SỞ KHOA HỌC VÀ CÔNG NGHỆ")
    assert (head.symbol, head.about_line) == ("SKHCN-TĐC", "V/v tiếp nhận hồ sơ")
    assert (document.signature.position, document.signature.name) == ("GIÁM ĐỐC", "")


def test_the_registry_gives_number_and_day_and_changes_nothing_else():
    document = written()
    issued = registered(document, number=5, symbol="SKHCN-TĐC", on=date(2027, 2, 5))
    assert issued.letterhead.number_line == "Số: 05/SKHCN-TĐC"
    assert issued.letterhead.place_date_line == "Hưng Yên, ngày 05 tháng 02 năm 2027"
    same = replace(issued, letterhead=document.letterhead, draft=True)
    assert same == document


def test_recipients_begin_with_the_addressees_and_somebody_keeps_a_copy():
    informed = ("UBND tỉnh Hưng Yên (để b/c)",)
    assert written(informed=informed).recipients == (
        "Như trên",
        *informed,
        "GĐ Sở, các Phó GĐ Sở",
        "Lưu: VT, TĐC",
    )
    assert written(replace(PAPER, recipients=())).recipients == ("Như trên", "Lưu: VT")


def test_a_letter_with_made_up_figures_says_so_on_every_page_and_first_of_all():
    document = written(replace(PAPER, is_demo=True))
    assert document.mark == DEMO
    assert document.blocks[0].runs[0].text.startswith(DEMO)
    assert document.blocks[1:] == BODY


def test_words_of_the_head_and_the_foot():
    assert signature_of("PHÓ GIÁM ĐỐC", "Nguyễn Văn A", "KT. GIÁM ĐỐC").forms == ("KT. GIÁM ĐỐC",)
    assert symbol_of("BC-SKHCN", ["Lưu: VT"]) == "SKHCN"
    assert [issuer_words("SỞ KHCN"), issuer_words("SỞ KHCN", "Sở B"), issuer_words("Sở A")] == [
        "Sở Khoa học và Công nghệ",
        "Sở B",
        "Sở A",
    ]


def test_on_the_screen_only_figures_lead_to_where_the_writer_says():
    columns = (Column("Tên", 50), Column("Số", 50, Align.RIGHT))
    row = Row((Cell("Hồ sơ"), Cell("3", numeric=True)), source=(Source("figure", "7"),))
    document = written(blocks=(TableBlock(columns, (row,)),))

    def leads(*trace):
        (block,) = shown(document, {}, *trace)
        return [address for _kind, cells in block.rows for _cell, _side, address in cells]

    assert leads() == ["", ""]
    assert leads(lambda column, row: f"/{column.title}/{row.source[0].key}") == ["", "/Số/7"]
