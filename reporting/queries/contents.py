"""What the submissions of a period hold, sorted into the places of the yearly report.

A unit's own words stay as they are; here they are only put where they belong. Everything is in one order for
ever: by unit, then as the unit arranged it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from common.working_days import WorkingCalendar
from organisations.queries import working_calendar
from reporting.models import (
    Attribution,
    DocumentSection,
    Figure,
    IssuedDocument,
    ReportingPeriod,
    RequestLetter,
    Statement,
    StatementKind,
    Submission,
    SubmissionLine,
)
from reporting.queries.status import with_standing
from reporting.states import SubmissionState


@dataclass(frozen=True)
class Contents:
    """The submissions of a period (``everybody``) and, of the accepted ones, what goes where.

    ``lines`` are lines of the Programme and ``integrated`` those of other programmes; the two never mix.
    """

    period: ReportingPeriod
    everybody: tuple[Submission, ...]
    accepted: tuple[Submission, ...]
    lines: tuple[SubmissionLine, ...]
    integrated: tuple[SubmissionLine, ...]
    documents: tuple[IssuedDocument, ...]
    statements: tuple[Statement, ...]
    letters: tuple[RequestLetter, ...]
    calendar: WorkingCalendar

    @property
    def silent(self) -> tuple[Submission, ...]:
        """Submissions that are not accepted: what they hold is not known to the report."""
        return tuple(s for s in self.everybody if s.state != SubmissionState.ACCEPTED)

    @property
    def is_demo(self) -> bool:
        """Whether anything in it was made up for trying the portal."""
        cited = [issued.document for issued in self.documents] + [letter.document for letter in self.letters]
        return any(s.is_demo for s in self.everybody) or any(document.is_demo for document in cited)

    def of_group(self, code: str) -> tuple[SubmissionLine, ...]:
        """Accepted lines of the Programme under a national group."""
        return tuple(line for line in self.lines if group_code(line) == code)

    def of_other_tasks(self, codes: Iterable[str]) -> tuple[SubmissionLine, ...]:
        """Accepted lines about tasks that stand under none of the national groups ``codes``."""
        known = set(codes)
        return tuple(line for line in self.lines if line.task_id and group_code(line) not in known)

    def of_the_plan(self) -> tuple[SubmissionLine, ...]:
        """Accepted lines about the plan's own targets: they belong to no task and no group."""
        return tuple(line for line in self.lines if not line.task_id and not line.national_group_id)

    def silent_about(self, code: str) -> tuple[Submission, ...]:
        """Units that owe a word on a national group and have no accepted submission."""
        return tuple(
            submission
            for submission in self.silent
            if any(group_code(line) == code for line in submission.lines.all())
        )

    def issued(self, section: DocumentSection) -> tuple[tuple[IssuedDocument, ...], ...]:
        """The documents of a section, each once with everybody who reported it; the newest source decides nothing."""
        found: dict[int, list[IssuedDocument]] = {}
        for issued in self.documents:
            if issued.section == section:
                found.setdefault(issued.document_id, []).append(issued)
        return tuple(tuple(same) for same in found.values())

    def told(self, kind: StatementKind) -> tuple[Statement, ...]:
        """The statements of a kind."""
        return tuple(statement for statement in self.statements if statement.kind == kind)


def group_code(line: SubmissionLine) -> str:
    """The national group a line stands under; blank for none."""
    group = line.task.national_group if line.task else line.national_group
    return group.code if group else ""


def contents_of(period: ReportingPeriod) -> Contents:
    """Read a period's submissions with everything in them, in nine queries whatever their number."""
    everybody = tuple(_submissions(period))
    accepted = tuple(s for s in everybody if s.state == SubmissionState.ACCEPTED)
    lines = [line for submission in accepted for line in submission.lines.all()]
    return Contents(
        period=period,
        everybody=everybody,
        accepted=accepted,
        lines=tuple(line for line in lines if line.attribution == Attribution.PROGRAMME),
        integrated=tuple(line for line in lines if line.attribution == Attribution.INTEGRATED),
        documents=tuple(issued for s in accepted for issued in s.issued_documents.all()),
        statements=tuple(statement for s in accepted for statement in s.statements.all()),
        letters=tuple(period.letters.select_related("document__issuer")),
        calendar=working_calendar(),
    )


def _submissions(period: ReportingPeriod) -> QuerySet[Submission]:
    lines = SubmissionLine.objects.select_related(
        "task__national_group", "national_group", "host__issuer"
    ).prefetch_related(Prefetch("figures", Figure.objects.with_counts().select_related("target")))
    documents = IssuedDocument.objects.select_related("document__issuer").prefetch_related(
        "document__issuer__predecessors__old"
    )
    return (
        with_standing(period.submissions.all())
        .select_related("organisation")
        .prefetch_related(
            Prefetch("lines", lines.order_by("position", "pk")),
            Prefetch("issued_documents", documents.order_by("section", "position", "pk")),
            Prefetch(
                "statements",
                Statement.objects.select_related("national_group").order_by("kind", "position", "pk"),
            ),
        )
        .order_by("organisation__order", "pk")
    )
