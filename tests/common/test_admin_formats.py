"""What the administration exports runs nothing in a spreadsheet."""

import io

import tablib
from import_export.formats import base_formats
from openpyxl import load_workbook

from common.admin_formats import FORMATS, SafeCSV, SafeXLSX


def a_table():
    return tablib.Dataset(
        ["=HYPERLINK(1)", "@SUM(A1)", "-5.5", "Sở"],
        ["+84 24", "\t=1", "", "=1"],
        headers=["a", "b", "c", "d"],
    )


def test_the_library_offers_these_two_and_no_other():
    assert base_formats.DEFAULT_FORMATS == FORMATS


def test_a_csv_begins_no_cell_like_a_formula_and_says_that_it_is_utf_8():
    lines = SafeCSV().export_data(a_table()).splitlines()
    assert lines == ["\ufeffa,b,c,d", "'=HYPERLINK(1),'@SUM(A1),-5.5,Sở", "'+84 24,'\t=1,,'=1"]


def test_a_workbook_holds_no_formula():
    sheet = load_workbook(io.BytesIO(SafeXLSX().export_data(a_table()))).active
    assert "f" not in {cell.data_type for row in sheet for cell in row}
    assert sheet["A2"].value == "'=HYPERLINK(1)"
