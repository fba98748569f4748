"""The sheets of the workbook and their columns. A Vietnamese document whatever the language of the screen.

Machines find a sheet by its mark and a column by its key, both in a hidden row, never by name or place: people
rename sheets and move columns. A change of marks or keys is a new TEMPLATE.
"""

from dataclasses import dataclass
from enum import Enum

TEMPLATE = 1
PORTAL = "_portal"  # the hidden sheet of the seal and of the lists to choose from
GUIDE = "Hướng dẫn"
PROBLEMS = "Lỗi"
MARK = "#"  # before the mark of a sheet
KEY_ROW, HEAD_ROW, FIRST_ROW = 3, 4, 5  # hidden keys, headings, data
REMOVE = "DELETE"
YES, NO = "Có", "Không"


class Holds(Enum):
    """What the cells of a column hold."""

    SHOWN = "shown"  # only to read
    WORDS = "words"
    FIGURE = "figure"
    DAY = "day"
    CHOICE = "choice"
    TICK = "tick"


@dataclass(frozen=True)
class Column:
    """A column: ``key`` names the field of the form, ``note`` explains it, ``choices`` the list it takes from."""

    key: str
    heading: str
    width: int
    holds: Holds = Holds.WORDS
    note: str = ""
    choices: str = ""

    @property
    def is_input(self) -> bool:
        """Whether anything may be entered."""
        return self.holds is not Holds.SHOWN


@dataclass(frozen=True)
class Sheet:
    """A sheet. ``spare`` rows are offered empty at its end; 0 where the portal alone decides which rows there are."""

    mark: str
    name: str
    purpose: str
    columns: tuple[Column, ...]
    spare: int = 0

    def column(self, key: str) -> Column | None:
        """The column of that key."""
        return next((column for column in self.columns if column.key == key), None)


def _remove(what: str) -> Column:
    return Column(REMOVE, "Xóa dòng", 9, Holds.TICK, f"Chọn “{YES}” để xóa {what} khỏi phiếu.")


_DAY_NOTE = "Ghi ngày/tháng/năm, ví dụ 25/11/2026."
_LINE_NOTE = "Chọn nhiệm vụ trong danh sách. Dòng đã có trên Cổng thì không đổi được nhiệm vụ."

