"""Units × tasks of a period: who said what about which task, in a fixed number of queries."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q

from common.vietnamese import fold
from common.working_days import WorkingCalendar
from programmes.models import NationalTaskGroup, Task
from reporting.models import (
    Activity,
    Attribution,
    Figure,
    Part,
    ReportingPeriod,
    ReturnedPart,
    Submission,
    SubmissionLine,
)
from reporting.queries.status import Status, StatusKind, filed_on, status_of
from reporting.states import FILED, SubmissionState

ColumnKey = tuple[str, int | str]  # ("task", id), ("group", id) of a plan without tasks, ("heading", words)


ANSWERED = frozenset({StatusKind.SUBMITTED, StatusKind.SUBMITTED_LATE, StatusKind.ACCEPTED, StatusKind.NIL})


class Look(NamedTuple):
    """How a status is shown in a cell: its colour, its letter, its words."""

    chip: str
    letter: str
    words: str


class Cell(NamedTuple):
    """What a unit said about a task: the status to show, and where on its page that stands.

    The place is named by the task, not by the line: a column of the same words makes a light page.
    """

    kind: StatusKind
    place: str
    look: Look


@dataclass
class Column:
    """A task, a national group, or a heading of the plan's own; ``counts`` its cells by status."""

    key: ColumnKey
    code: str
    title: str
    counts: Counter[StatusKind] = field(default_factory=Counter)

    @property
    def owed(self) -> int:
        """How many of the units shown owe it."""
        return self.counts.total()

    @property
    def answered(self) -> int:
        """How many of them filed something about it, nil included."""
        return sum(self.counts[kind] for kind in ANSWERED)


@dataclass(frozen=True)
class Row:
    """A unit: where its form stands, and its cells in the order of the columns; None where nothing is owed."""

    submission: Submission
    status: Status
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Punctuality:
    """How the units of a period answered: counts of units, rates in whole percents of those asked."""

    asked: int
    filed: int
    on_time: int
    silent: int

    @property
    def filed_percent(self) -> int:
        """Share of the units asked that filed."""
        return 100 * self.filed // self.asked if self.asked else 0

    @property
    def on_time_percent(self) -> int:
        """Share of the units asked that filed by the day due."""
        return 100 * self.on_time // self.asked if self.asked else 0


@dataclass(frozen=True)
class Wanted:
    """What the reader keeps: ``text`` in the unit's name, ``kind`` of unit, ``state`` of the form, ``task`` by code."""

    text: str = ""
    kind: str = ""
    state: str = ""
    task: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether nothing is filtered out."""
        return not (self.text or self.kind or self.state or self.task)


@dataclass(frozen=True)
class Matrix:
    """The rows kept, every column, and how all units of the period answered."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    punctuality: Punctuality
    states: Counter[StatusKind]
    kinds: frozenset[str]


def matrix_of(
    period: ReportingPeriod, *, on: dt.date, calendar: WorkingCalendar, wanted: Wanted | None = None
) -> Matrix:
    """The matrix of ``period`` as it stands on ``on``. Four queries, whatever the number of units and tasks."""
    wanted = wanted or Wanted()
    submissions = list(
        period.submissions.select_related("organisation", "unlocked_by").order_by("organisation__order", "pk")
    )
    for submission in submissions:
        submission.period = period
    statuses = {s.pk: status_of(s, on, calendar) for s in submissions}
    lines = _lines(period)
    columns = _columns(period, lines)
    opened, looks = _sent_back(period), _looks()
    by_unit: dict[int, dict[ColumnKey, Cell]] = {s.pk: {} for s in submissions}
    for line in lines:
        kind = _kind(line, statuses[line["submission_id"]], opened)
        by_unit[line["submission_id"]][_key(line)] = Cell(kind, _place(_key(line)), looks[kind])
    rows = [
        Row(s, statuses[s.pk], tuple(by_unit[s.pk].get(column.key) for column in columns))
        for s in submissions
    ]
    kept = tuple(_kept(rows, columns, wanted))
    for row in kept:
        for column, cell in zip(columns, row.cells, strict=True):
            if cell is not None:
                column.counts[cell.kind] += 1
    return Matrix(
        columns=tuple(columns),
        rows=kept,
        punctuality=_punctuality(submissions),
        states=Counter(status.kind for status in statuses.values()),
        kinds=frozenset(s.organisation.kind for s in submissions),
    )


