"""A submission with everything it holds, and what stands beside its figures."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from journal.models import Entry
from programmes.expressions import to_words
from programmes.models import AnnualTarget, Target
from reporting.models import (
    Attribution,
    Figure,
    IssuedDocument,
    LineRole,
    ReportingPeriod,
    Statement,
    StatementKind,
    Submission,
    SubmissionLine,
)
from reporting.models.period import ReportingPeriodQuerySet
from reporting.queries.status import NEEDED
from reporting.states import FILED, SubmissionState


def submissions_in_full() -> QuerySet[Submission]:
    """Submissions with lines, figures, documents and statements at hand: five queries for any number of rows."""
    figures = Figure.objects.with_counts().select_related("target__phase", "target__base_target__phase")
    lines = SubmissionLine.objects.select_related("task", "national_group", "host__issuer").prefetch_related(
        Prefetch("figures", figures)
    )
    return submissions_in_short().prefetch_related(
        Prefetch("lines", lines),
        Prefetch("issued_documents", IssuedDocument.objects.select_related("document__issuer")),
        Prefetch("statements", Statement.objects.select_related("national_group")),
    )


def submissions_in_short() -> QuerySet[Submission]:
    """Submissions with period, plan, unit and people at hand, for lists and steps."""
    return Submission.objects.select_related(
        "period__plan__document",
        "period__plan__province",
        "period__plan__programme",
        "organisation",
        "saved_by",
        "certified_by",
        "decided_by",
        "unlocked_by",
    )


def periods_in_list() -> ReportingPeriodQuerySet:
    """Periods with plan and province, how many units owe a form, and how many forms are submitted or accepted."""
    return (
        ReportingPeriod.objects.select_related("plan__document", "plan__province", "report")
        .annotate(
            units=Count("submissions"),
            filed=Count("submissions", filter=Q(submissions__state__in=FILED)),
            accepted=Count("submissions", filter=Q(submissions__state=SubmissionState.ACCEPTED)),
        )
        .order_by("-year", "plan__province__order", "pk")
    )


def units_of(period: ReportingPeriod) -> QuerySet[Submission]:
    """The submissions of a period by name of the unit, with how many lines it leads, helps with, or owes otherwise."""
    return (
        Submission.objects.filter(period=period)
        .select_related(*NEEDED, "organisation", "saved_by")
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


def _last_year(submission: Submission) -> dict[tuple[int | None, int | None], Decimal]:
    """(task id, target id) → what the unit (or those it followed) had accepted last year, for the whole year."""
    unit = submission.organisation_id
    rows = (
        Figure.objects.filter(
            Q(line__submission__organisation=unit)
            | Q(line__submission__organisation__successors__new=unit)
            | Q(line__submission__organisation__successors__new__successors__new=unit),
            line__submission__in=Submission.objects.accepted().filter(
                period__plan=submission.period.plan_id,
                period__kind=submission.period.kind,
                period__number=submission.period.number,
                period__year=submission.period.year - 1,
            ),
            line__attribution=Attribution.PROGRAMME,
            is_own=False,
        )
        .with_counts()
        .distinct()
        .values_list("pk", "line__task_id", "target_id", "estimate", Coalesce("to_date", "counted"))
    )
    found: dict[tuple[int | None, int | None], Decimal] = {}
    for _pk, task, target, estimate, so_far in rows:
        value = so_far if estimate is None else estimate
        if value is not None:
            found[task, target] = found.get((task, target), Decimal(0)) + value
    return found


def parts_to_read(submission: Submission) -> dict[str, Any]:
    """The lines owed, the lines added, and statements by kind; figures carry what stands beside them."""
    beside = beside_figures(submission)
    lines = list(submission.lines.all())
    for line in lines:
        for figure in line.figures.all():
            figure.beside = beside.get(figure.pk, Beside())  # type: ignore[attr-defined] # for the page only
    said = [
        (kind.label, [s for s in submission.statements.all() if s.kind == kind]) for kind in StatementKind
    ]
    return {
        "owed": [line for line in lines if line.attribution == Attribution.PROGRAMME],
        "integrated": [line for line in lines if line.attribution == Attribution.INTEGRATED],
        "said": [(label, statements) for label, statements in said if statements],
    }


STEPS_IN_WORDS = {
    "save": _("Saved the form"),
    "start": _("Began to fill in the form"),
    "hand_in": _("Handed in to the unit's leader"),
    "certify": _("Certified and submitted to DOST"),
    "decline": _("Given back to the focal point"),
    "accept": _("Accepted by DOST"),
    "send_back": _("Sent back by DOST"),
    "withdraw": _("Taken back by the unit's leader"),
    "unlock": _("Opened again by DOST after acceptance"),
    "relock": _("Counts again as accepted: the unlocking ended and nothing had been changed"),
    "unlock_entry": _("Entry held open by DOST"),
    "unlock_ended": _("The unlocking ended; the form was changed but not submitted"),
    "allow_alone": _("One person may prepare and certify, by leave of DOST"),
    "forbid_alone": _("Two persons are needed again, says DOST"),
}


def history_of(submission: Submission, most: int = 100) -> list[Entry]:
    """The newest lines of the journal about the form, each with ``words`` for what was done."""
    entries = list(Entry.objects.about(submission)[:most])
    for entry in entries:
        entry.words = STEPS_IN_WORDS.get(entry.action, entry.action)  # type: ignore[attr-defined] # for the page only
    return entries
