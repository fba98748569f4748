"""A document in one line of text, read and written as Vietnamese papers cite it."""

import datetime as dt
import re

from common.formatting import administrative_date
from programmes.models import LegalDocument
from programmes.models.document import KIND_IN_DOCUMENTS
from reporting.actions.content import Citation

KINDS = "|".join(KIND_IN_DOCUMENTS.values())
CITED = re.compile(
    rf"(?P<kind>{KINDS})(?:\s+số)?\s+(?P<number>[^\s,;]*/[^\s,;]+)"
    r"(?:,?\s+ngày\s+(?P<day>\d{1,2})[/-](?P<month>\d{1,2})[/-](?P<year>\d{4}))?"
    r"(?:\s+của\s+(?P<issuer>.+?))?(?:\s+(?:về\s+việc|về|v/v)\s+(?P<abstract>.+))?",
    re.IGNORECASE | re.DOTALL,
)


def read_citation(text: str) -> Citation:
    """The parts of a cited document; a text that is not written that way is kept whole as the abstract."""
    found = CITED.fullmatch(text.strip().rstrip(".;"))
    day = _day(found) if found else None
    if not found or (found["year"] and day is None):
        return Citation(abstract=text.strip())
    kinds = {written.lower(): kind for kind, written in KIND_IN_DOCUMENTS.items()}
    return Citation(
        kind=kinds[found["kind"].lower()],
        number_and_symbol=found["number"],
        issued_on=day,
        issuer_text=found["issuer"] or "",
        abstract=found["abstract"] or "",
    )


def write_citation(document: LegalDocument) -> str:
    """The document as one cites it; ``read_citation`` gives back its parts."""
    if not document.number_and_symbol:
        return document.abstract
    text = f"{document.kind_in_documents} số {document.number_and_symbol}"
    if document.issued_on:
        text += f" ngày {administrative_date(document.issued_on)}"
    if document.issuer_text or document.issuer:
        text += f" của {document.issuer_text or document.issuer}"
    return f"{text} về việc {document.abstract}" if document.abstract else text


def _day(found: re.Match[str]) -> dt.date | None:
    if not found["year"]:
        return None
    try:
        return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
