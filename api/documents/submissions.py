"""A unit's form as a program reads it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self

from ninja import Field, Schema

from api.documents.shared import OrganisationOut
from common.formatting import plain_number
from common.working_days import WorkingCalendar
from reporting.models import Figure, IssuedDocument, Statement, Submission, SubmissionLine
from reporting.queries.status import filed_on, status_of


class SubmissionOut(Schema):
    """A form: whose, about what, where it stands. ``version`` is named again when a draft is written."""

    id: int
    period: int = Field(description="Id of the period")
    plan: str = Field(description="Key of the plan")
    year: int
    name: str = Field(description="Name of the period")
    organisation: OrganisationOut
    state: str = Field(description="not_started, draft, unit_review, submitted, returned or accepted")
    status: str = Field(
        description="What the calendar makes of it, e.g. due_soon, overdue, submitted_late, locked"
    )
    reason: str = Field(description="Why, in sentences")
    version: int
    is_nil: bool
    nil_reason: str
    opens_on: dt.date
    due_on: dt.date
    locks_on: dt.date
    filed_on: dt.date | None
    is_demo: bool

    @classmethod
    def of(cls, submission: Submission, on: dt.date, calendar: WorkingCalendar, **more: Any) -> Self:
        """The form with period, plan and unit at hand."""
        period, status = submission.period, status_of(submission, on, calendar)
        return cls(
            id=submission.pk,
            period=period.pk,
            plan=period.plan.key,
            year=period.year,
            name=period.name,
            organisation=OrganisationOut.of(submission.organisation),
            state=submission.state,
            status=str(status.kind.value),
            reason=status.reason,
            version=submission.version,
            is_nil=submission.is_nil,
            nil_reason=submission.nil_reason,
            opens_on=period.opens_on,
            due_on=period.due_on,
            locks_on=period.locks_on,
            filed_on=filed_on(submission),
            is_demo=submission.is_demo,
            **more,
        )


class SubmissionsOut(Schema):
    """A page of forms."""

    items: list[SubmissionOut]
    next: str | None


class FigureOut(Schema):
    """A figure. ``to_date`` null is "not reported", "0" is measured; ``counted`` is the count of named records."""

    id: int
    is_own: bool = Field(description="Added by the unit")
    target: str | None = Field(description="Code of the target it counts for")
    indicator: str
    unit: str
    precision: str = Field(description="exact or nearly")
    to_date: str | None
    estimate: str | None = Field(description="Of the whole year")
    counted: str | None
    typed_reason: str

    @classmethod
    def of(cls, figure: Figure) -> Self:
        """The figure."""
        return cls(
            id=figure.pk,
            is_own=figure.is_own,
            target=figure.target.code if figure.target else None,
            indicator=figure.indicator,
            unit=figure.unit,
            precision=figure.precision,
            to_date=plain_number(figure.to_date),
            estimate=plain_number(figure.estimate),
            counted=plain_number(figure.counted),
            typed_reason=figure.typed_reason,
        )


class LineOut(Schema):
    """What the unit says about one task, or of an activity carried out under another plan (integrated)."""

    id: int
    attribution: str = Field(description="programme or integrated")
    role: str = Field(description="Why the line is owed")
    task: str | None = Field(description="Code of the task")
    national_group: str | None
    heading: str
    narrative: str
    is_nil: bool
    nil_reason: str
    figures: list[FigureOut]

    @classmethod
    def of(cls, line: SubmissionLine) -> Self:
        """The line with its figures at hand."""
        return cls(
            id=line.pk,
            attribution=line.attribution,
            role=line.role,
            task=line.task.code if line.task else None,
            national_group=line.national_group.code if line.national_group else None,
            heading=line.heading,
            narrative=line.narrative,
            is_nil=line.is_nil,
            nil_reason=line.nil_reason,
            figures=[FigureOut.of(figure) for figure in line.figures.all()],
        )


class DocumentOut(Schema):
    """A document of the year."""

    id: int
    section: str = Field(description="plans or management")
    kind: str
    number_and_symbol: str
    issued_on: dt.date | None
    issuer_text: str
    abstract: str

    @classmethod
    def of(cls, issued: IssuedDocument) -> Self:
        """The document."""
        document = issued.document
        return cls(
            id=issued.pk,
            section=issued.section,
            kind=document.kind,
            number_and_symbol=document.number_and_symbol,
            issued_on=document.issued_on,
            issuer_text=document.issuer_text or (document.issuer.name if document.issuer else ""),
            abstract=document.abstract,
        )


class StatementOut(Schema):
    """An assessment, obstacle, direction, solution or proposal."""

    id: int
    kind: str
    text: str
    cause: str
    addressee: str
    national_group: str | None

    @classmethod
    def of(cls, statement: Statement) -> Self:
        """The statement."""
        return cls(
            id=statement.pk,
            kind=statement.kind,
            text=statement.text,
            cause=statement.cause,
            addressee=statement.addressee,
            national_group=statement.national_group.code if statement.national_group else None,
        )


class SubmissionFullOut(SubmissionOut):
    """A form with everything on it. Statements of others are shown once the form was submitted."""

    lines: list[LineOut]
    documents: list[DocumentOut]
    statements: list[StatementOut]

    @classmethod
    def whole(
        cls, submission: Submission, on: dt.date, calendar: WorkingCalendar, statements: Iterable[Statement]
    ) -> Self:
        """The form in full."""
        return cls.of(
            submission,
            on,
            calendar,
            lines=[LineOut.of(line) for line in submission.lines.all()],
            documents=[DocumentOut.of(issued) for issued in submission.issued_documents.all()],
            statements=[StatementOut.of(statement) for statement in statements],
        )


class SavedOut(Schema):
    """What became of a draft that was written."""

    id: int
    version: int = Field(description="Name it with the next draft")
    state: str
    rows: dict[str, int] = Field(description="Place of each new row in the request → its id")
    missing: list[str] = Field(description="What the unit's leader would still be asked for, in sentences")
