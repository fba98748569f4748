"""The columns of a workbook of enterprises. A Vietnamese document whatever the language of the screen.

A column is found by its heading, with or without dấu and in any order. An empty cell says nothing: what the register
knows stays.
"""

from dataclasses import dataclass
from enum import Enum

from common.vietnamese import fold

MOST_ROWS = 20_000
HEAD_WITHIN = 10  # rows in which the headings are looked for
SHEET, GUIDE = "Doanh nghiệp", "Hướng dẫn"


class Holds(Enum):
    """What the cells of a column hold."""

    WORDS = "words"
    CODE = "code"
    CHOICE = "choice"
    YES_NO = "yes_no"
    AREA = "area"


@dataclass(frozen=True)
class Column:
    """A column: ``key`` names the field, ``limit`` its characters, ``note`` what the guide says of it."""

    key: str
    heading: str
    width: int
    holds: Holds = Holds.WORDS
    limit: int = 300
    note: str = ""
    also: tuple[str, ...] = ()

    @property
    def names(self) -> set[str]:
        """The headings it is known by, folded."""
        return {fold(name) for name in (self.heading, self.key, *self.also)}


YES_NO_NOTE = "Ghi “Có” hoặc “Không”. Để trống: giữ nguyên thông tin đang có."
COLUMNS = (
    Column(
        "tax_code",
        "Mã số thuế",
        18,
        Holds.CODE,
        14,
        "10 số; 10 số-3 số cho chi nhánh; 12 số cho hộ kinh doanh. Định dạng ô là văn bản để không mất số 0 ở đầu.",
        ("MST", "Mã số doanh nghiệp"),
    ),
    Column("name", "Tên doanh nghiệp", 48, note="Bắt buộc. Theo giấy đăng ký.", also=("Tên", "Tên đơn vị")),
    Column(
        "kind",
        "Loại hình",
        18,
        Holds.CHOICE,
        note="Doanh nghiệp, Hợp tác xã, Hộ kinh doanh hoặc Tổ chức KH&CN. Để trống ở dòng mới: doanh nghiệp (mã 12 số: hộ kinh doanh).",
    ),
    Column(
        "province",
        "Địa bàn",
        20,
        Holds.AREA,
        note="Tên tỉnh, thành phố (cũ hoặc mới) thuộc phạm vi quản lý của Sở. Để trống: tỉnh hiện nay.",
        also=("Tỉnh", "Tỉnh, thành phố"),
    ),
    Column("address", "Địa chỉ", 44, limit=500),
    Column("commune", "Xã, phường", 24, limit=120, also=("Xã/phường", "Phường, xã", "Xã")),
    Column("former_address", "Địa chỉ trước sáp nhập", 44, limit=500, also=("Địa chỉ cũ",)),
    Column("phone", "Điện thoại", 16, limit=40, also=("Số điện thoại",)),
    Column(
        "is_foreign_invested",
        "Có vốn đầu tư nước ngoài",
        14,
        Holds.YES_NO,
        note=YES_NO_NOTE,
        also=("FDI", "Vốn nước ngoài"),
    ),
    Column("is_woman_owned", "Phụ nữ làm chủ", 12, Holds.YES_NO, note=YES_NO_NOTE),
    Column("has_many_women", "Sử dụng nhiều lao động nữ", 14, Holds.YES_NO, note=YES_NO_NOTE),
    Column("is_social", "Doanh nghiệp xã hội", 12, Holds.YES_NO, note=YES_NO_NOTE),
    Column(
        "vsic_version",
        "Bản VSIC",
        10,
        Holds.CHOICE,
        note="2018 hoặc 2025. Ghi cùng với mã ngành chính.",
    ),
    Column(
        "vsic_code",
        "Mã ngành chính",
        12,
        limit=5,
        note="2 đến 5 số của ngành, nghề kinh doanh chính đã đăng ký. Ghi cùng với bản VSIC.",
        also=("Mã VSIC", "Mã ngành"),
    ),
    Column("main_line", "Ngành nghề kinh doanh chính", 44),
)
BY_NAME = {name: column for column in COLUMNS for name in column.names}
CHOICES: dict[str, dict[str, tuple[str, ...]]] = {
    "kind": {
        "company": ("Doanh nghiệp", "Công ty", "DN"),
        "cooperative": ("Hợp tác xã", "HTX"),
        "household": ("Hộ kinh doanh", "HKD"),
        "st_organisation": ("Tổ chức KH&CN", "Tổ chức khoa học và công nghệ", "Tổ chức KHCN"),
    },
    "vsic_version": {"2018": ("VSIC 2018",), "2025": ("VSIC 2025",)},
}
SAID = {
    key: {fold(word): value for value, words in choices.items() for word in (value, *words)}
    for key, choices in CHOICES.items()
}
YES, NO = {"co", "x", "1", "yes", "true"}, {"khong", "0", "no", "false"}
