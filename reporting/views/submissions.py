"""A unit's submissions: the list, the entry page and the page to read."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.access import get_permitted
from common.errors import RuleBroken
from journal.models import Entry
from organisations.queries import unit_ids_of, working_calendar
from reporting.actions.entry import save_content
from reporting.completeness import gaps
from reporting.forms.entry import EntryForm, with_one_more_row, with_rest_nil
from reporting.forms.owed import is_asked_among_many
from reporting.models import Submission
from reporting.queries.filings import changes_to_decide, filings_of
from reporting.queries.parts import returned_to_read
from reporting.queries.status import entry_refusal, status_of
from reporting.queries.submissions import (
    history_of,
    parts_to_read,
    submissions_in_full,
    submissions_in_short,
)
from reporting.states import EDITABLE, SubmissionState
from reporting.views.steps import steps_for

PAGE = 25


@require_safe
def submission_list(request: HttpRequest) -> HttpResponse:
    """The forms of the person's own units, newest first, with the days left."""
    ours = submissions_in_short().filter(organisation_id__in=unit_ids_of(request.user))  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
    page = Paginator(ours.order_by("-period__year", "period_id", "organisation__order", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    today, calendar = timezone.localdate(), working_calendar()
    rows = [{"submission": s, "status": status_of(s, today, calendar)} for s in page]
    return render(request, "reporting/submission_list.html", {"page": page, "rows": rows})


@require_safe
def submission_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A form to read, with its history, and the steps the person may take."""
    submission = get_permitted(request.user, "reporting.view_submission", submissions_in_full(), pk=pk)
    today, calendar = timezone.localdate(), working_calendar()
    filings = list(filings_of(submission))
    decides = request.user.has_perm("reporting.decide_submission", submission)
    is_resubmitted = submission.state == SubmissionState.SUBMITTED and len(filings) > 1
    context = {
        "submission": submission,
        "status": status_of(submission, today, calendar),
        "returned": returned_to_read(submission),
        "filings": filings,
        "changes": changes_to_decide(submission) if decides and is_resubmitted else None,
        "journal": history_of(submission),
        "steps": steps_for(request.user, submission, today, calendar),  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
        "declined": _declined(submission),
        "may_edit": request.user.has_perm("reporting.edit_submission", submission)
        and submission.state in EDITABLE,
        "refusal": entry_refusal(submission, today, calendar),
        "reads_province": request.user.has_perm("reporting.view_reportingperiod", submission.period),
        **parts_to_read(submission),
    }
    return render(request, "reporting/submission_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The entry page: fill in, add rows, save; everything typed stays whatever happens."""
    submission = get_permitted(request.user, "reporting.edit_submission", submissions_in_full(), pk=pk)
    if request.method != "POST":
        return _entry_page(request, submission, EntryForm(submission))
    if "add" in request.POST:
        entry = EntryForm(submission, with_one_more_row(request.POST, request.POST["add"]))
        entry.hush(request.POST["add"])
        return _entry_page(request, submission, entry)
    entry = EntryForm(submission, _sent(request, submission), has_files=bool(request.FILES))
    if not entry.is_valid():
        return _entry_page(request, submission, entry)
    try:
        saved = save_content(
            submission,
            content=entry.content(),
            version=entry.version,
            digest=entry.digest,
            by=request.user,  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
            on=timezone.localdate(),
        )
    except RuleBroken as no:
        entry.problems += no.messages
        return _entry_page(request, submission, entry, status=409)
    return _after_save(request, saved)


def _sent(request: HttpRequest, submission: Submission) -> Any:
    """What was sent; the buttons that declare nil tick the boxes themselves."""
    pressed = request.POST.get("save")
    if pressed == "nil_rest":
        return with_rest_nil(request.POST, submission)
    data = request.POST.copy()
    if pressed == "nil":
        data["head-is_nil"] = "on"
    return data


def _after_save(request: HttpRequest, saved: Submission) -> HttpResponse:
    """On to handing in, or back to the form with what is still missing."""
    if request.POST.get("save") in {"nil", "hand_in"}:
        return redirect("reporting:submission_hand_in", saved.pk)
    messages.success(
        request,
        _("Saved as a draft. It goes to your leader only when you hand it in."),
    )
    return redirect("reporting:submission_edit", saved.pk)


def _entry_page(
    request: HttpRequest, submission: Submission, entry: EntryForm, *, status: int = 200
) -> HttpResponse:
    today, calendar = timezone.localdate(), working_calendar()
    context = {
        "submission": submission,
        "status": status_of(submission, today, calendar),
        "returned": returned_to_read(submission),
        "refusal": entry_refusal(submission, today, calendar),
        "entry": entry,
        "gaps": gaps(submission) if submission.state != SubmissionState.NOT_STARTED else [],
        "declined": _declined(submission),
        "asked_among_many": is_asked_among_many(submission),
    }
    return render(request, "reporting/submission_edit.html", context, status=status)


def _declined(submission: Submission) -> Entry | None:
    """Why the unit's leader last gave the form back, while it is being mended."""
    if submission.state != SubmissionState.DRAFT:
        return None
    return Entry.objects.about(submission).filter(action="decline").first()
