"""Workbooks as other programs save them again.

No LibreOffice and no Excel runs here: what they do to the XML is imitated, as far as it is known from their files.
Excel and LibreOffice move words into a table of shared strings; LibreOffice drops hints such as ``dimension`` and
writes empty rows at the very end of the sheet; Excel cuts words into runs; others leave out addresses and styles
and write a namespace prefix on every element.
"""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

from tests.reporting.workbooks.world import rezipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
STRINGS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")


def _tag(name):
    return f"{{{MAIN}}}{name}"


def _cells(tree):
    return list(tree.iter(_tag("c")))


def _words(cell):
    return "".join(t.text or "" for t in cell.iter(_tag("t")))


def like_libreoffice(content):
    """Shared strings, no dimension, no protection of columns, a last row that only has a height."""
    strings = []

    def change(tree):
        for name in ("dimension",):
            for found in tree.findall(_tag(name)):
                tree.remove(found)
        for cell in _cells(tree):
            if cell.get("t") == "inlineStr":
                words = _words(cell)
                cell.clear()
                cell.set("t", "s")
                strings.append(words)
                ET.SubElement(cell, _tag("v")).text = str(len(strings) - 1)
        for row in tree.iter(_tag("row")):
            row.set("customFormat", "false")
        last = {"r": "1048576", "ht": "12.8", "customHeight": "false"}
        ET.SubElement(tree.find(_tag("sheetData")), _tag("row"), last)

    return _with_strings(_each_sheet(content, change, keep_refs=True), strings, runs=False)


def like_excel(content):
    """Shared strings, each once, cut into runs, with spans on the rows."""
    strings: dict[str, int] = {}

    def change(tree):
        for cell in _cells(tree):
            if cell.get("t") == "inlineStr":
                place = strings.setdefault(_words(cell), len(strings))
                for child in list(cell):
                    cell.remove(child)
                cell.set("t", "s")
                ET.SubElement(cell, _tag("v")).text = str(place)
        for row in tree.iter(_tag("row")):
            row.set("spans", "1:14")

    return _with_strings(_each_sheet(content, change, keep_refs=True), list(strings), runs=True)


def like_a_plain_writer(content):
    """Inline strings, no addresses, no styles, no dimension, a prefix on every element."""

    def change(tree):
        for found in tree.findall(_tag("dimension")):
            tree.remove(found)
        for row in tree.iter(_tag("row")):
            at = 0
            for cell in list(row):
                column = _column(cell.get("r"))
                for _gap in range(column - at - 1):
                    row.insert(list(row).index(cell), ET.Element(_tag("c")))
                at = column
        for cell in _cells(tree):
            for name in ("r", "s"):
                cell.attrib.pop(name, None)

    return _each_sheet(content, change, keep_refs=False)


def _column(ref):
    column = 0
    for letter in re.match(r"[A-Z]+", ref)[0]:
        column = column * 26 + ord(letter) - 64
    return column


def _each_sheet(content, change, *, keep_refs):
    def sheet(name, data):
        if not SHEET.fullmatch(name):
            return data
        ET.register_namespace("" if keep_refs else "x", MAIN)
        tree = ET.fromstring(data)  # noqa: S314 - made by ourselves
        change(tree)
        return ET.tostring(tree, encoding="utf-8", xml_declaration=True)

    return rezipped(content, sheet)


def _with_strings(content, strings, *, runs):
    """The archive with a table of shared strings."""
    root = ET.Element(_tag("sst"))
    for words in strings:
        item = ET.SubElement(root, _tag("si"))
        half = len(words) // 2 if runs else 0
        for piece in (words[:half], words[half:]) if half else (words,):
            parent = ET.SubElement(item, _tag("r")) if half else item
            text = ET.SubElement(parent, _tag("t"))
            text.text = piece
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        if half:
            phonetic = ET.SubElement(item, _tag("rPh"), {"sb": "0", "eb": "1"})
            ET.SubElement(phonetic, _tag("t")).text = "đọc"
    ET.register_namespace("", MAIN)

    def change(name, data):
        if name == "[Content_Types].xml":
            part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED}"/></Types>'
            return data if b"sharedStrings" in data else data.replace(b"</Types>", part.encode())
        if name == "xl/_rels/workbook.xml.rels" and b"sharedStrings" not in data:
            part = (
                f'<Relationship Id="rIdStrings" Type="{STRINGS}" Target="sharedStrings.xml"/></Relationships>'
            )
            return data.replace(b"</Relationships>", part.encode())
        return None if name == "xl/sharedStrings.xml" else data

    target = io.BytesIO(rezipped(content, change))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", ET.tostring(root, encoding="utf-8", xml_declaration=True))
    return target.getvalue()


RESAVED = (like_libreoffice, like_excel, like_a_plain_writer)
