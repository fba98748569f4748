"""What waits for a person."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.working_days import WorkingCalendar
from jobs.models import Job, JobStatus
from organisations.models import Role
from organisations.queries import dost_province_ids, province_ids_of, unit_ids_of, working_calendar
from outbox.queries import unread
from programmes.models import Plan
from reporting.models import Report, ReportingPeriod, Submission
from reporting.models.submission import SubmissionQuerySet
from reporting.queries.reminders import calls
from reporting.queries.status import status_of
from reporting.states import EDITABLE, FILED, SubmissionState

ENDING_SOON = dt.timedelta(3)  # days before the end of an unlocking DOST sees it coming
MOST_SHOWN = 10  # a home page is a start, the full lists are one step away


@dataclass(frozen=True)
class Work:
    """Things of one kind that wait: ``kind`` chooses how a row is written, ``more`` counts those not shown."""

    kind: str
    title: str | Promise
    empty: str | Promise
    rows: list
    more: int = 0


def work_of(user: User, *, on: dt.date) -> list[Work]:
    """Everything that waits for ``user`` on a day, most pressing first; only the kinds their roles know."""
    works: list[Work] = []
    if units := unit_ids_of(user, [Role.UNIT_LEADER]):
        waiting = _submissions().filter(organisation_id__in=units, state=SubmissionState.UNIT_REVIEW)
        works.append(
            _work("certify", _("Waiting for you to certify"), _("Nothing waits for your signature."), waiting)
        )
    if units := unit_ids_of(user):
        still_open = Q(period__locks_on__gte=on) | Q(unlocked_until__gte=on)
        mine = _submissions().filter(still_open, organisation_id__in=units, state__in=EDITABLE)
        mine = mine.annotate(parts=Count("returned_parts", filter=Q(returned_parts__round=F("round"))))
        works.append(
            _work("enter", _("To be reported by your unit"), _("Your unit has reported everything."), mine)
        )
    if provinces := dost_province_ids(user):
        works += _of_dost(provinces, on)
    elif provinces := province_ids_of(user):
        reports = Report.objects.visible_to(user).select_related(
            "period__plan__province", "period__plan__document"
        )
        works.append(_work("report", _("Yearly reports"), _("No report has been rendered yet."), reports))
    if user.is_superuser:
        failed = Job.objects.filter(status=JobStatus.FAILED).select_related("owner")
        works.append(_work("job", _("Work that failed"), _("No work has failed."), failed))
    news = _work("notice", _("Told and not read yet"), "", unread(user))
    works += [news] if news.rows else []
    shown = [row for work in works for row in work.rows if isinstance(row, Submission)]
    calendar = working_calendar() if shown else WorkingCalendar()
    for submission in shown:
        submission.status = status_of(submission, on, calendar)  # type: ignore[attr-defined] # for the template's chip
    return works


def _of_dost(provinces: Iterable[int], on: dt.date) -> list[Work]:
    """What waits for the staff of a DOST: years to open, forms to decide, forms held open that end, the periods."""
    called = calls(on, Plan.objects.filter(province_id__in=provinces))
    ours = _submissions().filter(period__plan__province_id__in=provinces)
    ending = ours.filter(unlocked_until__lte=on + ENDING_SOON).exclude(state__in=FILED)
    held = _work(
        "unlocked", _("Forms held open: ending or ended"), "", ending.order_by("unlocked_until", "pk")
    )
    return [
        *([Work("call", _("Yearly reports to open"), "", called)] if called else []),
        _work(
            "decide",
            _("Submissions to accept or send back"),
            _("No submission waits for you."),
            ours.filter(state=SubmissionState.SUBMITTED),
        ),
        *([held] if held.rows else []),
        _work(
            "period",
            _("Reporting periods"),
            _("No reporting period has been opened yet."),
            _periods().filter(plan__province_id__in=provinces),
        ),
    ]


def _submissions() -> SubmissionQuerySet:
    return Submission.objects.select_related(
        "organisation", "period__plan__province", "period__plan__document", "unlocked_by"
    ).order_by("period__due_on", "organisation__order")


def _periods() -> QuerySet[ReportingPeriod]:
    filed = Count("submissions", filter=Q(submissions__state__in=FILED))
    return (
        ReportingPeriod.objects.select_related("plan__province", "plan__document")
        .annotate(unit_count=Count("submissions"), filed_count=filed)
        .order_by("-year", "plan__province__order")
    )


def _work(kind: str, title: str | Promise, empty: str | Promise, records: QuerySet[Any]) -> Work:
    """The first rows and how many more there are, in one query."""
    rows = list(records.annotate(in_all=Window(Count("pk")))[:MOST_SHOWN])
    return Work(kind, title, empty, rows, rows[0].in_all - len(rows) if rows else 0)
