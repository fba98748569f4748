"""How a document is named on paper: in full the first time, short afterwards."""

import datetime as dt

from common.formatting import PartialDate, administrative_date
from organisations.models import Organisation
from programmes.models import LegalDocument

ABOUT = "về việc"
UNKNOWN_NUMBER = "…"


class Citations:
    """Remembers which documents the paper has already named in full."""

    def __init__(self) -> None:
        self._named: set[str] = set()

    def cite(self, document: LegalDocument, *, about: str = "") -> str:
        """The document in full with its abstract (after ``about``), and only its number from the second time on."""
        if self.is_named(document):
            return short_name(document)
        self._named.add(_identity(document))
        return full_name(document, about=about)

    def is_named(self, document: LegalDocument) -> bool:
        """Whether the paper has already given the full name."""
        return _identity(document) in self._named


def listed(document: LegalDocument) -> str:
    """The line of a list: kind, number, date, issuer as of that date, what it is about."""
    return full_name(document, about=ABOUT)


def full_name(document: LegalDocument, *, about: str = "") -> str:
    """Kind, number, date, issuer, and the abstract after ``about``; what the paper lacks is left open."""
    issuer = issuer_of(document)
    abstract = document.abstract.strip().rstrip(".;")
    parts = [dated_name(document), f"của {issuer}" if issuer else ""]
    if abstract:
        parts.append(f"{about} {abstract}" if about else uncapitalised(abstract))
    return " ".join(part for part in parts if part).strip()


def dated_name(document: LegalDocument) -> str:
    """Kind, number and date: “Công văn số 955/SKHCN-TĐC ngày 22/11/2023”."""
    issued = document.issued_on or (
        PartialDate(document.issued_year, document.issued_month) if document.issued_year else None
    )
    return short_name(document) + (f" ngày {administrative_date(issued)}" if issued else "")


def short_name(document: LegalDocument) -> str:
    """Kind and number: “Kế hoạch số 101/KH-UBND”; a number the paper lacks stays open."""
    number = document.number_and_symbol.strip()
    if not number:
        return document.kind_in_documents
    return f"{document.kind_in_documents} số {UNKNOWN_NUMBER if number.startswith('/') else ''}{number}"


def issuer_of(document: LegalDocument) -> str:
    """The issuer as the paper writes it, else its name on the day of issue."""
    if document.issuer_text or document.issuer is None:
        return document.issuer_text
    return _name_on(document.issuer, document.issued_on)


def _name_on(body: Organisation, day: dt.date | None) -> str:
    """A body's name on a day: a successor's paper of earlier days was its predecessor's."""
    if day is None or body.holds_on(day):
        return body.name
    former = (succession.old for succession in body.predecessors.all() if succession.date > day)
    return next((old.name for old in former if old.holds_on(day)), body.name)


def uncapitalised(abstract: str) -> str:
    """An abstract inside a sentence: its first letter small, unless the word is an abbreviation."""
    word = abstract.split(maxsplit=1)[0]
    return abstract if len(word) > 1 and word.isupper() else abstract[0].lower() + abstract[1:]


def _identity(document: LegalDocument) -> str:
    """What makes two rows the same paper for the reader."""
    return f"{document.kind} {document.number_and_symbol} {document.issued_year}"
