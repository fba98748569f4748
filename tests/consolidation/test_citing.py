"""What a text cites."""

import datetime as dt

from consolidation.queries.citing import Citation, citations_in, loose


def test_citations_are_read_with_kind_number_and_date():
    text = (
        "Thực hiện Quyết định số 1322/QĐ-TTg ngày 31/8/2020 của Thủ tướng; Nghị quyết số 295/2020/NQ-HĐND ngày "
        "10/7/2020; Công văn số 1839/SLĐT BXH-GDNN ngày 08/5/2023; Kế hoạch số …/KH-UBND, Kế hoạch số 149 /KH-UBND."
    )
    assert list(citations_in(text)) == [
        Citation("Quyết định", "1322/QĐ-TTg", dt.date(2020, 8, 31)),
        Citation("Nghị quyết", "295/2020/NQ-HĐND", dt.date(2020, 7, 10)),
        Citation("Công văn", "1839/SLĐT BXH-GDNN", dt.date(2023, 5, 8)),
        Citation("Kế hoạch", "…/KH-UBND"),
        Citation("Kế hoạch", "149 /KH-UBND"),
    ]


def test_a_day_no_calendar_has_is_kept_as_it_stands():
    (cited,) = citations_in("Công văn số 05/SKHCN-TĐC ngày 31/11/2023")
    assert (cited.date, cited.bad_date) == (None, "31/11/2023")


def test_spellings_of_one_symbol_share_a_key():
    assert len({loose("955/SKHCN-TĐC"), loose("0955/SKH-CN-TĐC"), loose("955 / skhcn-TDC")}) == 1
