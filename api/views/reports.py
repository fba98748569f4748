"""Reports that have left the house, and the sealed data their PDF carries."""

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Query, Router

from api.documents.reports import ReportOut, ReportsOut
from api.models import Scope
from api.views.bearer import Bearer, acting
from api.views.paging import Paging, part
from api.views.refusals import READING
from common.access import get_permitted
from consolidation.actions.downloads import note_download
from consolidation.documents.carried import sealed
from consolidation.models import Report
from consolidation.states import OUT
from papers.codec import from_json

VIEW = "consolidation.view_report"
HEAVY = ("composed", "facts", "snapshot")
router = Router(auth=Bearer(Scope.REPORTS), tags=["reports"])


@router.get(
    "/reports", response={200: ReportsOut, **READING}, url_name="reports", operation_id="list_reports"
)
def reports(
    request: HttpRequest,
    paging: Query[Paging],
    year: Annotated[int | None, Query(ge=1900, le=2200)] = None,
) -> ReportsOut:
    """Issued reports of the provinces whose reporting the organisation reads, with superseded versions."""
    found = _issued(request).defer(*HEAVY)
    page = part(found if year is None else found.filter(period__year=year), paging)
    return ReportsOut(items=[ReportOut.of(report) for report in page.rows], next=page.next)


@router.get(
    "/reports/{int:pk}", response={200: ReportOut, **READING}, url_name="report", operation_id="get_report"
)
def report(request: HttpRequest, pk: int) -> ReportOut:
    """One issued report."""
    return ReportOut.of(get_permitted(acting(request), VIEW, _issued(request).defer(*HEAVY), pk=pk))


@router.get(
    "/reports/{int:pk}/data",
    response={200: dict[str, Any], **READING},
    url_name="report_data",
    operation_id="get_report_data",
)
def data(request: HttpRequest, pk: int) -> dict[str, Any]:
    """The machine-readable report under the portal's seal: the same data as `report.json` in the PDF."""
    found = get_permitted(acting(request), VIEW, _issued(request), pk=pk)
    if not found.facts or not found.composed or "report" not in found.facts:
        raise Http404  # taken over from a paper: there are no data behind it
    note_download(found, "data", by=acting(request))
    return sealed(found.facts, from_json(found.composed))


def _issued(request: HttpRequest) -> QuerySet[Report]:
    return Report.objects.visible_to(acting(request)).filter(state__in=OUT).with_place()
