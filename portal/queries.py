"""What waits for a person."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consolidation.models import Report
from jobs.models import Job, JobStatus
from organisations.models import Role
from organisations.queries import dost_province_ids, province_ids_of, unit_ids_of, working_calendar
from outbox.queries import unread
from portal.dossiers import applications_waiting
from portal.papers import reports_waiting
from portal.work import Work, first_of
from programmes.models import Plan
from reporting.models import ReportingPeriod, ReturnedPart, Submission
from reporting.models.submission import SubmissionQuerySet
from reporting.queries.reminders import calls
from reporting.queries.status import status_of, with_standing
from reporting.states import EDITABLE, FILED, SubmissionState

ENDING_SOON = dt.timedelta(3)  # days before the end of an unlocking DOST sees it coming


def work_of(user: User, *, on: dt.date) -> list[Work]:
    """Everything that waits for ``user`` on a day, most pressing first; only the kinds their roles know."""
    calendar = working_calendar()
    works = applications_waiting(user, on, calendar)
    if units := unit_ids_of(user, [Role.UNIT_LEADER]):
        waiting = _submissions().filter(organisation_id__in=units, state=SubmissionState.UNIT_REVIEW)
        works.append(
            first_of(
                "certify", _("Waiting for you to certify"), _("Nothing waits for your signature."), waiting
            )
        )
    if units := unit_ids_of(user):
        still_open = Q(period__locks_on__gte=on) | Q(unlocked_until__gte=on)
        mine = _submissions().filter(still_open, organisation_id__in=units, state__in=EDITABLE)
        mine = mine.annotate(parts=_parts_sent_back())
        works.append(
            first_of("enter", _("To be reported by your unit"), _("Your unit has reported everything."), mine)
        )
    if provinces := dost_province_ids(user):
        works += reports_waiting(user)
        works += _of_dost(provinces, on)
    elif provinces := province_ids_of(user):
        reports = Report.objects.visible_to(user).in_force().with_place().order_by("-issued_at", "-pk")
        works.append(first_of("report", _("Issued reports"), _("No report has been issued yet."), reports))
    if user.is_superuser:
        failed = Job.objects.filter(status=JobStatus.FAILED).select_related("owner")
        works.append(first_of("job", _("Work that failed"), _("No work has failed."), failed))
    news = first_of("notice", _("Told and not read yet"), "", unread(user))
    works += [news] if news.rows else []
    shown = [row for work in works for row in work.rows if isinstance(row, Submission)]
    for submission in shown:
        submission.status = status_of(submission, on, calendar)  # type: ignore[attr-defined] # for the template's chip
    return works


def _of_dost(provinces: Iterable[int], on: dt.date) -> list[Work]:
    """What waits for the staff of a DOST: years to open, forms to decide, forms held open that end, the periods."""
    called = calls(on, Plan.objects.filter(province_id__in=provinces))
    ours = _submissions().filter(period__plan__province_id__in=provinces)
    ending = ours.filter(unlocked_until__lte=on + ENDING_SOON).exclude(state__in=FILED)
    ending = ending.order_by("unlocked_until", "pk")
    held = first_of("unlocked", _("Forms held open: ending or ended"), "", ending, is_rare=True)
    return [
        *([Work("call", _("Yearly reports to open"), "", called)] if called else []),
        first_of(
            "decide",
            _("Submissions to accept or send back"),
            _("No submission waits for you."),
            ours.filter(state=SubmissionState.SUBMITTED),
        ),
        *([held] if held.rows else []),
        first_of(
            "period",
            _("Reporting periods"),
            _("No reporting period has been opened yet."),
            _periods().filter(plan__province_id__in=provinces),
        ),
    ]


def _parts_sent_back() -> Subquery:
    """How many parts of the form were sent back in its last round; nothing where none was."""
    parts = ReturnedPart.objects.filter(submission=OuterRef("pk"), round=OuterRef("round")).order_by()
    return Subquery(parts.values("submission").annotate(many=Count("pk")).values("many"))


def _submissions() -> SubmissionQuerySet:
    found = with_standing(Submission.objects.all())
    return found.select_related("organisation", "period__plan__province", "period__plan__document").order_by(
        "period__due_on", "organisation__order"
    )


def _periods() -> QuerySet[ReportingPeriod]:
    filed = Count("submissions", filter=Q(submissions__state__in=FILED))
    return (
        ReportingPeriod.objects.select_related("plan__province", "plan__document")
        .annotate(unit_count=Count("submissions"), filed_count=filed)
        .order_by("-year", "plan__province__order")
    )
