"""The library of reports, and two of them side by side."""

from dataclasses import fields

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.access import get_permitted
from common.sheets import MEDIA, write
from common.vietnamese import clean
from consolidation.exports.library import file_name, table_of
from consolidation.models import Report
from consolidation.queries.batches import campaigns_of
from consolidation.queries.library import (
    NEWEST,
    ORDERS,
    ReportsSought,
    others_to_compare,
    provinces_of,
    reports_sought,
    years_of,
)
from consolidation.queries.versions import differences_between
from consolidation.states import OUT, ReportState
from consolidation.views.opening import VIEW, opened, person
from consolidation.views.versions import facts_so_far, told
from organisations.queries import dost_province_ids
from reporting.models import PeriodKind

PAGE = 25
LONGEST = 100  # characters of a filter


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Every report the person may read; filters and order in the address."""
    user, sought = person(request), _sought(request)
    page = Paginator(reports_sought(user, sought), PAGE).get_page(request.GET.get("page"))
    drafts = user.is_superuser or bool(dost_province_ids(user))
    context = {
        "page": page,
        "drafts": drafts,
        "sought": sought,
        "years": years_of(user),
        "provinces": provinces_of(user),
        "kinds": PeriodKind.choices,
        "states": [each for each in ReportState.choices if drafts or each[0] in OUT],
        "may_watch_days": campaigns_of(user).exists(),
    }
    return render(request, "consolidation/report_list.html", context)


@require_safe
def report_list_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same as a file."""
    if kind not in MEDIA:
        raise Http404
    today = timezone.localdate()
    held = write(table_of(person(request), _sought(request), today), kind)
    return FileResponse(held, as_attachment=True, filename=file_name(today, kind), content_type=MEDIA[kind])


@require_safe
def report_compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Two years of the same plan side by side, the older one on the left: targets and text."""
    report = opened(request, VIEW, pk)
    beside = get_permitted(request.user, VIEW, Report.objects.with_place(), pk=other)
    if beside.period.plan_id != report.period.plan_id or beside.period_id == report.period_id:
        raise Http404
    old, new = sorted((report, beside), key=lambda each: (each.period.year, each.period.number, each.pk))
    found = differences_between(old, new, (facts_so_far(old), facts_so_far(new)))
    context = {
        "report": report,
        "old": old,
        "new": new,
        "found": found,
        "figures": told(found),
        "others": others_to_compare(report, person(request)),
    }
    return render(request, "consolidation/report_compare.html", context)


def _sought(request: HttpRequest) -> ReportsSought:
    """The filters of the address; what is not known filters nothing out."""
    asked = {spec.name: clean(request.GET.get(spec.name, ""))[:LONGEST] for spec in fields(ReportsSought)}
    asked["sort"] = asked["sort"] if asked["sort"] in ORDERS else NEWEST
    return ReportsSought(**asked)
