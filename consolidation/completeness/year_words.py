"""Which years a text speaks of on its own account. Pure: nothing here asks the database.

Left out are years that belong to something else's name: dates, numbers of documents and standards, phases
(“2021-2025”), words in quotation marks, laws, what a cited document is about, and counts that only look like years.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

YEAR = r"(?:19|20)\d{2}"
KINDS = "Nghị định|Nghị quyết|Quyết định|Kế hoạch|Công văn|Thông tư|Thông báo|Tờ trình|Báo cáo|Chỉ thị|Chương trình|Văn bản"
_OF_OTHERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"“[^”]*”|«[^»]*»|\"[^\"]*\"",
        (
            rf"(?:{KINDS})\s+số\s+[^\s,;]+(?:\s+ngày\s+[\d/.-]+)?(?:\s+của\s+[^,;.]{{1,80}}?)?"
            r"\s+(?:về|v/v|phê duyệt|ban hành|quy định|sửa đổi)\b[^,;.]*"
        ),
        rf"\d+\s*/\s*{YEAR}\s*/\s*[^\W\d]",
        rf"\d{{1,2}}\s*[/.-]\s*\d{{1,2}}\s*[/.-]\s*{YEAR}",
        rf"ngày\s+\d{{1,2}}\s+tháng\s+\d{{1,2}}\s+năm\s+{YEAR}",
        rf"[\dA-Z]\s*:\s*{YEAR}",
        rf"(?:luật|pháp lệnh|hiến pháp)\b[^.;,()]{{0,80}}?{YEAR}",
        rf"{YEAR}\s*[-–—/]\s*(?:{YEAR}|\d{{2}}\b)",
        rf"giai đoạn\s+(?:từ\s+)?(?:năm\s+)?{YEAR}\s+(?:đến|tới)\s+(?:hết\s+)?(?:năm\s+)?{YEAR}",
        rf"(?:từ|so với|so)\s+(?:đầu\s+|cuối\s+|cùng kỳ\s+|kết quả\s+)?(?:năm\s+)?{YEAR}",
    )
)
_PHASE = re.compile(rf"\b({YEAR})\s*[-–—]\s*({YEAR})\b")
_ALONE = re.compile(rf"(?<![\w.,/:-])({YEAR})(?![\w/]|[.,]\d|-\d)")
_COUNTED = re.compile(
    r"\s+(?:lượt|người|doanh|hợp|hộ|đồng|triệu|tỷ|tỉ|sản|lớp|cơ|tổ|đơn|học|cán|đại|ha|km|kg|tấn|chiếc|bộ|cuốn|tờ|tin|bài|"
    r"lần|suất|m2|m²|%)",
    re.IGNORECASE,
)
_SAYS_YEAR = re.compile(r"(?:năm|quý\s+\w+|tháng\s+\d+)\s*[/ ]?\s*$", re.IGNORECASE)
_UNTIL = re.compile(r"(?:đến|tới|tầm nhìn)\s+(?:năm\s+)?$", re.IGNORECASE)
_OPENS = re.compile(r"^\W*(?:trong\s+)?năm\s+$", re.IGNORECASE)
_RESULTS = re.compile(
    r"l(?:ũy|uỹ) kế|đến hết\s+(?:năm|tháng|quý)|kết quả|đạt được|đã\s+\w+|thực hiện đến", re.IGNORECASE
)
_GOALS = re.compile(
    r"mục tiêu|phấn đấu|dự kiến|\bsẽ\b|chuẩn bị|dự toán|định hướng|phương hướng|tầm nhìn|đề xuất|kiến nghị|chỉ tiêu|lộ trình|"
    r"năm tiếp theo|năm sau|những năm tới",
    re.IGNORECASE,
)
_TODAY = re.compile(r"l(?:ũy|uỹ) kế|đến hết", re.IGNORECASE)
_PROMISES = re.compile(
    r"tập trung|tiếp tục|triển khai|\bsẽ\b|phấn đấu|đẩy mạnh|tăng cường|chủ động", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.;:!?\n](?=\s|$)")


class Why(StrEnum):
    """What is wrong with a year."""

    HEADING = "heading"  # a heading about results names a year the report is not about
    RESULTS_AHEAD = "results_ahead"  # results of a year that is still to come
    AHEAD = "ahead"  # a later year where results are told
    LEFT_OVER = "left_over"  # a sentence opens with an earlier year, as if it came from that year's report
    NOT_NEXT = "not_next"  # a heading about next year names another one
    BACKWARD = "backward"  # a phase that ends before it begins


ERRORS = frozenset({Why.HEADING, Why.RESULTS_AHEAD, Why.NOT_NEXT, Why.BACKWARD})


@dataclass(frozen=True)
class Horizon:
    """Which years a place of the report may speak about.

    ``first`` to ``last`` are the years reported; ``known`` the beginnings and ends of programme, plan and phases;
    ``is_ahead`` a part about the time after the report.
    """

    first: int
    last: int
    known: frozenset[int] = frozenset()
    is_ahead: bool = False


@dataclass(frozen=True)
class Wrong:
    """A year that does not belong where it stands, with the words around it."""

    year: int
    why: Why
    words: str


def wrong_years(text: str, horizon: Horizon, *, is_heading: bool = False) -> Iterator[Wrong]:
    """Yield the years of ``text`` that do not belong into a place with ``horizon``, each year and reason once."""
    found: dict[tuple[int, Why], Wrong] = {}
    for phase in _PHASE.finditer(text):
        if int(phase[2]) < int(phase[1]):
            found[int(phase[2]), Why.BACKWARD] = Wrong(int(phase[2]), Why.BACKWARD, phase[0])
    alone = list(own_years(text))
    judge = _of_heading if is_heading else _of_text
    for year, sentence, at in alone:
        why = judge(year, sentence, at, horizon)
        if why is not None:
            found.setdefault((year, why), Wrong(year, why, sentence.strip()))
    if is_heading and horizon.is_ahead and alone and all(year <= horizon.last for year, _s, _at in alone):
        year, sentence, _at = alone[0]
        found[year, Why.NOT_NEXT] = Wrong(year, Why.NOT_NEXT, sentence.strip())
    yield from found.values()


def own_years(text: str) -> Iterator[tuple[int, str, int]]:
    """Yield (year, its sentence, where in the sentence) for the years ``text`` speaks of itself."""
    left = without_names(text)
    start = 0
    for end in [*(m.end() for m in _SENTENCE_END.finditer(left)), len(left)]:
        sentence = left[start:end]
        for match in _ALONE.finditer(sentence):
            at, after = match.span()
            is_count = _COUNTED.match(sentence[after:]) and not _SAYS_YEAR.search(sentence[:at])
            if not is_count:
                yield int(match[1]), text[start:end], at
        start = end


def without_names(text: str) -> str:
    """``text`` with everything whose years are not its own blanked out; as long as before."""
    for pattern in _OF_OTHERS:
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text


def _of_heading(year: int, sentence: str, at: int, horizon: Horizon) -> Why | None:
    """A heading about results names the years reported, the beginning of the programme, or a goal (“đến năm 2030”)."""
    if horizon.is_ahead or horizon.first <= year <= horizon.last:
        return None
    if year in horizon.known and (year < horizon.first or not _RESULTS.search(sentence)):
        return None
    is_goal = _GOALS.search(sentence) or (_UNTIL.search(sentence[:at]) and year > horizon.last)
    return None if is_goal and not _RESULTS.search(sentence) else Why.HEADING


def _of_text(year: int, sentence: str, at: int, horizon: Horizon) -> Why | None:
    if horizon.is_ahead:
        opens = year <= horizon.last and _OPENS.search(sentence[:at]) and _PROMISES.search(sentence[at:])
        return Why.LEFT_OVER if opens and not re.search(r"\bđã\b", sentence[at:], re.IGNORECASE) else None
    if year <= horizon.last:
        return Why.LEFT_OVER if year < horizon.first and _OPENS.search(sentence[:at]) else None
    before = sentence[:at]
    if _TODAY.search(before) and not _GOALS.search(before):
        return Why.RESULTS_AHEAD
    if _GOALS.search(sentence) or (
        _UNTIL.search(before) and (year in horizon.known or not _RESULTS.search(before))
    ):
        return None
    return Why.RESULTS_AHEAD if _RESULTS.search(sentence) else Why.AHEAD
