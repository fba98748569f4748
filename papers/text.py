"""What may stand in a printed text, and the small words of Vietnamese official documents."""

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.errors import RuleBroken

VIETNAMESE_LETTERS = "abcdđeghiklmnopqrstuvxy"
LARGEST_ROMAN = 399
ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
# Controls, invisible formatting, halves of characters, private and unassigned places: none of them prints,
# and some turn the reading order around.
UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
SPACES = re.compile("[^\\S\u00a0\n]+")  # a no-break space was typed on purpose and stays
LINES = re.compile(" ?\n[\n ]*")
# “số 955/SKHCN-TĐC”: no line breaks a document's number, nor leaves “số” behind.
NUMBER = r"(?:\bsố )?\b\d+/(?:\d{4}/)?[^\W\d_][\w&-]{0,30}\b"
ADDRESS = r"https?://[^\s,;]{1,60}"  # nor an address of the web
NUMBERED = re.compile(f"({NUMBER}|{ADDRESS})")
# Words of two syllables that the titles of these reports are made of; a clerk breaks a title between words.
COMPOUNDS = (
    "chương trình", "chất lượng", "cơ chế", "doanh nghiệp", "dịch vụ", "giai đoạn", "giải pháp", "hiệu quả", "hàng hóa",
    "hỗ trợ", "hệ thống", "hợp tác", "hoạt động", "kế hoạch", "kết quả", "kỹ thuật", "nguồn nhân lực", "nhiệm vụ",
    "năng suất", "năng lực", "nâng cao", "phù hợp", "quy chuẩn", "quốc gia", "quốc tế", "sản phẩm", "sản xuất",
    "thông minh", "thông tin", "thực hiện", "tiêu chuẩn", "truyền thông", "tổ chức", "đánh giá", "địa phương",
)  # fmt: skip
IN_TITLES = re.compile(f"({NUMBER}|\\bnăm \\d{{4}}\\b|\\b(?:{'|'.join(COMPOUNDS)})\\b)", re.IGNORECASE)
DEMO = "DỮ LIỆU MINH HỌA (DEMO)"
DEMO_WARNING = "Số liệu trong bản này chỉ để xem thử cổng, không phải số liệu thật, không dùng để báo cáo."


class DocumentRefused(RuleBroken):
    """A document that cannot be printed as asked: too long, too deep, or not whole."""


def printable(text: str, *, limit: int, lines: bool = False, trim: bool = True) -> str:
    """Return `text` as it may be printed: NFC, no invisible characters, single spaces.

    `limit` is the longest length in characters; `lines` keeps line breaks (cells), `trim` drops the
    outer space (a run inside a sentence keeps it). Raises DocumentRefused beyond the limit.
    """
    is_plain = text.isprintable()  # most texts are: they hold no break and no other space than the common one
    if not is_plain:
        text = BREAKS.sub("\n", text)
        text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in UNPRINTABLE)
    text = unicodedata.normalize("NFC", text)
    if not is_plain or "  " in text:
        text = SPACES.sub(" ", text)
        text = LINES.sub("\n" if lines else " ", text)
    text = text.strip("\n ") if trim else text
    if len(text) > limit:
        raise DocumentRefused(
            _("The text “%(start)s…” has %(length)d characters; at most %(limit)d can be printed here.")
            % {"start": text[:40], "length": len(text), "limit": limit}
        )
    return text


def roman(number: int) -> str:
    """Return 1…399 in Roman numerals, the numbers of parts and annexes (I, II, III, IV …)."""
    if not 1 <= number <= LARGEST_ROMAN:
        raise ValueError(f"no Roman numeral for {number}")
    digits = ""
    for value, sign in ROMAN:
        count, number = divmod(number, value)
        digits += sign * count
    return digits


def vietnamese_letter(number: int) -> str:
    """Return the 1st, 2nd … letter of a lettered point: a, b, c, d, đ, e, g, h … (no f, j, w, z)."""
    if not 1 <= number <= len(VIETNAMESE_LETTERS):
        raise ValueError(f"no Vietnamese letter for point {number}")
    return VIETNAMESE_LETTERS[number - 1]


def pieces(text: str, *, title: bool = False) -> Iterator[tuple[str, bool]]:
    """Cut `text` at what no line may break (True for those): numbers of documents, in titles also compound words."""
    for place, piece in enumerate((IN_TITLES if title else NUMBERED).split(text)):
        yield piece, place % 2 == 1


def enumerated(items: tuple[str, ...]) -> tuple[str, ...]:
    """Return dashed lines as Decree 30/2020 wants a list: “- A;” … and a full stop after the last."""
    bare = [item.removeprefix("-").strip().rstrip(";.").rstrip() for item in items]
    ends = [";"] * (len(bare) - 1) + ["."]
    return tuple(f"- {item}{end}" for item, end in zip(bare, ends, strict=True)) if bare else ()


def balanced(text: str, width: int) -> tuple[str, ...]:
    """Cut a long capital line (an issuer's name) into the fewest lines of even length.

    `width` counts characters. Words are never cut, so a single longer word keeps its own line.
    """
    if len(text) <= width:
        return (text,) if text else ()
    words, count = text.split(" "), -(-len(text) // width)
    for wish in range(max(len(text) // count, 1), width + 1):
        lines = [""]
        for word in words:
            longer = f"{lines[-1]} {word}".lstrip()
            if len(longer) > wish and lines[-1]:
                lines.append(word)
            else:
                lines[-1] = longer
        if len(lines) <= count and all(len(line) <= wish for line in lines):
            return tuple(lines)
    return tuple(lines)
