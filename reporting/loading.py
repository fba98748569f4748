"""Fill the submissions of a past period from a reviewable file: what units reported, with the lines it stands on.

The file names the period, the paper's facts, the letters, and per unit its documents, lines and statements.
Loading the same file again changes nothing, for a submission that has left "not started" is never touched.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import advance
from organisations.models import Organisation
from programmes.models import LegalDocument, NationalTaskGroup, Plan
from reporting.actions.periods import open_period
from reporting.models import (
    Attribution,
    Figure,
    IssuedDocument,
    LineRole,
    ReportingPeriod,
    RequestLetter,
    Statement,
    Submission,
    SubmissionLine,
)
from reporting.states import SubmissionState

DATA = Path(__file__).parent / "data"
SECTIONS = {"plan_documents": "plans", "management_documents": "management"}
# What the file calls it, what the report setting calls it.
PAPER = {
    "superior": "superior",
    "issuer": "issuer",
    "symbol": "symbol",
    "place": "place",
    "title": "title",
    "addressees": "addressees",
    "recipients": "recipients",
    "signing_form": "signing_form",
    "position": "position",
    "signer": "signer",
    "issued_year": "issue_year",
    "issued_month": "issue_month",
}


@dataclass
class Loaded:
    """What one file brought: its period and how many submissions were filled now."""

    period: ReportingPeriod
    filled: int


@transaction.atomic
def load_periods(name: str, *, by: User) -> list[Loaded]:
    """Open the periods of ``reporting/data/<name>.yaml`` and fill their submissions in the name of ``by``.

    Raises RuleBroken when the file names a unit, task, target or document that the plan does not know.
    """
    facts = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    report = facts["report"]
    plan = Plan.objects.get(key=facts.get("plan") or report["plan"])
    years = facts.get("years") or [{"year": report["year"], "submissions": facts["submissions"]}]
    loaded = []
    for entry in years:
        period = _period(plan, entry)
        if entry["year"] == report["year"]:
            _paper(period, report)
            _letters(period, facts.get("letters") or [])
        documents = {d["number_text"]: _document(d, period) for d in facts.get("cited_documents") or []}
        marks = {"is_demo": bool(facts.get("is_demo")), "loaded_from": report.get("loaded_from") or ""}
        filled = sum(_fill(unit, period, documents, by=by, marks=marks) for unit in entry["submissions"])
        if marks["loaded_from"]:
            _keep_only_what_the_paper_tells(period)
        loaded.append(Loaded(period, filled))
    return loaded


def _period(plan: Plan, facts: dict[str, Any]) -> ReportingPeriod:
    """The period as it is, or opened with the days of the file (a year's usual days where it is silent)."""
    year = facts["year"]
    period = ReportingPeriod.objects.yearly().filter(plan=plan, year=year).first()
    if period is not None:
        return period
    return open_period(
        plan=plan,
        year=year,
        cutoff_on=facts.get("cutoff_on", dt.date(year, 11, 25)),
        opens_on=facts.get("opens_on", dt.date(year, 11, 1)),
        due_on=facts.get("due_on", dt.date(year, 11, 25)),
        locks_on=facts.get("locks_on", dt.date(year, 12, 14)),
        by=None,
    )


def _letters(period: ReportingPeriod, letters: list[dict[str, Any]]) -> None:
    """The chain of letters that asked for the report."""
    for position, letter in enumerate(letters):
        RequestLetter.objects.get_or_create(
            period=period,
            document=_document(letter, period),
            defaults={"is_ours": letter["is_ours"], "sent_to": letter["sent_to"] or "", "position": position},
        )


def _paper(period: ReportingPeriod, report: dict[str, Any]) -> None:
    """Letterhead and signature as the file states them; what it leaves out stays as proposed."""
    setting = period.setting
    for name, field in PAPER.items():
        if report.get(name):
            setattr(setting, field, report[name])
    setting.save()


def _document(facts: dict[str, Any], period: ReportingPeriod) -> LegalDocument:
    """The document with these facts, known already or registered now."""
    issuer = Organisation.objects.get(key=facts["issuer"]) if facts.get("issuer") else None
    document, _is_new = LegalDocument.objects.get_or_create(
        province=period.plan.province,
        kind=facts["kind"],
        number_and_symbol=facts["number_text"],
        issued_on=facts["issued_on"],
        issuer=issuer,
        defaults={
            "issuer_text": facts.get("issuer_text") or "",
            "abstract": facts["abstract"],
            "is_demo": bool(facts.get("is_demo")),
        },
    )
    return document


def _fill(
    entry: dict[str, Any],
    period: ReportingPeriod,
    documents: dict[str, LegalDocument],
    *,
    by: User,
    marks: dict[str, Any],
) -> bool:
    """Write one unit's content and walk its steps to where the file says it stands. False if it was begun before."""
    submission = Submission.objects.filter(period=period, organisation__key=entry["unit"]).first()
    if submission is None:
        raise RuleBroken(
            _("%(unit)s owes nothing in %(period)s.") % {"unit": entry["unit"], "period": period}
        )
    if submission.state != SubmissionState.NOT_STARTED or entry.get("state") == SubmissionState.NOT_STARTED:
        return False
    submission.is_demo, submission.loaded_from = marks["is_demo"], marks["loaded_from"]
    submission.is_nil, submission.nil_reason = bool(entry.get("is_nil")), entry.get("nil_reason") or ""
    submission.saved_at, submission.saved_by = timezone.now(), by
    submission.save()
    for position, document in enumerate(entry.get("documents") or []):
        IssuedDocument.objects.create(
            submission=submission,
            document=_document(document, period),
            section=SECTIONS[document["section"]],
            position=position,
        )
    for position, line in enumerate(entry.get("lines") or []):
        _line(line, submission, documents, position)
    for position, statement in enumerate(entry.get("statements") or []):
        _statement(statement, submission, position)
    _walk(submission, entry, by=by)
    return True


def _line(
    facts: dict[str, Any], submission: Submission, documents: dict[str, LegalDocument], position: int
) -> None:
    """Fill the generated line of a task or national group; what has none is added as the unit's own."""
    group = _national_group(facts.get("national_group"), submission)
    line = None
    if facts["attribution"] == Attribution.PROGRAMME:
        owed = submission.lines.filter(attribution=Attribution.PROGRAMME)
        place = (
            {"task__code": facts["task"]} if facts.get("task") else {"task": None, "national_group": group}
        )
        line = owed.filter(**place).first()
        if line is None and facts.get("task"):
            raise RuleBroken(
                _("%(unit)s: task %(task)s is not owed in %(period)s.")
                % {"unit": submission.organisation, "task": facts["task"], "period": submission.period}
            )
    if line is None:
        line = SubmissionLine(
            submission=submission, role=LineRole.OWN, national_group=group, position=100 + position
        )
        line.attribution, line.heading = facts["attribution"], facts.get("heading") or ""
        line.host = documents[facts["host"]] if facts.get("host") else None
    line.narrative = (facts.get("narrative") or "").strip()
    line.is_nil, line.nil_reason = (
        bool(facts.get("is_nil")),
        facts.get("nil_sentence") or facts.get("nil_reason") or "",
    )
    line.save()
    for place_in_line, figure in enumerate(facts.get("figures") or []):
        _figure(figure, line, place_in_line)


def _figure(facts: dict[str, Any], line: SubmissionLine, position: int) -> None:
    """Fill the figure generated for a target, or add the unit's own."""
    figure = None
    if facts.get("target"):
        of_target = Figure.objects.filter(line__submission=line.submission, target__code=facts["target"])
        figure = of_target.filter(line=line).first() or of_target.filter(line__task=None).first()
        if figure is None:
            raise RuleBroken(
                _("%(target)s is not asked of %(submission)s in “%(line)s”.")
                % {"target": facts["target"], "submission": line.submission, "line": line}
            )
    else:
        figure = line.figures.filter(target=None, is_own=False, unit=facts["unit"]).first()
    if figure is None:
        figure = Figure(line=line, is_own=True, position=50 + position)
        figure.indicator, figure.unit = facts["indicator"], facts["unit"]
    figure.precision = facts.get("precision", "exact")
    figure.to_date, figure.estimate = facts.get("to_date", facts.get("value")), facts.get("estimate")
    figure.save()


def _keep_only_what_the_paper_tells(period: ReportingPeriod) -> None:
    """A signed report of the past does not say who was silent, nor what a unit left out: no empty forms are made up."""
    period.submissions.filter(state=SubmissionState.NOT_STARTED).delete()
    empty = SubmissionLine.objects.filter(submission__period=period, is_nil=False, narrative="")
    empty.exclude(figures__to_date__isnull=False).delete()


def _statement(facts: dict[str, Any], submission: Submission, position: int) -> None:
    """Add an assessment, obstacle, direction, solution or proposal."""
    Statement.objects.create(
        submission=submission,
        kind=facts["kind"],
        text=facts["text"].strip(),
        cause=(facts.get("cause") or "").strip(),
        addressee=facts.get("addressee") or "",
        national_group=_national_group(facts.get("national_group"), submission),
        position=position,
    )


def _national_group(code: str | None, submission: Submission) -> NationalTaskGroup | None:
    if not code:
        return None
    return NationalTaskGroup.objects.get(programme=submission.period.plan.programme, code=code)


def _walk(submission: Submission, entry: dict[str, Any], *, by: User) -> None:
    """Hand in, certify, accept as far as the file says; the portal acts, in the name of ``by``."""
    state = SubmissionState(entry.get("state", SubmissionState.ACCEPTED))
    filed = {"certified_at": _morning(entry.get("submitted_on")), "certified_by": by}
    decided = {"decided_at": _morning(entry.get("accepted_on")), "decided_by": by}
    steps: dict[SubmissionState, list[tuple[str, dict[str, Any]]]] = {
        SubmissionState.UNIT_REVIEW: [("hand_in", {})],
        SubmissionState.SUBMITTED: [("hand_in", {}), ("certify", filed)],
        SubmissionState.ACCEPTED: [("hand_in", {}), ("certify", filed), ("accept", decided)],
    }
    for step, facts in steps.get(state, [("start", {})]):
        submission = advance(submission, step, by=None, note=entry.get("note") or "", **facts)


def _morning(day: dt.date | None) -> dt.datetime:
    """Nine o'clock of a day in Vietnam; this moment when the file names no day."""
    if day is None:
        return timezone.now()
    return dt.datetime.combine(day, dt.time(9), timezone.get_current_timezone())
