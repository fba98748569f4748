"""Places of the text nobody filled in."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consolidation.completeness.finding import Finding, Severity, named, quoted
from consolidation.completeness.matter import Matter, Words

FIX = gettext_lazy("Open the passage and write what belongs there, or take the place out.")
_UNFILLED = re.compile(
    r"\{[^{}\n]{0,40}\}"  # {year} of an outline
    r"|\[\s*(?:…|\.{2,}|\?+|[xX]+|(?:điền|ghi|bổ sung|nhập|số liệu|tên|chờ)[^\]]{0,60})\s*\]"
    r"|<\s*(?:điền|ghi|bổ sung|nhập|số liệu|tên)[^>]{0,60}>"
    r"|_{4,}"
    r"|\b(?:TODO|TBD|XXX+)\b"
    r"|(?:số|ngày|tháng|năm|có|là|được|đạt|khoảng|trên)\s+(?:\.{3,}|…+)(?=\s*(?:\w|[,;.%]|$))(?!\s*/)"
    r"|(?:\.{3,}|…+)\s+(?=(?:lượt|người|doanh nghiệp|hợp tác xã|lớp|cuộc|đồng|triệu|tỷ|%|sản phẩm)\b)",
    re.IGNORECASE,
)


def places_are_filled(matter: Matter) -> Iterator[Finding]:
    """Placeholders of outline and text that still stand in the paper."""
    head = matter.document.letterhead
    frame = [Words("", text) for text in (head.title, *head.addressees, *matter.document.recipients)]
    closing = [Words("closing", matter.document.closing)]
    seen: set[tuple[str, str]] = set()
    for words in (*frame, *matter.typed, *matter.printed, *closing):
        for found in unfilled(words.text):
            if (words.section, found) in seen:
                continue
            seen.add((words.section, found))
            yield Finding(
                Severity.ERROR, named(words.section or "frame", found, words.text), matter.where(words.section),
                _("“%(place)s” was not filled in: “%(words)s”.") % {"place": found.strip(), "words": quoted(words.text)},
                FIX, matter.at(words) if words.section else matter.period_page,
            )  # fmt: skip


def unfilled(text: str) -> Iterator[str]:
    """Yield the placeholders that stand in ``text``."""
    return (found[0] for found in _UNFILLED.finditer(text))
