"""Rounds of asking for what is missing: what waits, what it says, what may be asked for."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from common.working_days import WorkingCalendar
from support.models import Application, SupplementRequest, SupportProcedure
from support.queries.stamps import stamp
from support.states import ApplicationState


def rounds_of(application: Application) -> list[SupplementRequest]:
    """Every round with its points and files, the newest first; three queries."""
    rounds = application.supplements.select_related("asked_by", "answered_by")
    return list(rounds.prefetch_related("points__attachments").order_by("-round"))


def open_round(application: Application) -> SupplementRequest | None:
    """The round the enterprise is waited for now, with its points; None where it is not."""
    if application.state != ApplicationState.SUPPLEMENT:
        return None
    waiting = application.supplements.filter(answered_on__isnull=True, closed_on__isnull=True)
    return waiting.prefetch_related("points__attachments").first()


def waiting_rounds() -> QuerySet[SupplementRequest]:
    """Every round an enterprise is waited for, the most pressing first."""
    return SupplementRequest.objects.filter(
        answered_on__isnull=True,
        closed_on__isnull=True,
        application__state=ApplicationState.SUPPLEMENT,
    ).order_by("due_on", "pk")


def answer_stamp(request: SupplementRequest) -> str:
    """The stamp of the answers typed so far; ask afresh under the lock."""
    points = request.points.order_by("position", "pk").values_list("pk", "answer")
    return stamp([request.answer, *(part for point in points for part in point)])


def rounds_refusal(application: Application, procedure: SupportProcedure | None) -> int | None:
    """How many rounds the procedure allows at most, where they are used up; None where another may be asked."""
    most = procedure.most_rounds if procedure else None
    return most if most is not None and application.supplements.count() >= most else None


def rung(warn_days: Iterable[int], left: int) -> int | None:
    """The warning that holds with ``left`` working days to go: the smallest reached; None before the first and after the day."""
    return min((days for days in warn_days if days >= left), default=None) if left >= 0 else None


def is_past(request: SupplementRequest, on: dt.date, calendar: WorkingCalendar) -> bool:
    """Whether the last day for the answer has passed; one that was made a day off since ends with the next working day."""
    return calendar.on_or_after(request.due_on) < on
