"""Workbooks of enterprises for tests."""

from io import BytesIO

from openpyxl import Workbook

HEADS = ["Mã số thuế", "Tên doanh nghiệp", "Loại hình", "Địa bàn", "Địa chỉ", "Có vốn đầu tư nước ngoài", "Bản VSIC", "Mã ngành chính"]  # fmt: skip


def book(*rows, heads=HEADS, before=0):
    """An .xlsx of these rows under ``heads``, with so many rows of other words before them."""
    made = Workbook()
    sheet = made.active
    for _number in range(before):
        sheet.append(["DANH SÁCH DOANH NGHIỆP"])
    sheet.append(heads)
    for row in rows:
        sheet.append(list(row))
    held = BytesIO()
    made.save(held)
    return held.getvalue()
