"""The desk of DOST: units × tasks on one page, and the same as a workbook."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.access import get_permitted
from common.downloads import download
from organisations.models import OrganisationKind
from organisations.queries import working_calendar
from reporting.exports.matrix import matrix_workbook
from reporting.models import ReportingPeriod
from reporting.queries.matrix import Matrix, Wanted, matrix_of
from reporting.queries.status import Status, StatusKind
from reporting.rules import works_at_dost

MOST_SOUGHT = 100  # characters of a search
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def period_matrix(request: HttpRequest, pk: int) -> HttpResponse:
    """Every unit and every task of a period on one page; filters stand in the address."""
    period, wanted, today = _period(request, pk), _wanted(request), timezone.localdate()
    matrix = _matrix(period, wanted, today)
    context = {
        "period": period,
        "matrix": matrix,
        "wanted": wanted,
        "legend": list({cell.look: None for row in matrix.rows for cell in row.cells if cell}),
        "states": [
            (kind, Status(kind, "").chip, matrix.states[kind]) for kind in StatusKind if matrix.states[kind]
        ],
        "kinds": [(kind.value, kind.label) for kind in OrganisationKind if kind.value in matrix.kinds],
        "may_chase": works_at_dost(request.user, period),
        "today": today,
    }
    return render(request, "reporting/period_matrix.html", context)


@require_safe
def period_matrix_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The matrix as it is seen, with the same filters, as .xlsx."""
    period, today = _period(request, pk), timezone.localdate()
    content = matrix_workbook(period, _matrix(period, _wanted(request), today), today)
    name = _("Matrix of units %(period)s %(day)s.xlsx") % {"period": period.name, "day": f"{today:%Y-%m-%d}"}
    return download(content, name=name, kind=EXCEL)


def _period(request: HttpRequest, pk: int) -> ReportingPeriod:
    periods = ReportingPeriod.objects.select_related("plan__province", "plan__document")
    return get_permitted(request.user, "reporting.view_reportingperiod", periods, pk=pk)


def _matrix(period: ReportingPeriod, wanted: Wanted, today: dt.date) -> Matrix:
    return matrix_of(period, on=today, calendar=working_calendar(), wanted=wanted)


def _wanted(request: HttpRequest) -> Wanted:
    asked = {name: request.GET.get(name, "")[:MOST_SOUGHT] for name in ("q", "kind", "state", "task")}
    return Wanted(text=asked["q"], kind=asked["kind"], state=asked["state"], task=asked["task"])
