"""What a program sends of a unit's form: rows it names change, in the fields it names; everything else stays."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from common.fields import LONG
from programmes.models import DocumentKind
from reporting.forms.rows import MOST_ROWS
from reporting.models import DocumentSection, Precision, StatementKind

MOST_LINES = 600
Id = Annotated[int, Field(ge=1, le=2**62)]
Text = Annotated[str, Field(max_length=2 * LONG)]  # the form says how much of it fits
Number = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]


class Kind(StrEnum):
    """Kinds of statements."""

    ASSESSMENT = StatementKind.ASSESSMENT.value
    OBSTACLE = StatementKind.OBSTACLE.value
    ORIENTATION = StatementKind.ORIENTATION.value
    SOLUTION = StatementKind.SOLUTION.value
    PROPOSAL = StatementKind.PROPOSAL.value


class Sent(BaseModel):
    """Something sent; a name the portal does not know is refused, so that no slip of the pen goes unnoticed."""

    model_config = ConfigDict(extra="forbid")

    def named(self, *names: str) -> dict[str, Any]:
        """Those of ``names`` that were sent."""
        return {name: getattr(self, name) for name in names if name in self.model_fields_set}


class Row(Sent):
    """A row the unit adds: without ``id`` a new one; with ``remove`` one that is taken away."""

    id: Id | None = None
    remove: bool = False


class FigureIn(Sent):
    """A figure the unit was asked for. Null is "not reported", 0 is measured."""

    id: Id
    to_date: Number | None = None
    estimate: Number | None = None
    typed_reason: Text = ""


class OwnFigureIn(Row):
    """A figure the unit adds."""

    indicator: Text = ""
    unit: Text = ""
    precision: Precision = Precision.EXACT
    to_date: Number | None = None
    estimate: Number | None = None


OwnFigures = Annotated[list[OwnFigureIn], Field(max_length=MOST_ROWS)]


class LineIn(Sent):
    """A line the unit owes."""

    id: Id
    narrative: Text = ""
    is_nil: bool = False
    nil_reason: Text = ""
    figures: Annotated[list[FigureIn], Field(max_length=MOST_ROWS)] = []
    own_figures: OwnFigures = []


class IntegratedIn(Row):
    """An activity carried out under another plan; ``host`` cites that plan in one line."""

    heading: Text = ""
    national_group: Text | None = None
    narrative: Text = ""
    host: Text = ""
    own_figures: OwnFigures = []


class DocumentIn(Row):
    """A document of the year."""

    section: DocumentSection = DocumentSection.MANAGEMENT
    kind: DocumentKind = DocumentKind.LETTER
    number_and_symbol: Text = ""
    issued_on: dt.date | None = None
    issuer_text: Text = ""
    abstract: Text = ""


class StatementIn(Row):
    """A statement; ``cause`` and ``addressee`` belong to obstacles and proposals, ``national_group`` to solutions."""

    kind: Kind
    text: Text = ""
    cause: Text = ""
    addressee: Text = ""
    national_group: Text | None = None


class DraftIn(Sent):
    """A draft, filled in from ``version`` of the form."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    is_nil: bool = False
    nil_reason: Text = ""
    lines: Annotated[list[LineIn], Field(max_length=MOST_LINES)] = []
    integrated: Annotated[list[IntegratedIn], Field(max_length=MOST_ROWS)] = []
    documents: Annotated[list[DocumentIn], Field(max_length=MOST_ROWS)] = []
    statements: Annotated[list[StatementIn], Field(max_length=5 * MOST_ROWS)] = []
