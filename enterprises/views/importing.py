"""Many enterprises at once: send a workbook up, see what it would do, have it written."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from common.downloads import download, stored_file
from common.errors import RuleBroken
from common.uploads import Limited, is_too_large
from common.vietnamese import clean
from common.workbook.parcel import check_parcel, too_large
from common.workbook.refused import Refused
from enterprises.actions.importing import JUDGE, WRITE, confirm_upload, job_key, keep_upload
from enterprises.exports.template import problems_csv, template
from enterprises.models import RegisterUpload
from enterprises.views.listing import XLSX
from jobs.models import Job
from organisations.models import Province
from organisations.queries import dost_province_ids

SHOWN, PROBLEMS = 20, 200  # uploads and problems on a page


@csrf_exempt  # looking for the token reads the body; it is looked for once the reader knows where to stop
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """Take the empty workbook, send a filled one up, and see what was sent before."""
    request.upload_handlers.insert(0, Limited(request, most=settings.WORKBOOK_LARGEST))
    return _import_page(request)


@csrf_protect
def _import_page(request: HttpRequest) -> HttpResponse:
    provinces = _provinces(request)
    if request.method != "POST":
        return _page(request, provinces)
    if is_too_large(request, settings.WORKBOOK_LARGEST):
        return _page(request, provinces, too_large(int(request.META["CONTENT_LENGTH"])).reason, 413)
    file = request.FILES.get("workbook")
    if not isinstance(file, UploadedFile):
        return _page(request, provinces, _("Choose the workbook on your computer first."))
    try:
        upload = _keep(request, provinces, file)
    except Refused as no:
        return _page(request, provinces, no.reason, 413 if no.code == "too_large" else 422)
    return redirect("enterprises:import_detail", upload.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work is, what the workbook would do or did; POST has it written."""
    upload = get_object_or_404(_uploads(request), pk=pk)
    if request.method == "POST":
        try:
            confirm_upload(upload, by=request.user)  # type: ignore[arg-type] # signed in
        except RuleBroken as no:
            messages.error(request, no.reason)
        return redirect("enterprises:import_detail", pk)
    told = upload.written or upload.told or {}
    keys = [job_key(upload, kind) for kind in (WRITE, JUDGE)]
    jobs = sorted(Job.objects.filter(key__in=keys), key=lambda job: -job.pk)
    context = {
        "upload": upload,
        "told": told,
        "problems": told.get("problems", [])[:PROBLEMS],
        "job": next(iter(jobs), None),
        "most": PROBLEMS,
        "may_confirm": upload.confirmed_at is None and bool(told.get("new", 0) + told.get("changed", 0)),
    }
    response = render(request, "enterprises/import_detail.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def import_template(request: HttpRequest) -> HttpResponseBase:
    """The empty workbook."""
    _provinces(request)
    return download(template(), name="Danh sách doanh nghiệp.xlsx", kind=XLSX)


@require_safe
def import_original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it came."""
    upload = get_object_or_404(_uploads(request), pk=pk)
    return stored_file(upload.file, name=upload.name, kind=XLSX)


@require_safe
def import_problems(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What was wrong with the rows, as a table."""
    upload = get_object_or_404(_uploads(request), pk=pk)
    told = upload.written or upload.told or {}
    heads = [
        _("Row"),
        _("Column"),
        _("What stands there"),
        _("Why it cannot stay"),
        pgettext("level of a problem", "Level"),
    ]
    name = f"{upload.name.removesuffix('.xlsx')} (lỗi).csv"
    return download(problems_csv(told.get("problems", []), heads), name=name, kind="text/csv; charset=utf-8")


def _provinces(request: HttpRequest) -> list[Province]:
    """The provinces of today the person's DOST answers for. PermissionDenied where it answers for none."""
    user: Any = request.user  # signed in: every page but the public ones asks for it
    today = timezone.localdate()
    ids = dost_province_ids(user)
    held = [each for each in Province.objects.filter(pk__in=ids) if each.holds_on(today)]
    if not held:
        raise PermissionDenied
    return held


def _uploads(request: HttpRequest) -> QuerySet[RegisterUpload]:
    user: Any = request.user  # signed in
    records = RegisterUpload.objects.select_related("province", "uploaded_by", "confirmed_by")
    return records.filter(province_id__in=dost_province_ids(user))


def _keep(request: HttpRequest, provinces: list[Province], file: UploadedFile) -> RegisterUpload:
    check_parcel(file, file.size or 0)
    file.seek(0)
    content = file.read()
    chosen = request.POST.get("province", "")
    return keep_upload(
        next((each for each in provinces if str(each.pk) == chosen), provinces[0]),
        content=content,
        name=clean(file.name or "") or "doanh-nghiep.xlsx",
        sha256=hashlib.sha256(content).hexdigest(),
        by=request.user,  # type: ignore[arg-type] # signed in
    )


def _page(
    request: HttpRequest, provinces: list[Province], problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "provinces": provinces,
        "uploads": _uploads(request)[:SHOWN],
        "problem": problem,
        "most": settings.WORKBOOK_LARGEST,
        "most_mb": settings.WORKBOOK_LARGEST // (1024 * 1024),
    }
    return render(request, "enterprises/import_page.html", context, status=status)
