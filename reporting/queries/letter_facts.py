"""What a letter to the units is written from: whom it asks for what, on which grounds, on whose paper."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from common.formatting import administrative_date
from organisations.models import Organisation
from programmes.models import DutyKind, LegalDocument, Standing
from programmes.queries.plans import programme_decision
from programmes.queries.roles import provinces_on
from programmes.queries.sources import quoted
from reporting.models import (
    Letter,
    LetterKind,
    LineRole,
    Outline,
    PeriodKind,
    ReportingPeriod,
    ReportSetting,
    RequestLetter,
    Submission,
    SubmissionLine,
)
from reporting.queries.letterhead import usual_setting
from reporting.queries.obligations import Obligation, OwedLine, standing_agency
from reporting.queries.outlines import outline_row_of
from reporting.states import SubmissionState

DUTY_OF = {
    PeriodKind.YEAR: DutyKind.ANNUAL,
    PeriodKind.HALF: DutyKind.HALF_YEARLY,
    PeriodKind.QUARTER: DutyKind.QUARTERLY,
    PeriodKind.FIVE_YEAR: DutyKind.FIVE_YEAR,
    PeriodKind.MIDTERM: DutyKind.MIDTERM_FINAL,
    PeriodKind.FINAL: DutyKind.MIDTERM_FINAL,
    PeriodKind.AD_HOC: DutyKind.AD_HOC,
}
Unit = tuple[Organisation, Sequence[SubmissionLine | OwedLine]]
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\w)")
_MARKUP = re.compile(r"^[#*\s\-+]+|[*]+")


@dataclass(frozen=True)
class Asked:
    """A unit a letter asks: the codes of the tasks it leads, helps with, or shares with a whole group."""

    name: str
    kind: str
    leads: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    is_ours: bool = False


@dataclass(frozen=True)
class Clause:
    """What the plan itself says about reporting, verbatim, and to whom it says so."""

    who: str
    words: str


@dataclass(frozen=True)
class Paper:
    """Whose paper the letter is on. ``agency`` is None where nobody answers for the plan; ``address`` may be ""."""

    setting: ReportSetting
    agency: Organisation | None
    place: str
    address: str
    is_demo: bool = False


@dataclass(frozen=True)
class CallFacts:
    """Everything the call letter says. ``period`` may be a proposal that is not stored yet.

    ``tasks`` are code and title of what is asked about, in the order of the annex; ``received`` the letters that
    asked DOST. ``outline`` is the published one the report will follow; None where only carried ones are known.
    """

    period: ReportingPeriod
    paper: Paper
    units: tuple[Asked, ...]
    tasks: tuple[tuple[str, str], ...]
    decision: LegalDocument
    clauses: tuple[Clause, ...]
    received: tuple[LegalDocument, ...] = ()
    outline: Outline | None = None


def call_facts(period: ReportingPeriod, owed: Sequence[Obligation] | None = None) -> CallFacts:
    """The facts of the call letter of ``period``, in a fixed number of queries.

    Before the period exists pass it unsaved (plan, kind, year, number, subject and its four days) together with
    what the units will owe; afterwards what their forms ask is read.
    """
    if owed is None:
        forms = list(_forms(period))
        units: list[Unit] = [(form.organisation, list(form.lines.all())) for form in forms]
        is_demo = any(form.is_demo for form in forms)
    else:
        units, is_demo = [(o.organisation, list(o.lines)) for o in owed], False
    paper = paper_of(period, is_demo=is_demo)
    letters = RequestLetter.objects.filter(period=period, is_ours=False) if period.pk else ()
    if period.pk:
        letters = letters.select_related("document__issuer")  # type: ignore[union-attr] # a queryset here
    lines = [line for _unit, owed_lines in units for line in owed_lines]
    return CallFacts(
        period=period,
        paper=paper,
        units=tuple(_asked(unit, owed_lines, paper.agency) for unit, owed_lines in units),
        tasks=tuple(_tasks(lines)),
        decision=programme_decision(period.plan),
        clauses=tuple(_clauses(period)),
        received=tuple(letter.document for letter in letters),
        outline=outline_row_of(period),
    )


def paper_of(period: ReportingPeriod, *, is_demo: bool = False) -> Paper:
    """The letterhead of ``period``, of the plan's last report while it has none, or as such papers usually are."""
    plan, on = period.plan, period.due_on
    agency = standing_agency(plan, on)
    place = provinces_on(plan.province, on)[0]
    own = ReportSetting.objects.filter(period=period).first() if period.pk else None
    setting = own or usual_setting(period, on)
    return Paper(setting, agency, place.full_name, settings.PORTAL_BASE_URL, is_demo)


def _forms(period: ReportingPeriod) -> Iterable[Submission]:
    lines = SubmissionLine.objects.exclude(role=LineRole.OWN).select_related("task", "national_group")
    return period.submissions.select_related("organisation").prefetch_related(Prefetch("lines", lines))


