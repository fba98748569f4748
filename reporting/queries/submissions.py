"""A submission with everything it holds, and what stands beside its figures."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from journal.models import Entry
from journal.queries import newest_lines
from programmes.models import Target
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
from reporting.models.submission import SubmissionQuerySet
from reporting.queries.beside import Beside, beside_figures
from reporting.queries.carry_over import earlier_texts, unchanged_lines
from reporting.queries.evidence import files_of
from reporting.queries.look_alikes import look_alikes
from reporting.queries.status import with_standing
from reporting.states import FILED, SubmissionState

MOST_HISTORY = 100  # lines of the journal a page shows


def submissions_in_full() -> SubmissionQuerySet:
    """Submissions with lines, figures, documents and statements at hand: five queries for any number of rows.

    What not every form has (targets that rest on others, units a line came from) is asked for where it is there.
    """
    return _in_full().all()


def held_in_full() -> SubmissionQuerySet:
    """The same, held until the transaction ends; what points at a submission may still be written meanwhile."""
    return submissions_in_full().select_for_update(no_key=True, of=("self",))


def read_contents(submission: Submission) -> None:
    """Bring lines, figures, documents and statements to a submission where they are not at hand: four queries."""
    prefetch_related_objects([submission], *_contents())


def submissions_in_short() -> SubmissionQuerySet:
    """Submissions with period, plan and unit at hand, for lists and steps.

    People whom only the page of one form names are asked for there (see ``with_standing``).
    """
    return _in_short().all()


# Made up once: they are the same for everybody, and making them up takes longer than an index takes to answer.
@cache
def _in_full() -> SubmissionQuerySet:
    return _in_short().prefetch_related(*_contents())


@cache
def _contents() -> tuple[Prefetch, ...]:
    base = Prefetch("target__base_target", Target.objects.select_related("phase"))
    figures = Figure.objects.with_counts().select_related("target__phase").prefetch_related(base)
    # joined, so that each line has a document of its own to compare and correct
    lines = SubmissionLine.objects.select_related("task", "national_group", "host__issuer")
    lines = lines.prefetch_related(Prefetch("figures", figures), "inherited_from")
    return (
        Prefetch("lines", lines),
        Prefetch("issued_documents", IssuedDocument.objects.select_related("document__issuer")),
        Prefetch("statements", Statement.objects.select_related("national_group")),
    )


@cache
def _in_short() -> SubmissionQuerySet:
    return with_standing(Submission.objects.all()).select_related(
        "period__plan__document", "period__plan__province", "period__plan__programme", "organisation"
    )


def periods_in_list() -> ReportingPeriodQuerySet:
    """Periods with plan and province, how many units owe a form, and how many forms are submitted or accepted."""
    return (
        ReportingPeriod.objects.select_related("plan__document", "plan__province")
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
        with_standing(Submission.objects.filter(period=period))
        .select_related("organisation", "saved_by")
        .annotate(
            leads=Count("lines", filter=Q(lines__role=LineRole.LEAD)),
            helps=Count("lines", filter=Q(lines__role=LineRole.PARTNER)),
            others=Count("lines", filter=Q(lines__role__in=[LineRole.GROUP, LineRole.ASKED])),
        )
        .order_by("organisation__order", "pk")
    )


def parts_to_read(submission: Submission) -> dict[str, Any]:
    """The lines owed, the lines added, and statements by kind; figures carry what stands beside them.

    Lines carry how many files prove them and whether their text is still last year's.
    """
    beside, files = beside_figures(submission), files_of(submission)
    unchanged = unchanged_lines(submission, earlier_texts(submission))
    lines = list(submission.lines.all())
    for line in lines:
        line.is_unchanged = line.pk in unchanged  # type: ignore[attr-defined] # for the page only
        line.file_count = sum(count for (pk, _figure), count in files.items() if pk == line.pk)  # type: ignore[attr-defined]
        for figure in line.figures.all():
            figure.beside = beside.get(figure.pk, Beside())  # type: ignore[attr-defined] # for the page only
    reported = list(submission.issued_documents.all())
    alikes = look_alikes(reported, submission.period.plan.province_id)
    for issued in reported:
        issued.alikes = alikes.get(issued.pk, [])  # type: ignore[attr-defined] # for the page only
    said = [
        (kind.label, [s for s in submission.statements.all() if s.kind == kind]) for kind in StatementKind
    ]
    return {
        "owed": [line for line in lines if line.attribution == Attribution.PROGRAMME],
        "integrated": [line for line in lines if line.attribution == Attribution.INTEGRATED],
        "said": [(label, statements) for label, statements in said if statements],
    }


def declined_of(submission: Submission, history: Sequence[Entry] | None = None) -> Entry | None:
    """Why the unit's leader last gave the form back, while it is being mended. ``history``: its newest lines, if at hand."""
    if submission.state != SubmissionState.DRAFT:
        return None
    if history is not None and len(history) < MOST_HISTORY:
        return next((entry for entry in history if entry.action == "decline"), None)
    return Entry.objects.about(submission).filter(action="decline").first()


STEPS_IN_WORDS = {
    "change_records": _("Changed the records behind the figures"),
    "decide_claim": _("DOST decided about an enterprise claimed twice"),
    "save": _("Saved the form"),
    "save_by_program": _("Changed by a connected program"),
    "start": _("Began to fill in the form"),
    "send_workbook": _("Sent a workbook up"),
    "workbook": _("Took a workbook over"),
    "add_evidence": _("Added a file of evidence"),
    "remove_evidence": _("Removed a file of evidence"),
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
    "move_obligations": _("What a former unit owed moved here"),
    "refresh_obligations": _("Lines were added that the unit had come to owe"),
}


def history_of(submission: Submission, most: int = MOST_HISTORY) -> list[Entry]:
    """The newest lines of the journal about the form, each with ``words`` for what was done.

    A page saves itself every few seconds: of one person's saves in a row only the last is told.
    """
    entries = newest_lines(submission, most=most)
    for entry in entries:
        entry.words = STEPS_IN_WORDS.get(entry.action, entry.action)  # type: ignore[attr-defined] # for the page only
    return entries
