"""Read a report that carries its data, as another installation (or this one) printed it, and say whether it is whole.

The data are believed only as far as the seal reaches: whose key it is, and that data, table and page say the same.
What is taken over are the sealed data, never what a picture on the page may show.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from consolidation.documents import seal
from consolidation.documents.carried import KIND, REPORT_JSON, SCHEMA, TARGETS_CSV
from consolidation.documents.likeness import Difference, difference
from consolidation.documents.printed import spoken
from papers.pages import attachments_of, read_pages
from papers.text import DEMO, DocumentRefused

MARKS = ("DỰ THẢO", DEMO)  # what may stand in a margin beside the number of the page
Facts = dict[str, Any]
PARTS: dict[str, type] = {
    "report": dict,
    "province": dict,
    "plan": dict,
    "programme": dict,
    "installation": dict,
    "completeness": dict,
    "text": list,
    "targets": list,
    "files": dict,
}


@dataclass(frozen=True)
class Reading:
    """What a PDF carries: its data, the public key of their seal, and in words whatever is not as it was sealed.

    ``problems`` is empty of a report that is whole; who holds ``key`` is another question.
    """

    data: Facts
    key: str
    sha256: str
    pages: int
    problems: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was changed since it was sealed."""
        return not self.problems

    @cached_property
    def fingerprint(self) -> str:
        """The key as people compare it; "" without one."""
        return seal.fingerprint(self.key) if self.key else ""


def read_report(content: bytes) -> Reading:
    """Read the PDF ``content``.

    DocumentRefused, in words: it is no PDF, is locked or broken, carries no data, or data nobody here can read.
    """
    if not content:
        raise DocumentRefused(_("This file is empty."), code="empty")
    carried = attachments_of(content)
    if REPORT_JSON not in carried:
        raise DocumentRefused(
            _(
                "This PDF carries no data of a report. A scanned paper carries none: ask for the file the portal made."
            ),
            code="no_data",
        )
    data = _data(carried[REPORT_JSON])
    pages = read_pages(content)
    problems = tuple(_problems(data, carried, pages.texts))
    return Reading(data, seal.key_of(data), sha256(content).hexdigest(), pages.count, problems)


def _data(content: bytes) -> Facts:
    """The data as plain JSON of our kind; nothing may be said twice."""
    try:
        data = json.loads(
            content.decode(), object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float
        )
        _refuse_nul(data)
    except (ValueError, RecursionError) as problem:
        raise DocumentRefused(
            _("The data this PDF carries cannot be read: %(problem)s") % {"problem": problem},
            code="unreadable",
        ) from problem
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise DocumentRefused(_("The data this PDF carries are not those of a report."), code="other_data")
    if data.get("schema") != SCHEMA:
        raise DocumentRefused(
            _("The data were written in another form (%(theirs)s) than this portal reads (%(ours)s).")
            % {"theirs": str(data.get("schema"))[:20], "ours": SCHEMA},
            code="other_schema",
        )
    missing = [name for name, shape in PARTS.items() if not isinstance(data.get(name), shape)]
    if (
        missing
        or not all(map(_is_piece, data["text"]))
        or not all(isinstance(t, dict) for t in data["targets"])
    ):
        raise DocumentRefused(
            _("The data this PDF carries are not complete: %(parts)s.")
            % {"parts": ", ".join(missing) or "text"},
            code="incomplete",
        )
    return data


def _problems(data: Facts, carried: dict[str, bytes], pages: tuple[str, ...]) -> Iterator[str]:
    key = seal.key_of(data)
    if not key:
        yield _("The data carry no seal, so nobody can tell who wrote them.")
    elif not seal.check(data, key):
        yield _("The data were changed after they were sealed, or the seal is of another report.")
    if data.get("draft") is not False:
        yield _("This is a draft: it has no number yet and says nothing for good.")
    table = carried.get(TARGETS_CSV)
    if table is None:
        yield _("The table of targets that belongs to the data is missing.")
    elif sha256(table).hexdigest() != data["files"].get(TARGETS_CSV):
        yield _("The table of targets was changed: it is not the one the data were sealed with.")
    others = sorted(set(carried) - {REPORT_JSON, TARGETS_CSV})
    if others:
        yield _("The PDF carries files the report did not have: %(names)s.") % {
            "names": ", ".join(others)[:200]
        }
    place = difference(pages, spoken(data["text"]), MARKS)
    if place is not None:
        yield _in_words(place)


def _in_words(place: Difference) -> str:
    facts = {"page": place.page, "expected": place.expected, "found": place.found}
    if not place.expected:
        return _("On page %(page)d stands more than in the sealed data: “%(found)s”.") % facts
    if not place.found:
        return _("On page %(page)d words of the sealed data are missing: “%(expected)s”.") % facts
    return _("On page %(page)d stands “%(found)s” where the sealed data say “%(expected)s”.") % facts


def _is_piece(told: object) -> bool:
    if not isinstance(told, dict):
        return False
    texts = told.get("texts")
    is_text = isinstance(told.get("place"), str) and isinstance(told.get("kind"), str)
    return is_text and isinstance(texts, list) and all(isinstance(text, str) for text in texts)


def _once(pairs: list[tuple[str, Any]]) -> Facts:
    facts = dict(pairs)
    if len(facts) < len(pairs):
        raise ValueError("a name comes twice")
    return facts


def _no_float(value: str) -> Any:
    raise ValueError(f"{value[:20]} is not written as text")


def _refuse_nul(data: object) -> None:
    """ValueError for the sign no database keeps."""
    if "\\u0000" in json.dumps(data, ensure_ascii=False):
        raise ValueError("a sign that is none")
