"""What the report before this one said, for comparing."""

import re
from dataclasses import dataclass

from common.vietnamese import fold
from consolidation.models import Report
from papers.codec import from_json
from papers.model import Document, texts
from reporting.models import PeriodKind, ReportingPeriod, Statement, SubmissionLine
from reporting.states import SubmissionState

SHORTEST = 60  # signs; shorter sentences repeat by nature ("Không có.")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_ENDS = " ;.,:-+*>_|\\"


@dataclass(frozen=True)
class Before:
    """The texts of the report before, as :func:`comparable` folds them; ``name`` says which one it is."""

    name: str
    texts: frozenset[str]


def comparable(text: str) -> str:
    """A text without marks, case and year, so that a sentence whose year alone was changed is the same; "" if short."""
    words = " ".join(text.split()).strip(_ENDS)
    return _YEAR.sub("0000", fold(words)) if len(words) >= SHORTEST else ""


def before_of(period: ReportingPeriod) -> Before | None:
    """What the period before said: its newest report, else the forms taken in for it; at most four queries.

    None where there is no such period, or nothing is known of it.
    """
    earlier = _period_before(period)
    if earlier is None:
        return None
    report = Report.objects.filter(period=earlier, composed__isnull=False).order_by("-version").first()
    if report is not None:
        return _named(earlier, texts(_document(report)))
    forms = {"submission__period": earlier, "submission__state": SubmissionState.ACCEPTED}
    lines = SubmissionLine.objects.filter(**forms).values_list("narrative", flat=True)
    statements = Statement.objects.filter(**forms).values_list("text", flat=True)
    return _named(earlier, [line for text in (*lines, *statements) for line in text.splitlines()])


def _named(period: ReportingPeriod, told: object) -> Before | None:
    kept = frozenset(filter(None, map(comparable, told)))  # type: ignore[call-overload] # texts, however they came
    return Before(period.name, kept) if kept else None


def _document(report: Report) -> Document:
    return from_json(report.composed)  # type: ignore[arg-type] # asked for one that has it


def _period_before(period: ReportingPeriod) -> ReportingPeriod | None:
    """The same kind of period just before; a review or a request has none."""
    same = ReportingPeriod.objects.filter(plan=period.plan_id, kind=period.kind)
    if period.kind == PeriodKind.YEAR:
        return same.filter(year=period.year - 1).first()
    if period.kind in (PeriodKind.HALF, PeriodKind.QUARTER):
        return same.filter(year=period.year - 1, number=period.number).first()
    return None
