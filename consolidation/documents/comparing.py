"""A signed file beside the paper that was approved: pages and words, each difference for a person to look at."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from consolidation.models.signed_file import SIGNATURE
from papers.pages import Pages, page_numbers

MOST_SHOWN = 60  # differences kept; beyond them only how many there are
MOST_WORDS = 60  # of one difference
AROUND = 4  # words before it, so that a reader finds the place
ALIKE = 0.5  # below this share of common words it is hardly the same paper
# What a digital signature writes: labels with a name or an address, then its moment. No other figure may stand in it.
LABEL = r"(?:ký bởi|được ký bởi|người ký|ký số bởi|cơ quan|đơn vị|digitally signed by|signed by|e?mail|thư điện tử)"
MOMENT = r"(?:thời gian ký|ngày ký|date|time)?:?\s*\d{2,4}[./-]\d{2}[./-]\d{2,4}[ T,]*\d{2}:\d{2}(?::\d{2})?"
SIGNED = re.compile(
    rf"(?:{LABEL}:?\s*(?:\S+@\S+|[^\d]{{1,120}}?)\s*)+(?:{MOMENT}\s*(?:[+-]\d{{2}}[:']?\d{{2}}'?)?)?",
    re.IGNORECASE,
)
# Without one of these it is a sentence of the paper that begins like a label (“đơn vị …”), however harmless it looks.
SIGNER = re.compile(r"\b(?:ký bởi|người ký|ký số|thời gian ký|ngày ký|signed by)\b", re.IGNORECASE)

Difference = dict[str, str | int]
Word = tuple[str, int]  # and the page it stands on


def compare(approved: Pages, signed: Pages) -> list[Difference]:
    """How ``signed`` differs from ``approved``, in reading order; empty when pages and words are the same.

    Each difference has a ``kind``: ``pages`` (``was``, ``now``: how many), ``scan`` (no text to compare), ``little`` (hardly
    a word in common), ``text`` (``page``, ``before``, ``was``, ``now``), ``more`` (``now``: how many were left out), or
    ``signature`` (words a digital signature adds). Line breaks, page numbers and the division into lines do not count.
    """
    found: list[Difference] = []
    if approved.count != signed.count:
        found.append({"kind": "pages", "was": approved.count, "now": signed.count})
    numbers = page_numbers(approved.texts)
    was, now = list(_words(approved, numbers)), list(_words(signed, numbers, approved.count - signed.count))
    if not now:
        return [*found, {"kind": "scan"}]
    matcher = SequenceMatcher(None, [word for word, _ in was], [word for word, _ in now])
    if matcher.ratio() < ALIKE:
        return [*found, {"kind": "little"}]
    texts = list(_texts(matcher, was, now))
    if len(texts) > MOST_SHOWN:
        texts = [*texts[:MOST_SHOWN], {"kind": "more", "now": len(texts) - MOST_SHOWN}]
    return found + texts


def _texts(matcher: SequenceMatcher, was: list[Word], now: list[Word]) -> Iterator[Difference]:
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        old, new = _joined(was[start:end]), _joined(now[new_start:new_end])
        if old.replace(" ", "") == new.replace(" ", ""):
            continue  # only divided otherwise
        added = not old and bool(SIGNER.search(new) and SIGNED.fullmatch(new))
        place = now[new_start] if new_start < len(now) else now[-1]
        yield {
            "kind": SIGNATURE if added else "text",
            "page": place[1],
            "before": _joined(now[max(new_start - AROUND, 0) : new_start]),
            "was": old,
            "now": new,
        }


def _words(pages: Pages, numbers: Sequence[str], moved: int = 0) -> Iterator[Word]:
    """The words with their pages, but for a line with the number the approved page bears: any other figure is a word.

    By as many pages as were left out or added, a page may have ``moved``.
    """
    for place, text in enumerate(pages.texts, start=1):
        lines = [line for line in text.split("\n") if line.strip()]
        near = numbers[max(place - 1 - abs(moved), 0) : place + abs(moved)]
        at = next((at for at in (-1, 0) if lines and lines[at].strip() in near), None)
        if at is not None:
            del lines[at]
        yield from ((word, place) for line in lines for word in line.split())


def _joined(words: list[Word]) -> str:
    shown = " ".join(word for word, _ in words[:MOST_WORDS])
    return f"{shown} …" if len(words) > MOST_WORDS else shown
