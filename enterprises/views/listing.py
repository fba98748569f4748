"""The register: looked through, and taken along as a table."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.downloads import download
from enterprises.exports.register import MOST_IN_A_WORKBOOK, csv_lines, workbook
from enterprises.models import Enterprise, EnterpriseKind
from enterprises.queries.register import Asked, areas_of, ending_of, register_of
from enterprises.queries.size import sizes_of
from journal.actions import note_readings
from organisations.queries import dost_province_ids

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def enterprise_list(request: HttpRequest) -> HttpResponse:
    """Enterprises the person may see, found by name with or without dấu or by tax code, and filtered."""
    user: Any = request.user  # signed in: every page but the public ones asks for it
    today = timezone.localdate()
    asked = Asked.of(request.GET)
    found = register_of(user, asked, today)
    page = Paginator(found.select_related("province"), PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    sizes, ending = sizes_of(shown, today), ending_of(shown, today)
    context = {
        "page": page,
        "rows": [(each, sizes[each.pk], ending.get(each.pk)) for each in shown],
        "asked": asked,
        "areas": areas_of(user),
        "kinds": EnterpriseKind.choices,
        "kept": request.GET.urlencode(),
        "year": today.year,
        "may_import": bool(dost_province_ids(user)),
        "too_many": page.paginator.count > MOST_IN_A_WORKBOOK,
        "most": MOST_IN_A_WORKBOOK,
    }
    return render(request, "enterprises/enterprise_list.html", context)


@require_safe
def table_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """What the list shows, as a table; households' codes are covered. More than a workbook holds is given as .csv."""
    user: Any = request.user  # signed in
    today = timezone.localdate()
    found = register_of(user, Asked.of(request.GET), today).select_related("province")
    name = _("Enterprises %(day)s") % {"day": today.isoformat()}
    if kind not in {"csv", "xlsx"}:
        raise Http404
    if kind == "xlsx" and found.count() > MOST_IN_A_WORKBOOK:
        as_csv = reverse("enterprises:table_file", args=["csv"])
        return redirect(f"{as_csv}?{request.GET.urlencode()}")
    keys = list(found.order_by().values_list("pk", flat=True))
    note_readings(user, Enterprise, keys, place="enterprises:table_file")
    if kind == "csv":
        answer = StreamingHttpResponse(csv_lines(found), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="doanh-nghiep-{today.isoformat()}.csv"'
        answer["Cache-Control"] = "private, no-store"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer
    return download(workbook(found.iterator(chunk_size=2000)), name=f"{name}.xlsx", kind=XLSX)
