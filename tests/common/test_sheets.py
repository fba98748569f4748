"""What people wrote reaches a spreadsheet as words: nothing runs, nothing keeps the file from being written."""

import csv
import io
from types import SimpleNamespace

from openpyxl import load_workbook

from common.sheets import Table, harmless, write

EVIL = ["=1+1", "+84 912", "-", "@SUM(1)", "\tx", "một\x0bhai", "hỏng\uffff", "_x0041_", "hai\ndòng"]


def table():
    return Table(
        ["Tên"], [SimpleNamespace(width=20, kind="words")], iter([[word] for word in EVIL]), [], "Bảng"
    )


def test_words_reach_a_workbook_as_words():
    with write(table(), "xlsx") as held:
        cells = [row[0] for row in load_workbook(held).active.iter_rows(min_row=3)]
    words = [
        *EVIL[:5],
        "mộthai",
        "hỏng",
        "_x005F_x0041_",
        "hai\ndòng",
    ]  # the sign of an A would be read as an A
    assert [(cell.value, cell.data_type) for cell in cells] == [(word, "s") for word in words]


def test_words_reach_a_csv_with_an_apostrophe_before_a_formula():
    with write(table(), "csv") as held:
        rows = list(csv.reader(io.StringIO(held.read().decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:5]] == [harmless(word) for word in EVIL[:4]]
    assert harmless("=1+1") == "'=1+1"
