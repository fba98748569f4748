"""Files of evidence of one line: the list with its upload, the file itself, taking one away."""

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.access import get_permitted
from common.downloads import stored_file
from common.errors import RuleBroken
from common.received import MEGABYTE
from common.uploads import is_too_large
from journal.actions import note_reading
from organisations.queries import working_calendar
from reporting.actions.evidence import add_evidence, remove_evidence
from reporting.forms.evidence import EvidenceForm
from reporting.models import EvidenceFile, Submission, SubmissionLine
from reporting.queries.evidence import evidence_of
from reporting.queries.parts import open_parts
from reporting.queries.status import entry_refusal
from reporting.queries.submissions import submissions_in_short

VIEW, EDIT = "reporting.view_submission", "reporting.edit_submission"
FAR_TOO_LARGE = 3  # times the limit: such a body is not even read


@csrf_exempt  # looking for the token reads the whole body; it is looked for in _evidence_list, after the size
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_list(request: HttpRequest, pk: int, line_pk: int) -> HttpResponse:
    """What proves a line, and one more file. A body far larger than any file may be is refused unread."""
    most = FAR_TOO_LARGE * settings.EVIDENCE_MOST_MB * MEGABYTE
    if request.method == "POST" and is_too_large(request, most):
        submission = get_permitted(request.user, EDIT, submissions_in_short(), pk=pk)
        context = {"submission": submission, "most": settings.EVIDENCE_MOST_MB, "line_pk": line_pk}
        answer = render(request, "reporting/evidence_too_large.html", context, status=413)
        answer["Connection"] = "close"
        return answer
    return _evidence_list(request, pk, line_pk)


@csrf_protect
def _evidence_list(request: HttpRequest, pk: int, line_pk: int) -> HttpResponse:
    permission = EDIT if request.method == "POST" else VIEW
    submission = get_permitted(request.user, permission, submissions_in_short(), pk=pk)
    line = _line(submission, line_pk)
    posted = request.method == "POST"
    initial = {"figure": request.GET.get("figure")}
    form = (
        EvidenceForm(request.POST, request.FILES, line=line)
        if posted
        else EvidenceForm(line=line, initial=initial)
    )
    status = 200
    if posted and form.is_valid():
        try:
            _add(request, line, form)
        except RuleBroken as no:
            form.add_error(None, no)
            status = 409
        else:
            return redirect("reporting:evidence_list", submission.pk, line.pk)
    refusal = entry_refusal(submission, timezone.localdate(), working_calendar())
    context = {
        "submission": submission,
        "line": line,
        "files": evidence_of(line),
        "form": form,
        "refusal": refusal,
        "may_change": not refusal and _is_open(submission, line) and request.user.has_perm(EDIT, submission),
    }
    return render(request, "reporting/evidence_list.html", context, status=status)


@require_safe
def evidence_file(request: HttpRequest, pk: int, evidence_pk: int) -> FileResponse:
    """The file, to keep: never shown inside the portal, never kept in between."""
    submission = get_permitted(request.user, VIEW, Submission.objects.all(), pk=pk)
    evidence = _evidence(submission, evidence_pk)
    note_reading(request, evidence, is_own=request.user.has_perm(EDIT, submission))
    return stored_file(evidence.file, name=evidence.name, kind=evidence.content_type)


@require_POST
def evidence_remove(request: HttpRequest, pk: int, evidence_pk: int) -> HttpResponse:
    """Take a file away; it asks once, naming the file."""
    submission = get_permitted(request.user, EDIT, submissions_in_short(), pk=pk)
    evidence = _evidence(submission, evidence_pk)
    try:
        remove_evidence(evidence, by=request.user, on=timezone.localdate())  # type: ignore[arg-type] # signed in
    except RuleBroken as no:
        messages.error(request, no.reason)
    else:
        messages.success(request, _("“%(name)s” was removed.") % {"name": evidence.name})
    return redirect("reporting:evidence_list", submission.pk, evidence.line_id)


def _add(request: HttpRequest, line: SubmissionLine, form: EvidenceForm) -> None:
    assert form.received is not None  # noqa: S101 - a valid form has looked at the file
    evidence = add_evidence(
        line,
        file=form.cleaned_data["file"],
        name=form.received.name,
        suffix=form.received.kind.suffix,
        content_type=form.received.kind.content_type,
        sha256=form.received.sha256,
        figure=form.proved,
        activity=form.shown,
        by=request.user,  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
        on=timezone.localdate(),
    )
    messages.success(request, _("“%(name)s” was added.") % {"name": evidence.name})


def _line(submission: Submission, pk: int) -> SubmissionLine:
    lines = SubmissionLine.objects.select_related("task", "national_group", "submission")
    return get_object_or_404(lines.prefetch_related("figures"), submission=submission, pk=pk)


def _evidence(submission: Submission, pk: int) -> EvidenceFile:
    files = EvidenceFile.objects.select_related("line__submission")
    return get_object_or_404(files, line__submission=submission, pk=pk)


def _is_open(submission: Submission, line: SubmissionLine) -> bool:
    parts = open_parts(submission)
    return parts.integrated if line.attribution == "integrated" else parts.line(line.pk)