def _lines(period: ReportingPeriod) -> list[dict[str, Any]]:
    """Every line owed, with whether anything stands in it."""
    given = Figure.objects.filter(line=OuterRef("pk")).filter(
        Q(to_date__isnull=False) | Q(estimate__isnull=False) | Q(is_own=True)
    )
    held = Activity.objects.filter(line=OuterRef("pk"))
    owed = SubmissionLine.objects.filter(submission__period=period, attribution=Attribution.PROGRAMME)
    told = owed.annotate(is_counted=Exists(given) | Exists(held))
    return [
        dict(line)
        for line in told.values(
            "pk",
            "submission_id",
            "submission__state",
            "submission__is_nil",
            "task_id",
            "national_group_id",
            "heading",
            "is_nil",
            "narrative",
            "is_counted",
        )
    ]


def _key(line: dict[str, Any]) -> ColumnKey:
    if line["task_id"]:
        return "task", line["task_id"]
    if line["heading"] or not line["national_group_id"]:
        return "heading", line["heading"]
    return "group", line["national_group_id"]


def _place(key: ColumnKey) -> str:
    """The id of the heading on a form's page."""
    sort, named = key
    return sort if sort == "heading" else f"{sort}-{named}"


def _columns(period: ReportingPeriod, lines: Iterable[dict[str, Any]]) -> list[Column]:
    """The tasks somebody owes a line about, in the order of the annex; then groups; then headings."""
    keys = {_key(line) for line in lines}
    tasks = Task.objects.filter(pk__in=[pk for sort, pk in keys if sort == "task"]).order_by("position")
    found = [Column(("task", task.pk), task.code, task.title) for task in tasks]
    groups = [pk for sort, pk in keys if sort == "group"]
    if groups:
        named = NationalTaskGroup.objects.filter(pk__in=groups, programme=period.plan.programme_id)
        found += [Column(("group", group.pk), group.code, group.title) for group in named]
    headings = sorted(str(words) for sort, words in keys if sort == "heading")
    return found + [Column(("heading", words), "★", words) for words in headings]


def _sent_back(period: ReportingPeriod) -> set[tuple[int, int | None]]:
    """(submission, line) sent back in the round the form is in; line None where it is the whole form."""
    parts = ReturnedPart.objects.filter(
        submission__period=period, round=F("submission__round"), part__in=[Part.WHOLE, Part.LINE]
    )
    return set(parts.values_list("submission_id", "line_id"))


def _kind(line: dict[str, Any], status: Status, sent_back: set[tuple[int, int | None]]) -> StatusKind:
    """Where one line stands: that of its form, told apart by what the line itself holds."""
    state, says_nil = line["submission__state"], line["is_nil"] or line["submission__is_nil"]
    if state == SubmissionState.RETURNED:
        unit = line["submission_id"]
        if (unit, None) in sent_back or (unit, line["pk"]) in sent_back:
            return StatusKind.SENT_BACK
        return StatusKind.NIL if says_nil else StatusKind.SUBMITTED
    if state in FILED:
        return StatusKind.NIL if says_nil else status.kind
    if says_nil or line["narrative"] or line["is_counted"]:
        return StatusKind.REVIEW if status.kind == StatusKind.REVIEW else StatusKind.DRAFT
    return StatusKind.OPEN if status.kind in {StatusKind.DRAFT, StatusKind.REVIEW} else status.kind


def _looks() -> dict[StatusKind, Look]:
    """The words of every status, translated once for all cells."""
    told = {kind: Status(kind, "") for kind in StatusKind}
    return {kind: Look(status.chip, status.letter, status.words) for kind, status in told.items()}


def _kept(rows: Iterable[Row], columns: list[Column], wanted: Wanted) -> Iterable[Row]:
    text = fold(wanted.text)
    places = [at for at, column in enumerate(columns) if column.code == wanted.task]
    for row in rows:
        unit = row.submission.organisation
        if (
            (not text or text in unit.folded)
            and (not wanted.kind or unit.kind == wanted.kind)
            and (not wanted.state or row.status.kind == wanted.state)
            and (not wanted.task or any(row.cells[at] for at in places))
        ):
            yield row


def _punctuality(submissions: list[Submission]) -> Punctuality:
    filed = [s for s in submissions if s.state in FILED]
    on_time = [s for s in filed if (day := filed_on(s)) and day <= s.period.due_on]
    silent = [s for s in submissions if s.state == SubmissionState.NOT_STARTED]
    return Punctuality(len(submissions), len(filed), len(on_time), len(silent))
