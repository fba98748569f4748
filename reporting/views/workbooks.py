"""A form's workbook: take it, send it up, see what is wrong with it, confirm what it changes."""

import hashlib
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from common.access import get_permitted
from common.downloads import download
from common.errors import RuleBroken
from common.uploads import Limited, is_too_large
from common.vietnamese import clean
from common.workbook.parcel import check_parcel, sheet_bytes, too_large
from common.workbook.refused import Refused
from journal.actions import note_reading, note_readings
from journal.actions.reading import place_of
from organisations.queries import working_calendar
from reporting.actions.workbooks import keep_upload, take_over
from reporting.exports.workbook.build import build
from reporting.exports.workbook.facts import guide_to
from reporting.exports.workbook.marked import MOST_TO_LOAD, mark
from reporting.forms.entry import EntryForm
from reporting.forms.workbook.judge import Judgement, judge
from reporting.forms.workbook.prefill import prefill
from reporting.models import CertifiedExpert, Submission, WorkbookUpload
from reporting.queries.status import entry_refusal
from reporting.queries.submissions import submissions_in_full, submissions_in_short

EDIT, READ = "reporting.edit_submission", "reporting.read_workbooks"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 20  # uploads on the page


@csrf_exempt  # looking for the token reads the body; it is looked for once the reader knows where to stop
@require_http_methods(["GET", "HEAD", "POST"])
def workbook_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the workbook, send it up, and see what was sent before."""
    request.upload_handlers.insert(0, Limited(request, most=settings.WORKBOOK_LARGEST))
    return _workbook_page(request, pk)


@csrf_protect
def _workbook_page(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method != "POST":
        return _page(request, get_permitted(request.user, READ, submissions_in_short(), pk=pk))
    submission = get_permitted(request.user, EDIT, submissions_in_full(), pk=pk)
    refusal = entry_refusal(submission, timezone.localdate(), working_calendar())
    if refusal:
        return _page(request, submission, status=409)
    file = request.FILES.get("workbook")
    if is_too_large(request, settings.WORKBOOK_LARGEST):
        no = too_large(int(request.META["CONTENT_LENGTH"]))
        return _page(request, submission, no.reason, status=413)
    if not isinstance(file, UploadedFile):
        return _page(request, submission, _("Choose the workbook on your computer first."))
    try:
        upload = _keep(submission, file, request)
    except (Refused, RuleBroken) as no:
        status = {"too_large": 413, "moved": 409}.get(no.code or "", 422)
        return _page(request, submission, no.reason, status=status)
    return redirect("reporting:workbook_upload", submission.pk, upload.pk)


def _keep(submission: Submission, file: UploadedFile, request: HttpRequest) -> WorkbookUpload:
    """The dry run, and the original kept with what it found. Refused where nothing in the file can be read."""
    judgement = judge(submission, check_parcel(file, file.size or 0))
    file.seek(0)
    content = file.read()
    return keep_upload(
        submission,
        content=content,
        name=clean(file.name or "") or "workbook.xlsx",
        sha256=hashlib.sha256(content).hexdigest(),
        dry_run=_told(judgement),
        by=request.user,  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
    )


def _told(judgement: Judgement) -> dict[str, Any]:
    return {
        "problems": [problem.as_json() for problem in judgement.problems],
        "changes": [change.as_json() for change in judgement.changes],
    }


def _page(request: HttpRequest, submission: Submission, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "submission": submission,
        "uploads": submission.workbooks.select_related("uploaded_by", "confirmed_by")[:SHOWN],
        "refusal": entry_refusal(submission, timezone.localdate(), working_calendar()),
        "may_fill": request.user.has_perm(EDIT, submission),
        "problem": problem,
        "most": settings.WORKBOOK_LARGEST,
        "most_mb": settings.WORKBOOK_LARGEST // (1024 * 1024),
    }
    return render(request, "reporting/workbook_page.html", context, status=status)


@require_safe
def workbook_template(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The prefilled workbook of the form as it is now."""
    submission = get_permitted(request.user, EDIT, submissions_in_full(), pk=pk)
    guide = guide_to(submission, timezone.localdate())
    content = build(prefill(EntryForm(submission), refusal=guide.closed), guide)
    experts = CertifiedExpert.objects.filter(line__submission=submission).values_list("pk", flat=True)
    note_readings(request.user, CertifiedExpert, list(experts), place=place_of(request), is_own=True)
    name = f"Phiếu {submission.period.name} – {submission.organisation}.xlsx".replace("/", "-")
    return _file(content, name)


