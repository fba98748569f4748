"""The page on which DOST moves the days of a period: first what changes, then the deed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.access import get_permitted
from common.errors import RuleBroken
from organisations.queries import working_calendar
from reporting.actions.days import check_move, move_days
from reporting.forms.days import MoveDaysForm
from reporting.models import ReportingPeriod
from reporting.queries.calendar import days_of, days_off_among, report_due
from reporting.queries.moving import effects


@require_http_methods(["GET", "HEAD", "POST"])
def period_days(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what other days would change, then move them once the person has read that."""
    periods = ReportingPeriod.objects.select_related("plan__province", "plan__document")
    period = get_permitted(request.user, "reporting.open_reportingperiod", periods, pk=pk)
    today, calendar = timezone.localdate(), working_calendar()
    form = MoveDaysForm(request.POST or None, period=period)
    changes: list[str] = []
    if form.is_valid():
        try:
            if form.is_checked:
                return _move(request, period, form)
            check_move(period, form.days, on=today)
        except RuleBroken as no:
            form.add_error(None, no)
            period.refresh_from_db()
            form.show(seen=days_of(period))
        else:
            changes = effects(period, form.days, on=today, calendar=calendar)
            form.show(checked=form.days)
    context = {
        "period": period,
        "form": form,
        "changes": changes,
        "report_due": report_due(period.plan, period.year, calendar) if period.is_yearly else None,
        "days_off": dict.fromkeys(days_off_among(days_of(period), calendar).values()),
    }
    return render(request, "reporting/period_days.html", context)


def _move(request: HttpRequest, period: ReportingPeriod, form: MoveDaysForm) -> HttpResponse:
    move_days(
        period,
        days=form.days,
        reason=form.cleaned_data["reason"],
        by=request.user,  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
        on=timezone.localdate(),
        seen=form.seen_days,
    )
    messages.success(request, _("The days have moved. Every form now follows them."))
    return redirect(period)
