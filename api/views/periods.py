"""Reporting periods and their results: for whoever reads the province's reporting."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from api.documents.periods import PeriodOut, PeriodsOut, ResultsOut
from api.models import Scope
from api.views.bearer import Bearer, acting
from api.views.paging import Paging, part
from api.views.refusals import READING
from common.access import get_permitted
from common.vietnamese import clean
from reporting.models.period import ReportingPeriodQuerySet
from reporting.queries.results import results_of_period
from reporting.queries.submissions import periods_in_list

VIEW = "reporting.view_reportingperiod"
router = Router(auth=Bearer(Scope.RESULTS), tags=["results"])


@router.get(
    "/periods", response={200: PeriodsOut, **READING}, url_name="periods", operation_id="list_periods"
)
def periods(
    request: HttpRequest,
    paging: Query[Paging],
    plan: Annotated[str, Query(max_length=40, description="Key of a plan")] = "",
    year: Annotated[int | None, Query(ge=1900, le=2200)] = None,
) -> PeriodsOut:
    """Periods of the provinces whose reporting the organisation reads; none for a unit."""
    found = _seen(request)
    if plan:
        found = found.filter(plan__key=clean(plan))
    if year is not None:
        found = found.filter(year=year)
    page = part(found, paging)
    return PeriodsOut(items=[PeriodOut.of(period) for period in page.rows], next=page.next)


@router.get(
    "/periods/{int:pk}", response={200: PeriodOut, **READING}, url_name="period", operation_id="get_period"
)
def period(request: HttpRequest, pk: int) -> PeriodOut:
    """One period."""
    return PeriodOut.of(get_permitted(acting(request), VIEW, _seen(request), pk=pk))


@router.get(
    "/periods/{int:pk}/results",
    response={200: ResultsOut, **READING},
    url_name="period_results",
    operation_id="get_results",
)
def results(request: HttpRequest, pk: int) -> ResultsOut:
    """Targets and annex rows with what was reported, as of today."""
    today = timezone.localdate()
    found = get_permitted(acting(request), VIEW, _seen(request), pk=pk)
    return ResultsOut.of(results_of_period(found, on=today), today)


def _seen(request: HttpRequest) -> ReportingPeriodQuerySet:
    return periods_in_list().visible_to(acting(request))
