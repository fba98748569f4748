"""What units sent for a report: where the outline would put it, what it says, and whether it has its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from hashlib import sha256

from django.urls import reverse
from django.utils.translation import gettext as _

from common.formatting import small_count
from consolidation.models import Passage, Report, SetAside, SourceKind
from programmes.documents.citations import listed, short_name
from reporting.models import (
    Attribution,
    DocumentSection,
    Figure,
    IssuedDocument,
    Precision,
    Statement,
    StatementKind,
    Submission,
    SubmissionLine,
)
from reporting.queries.contents import Contents, contents_of, group_code
from reporting.states import SubmissionState

Key = tuple[str, str]  # kind and key of a source


@dataclass(frozen=True)
class FigureIn:
    """A figure of a unit: ``value`` to date and ``estimate`` for the whole year, None where not reported.

    Figures are merged only in the same ``unit`` of measure and the same ``attribution``.
    """

    pk: int
    key: str
    indicator: str
    unit: str
    attribution: str
    value: Decimal | None
    estimate: Decimal | None
    precision: str
    target_id: int | None


@dataclass(frozen=True)
class Incoming:
    """Something a unit sent. ``section`` is where the outline would put it, "" where it names no place.

    ``text`` is what the report says when it is inserted (line convention of ``documents.written``); ``heading`` what it
    is about. ``counts``: it is accepted and says something, so that it must be placed or set aside. ``address`` opens
    the original.
    """

    kind: str
    key: str
    section: str
    unit: str
    submission: Submission
    heading: str
    text: str
    address: str
    figures: tuple[FigureIn, ...] = ()
    is_nil: bool = False
    counts: bool = False

    @property
    def name(self) -> Key:
        """Its kind and key."""
        return self.kind, self.key

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of what it says, shortened; another one when the unit changed it, the same in every language.

        The heading of a statement is the portal's, in the reader's language.
        """
        heading = "" if self.kind == SourceKind.STATEMENT else self.heading
        facts = [heading, self.text, *(f"{f.value}/{f.estimate}/{f.unit}" for f in self.figures)]
        return sha256("\n".join(facts).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Placing:
    """What has come in for a report and where it stands: placed in passages, set aside, or neither."""

    incoming: tuple[Incoming, ...]
    placed: dict[Key, tuple[Passage, ...]]
    asides: dict[Key, SetAside]
    passages: tuple[Passage, ...] = field(default=())

    @cached_property
    def unplaced(self) -> tuple[Incoming, ...]:
        """What must still be placed or set aside."""
        return tuple(
            i for i in self.incoming if i.counts and i.name not in self.placed and i.name not in self.asides
        )

    @cached_property
    def changed(self) -> tuple[tuple[Passage, Incoming | None, str], ...]:
        """Passages whose original says something else by now, or is gone (None), with the unit's name."""
        now = {incoming.name: incoming for incoming in self.incoming}
        found = []
        for passage in self.passages:
            for source in passage.sources.all():
                original = now.get((source.kind, source.key))
                if source.seen and (original is None or original.fingerprint != source.seen):
                    found.append((passage, original, source.label))
        return tuple(found)

    @cached_property
    def open_again(self) -> tuple[tuple[Passage, Incoming], ...]:
        """Passages made of something whose form is not accepted any more, with that."""
        now = {incoming.name: incoming for incoming in self.incoming}
        made = ((p, now.get((source.kind, source.key))) for p in self.passages for source in p.sources.all())
        return tuple(
            (p, each) for p, each in made if each and each.submission.state != SubmissionState.ACCEPTED
        )


def placing_of(report: Report, contents: Contents | None = None) -> Placing:
    """Read what came in for ``report`` and what became of it; ``contents`` spares reading them again."""
    passages = tuple(report.passages.prefetch_related("sources").order_by("section", "position", "pk"))
    placed: dict[Key, tuple[Passage, ...]] = {}
    for passage in passages:
        for source in passage.sources.all():
            name = (source.kind, source.key)
            placed[name] = (*placed.get(name, ()), passage)
    asides = {(aside.kind, aside.key): aside for aside in report.asides.select_related("by")}
    return Placing(incoming_of(report, contents), placed, asides, passages)


def incoming_of(report: Report, contents: Contents | None = None) -> tuple[Incoming, ...]:
    """Everything the units of the period wrote, by unit; what is not accepted yet does not count.

    Read in as many queries whatever the number of units.
    """
    places = _Places(report.outline.sections)
    return tuple(_read(contents or contents_of(report.period), places))


class _Places:
    """Where an outline wants what."""

    def __init__(self, sections: list[dict[str, str]]) -> None:
        self.by_feed: dict[str, str] = {}
        self.by_group: dict[str, str] = {}
        for section in sections:
            feed, group = section.get("feed") or "", section.get("national_group") or ""
            if group:
                self.by_group[group] = section["code"]
            elif feed:
                self.by_feed.setdefault(feed, section["code"])

    def of_line(self, line: SubmissionLine) -> str:
        if line.attribution == Attribution.INTEGRATED:
            return self.by_feed.get("integrated", "")
        code = group_code(line)
        if code in self.by_group:
            return self.by_group[code]
        if line.task_id:  # tasks of no group follow the last one
            return next(reversed(self.by_group.values()), "")
        return self.by_feed.get("assessment", "")

    def of_document(self, issued: IssuedDocument) -> str:
        is_plan = issued.section == DocumentSection.PLANS
        return self.by_feed.get("plan_documents" if is_plan else "management_documents", "")

    def of_statement(self, statement: Statement) -> str:
        feeds = {
            StatementKind.ASSESSMENT: "assessment",
            StatementKind.OBSTACLE: "obstacles",
            StatementKind.ORIENTATION: "orientation",
            StatementKind.SOLUTION: "solutions",
            StatementKind.PROPOSAL: "proposals",
        }
        return self.by_feed.get(feeds[StatementKind(statement.kind)], "")

    def of_causes(self) -> str:
        """Where causes of obstacles stand; with the obstacles where the outline has no place of their own for them."""
        return self.by_feed.get("causes") or self.by_feed.get("obstacles", "")


def _read(contents: Contents, places: _Places) -> Iterator[Incoming]:
    documents: dict[int, list[IssuedDocument]] = {}
    for submission in contents.everybody:
        address = reverse("reporting:submission_detail", args=[submission.pk])
        is_accepted = submission.state == SubmissionState.ACCEPTED
        for line in submission.lines.all():
            yield from _of_line(line, submission, places, address, is_accepted=is_accepted)
        for issued in submission.issued_documents.all():
            if is_accepted:
                documents.setdefault(issued.document_id, []).append(issued)
            else:
                yield _of_document([issued], places, counts=False)
        for statement in submission.statements.all():
            yield from _of_statement(statement, submission, places, address, counts=is_accepted)
    for same in documents.values():
        yield _of_document(same, places, counts=True)


def _of_line(
    line: SubmissionLine, submission: Submission, places: _Places, address: str, *, is_accepted: bool
) -> Iterator[Incoming]:
    section, unit = places.of_line(line), submission.organisation.name
    heading = line.heading or str(line.task.title if line.task else line.national_group or "")
    is_nil = line.is_nil or submission.is_nil
    words = line.narrative.strip()
    figures = tuple(_figure(figure, line) for figure in line.figures.all())
    yield Incoming(
        SourceKind.LINE, str(line.pk), section, unit, submission, heading,
        "\n".join(part for part in (f"* {heading}" if heading else "", words) if part) if words else "",
        f"{address}#line-{line.pk}", figures, is_nil, is_accepted and bool(words) and not is_nil,
    )  # fmt: skip
    for figure in figures:
        if figure.value is not None or figure.estimate is not None:
            # what counts for a target stands in the table of targets anyway
            counts = is_accepted and not is_nil and figure.target_id is None
            yield Incoming(
                SourceKind.FIGURE, figure.key, section, unit, submission, heading, figure_words(figure),
                f"{address}#line-{line.pk}", (figure,), is_nil, counts,
            )  # fmt: skip


def figure_words(figure: FigureIn) -> str:
    """“Số doanh nghiệp được hỗ trợ: gần 05 doanh nghiệp (ước cả năm 08 doanh nghiệp).”"""
    nearly = "gần " if figure.precision == Precision.NEARLY else ""
    if figure.value is None:
        return f"{figure.indicator}: ước cả năm {nearly}{_counted(figure.estimate, figure.unit)}."
    ahead = ""
    if figure.estimate not in (None, figure.value):
        ahead = f" (ước cả năm {_counted(figure.estimate, figure.unit)})"
    return f"{figure.indicator}: {nearly}{_counted(figure.value, figure.unit)}{ahead}."


def _counted(value: Decimal | None, unit: str) -> str:
    return f"{small_count(value)}{unit}" if unit.startswith("%") else f"{small_count(value)} {unit}"


def _figure(figure: Figure, line: SubmissionLine) -> FigureIn:
    return FigureIn(
        figure.pk, str(figure.pk), figure.indicator, figure.unit, line.attribution, figure.value,
        figure.estimate, figure.precision, figure.target_id,
    )  # fmt: skip


def _of_document(same: list[IssuedDocument], places: _Places, *, counts: bool) -> Incoming:
    """A document, once for everybody who reported it."""
    first = same[0]
    units = "; ".join(dict.fromkeys(issued.submission.organisation.name for issued in same))
    address = reverse("reporting:submission_detail", args=[first.submission_id])
    return Incoming(
        SourceKind.DOCUMENT, str(first.document_id), places.of_document(first), units, first.submission,
        short_name(first.document), f"- {listed(first.document)}", address, counts=counts,
    )  # fmt: skip


def cause_key(statement: Statement) -> str:
    """Names the cause of an obstacle, which stands in a part of its own, apart from the obstacle."""
    return f"{statement.pk}.cause"


def _of_statement(
    statement: Statement, submission: Submission, places: _Places, address: str, *, counts: bool
) -> Iterator[Incoming]:
    """What a unit states, and apart from it the cause it gives for an obstacle."""
    heading = statement.get_kind_display()
    if statement.addressee:
        heading = f"{heading}: {statement.addressee}"
    unit, where = submission.organisation.name, f"{address}#{statement.kind}"
    words, cause = statement.text.strip(), statement.cause.strip()
    yield Incoming(
        SourceKind.STATEMENT, str(statement.pk), places.of_statement(statement), unit, submission, heading, words,
        where, counts=counts and bool(words),
    )  # fmt: skip
    if cause and statement.kind == StatementKind.OBSTACLE:
        yield Incoming(
            SourceKind.STATEMENT, cause_key(statement), places.of_causes(), unit, submission,
            _("Cause"), cause, where, counts=counts,
        )  # fmt: skip
