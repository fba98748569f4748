"""What a unit's form brings: plain values, already read and checked by the form.

``key`` of an entry names the place on the form it was typed in; who saved can ask which row a new one became.
"""

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal

from programmes.models import DocumentKind, NationalTaskGroup
from reporting.models import DocumentSection, Precision, StatementKind


@dataclass(frozen=True, kw_only=True)
class Citation:
    """A document as the unit cites it; what it does not know stays empty."""

    kind: DocumentKind = DocumentKind.PLAN
    number_and_symbol: str = ""
    issued_on: dt.date | None = None
    issuer_text: str = ""
    abstract: str = ""


@dataclass(frozen=True, kw_only=True)
class FigureEntry:
    """A figure; ``pk`` None is a new one. Words, unit and precision count only for figures the unit added.

    ``typed_reason`` says why the number typed is another than the count of its records; None leaves it as it was.
    """

    pk: int | None = None
    indicator: str = ""
    unit: str = ""
    precision: Precision = Precision.EXACT
    to_date: Decimal | None = None
    estimate: Decimal | None = None
    typed_reason: str | None = None
    remove: bool = False
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class LineEntry:
    """A line owed, or (``is_integrated``) one the unit adds; ``pk`` None is a new one."""

    pk: int | None = None
    narrative: str = ""
    is_nil: bool = False
    nil_reason: str = ""
    figures: tuple[FigureEntry, ...] = ()
    is_integrated: bool = False
    heading: str = ""
    national_group: NationalTaskGroup | None = None
    host: Citation | None = None
    remove: bool = False
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentEntry:
    """A document the unit issued or had issued."""

    citation: Citation = field(default_factory=Citation)
    section: DocumentSection = DocumentSection.MANAGEMENT
    pk: int | None = None
    remove: bool = False
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class StatementEntry:
    """An assessment, obstacle, direction, solution or proposal; ``carried_from`` is the id of what it raises again."""

    kind: StatementKind
    text: str = ""
    cause: str = ""
    addressee: str = ""
    national_group: NationalTaskGroup | None = None
    pk: int | None = None
    carried_from: int | None = None
    remove: bool = False
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Content:
    """Everything on the form, or what may be changed of it: rows it does not name stay as they are."""

    is_nil: bool = False
    nil_reason: str = ""
    lines: tuple[LineEntry, ...] = ()
    documents: tuple[DocumentEntry, ...] = ()
    statements: tuple[StatementEntry, ...] = ()

    def without_removals(self) -> "Content":
        """The same, taking nothing away: what a form that saves itself may do while somebody is still typing."""
        kept = [line for line in self.lines if not line.remove]
        return replace(
            self,
            lines=tuple(replace(x, figures=tuple(f for f in x.figures if not f.remove)) for x in kept),
            documents=tuple(x for x in self.documents if not x.remove),
            statements=tuple(x for x in self.statements if not x.remove),
        )
