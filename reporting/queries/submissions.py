"""A submission with everything it holds, and what stands beside its figures."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import get_language

from programmes.expressions import to_words
from programmes.models import AnnualTarget, Target
from reporting.models import (
    Attribution,
    Figure,
    IssuedDocument,
    LineRole,
    ReportingPeriod,
    Statement,
    Submission,
    SubmissionLine,
)


def submissions_in_full() -> QuerySet[Submission]:
    """Submissions with lines, figures, documents and statements at hand: five queries for any number of rows."""
    figures = Figure.objects.select_related("target__phase", "target__base_target__phase")
    lines = SubmissionLine.objects.select_related("task", "national_group", "host").prefetch_related(
        Prefetch("figures", figures)
    )
    return submissions_in_short().prefetch_related(
        Prefetch("lines", lines),
        Prefetch("issued_documents", IssuedDocument.objects.select_related("document")),
        Prefetch("statements", Statement.objects.select_related("national_group")),
    )


def submissions_in_short() -> QuerySet[Submission]:
    """Submissions with period, plan, unit and people at hand, for lists and steps."""
    return Submission.objects.select_related(
        "period__plan__document",
        "period__plan__province",
        "organisation",
        "saved_by",
        "certified_by",
        "decided_by",
    )


def units_of(period: ReportingPeriod) -> QuerySet[Submission]:
    """The submissions of a period by name of the unit, with how many lines it leads, helps with, or owes otherwise."""
    return (
        Submission.objects.filter(period=period)
        .select_related("period", "organisation", "saved_by")
        .annotate(
            leads=Count("lines", filter=Q(lines__role=LineRole.LEAD)),
            helps=Count("lines", filter=Q(lines__role=LineRole.PARTNER)),
            others=Count("lines", filter=Q(lines__role__in=[LineRole.GROUP, LineRole.ASKED])),
        )
        .order_by("organisation__order", "pk")
    )


@dataclass(frozen=True)
class Beside:
    """What stands beside a figure: the target in words, the figure enacted or assigned for the year, last year's."""

    target: str = ""
    annual: Decimal | None = None
    last_year: Decimal | None = None


def beside_figures(submission: Submission) -> dict[int, Beside]:
    """Figure id → what stands beside it. Two queries for any number of figures; ``submission`` is in full."""
    figures = [f for line in submission.lines.all() for f in line.figures.all() if not f.is_own]
    annual = _annual(submission)
    earlier = _last_year(submission)
    lines = {line.pk: line for line in submission.lines.all()}
    return {
        f.pk: Beside(
            target=target_in_words(f.target) if f.target else "",
            annual=annual.get(("task", lines[f.line_id].task_id), annual.get(("target", f.target_id))),
            last_year=earlier.get((lines[f.line_id].task_id, f.target_id)),
        )
        for f in figures
    }


def target_in_words(target: Target) -> str:
    """The target as the plan promises it, in the reader's language."""
    return to_words(target.expression, get_language() or "vi")


def _annual(submission: Submission) -> dict[tuple[str, int | None], Decimal | None]:
    """("task" or "target", id) → the figure of the year."""
    year, plan = submission.period.year, submission.period.plan_id
    rows = AnnualTarget.objects.filter(Q(task__plan=plan) | Q(target__plan=plan), year=year)
    return {("task", r.task_id) if r.task_id else ("target", r.target_id): r.value for r in rows}


def _last_year(submission: Submission) -> dict[tuple[int | None, int | None], Decimal | None]:
    """(task id, target id) → what was accepted last year: the estimate for the year, else the figure to date."""
    rows = Figure.objects.filter(
        line__submission__in=Submission.objects.accepted().filter(
            period__plan=submission.period.plan_id, period__year=submission.period.year - 1
        ),
        line__attribution=Attribution.PROGRAMME,
        is_own=False,
    ).values_list("line__task_id", "target_id", "estimate", "to_date")
    return {
        (task, target): to_date if estimate is None else estimate for task, target, estimate, to_date in rows
    }