FIGURES = Sheet(
    "figures",
    "Số liệu",
    "Mỗi dòng là một số liệu. Để trống: chưa có số liệu. Ghi 0: đã đo, bằng không. "
    "Cuối bảng có dòng trống để thêm số liệu của đơn vị.",
    (
        Column("line", "Nhiệm vụ", 16, Holds.CHOICE, _LINE_NOTE, "lines"),
        Column("title", "Tên nhiệm vụ", 38, Holds.SHOWN),
        Column("indicator", "Nội dung tính", 34, note="Chỉ ghi được ở dòng do đơn vị tự thêm."),
        Column("unit", "Đơn vị tính", 13, note="Chỉ ghi được ở dòng do đơn vị tự thêm."),
        Column("precision", "Mức chính xác", 13, Holds.CHOICE, "Để trống là chính xác.", "precisions"),
        Column("target", "Chỉ tiêu của kế hoạch", 30, Holds.SHOWN),
        Column("annual", "Chỉ tiêu năm", 11, Holds.SHOWN),
        Column("last_year", "Năm trước", 11, Holds.SHOWN),
        Column("counted", "Đếm từ danh sách", 11, Holds.SHOWN),
        Column(
            "to_date",
            "Thực hiện đến ngày chốt",
            14,
            Holds.FIGURE,
            "Số liệu đến ngày chốt. Để trống nếu chưa có; ghi 0 nếu đã đo và bằng không. Viết 1.500 hoặc 1500; "
            "số lẻ viết 3,5. Không dùng công thức. Số đếm từ danh sách thì để trống ô này.",
        ),
        Column("estimate", "Ước cả năm", 14, Holds.FIGURE, "Dự kiến đến hết năm. Viết như cột bên."),
        Column("typed_reason", "Lý do khác số đếm", 28, note="Chỉ ghi khi nhập số khác số đếm từ danh sách."),
        _remove("số liệu do đơn vị tự thêm"),
    ),
    spare=15,
)
LINES = Sheet(
    "lines",
    "Nội dung",
    "Mỗi dòng là một nhiệm vụ đơn vị phải báo cáo: ghi kết quả, hoặc chọn “Có” ở cột Không phát sinh và nêu lý do.",
    (
        Column("code", "Nhiệm vụ", 12, Holds.SHOWN),
        Column("title", "Tên nhiệm vụ", 38, Holds.SHOWN),
        Column("role", "Vai trò", 16, Holds.SHOWN),
        Column("earlier", "Nội dung năm trước", 44, Holds.SHOWN),
        Column("narrative", "Kết quả thực hiện", 60, note="Xuống dòng trong ô: Alt+Enter."),
        Column(
            "is_nil", "Không phát sinh", 11, Holds.TICK, f"Chọn “{YES}” nếu năm nay không có hoạt động nào."
        ),
        Column("nil_reason", "Lý do không phát sinh", 34),
    ),
)
INTEGRATED = Sheet(
    "integrated",
    "Lồng ghép",
    "Hoạt động thuộc kế hoạch khác có phục vụ Chương trình; kết quả ở đây không cộng vào kết quả của Chương trình.",
    (
        Column("code", "Mã", 8, Holds.SHOWN),
        Column("heading", "Tiêu đề", 34),
        Column("national_group", "Nhóm nhiệm vụ", 30, Holds.CHOICE, "", "groups"),
        Column("narrative", "Kết quả thực hiện", 60),
        Column(
            "host",
            "Theo kế hoạch, văn bản",
            44,
            note="Ví dụ: Kế hoạch số 12/KH-UBND ngày 06/3/2026 của UBND tỉnh về việc …",
        ),
        _remove("hoạt động"),
    ),
    spare=10,
)
ACTIVITIES = Sheet(
    "activities",
    "Hoạt động",
    "Lớp tập huấn, hội nghị, phóng sự, bài viết, giải thưởng, khảo sát … đã thực hiện trong kỳ.",
    (
        Column("line", "Nhiệm vụ", 16, Holds.CHOICE, _LINE_NOTE, "record_lines"),
        Column("kind", "Loại", 18, Holds.CHOICE, "", "activity_kinds"),
        Column("title", "Tên hoạt động", 44),
        Column("starts_on", "Từ ngày", 12, Holds.DAY, _DAY_NOTE),
        Column("ends_on", "Đến ngày", 12, Holds.DAY, _DAY_NOTE),
        Column("place", "Địa điểm", 24),
        Column("organiser", "Đơn vị tổ chức", 24),
        Column("co_organisers", "Đơn vị phối hợp", 24),
        Column("participants", "Số lượt người", 11, Holds.FIGURE, "Để trống nếu không thống kê."),
        Column("note", "Ghi chú", 30),
        _remove("hoạt động"),
    ),
    spare=30,
)
EXPERTS = Sheet(
    "experts",
    "Chuyên gia",
    "Người được chứng nhận chuyên gia năng suất chất lượng. Không ghi số căn cước, điện thoại.",
    (
        Column("line", "Nhiệm vụ", 16, Holds.CHOICE, _LINE_NOTE, "record_lines"),
        Column("full_name", "Họ và tên", 28),
        Column("workplace", "Nơi làm việc", 34),
        Column("certificate", "Số chứng chỉ", 18),
        Column("body", "Tổ chức chứng nhận", 34),
        Column("certified_on", "Ngày chứng nhận", 13, Holds.DAY, _DAY_NOTE),
        _remove("chuyên gia"),
    ),
    spare=20,
)
ENTERPRISES = Sheet(
    "enterprises",
    "Doanh nghiệp",
    "Doanh nghiệp, hợp tác xã, hộ kinh doanh được hỗ trợ. Mỗi dòng là một nội dung hỗ trợ cho một doanh nghiệp.",
    (
        Column(
            "figure", "Số liệu", 30, Holds.CHOICE, "Số liệu mà doanh nghiệp này được tính vào.", "figures"
        ),
        Column("name", "Tên doanh nghiệp", 38),
        Column("tax_code", "Mã số thuế", 16, note="10 số, 10 số-3 số hoặc 12 số. Chưa biết thì để trống."),
        Column("kind", "Loại hình", 18, Holds.CHOICE, "", "enterprise_kinds"),
        Column("content", "Nội dung hỗ trợ", 40),
        Column("product", "Sản phẩm", 24),
        Column("note", "Ghi chú", 30),
        _remove("doanh nghiệp khỏi số liệu"),
    ),
    spare=30,
)
DOCUMENTS = Sheet(
    "documents",
    "Văn bản",
    "Văn bản đơn vị ban hành hoặc trình ban hành trong năm.",
    (
        Column("kind", "Loại văn bản", 16, Holds.CHOICE, "", "document_kinds"),
        Column("number_and_symbol", "Số, ký hiệu", 20, note="Ví dụ 164/SKHCN-TĐC."),
        Column("issued_on", "Ngày ban hành", 13, Holds.DAY, _DAY_NOTE),
        Column("issuer_text", "Cơ quan ban hành", 34),
        Column("abstract", "Trích yếu", 60),
        Column("section", "Mục trong báo cáo", 34, Holds.CHOICE, "", "sections"),
        _remove("văn bản"),
    ),
    spare=20,
)
STATEMENTS = Sheet(
    "statements",
    "Kiến nghị",
    "Đánh giá, tồn tại vướng mắc, phương hướng, giải pháp, đề xuất kiến nghị; mỗi dòng một ý.",
    (
        Column(
            "kind",
            "Loại",
            24,
            Holds.CHOICE,
            "Dòng đã có trên Cổng thì không đổi được loại.",
            "statement_kinds",
        ),
        Column("text", "Nội dung", 70),
        Column("cause", "Nguyên nhân", 40, note="Chỉ cho tồn tại, vướng mắc."),
        Column("addressee", "Gửi cơ quan", 30, note="Chỉ cho tồn tại, vướng mắc và đề xuất, kiến nghị."),
        Column("national_group", "Nhóm nhiệm vụ", 30, Holds.CHOICE, "Chỉ cho giải pháp.", "groups"),
        _remove("ý này"),
    ),
    spare=20,
)
SHEETS = (FIGURES, LINES, INTEGRATED, ACTIVITIES, EXPERTS, ENTERPRISES, DOCUMENTS, STATEMENTS)
BY_MARK = {sheet.mark: sheet for sheet in SHEETS}
