"""The letters of a period, the work behind their files, and who was told."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Prefetch, QuerySet

from common.working_days import WorkingCalendar
from outbox.models import Notice
from reporting.models import Letter, LetterKind, ReportingPeriod, Submission
from reporting.queries.obligations import standing_agency
from reporting.queries.submissions import submissions_in_full
from reporting.states import FILED

RENDER_LETTER = "render_letter"  # the kind of job
ANSWER_IN = 2  # working days a chase gives, unless entry locks before


def letters_of(period: ReportingPeriod) -> QuerySet[Letter]:
    """The letters of a period, newest first, with how many units each is written to."""
    letters = Letter.objects.filter(period=period).select_related("document", "created_by")
    return letters.annotate(addressed=Count("submissions"))


def letters_in_full() -> QuerySet[Letter]:
    """Letters with period, plan and addressees at hand."""
    addressees = Submission.objects.select_related("organisation").order_by("organisation__order", "pk")
    related = ("period__plan__province", "period__plan__programme", "period__plan__document__issuer")
    return Letter.objects.select_related(*related, "document", "created_by").prefetch_related(
        Prefetch("submissions", addressees)
    )


def chase_prefix(submission: Submission) -> str:
    """How the keys of every chase of this form begin: what is withdrawn once it is filed."""
    return f"{LetterKind.CHASE}:{submission.pk}:"


def told_of(letter: Letter) -> QuerySet[Notice]:
    """What people were told of the letter, with the mail that carries it, by name. ``submissions`` are at hand."""
    keys = [f"{chase_prefix(form)}{letter.pk}" for form in letter.submissions.all()]
    if letter.kind == LetterKind.CALL:
        keys = [f"opened:{letter.period_id}"]
    notices = Notice.objects.filter(key__in=keys).select_related("user", "mail")
    return notices.order_by("user__full_name", "user_id")


def chosen(
    period: ReportingPeriod, pks: Iterable[int]
) -> tuple[list[Submission], list[Submission], list[Submission]]:
    """Of the submissions chosen: those a chase is written to, those filed meanwhile, and DOST's own.

    Each in full and by name of the unit; what does not belong to the period is not found.
    """
    found = (
        submissions_in_full().filter(period=period, pk__in=list(pks)).order_by("organisation__order", "pk")
    )
    agency = standing_agency(period.plan, period.due_on)
    ours = [form for form in found if form.organisation == agency]
    filed = [form for form in found if form.state in FILED and form not in ours]
    return [form for form in found if form not in ours and form not in filed], filed, ours


def last_day(submissions: Iterable[Submission], period: ReportingPeriod) -> dt.date:
    """The last day on which every one of ``submissions`` can still be sent."""
    return min(
        (max(period.locks_on, form.unlocked_until or period.locks_on) for form in submissions),
        default=period.locks_on,
    )


def usual_answer(
    period: ReportingPeriod, today: dt.date, last: dt.date, calendar: WorkingCalendar
) -> dt.date:
    """The day a chase proposes: two working days from today or the day the forms are due, whichever is later.

    Never after ``last``, on which the forms can still be sent, and never in the past.
    """
    wished = max(calendar.shift(today, ANSWER_IN), calendar.on_or_after(period.due_on))
    return max(min(wished, calendar.on_or_before(last)), today)
