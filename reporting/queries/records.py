"""The named records of a form, line by line and kind by kind, with what they stand behind."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from common.vietnamese import fold
from reporting.models import (
    Activity,
    ActivityKind,
    CountedAs,
    Figure,
    Submission,
    SubmissionLine,
    SupportedEnterprise,
)
from reporting.queries.claims import Claim, double_claims
from reporting.queries.submissions import submissions_in_short

OF_ACTIVITIES = frozenset({CountedAs.ACTIVITIES, CountedAs.PARTICIPANTS})


@dataclass(frozen=True)
class Group:
    """Records of one kind on a line. ``figures`` are those they stand behind; none means they are told, not counted.

    ``kind`` is a CountedAs value; ``place`` the pk new records are added to: a figure for enterprises, else the line.
    """

    kind: str
    line: SubmissionLine
    figures: tuple[Figure, ...]
    records: tuple[object, ...]
    place: int

    @property
    def is_asked(self) -> bool:
        """Whether a figure is the count of these records."""
        return bool(self.figures)

    @property
    def enterprises(self) -> int:
        """How many enterprises, each once."""
        return len({r.enterprise_id for r in self.records if isinstance(r, SupportedEnterprise)})


@dataclass(frozen=True)
class LineRecords:
    """A line and its records: ``groups`` hold records or are asked for; ``spare`` could be added all the same."""

    line: SubmissionLine
    groups: tuple[Group, ...]
    spare: tuple[Group, ...]


def submissions_with_records() -> QuerySet[Submission]:
    """Submissions with lines, counted figures and every record at hand, in a fixed number of queries."""
    supported = SupportedEnterprise.objects.select_related("enterprise")
    figures = (
        Figure.objects.with_counts()
        .select_related("target")
        .prefetch_related(
            Prefetch("supported", supported.order_by("enterprise__order", "pk")), "evidence_files"
        )
    )
    lines = SubmissionLine.objects.select_related("task", "national_group").prefetch_related(
        Prefetch("figures", figures),
        Prefetch("activities", Activity.objects.prefetch_related("evidence_files")),
        "experts",
    )
    return submissions_in_short().prefetch_related(Prefetch("lines", lines))


def records_of(submission: Submission) -> list[LineRecords]:
    """The lines with what is named behind them; ``submission`` is loaded with records."""
    return [_line(line) for line in submission.lines.all()]


def attach_claims(lines: list[LineRecords], submission: Submission) -> list[Claim]:
    """Put on each enterprise the double claim it is part of (``claim``, with ``rivals``); the claims."""
    claims = double_claims(submission.period, submission)
    by_record = {support.pk: claim for claim in claims for support in claim.supports}
    for group in (group for line in lines for group in line.groups if group.kind == CountedAs.ENTERPRISES):
        for record in group.records:
            claim = by_record.get(record.pk)  # type: ignore[attr-defined] # records of this kind have one
            record.claim = claim  # type: ignore[attr-defined] # for the page only
            record.rivals = _named(claim, submission) if claim else ""  # type: ignore[attr-defined]
    return claims


def _named(claim: Claim, submission: Submission) -> str:
    """The other units of a claim by name."""
    return ", ".join(str(other.organisation) for other in claim.others_of(submission))


def records_in_all(lines: list[LineRecords]) -> int:
    """How many records the form names."""
    return sum(len(group.records) for line in lines for group in line.groups)


def _line(line: SubmissionLine) -> LineRecords:
    figures = list(line.figures.all())
    groups = [
        Group(CountedAs.ENTERPRISES, line, (figure,), tuple(figure.supported.all()), figure.pk)
        for figure in figures
        if figure.counted_as == CountedAs.ENTERPRISES or figure.supported.all()
    ]
    of_activities = tuple(figure for figure in figures if figure.counted_as in OF_ACTIVITIES)
    of_experts = tuple(figure for figure in figures if figure.counted_as == CountedAs.EXPERTS)
    groups += [
        Group(CountedAs.ACTIVITIES, line, of_activities, tuple(line.activities.all()), line.pk),
        Group(CountedAs.EXPERTS, line, of_experts, tuple(line.experts.all()), line.pk),
    ]
    shown = tuple(group for group in groups if group.is_asked or group.records)
    return LineRecords(line, shown, tuple(group for group in groups if group not in shown))


def likely_kind(figures: tuple[Figure, ...], line: SubmissionLine) -> str:
    """The kind of a new activity: the one a figure counts, else what the task speaks of, else a course."""
    counted = next((figure.activity_kind for figure in figures if figure.activity_kind), "")
    words = fold(str(line))
    told = {
        "hoi nghi": ActivityKind.CONFERENCE,
        "hoi thao": ActivityKind.CONFERENCE,
        "truyen thong": ActivityKind.BROADCAST,
        "tuyen truyen": ActivityKind.BROADCAST,
        "giai thuong": ActivityKind.AWARD,
        "hop tac quoc te": ActivityKind.INTERNATIONAL,
        "khao sat": ActivityKind.SURVEY,
        "dieu tra": ActivityKind.SURVEY,
    }
    return counted or next((kind for word, kind in told.items() if word in words), ActivityKind.COURSE)
