"""A unit's submissions: the list and the page to read."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.access import get_permitted
from organisations.queries import unit_ids_of, working_calendar
from reporting.queries.filings import changes_to_decide, filings_of
from reporting.queries.parts import returned_to_read
from reporting.queries.status import entry_refusal, status_of
from reporting.queries.submissions import (
    declined_of,
    history_of,
    parts_to_read,
    submissions_in_full,
    submissions_in_short,
)
from reporting.queries.succession import moved_to
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
    """A form to read, with its history, and the steps the person may take; one that moved leads to its heir's."""
    try:
        submission = get_permitted(request.user, "reporting.view_submission", submissions_in_full(), pk=pk)
    except Http404:
        heir = moved_to(pk)
        if heir is None:
            raise
        return redirect("reporting:submission_detail", pk=heir)
    today, calendar = timezone.localdate(), working_calendar()
    filings, journal = list(filings_of(submission)), history_of(submission)
    decides = request.user.has_perm("reporting.decide_submission", submission)
    is_resubmitted = submission.state == SubmissionState.SUBMITTED and len(filings) > 1
    context = {
        "submission": submission,
        "status": status_of(submission, today, calendar),
        "returned": returned_to_read(submission),
        "filings": filings,
        "changes": changes_to_decide(submission) if decides and is_resubmitted else None,
        "journal": journal,
        "steps": steps_for(request.user, submission, today, calendar),  # type: ignore[arg-type] # signed in: every page but the public ones asks for it
        "declined": declined_of(submission, journal),
        "may_edit": request.user.has_perm("reporting.edit_submission", submission)
        and submission.state in EDITABLE,
        "refusal": entry_refusal(submission, today, calendar),
        "reads_province": request.user.has_perm("reporting.view_reportingperiod", submission.period),
        **parts_to_read(submission),
    }
    return render(request, "reporting/submission_detail.html", context)
