"""Documents a text cites, and what the register knows of them."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from common.vietnamese import fold
from programmes.models import LegalDocument
from programmes.models.document import KIND_IN_DOCUMENTS

KINDS = {name: kind for kind, name in KIND_IN_DOCUMENTS.items()}
_CITED = re.compile(
    rf"(?P<kind>{'|'.join(KINDS)})\s+số:?\s+(?P<number>(?:\d+|…)\s*/\s*[\w./&-]*\w(?:\s[A-ZĐ]{{2,}}(?:-[A-ZĐ]+)*)?)"
    r"(?:\s+ngày\s+(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}))?"
)
_LEADING = re.compile(r"0*(\d+)\s*/")


@dataclass(frozen=True)
class Citation:
    """A document a text names: its kind, number and symbol as written, and the date if one stands there.

    ``bad_date`` is what stands there where no calendar has such a day; ``date`` is None then.
    """

    kind: str
    number: str
    date: dt.date | None = None
    bad_date: str = ""

    @property
    def line(self) -> str:
        """Kind, number and date as a reader knows it."""
        day = f" ngày {self.date.day:02d}/{self.date.month}/{self.date.year}" if self.date else ""
        return f"{self.kind} số {self.number}{day}"

    @property
    def leading(self) -> str:
        """The number without zeros before it; blank where the paper has none."""
        found = _LEADING.match(self.number)
        return found[1] if found else ""

    @property
    def key(self) -> str:
        """Number and symbol without blanks, dashes and marks: what two spellings of one symbol share."""
        return loose(self.number)


def citations_in(text: str) -> Iterator[Citation]:
    """Yield the documents ``text`` cites by kind and number (“Công văn số 955/SKHCN-TĐC ngày 22/11/2023”)."""
    for found in _CITED.finditer(text):
        number = " ".join(found["number"].split()).rstrip(".")
        if not found["year"]:
            yield Citation(found["kind"], number)
            continue
        try:
            date = dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:
            yield Citation(found["kind"], number, bad_date=f"{found['day']}/{found['month']}/{found['year']}")
        else:
            yield Citation(found["kind"], number, date)


def loose(number: str) -> str:
    """Number and symbol as letters, digits and strokes only, without leading zeros."""
    return re.sub(r"[^a-z0-9/]", "", fold(number)).lstrip("0")


def strict(number: str) -> str:
    """Number and symbol as written, blanks around the stroke and leading zeros aside."""
    return re.sub(r"\s*/\s*", "/", number.strip()).lstrip("0")


def registered(citations: Iterable[Citation], province_id: int) -> dict[str, list[LegalDocument]]:
    """Key of each citation → documents of the province's and the national register that bear it; one query."""
    keys = {citation.key for citation in citations}
    numbers = sorted({key.split("/")[0] for key in keys} - {""})
    if not numbers:
        return {}
    there = LegalDocument.objects.filter(
        Q(province=province_id) | Q(province__isnull=True) | Q(issuer__province=province_id),
        number_and_symbol__regex=rf"^0*({'|'.join(numbers)})\s*/",
    )
    found: dict[str, list[LegalDocument]] = {}
    for document in there.select_related("issuer").order_by("pk"):
        key = loose(document.number_and_symbol)
        if key in keys:
            found.setdefault(key, []).append(document)
    return found
