"""Files that must be refused before anything in them is read as a form: each made by code, with the expected code."""

import io
import warnings
import zipfile

import openpyxl

from reporting.documents.workbook.layout import FIGURES, PORTAL
from tests.reporting.workbooks.world import Edited, rezipped

REFUSED = {}


def refused(code):
    """Register a spoiled file: a function of a good workbook that returns the bad one."""

    def register(make):
        REFUSED[make.__name__] = (make, code)
        return make

    return register


def zipped(**parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return target.getvalue()


def with_parts(content, **parts):
    """The workbook with more parts."""
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("DOT", "."), data)
    return target.getvalue()


def sheet_path(content, name=FIGURES.name):
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return f"xl/worksheets/sheet{book.sheetnames.index(name) + 1}.xml"


def in_sheet(content, before, after):
    """The workbook with words of the sheet of figures replaced; ``after`` may be a function."""
    path = sheet_path(content)

    def change(name, data):
        if name != path:
            return data
        assert before in data
        return data.replace(before, after, 1)

    return rezipped(content, change)


@refused("empty")
def empty_file(content):
    return b""


@refused("too_large")
def eleven_megabytes(content):
    return b"PK\x03\x04" + bytes(11 * 1024 * 1024)


@refused("not_workbook")
def noise(content):
    return bytes(range(1, 256)) * 40


@refused("not_workbook")
def picture(content):
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(500)


@refused("pdf")
def pdf_named_xlsx(content):
    return b"%PDF-1.7\n" + bytes(500)


@refused("csv")
def csv_named_xlsx(content):
    return "Nhiệm vụ;Số liệu\n1.1;1500\n".encode()


@refused("web_page")
def web_page_named_xlsx(content):
    return b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>"


@refused("web_page")
def excel_2003_xml(content):
    return b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'


@refused("old_excel")
def old_xls(content):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le") + bytes(600)


@refused("password")
def password_for_opening(content):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


@refused("password")
def encrypted_parts(content):
    data = bytearray(content)
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


@refused("damaged")
def cut_off_in_the_middle(content):
    return content[: len(content) // 2]


@refused("damaged")
def a_part_overwritten(content):
    at = content.find(b"xl/worksheets/sheet2.xml")
    return content[: at + 60] + bytes(200) + content[at + 260 :]


@refused("damaged")
def broken_xml(content):
    return in_sheet(content, b"</sheetData>", b"</sheetDaten>")


@refused("damaged")
def string_that_is_not_there(content):
    return in_sheet(content, b"<sheetData>", b'<sheetData><row r="1"><c r="A1" t="s"><v>99999</v></c></row>')


@refused("damaged")
def number_that_is_none(content):
    return in_sheet(content, b"<sheetData>", b'<sheetData><row r="1"><c r="A1"><v>NaN</v></c></row>')


@refused("word")
def word_document(content):
    return zipped(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": b"<w/>"})


@refused("ods")
def open_document(content):
    return zipped(**{"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})


@refused("binary")
def binary_workbook(content):
    return zipped(**{"[Content_Types].xml": b"<Types/>", "xl__workbook.bin": b"\x00"})


@refused("not_workbook")
def zip_of_pictures(content):
    return zipped(**{"anh.png": b"\x89PNG"})


@refused("macro")
def macro(content):
    return with_parts(content, xl__vbaProjectDOTbin=b"\x00")


@refused("macro")
def excel_4_macro_sheet(content):
    return with_parts(content, xl__macrosheets__sheet1DOTxml=b"<x/>")


@refused("links")
def external_links(content):
    return with_parts(content, xl__externalLinks__externalLink1DOTxml=b"<externalLink/>")


@refused("embedded")
def embedded_file(content):
    return with_parts(content, xl__embeddings__oleObject1DOTbin=b"\x00")


@refused("too_much")
def zip_bomb(content):
    return with_parts(content, xl__worksheets__sheet99DOTxml=bytes(40 * 1024 * 1024))


@refused("too_much")
def bomb_of_styles(content):
    return with_parts(content, xl__themesDOTxml=b" ab" * (2 * 1024 * 1024))


@refused("too_much")
def million_rows(content):
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n * 7919) for n in range(1_000_000)
    )
    return in_sheet(content, b"<sheetData>", b"<sheetData>" + rows)


@refused("too_many_rows")
def six_thousand_rows(content):
    rows = b"".join(b'<row r="%d"><c r="B%d"><v>%d</v></c></row>' % (n, n, n) for n in range(5000, 11_000))
    return in_sheet(content, b"</sheetData>", rows + b"</sheetData>")


@refused("too_many_rows")
def three_hundred_columns(content):
    cells = b"".join(b"<c><v>1</v></c>" for _ in range(300))
    return in_sheet(content, b"</sheetData>", b'<row r="900">' + cells + b"</row></sheetData>")


@refused("too_many_parts")
def thousand_parts(content):
    return with_parts(content, **{f"xl__media__{n}DOTpng": b"" for n in range(1000)})


@refused("too_many_parts")
def a_part_twice(content):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python says so too
        return with_parts(content, xl__workbookDOTxml=b"<workbook/>")


DTD = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'


@refused("unsafe")
def entities_in_styles(content):
    return rezipped(content, lambda name, data: DTD + data if name == "xl/styles.xml" else data)


@refused("unsafe")
def entities_in_a_sheet(content):
    path = sheet_path(content)
    return rezipped(content, lambda name, data: DTD + data if name == path else data)


@refused("unsafe")
def entities_behind_a_long_comment(content):
    path = sheet_path(content)
    long = b"<!--" + b"x" * 20_000 + b"-->"
    return rezipped(content, lambda name, data: long + DTD + data if name == path else data)


@refused("unsafe")
def another_encoding(content):
    def change(name, data):
        return data.decode().encode("utf-16") if name == "xl/workbook.xml" else data

    return rezipped(content, change)


@refused("unsafe")
def entities_in_a_part_not_named_xml(content):
    return with_parts(content, xl__commentsDOTtxt=b'<?xml version="1.0"?>' + DTD + b"<comments/>")


@refused("unsafe")
def entities_in_a_part_not_named_xml_in_another_encoding(content):
    text = '<?xml version="1.0"?><!DOCTYPE x><comments/>'
    return with_parts(content, xl__commentsDOTtxt=text.encode("utf-16"))


@refused("foreign")
def somebody_elses_workbook(content):
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "Số liệu"
    book.save(target)
    return target.getvalue()


@refused("foreign")
def hidden_sheet_deleted(content):
    edited = Edited(content)
    del edited.book[PORTAL]
    return edited.saved()


@refused("foreign")
def hidden_sheet_emptied(content):
    edited = Edited(content)
    for row in edited.book[PORTAL]["A1:B20"]:
        for cell in row:
            cell.value = None
    return edited.saved()