@require_http_methods(["GET", "HEAD", "POST"])
def workbook_upload(request: HttpRequest, pk: int, upload_pk: int) -> HttpResponse:
    """What is wrong with a workbook sent up, or what it would change; POST takes it over."""
    permission = EDIT if request.method == "POST" else READ
    submission = get_permitted(request.user, permission, submissions_in_full(), pk=pk)
    upload = _upload(request, submission, upload_pk)
    if request.method != "POST":
        return _result(request, submission, upload)
    if upload.confirmed_at is None:
        try:
            _take_over(submission, upload, request)
        except (RuleBroken, Refused) as no:
            return _result(request, submission, upload, no.reason, status=409)
    messages.success(
        request, _("Taken over. The form now says what the workbook said; hand it in when it is complete.")
    )
    return redirect(submission)


def _take_over(submission: Submission, upload: WorkbookUpload, request: HttpRequest) -> None:
    """Judge the kept original once more, on what the form holds now, and write it."""
    judgement = judge(submission, check_parcel(BytesIO(_content(upload)), upload.size))
    if judgement.entry is None or not judgement.is_right:
        upload.problems = _told(judgement)["problems"]
        raise RuleBroken(
            _("Nothing was taken over: the workbook does not fit the form any more."), code="stale"
        )
    take_over(
        upload,
        content=judgement.entry.content(),
        records=judgement.records,
        edition=submission.edition,
        by=request.user,  # type: ignore[arg-type] # signed in
        on=timezone.localdate(),
    )


def _result(
    request: HttpRequest, submission: Submission, upload: WorkbookUpload, problem: str = "", status: int = 200
) -> HttpResponse:
    refusal = entry_refusal(submission, timezone.localdate(), working_calendar())
    errors = [p for p in upload.problems if p["level"] == "error"]
    by_sheet: dict[str, list[dict[str, str]]] = {}
    for change in upload.changes:
        by_sheet.setdefault(change["sheet"], []).append(change)
    context = {
        "submission": submission,
        "upload": upload,
        "errors": errors,
        "warnings": [p for p in upload.problems if p["level"] != "error"],
        "changes": by_sheet,
        "emptied": sum(1 for change in upload.changes if change["before"] and not change["after"]),
        "refusal": refusal,
        "may_fill": request.user.has_perm(EDIT, submission),
        "may_confirm": not errors and upload.changes and upload.confirmed_at is None and not refusal,
        "problem": problem,
    }
    return render(request, "reporting/workbook_upload.html", context, status=status)


@require_safe
def workbook_original(request: HttpRequest, pk: int, upload_pk: int) -> HttpResponseBase:
    """The file as it came."""
    upload = _upload(request, get_permitted(request.user, READ, Submission.objects.all(), pk=pk), upload_pk)
    return _file(_content(upload), upload.name)


@require_safe
def workbook_marked(request: HttpRequest, pk: int, upload_pk: int) -> HttpResponseBase:
    """A copy in which every mistake is marked and listed."""
    upload = _upload(request, get_permitted(request.user, READ, Submission.objects.all(), pk=pk), upload_pk)
    content = _content(upload)
    try:
        unpacked = sheet_bytes(check_parcel(BytesIO(content), upload.size))
    except Refused:
        unpacked = MOST_TO_LOAD + 1  # rules are stricter than on the day it was sent: only the list is given
    stem = upload.name.removesuffix(".xlsx")
    return _file(mark(content, upload.problems, unpacked=unpacked), f"{stem} (đánh dấu lỗi).xlsx")


def _upload(request: HttpRequest, submission: Submission, pk: int) -> WorkbookUpload:
    """The workbook, which may name people: whoever takes it, or sees what it changes, has read it."""
    upload = get_object_or_404(submission.workbooks.select_related("uploaded_by", "confirmed_by"), pk=pk)
    note_reading(request, upload, is_own=request.user.has_perm(EDIT, submission))
    return upload


def _content(upload: WorkbookUpload) -> bytes:
    try:
        with upload.file.open("rb") as file:
            content: bytes = file.read()
    except FileNotFoundError as gone:
        raise Http404 from gone
    return content


def _file(content: bytes, name: str) -> FileResponse:
    """A workbook to keep."""
    return download(content, name=name, kind=XLSX)