def _asked(
    unit: Organisation, lines: Iterable[SubmissionLine | OwedLine], agency: Organisation | None
) -> Asked:
    codes: dict[str, list[str]] = {LineRole.LEAD: [], LineRole.PARTNER: [], LineRole.GROUP: []}
    for line in lines:
        codes[line.role if line.role in codes else LineRole.GROUP].append(code_of(line))
    leads, helps, shares = (tuple(dict.fromkeys(found)) for found in codes.values())
    return Asked(unit.name, unit.kind, leads, helps, shares, is_ours=unit == agency)


def code_of(line: SubmissionLine | OwedLine) -> str:
    """What a line is called in a list: the task's code, the place of the national group, or its own heading."""
    if line.task is not None:
        return line.task.code
    return f"Nhóm {line.national_group.position}" if line.national_group else line.heading


def _tasks(lines: Iterable[SubmissionLine | OwedLine]) -> Iterator[tuple[str, str]]:
    tasks = {line.task.pk: line.task for line in lines if line.task is not None}
    groups = {
        line.national_group.pk: line.national_group
        for line in lines
        if line.task is None and line.national_group is not None
    }
    yield from ((task.code, task.title) for task in sorted(tasks.values(), key=lambda t: (t.position, t.pk)))
    yield from ((f"Nhóm {g.position}", g.title) for g in sorted(groups.values(), key=lambda g: g.position))


def _clauses(period: ReportingPeriod) -> Iterator[Clause]:
    """The sentences of the plan that ask for this kind of report; none where the portal has only a report of it."""
    plan = period.plan
    if plan.standing == Standing.KNOWN_BY_REPORT:
        return
    said: set[str] = set()
    for duty in plan.duties.filter(kind=DUTY_OF[PeriodKind(period.kind)]):
        words = _sentence(quoted(plan.source_text, duty.source_lines), duty.when_raw)
        if words and words not in said and (not duty.years or period.year in duty.years):
            said.add(words)
            yield Clause(duty.who_raw, words)


def _sentence(lines: Sequence[tuple[int, str]], wanted: str) -> str:
    """The sentence of the text that holds ``wanted``, without list marks; "" where no line holds it whole."""
    for _number, line in reversed(lines):
        for sentence in _SENTENCE.split(_MARKUP.sub("", line).strip()):
            if wanted in sentence:
                return sentence
    return ""


@dataclass(frozen=True)
class Owing:
    """A unit that has not filed: where its form stands and what it still lacks, in words of the letter."""

    name: str
    kind: str
    standing: str
    lacking: str


@dataclass(frozen=True)
class ChaseFacts:
    """Everything the chase letter says: as of ``on``, who owes, and the day asked for (``answer_by``)."""

    period: ReportingPeriod
    paper: Paper
    units: tuple[Owing, ...]
    on: dt.date
    answer_by: dt.date
    call: LegalDocument | None


def chase_facts(
    period: ReportingPeriod, submissions: Iterable[Submission], *, on: dt.date, answer_by: dt.date
) -> ChaseFacts:
    """The facts of a chase of ``submissions`` (in full, see submissions_in_full) as they stand on ``on``."""
    forms = list(submissions)
    call = (
        Letter.objects.filter(period=period, kind=LetterKind.CALL).select_related("document__issuer").first()
    )
    ours = (
        RequestLetter.objects.filter(period=period, is_ours=True).select_related("document__issuer").first()
    )
    cited = call.document if call and call.document else ours.document if ours else None
    paper = paper_of(period, is_demo=any(form.is_demo for form in forms))
    return ChaseFacts(period, paper, tuple(_owing(form) for form in forms), on, answer_by, cited)


def _owing(form: Submission) -> Owing:
    return Owing(form.organisation.name, form.organisation.kind, _standing(form), _lacking(form))


def _standing(form: Submission) -> str:
    if form.state == SubmissionState.RETURNED:
        day = timezone.localdate(form.decided_at)
        return f"Được trả lại để bổ sung ngày {administrative_date(day)}"
    if form.state == SubmissionState.UNIT_REVIEW:
        return "Chờ lãnh đạo đơn vị xác nhận"
    return "Đang nhập, chưa gửi" if form.state == SubmissionState.DRAFT else "Chưa nhập"


def _lacking(form: Submission) -> str:
    """The tasks nothing is said about yet, else the step that is still to be taken."""
    if form.state == SubmissionState.NOT_STARTED:
        return "Toàn bộ báo cáo"
    if form.state == SubmissionState.UNIT_REVIEW:
        return "Xác nhận của lãnh đạo đơn vị"
    owed = [line for line in form.lines.all() if line.role != LineRole.OWN]
    empty = [code_of(line) for line in owed if not (form.is_nil or line.is_nil or line.narrative)]
    if form.state == SubmissionState.RETURNED:
        return "Nội dung Sở đã nêu khi trả lại"
    if empty:
        return f"Nhiệm vụ {', '.join(empty)}; xác nhận của lãnh đạo đơn vị"
    return "Xác nhận của lãnh đạo đơn vị"
