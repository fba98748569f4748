"""Periods as DOST and the readers of the province see them."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.access import get_permitted
from organisations.queries import dost_province_ids, working_calendar
from programmes.models import Plan
from programmes.queries.roles import unassigned
from reporting.models import ReportingPeriod
from reporting.queries.calendar import days_of, days_off_among, report_due
from reporting.queries.status import Status, StatusKind, status_of
from reporting.queries.submissions import periods_in_list, units_of
from reporting.queries.succession import moves_of
from reporting.states import SubmissionState

PAGE = 25


@require_safe
def period_list(request: HttpRequest) -> HttpResponse:
    """The yearly reports of the provinces the person reads, and the plans whose next year they may open."""
    periods = periods_in_list().visible_to(request.user)  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
    page = Paginator(periods, PAGE).get_page(request.GET.get("page"))
    plans = Plan.objects.filter(province_id__in=dost_province_ids(request.user))  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
    context = {
        "page": page,
        "plans": plans.select_related("province", "document"),
        "today": timezone.localdate(),
    }
    return render(request, "reporting/period_list.html", context)


@require_safe
def period_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Who owes what and where it stands; ``?state=`` keeps one status."""
    periods = ReportingPeriod.objects.select_related("plan__province", "plan__document")
    period = get_permitted(request.user, "reporting.view_reportingperiod", periods, pk=pk)
    today = timezone.localdate()
    calendar = working_calendar()
    units = [(submission, status_of(submission, today, calendar)) for submission in units_of(period)]
    wanted = request.GET.get("state", "")
    counted = Counter(status.kind for _submission, status in units)
    context = {
        "period": period,
        "units": [(s, status) for s, status in units if not wanted or status.kind == wanted],
        "counts": [(kind, Status(kind).chip, counted[kind]) for kind in StatusKind if counted[kind]],
        "total": len(units),
        "silent": sum(s.state == SubmissionState.NOT_STARTED for s, _status in units),
        "wanted": wanted,
        "vacancies": unassigned(period.plan, period.due_on),
        "moves": moves_of(period, today),
        "today": today,
        "report_due": report_due(period.plan, period.year, calendar) if period.is_yearly else None,
        "days_off": dict.fromkeys(days_off_among(days_of(period), calendar).values()),
        "may_move": request.user.has_perm("reporting.open_reportingperiod", period),
    }
    return render(request, "reporting/period_detail.html", context)
