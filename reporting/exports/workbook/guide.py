"""The first sheet: what to fill in, what the colours mean, the rules of nil, 0 and blank, until when, whom to ask."""

from typing import Any

from common.formatting import short_date
from common.sheets import as_words
from reporting.documents.workbook.layout import GUIDE, SHEETS, TEMPLATE, YES
from reporting.documents.workbook.prefilled import Guide
from reporting.exports.workbook.styles import CLOSED, FONT, HEAD_INPUT, INK, INPUT, SHOWN

RULES = (
    ("Để trống", "Chưa có số liệu, chưa báo cáo. Cổng coi là còn thiếu, không coi là 0."),
    ("Số 0", "Đã đo, đếm và kết quả bằng không."),
    ("Dấu “-”", "Không nhận, vì không rõ là 0 hay chưa có: ghi 0 hoặc để trống."),
    (
        "Không phát sinh",
        f"Trong năm không có hoạt động: ở trang Nội dung chọn “{YES}” ở cột Không phát sinh và ghi lý do.",
    ),
    (
        "Viết số",
        "1.500 hoặc 1500 là một nghìn năm trăm; số lẻ viết 3,5. Không dùng công thức: dán dạng giá trị.",
    ),
    ("Viết ngày", "25/11/2026."),
    ("Thêm dòng", "Ghi vào các dòng trống cuối bảng. Không chép cả dòng cũ xuống."),
    ("Xóa dòng", f"Chọn “{YES}” ở cột Xóa dòng. Dòng bị cắt khỏi tệp thì trên Cổng vẫn giữ nguyên."),
)
STEPS = (
    "Điền vào các ô nền vàng nhạt ở những trang bên cạnh.",
    "Lưu tệp dạng Excel (.xlsx), không đặt mật khẩu, không dùng macro.",
    "Gửi tệp ở trang phiếu trên Cổng. Cổng kiểm tra và chỉ ra mọi chỗ sai trước khi nhận.",
    "Xem những thay đổi Cổng liệt kê rồi bấm xác nhận. Sau đó mới trình lãnh đạo đơn vị.",
)
COLOURS = (
    (INPUT, "Ô được điền"),
    (SHOWN, "Thông tin để đối chiếu, không sửa được"),
    (CLOSED, "Ô đang đóng, không sửa được"),
    (HEAD_INPUT, "Tiêu đề của cột được điền (rê chuột để xem ghi chú)"),
)


def write_guide(page: Any, guide: Guide) -> None:
    """Write the sheet ``page``."""
    page.title = GUIDE
    page.sheet_view.showGridLines = False
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 26, 100
    at = _heading(page, 1, "PHIẾU BÁO CÁO CỦA ĐƠN VỊ", size=14)
    days = f"số liệu chốt {short_date(guide.cutoff_on)}; hạn nộp {short_date(guide.due_on)}; khóa sau {short_date(guide.locks_on)}"
    facts = [
        ("Đơn vị", guide.unit),
        ("Kế hoạch", guide.plan),
        ("Kỳ báo cáo", guide.period),
        ("Các mốc", days),
        ("Tình trạng", f"{guide.status}. {guide.reason}"),
        ("Hỏi ai", "; ".join(guide.people) or "Đầu mối của Sở Khoa học và Công nghệ"),
        (
            "Tệp này",
            f"Lập ngày {short_date(guide.written_on)}, mẫu số {TEMPLATE}. Chỉ dùng cho đơn vị và kỳ nêu trên.",
        ),
    ]
    if guide.closed:
        facts.append(("Chưa nhập được", guide.closed))
    at = _pairs(page, at, facts)
    at = _pairs(
        page, _heading(page, at + 1, "Cách làm"), [(f"Bước {n}", s) for n, s in enumerate(STEPS, start=1)]
    )
    at = _pairs(page, _heading(page, at + 1, "Quy tắc"), RULES)
    at = _pairs(page, _heading(page, at + 1, "Các trang"), [(sheet.name, sheet.purpose) for sheet in SHEETS])
    _colours(page, _heading(page, at + 1, "Màu ô"))
    page.protection.sheet = True
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _heading(page: Any, at: int, words: str, size: int = 12) -> int:
    from openpyxl.styles import Font  # openpyxl is slow to load

    page.cell(at, 1, words).font = Font(name=FONT, size=size, bold=True, color=INK)
    return at + 1


def _pairs(page: Any, at: int, pairs: Any) -> int:
    """Rows of a name and a sentence; the row after the last."""
    from openpyxl.styles import Alignment, Font

    for number, (name, words) in enumerate(pairs, start=at):
        left, right = as_words(page.cell(number, 1), name), as_words(page.cell(number, 2), words)
        left.font, right.font = Font(name=FONT, size=10, bold=True), Font(name=FONT, size=10)
        left.alignment = right.alignment = Alignment(wrap_text=True, vertical="top")
    return at + len(pairs)


def _colours(page: Any, at: int) -> None:
    from openpyxl.styles import Border, Font, PatternFill, Side

    side = Side(style="thin", color=INK)
    for number, (colour, words) in enumerate(COLOURS, start=at):
        page.cell(number, 1).fill = PatternFill("solid", fgColor=colour)
        page.cell(number, 1).border = Border(left=side, right=side, top=side, bottom=side)
        page.cell(number, 2, words).font = Font(name=FONT, size=10)
