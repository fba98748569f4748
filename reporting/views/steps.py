"""The steps of a submission: each a page that asks once and says what happens next."""

import datetime as dt
import re
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.access import get_permitted
from common.errors import RuleBroken
from common.working_days import WorkingCalendar
from organisations.queries import working_calendar
from reporting.completeness import gaps
from reporting.forms.parts import PartsForm
from reporting.forms.step import StepForm
from reporting.models import Submission
from reporting.queries.filings import Changes, changes_before_certifying, changes_to_decide
from reporting.queries.refusals import (
    alone_refusal,
    certify_refusal,
    unlock_entry_refusal,
    withdraw_refusal,
)
from reporting.queries.status import entry_refusal, status_of
from reporting.queries.submissions import submissions_in_full
from reporting.states import EDITABLE, SubmissionState
from reporting.views import step as table
from reporting.views.step import STEPS, Said, Step


@dataclass(frozen=True)
class StepButton:
    """A step the person may take, or why not yet."""

    step: Step
    url: str
    reason: str = ""
    tone: str = "outline-primary"


def steps_for(user: User, submission: Submission, on: dt.date, calendar: WorkingCalendar) -> list[StepButton]:
    """The buttons for ``user``: steps possible from where the form stands, greyed with the reason where one stands
    against it. What does not concern the form now is left out.
    """
    found = []
    for step in STEPS:
        if submission.state in step.sources and user.has_perm(step.permission, submission):
            if not _concerns(step, submission, on):
                continue
            tone = "outline-primary" if step is table.HAND_IN else step.tone  # filling in comes first
            url = f"{reverse(step.view, args=[submission.pk])}?edition={submission.edition}"
            found.append(StepButton(step, url, _refusal(step, user, submission, on, calendar), tone))
    return found


def _concerns(step: Step, submission: Submission, on: dt.date) -> bool:
    """Whether the step has a meaning for this form: what is open anyway is not opened."""
    if step is table.UNLOCK_ENTRY:
        return not unlock_entry_refusal(submission, on)
    if step in {table.ALLOW_ALONE, table.FORBID_ALONE}:
        return bool(submission.alone_reason) == (step is table.FORBID_ALONE)
    return True


def _refusal(step: Step, user: User, submission: Submission, on: dt.date, calendar: WorkingCalendar) -> str:
    if submission.state not in step.sources:
        return ""  # it has moved on, which taking the step says
    if step is table.HAND_IN:
        return entry_refusal(submission, on, calendar)
    if step is table.CERTIFY:
        return alone_refusal(submission, user) or certify_refusal(submission, on)
    return withdraw_refusal(submission, on) if step is table.WITHDRAW else ""


def _take(request: HttpRequest, pk: int, step: Step) -> HttpResponse:
    """Ask (GET), then take the step (POST); whatever stands against it is said on the page."""
    submission = get_permitted(request.user, step.permission, submissions_in_full(), pk=pk)
    at = timezone.now()  # when the button was pressed; waiting for others makes nobody late
    on = timezone.localdate(at)
    form = (
        step.form(request.POST if request.method == "POST" else None, submission, on) if step.form else None
    )
    calendar, seen = working_calendar(), _seen(request)
    problems: list[str] = []
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            step.act(submission, _said(request, form, seen, at))
        except RuleBroken as no:
            problems = _problems(no, form)
        else:
            messages.success(request, str(step.done))
            return redirect(submission)
    user: User = request.user  # type: ignore[assignment] # signed in: every page but the public ones asks for it
    context = {
        "submission": submission,
        "status": status_of(submission, on, calendar),
        "step": step,
        "seen": submission.edition if seen is None else seen,
        "form": form,
        "refusal": "" if step is table.HAND_IN else _refusal(step, user, submission, on, calendar),
        "problems": problems,
        "changes": _changes(step, submission),
        "gaps": gaps(submission) if step is table.HAND_IN and submission.state in EDITABLE else [],
    }
    return render(request, "reporting/submission_step.html", context, status=409 if problems else 200)


def _said(request: HttpRequest, form: StepForm | None, seen: str | None, at: dt.datetime) -> Said:
    parts = tuple(form.asked) if isinstance(form, PartsForm) else ()
    words = form.cleaned_data if form else {}
    return Said(request.user, at, timezone.localdate(at), seen, words, parts)  # type: ignore[arg-type] # signed in


def _problems(no: RuleBroken, form: StepForm | None) -> list[str]:
    """What stands against the step; what a field can say is said there."""
    if form is not None and hasattr(no, "error_dict") and set(no.error_dict) <= set(form.fields):
        form.add_error(None, no)
        return []
    return [] if no.code == "incomplete" else no.messages


def _changes(step: Step, submission: Submission) -> Changes | None:
    """What changed since the last time: for the leader since the last filing, for DOST since it last decided."""
    if step is table.CERTIFY and submission.state == SubmissionState.UNIT_REVIEW:
        return changes_before_certifying(submission)
    if step in {table.ACCEPT, table.SEND_BACK} and submission.state == SubmissionState.SUBMITTED:
        return changes_to_decide(submission)
    return None


def _seen(request: HttpRequest) -> str | None:
    """The edition of the form the person read: named by the button of its page, then sent along with the step."""
    sent = request.POST.get("edition") or request.GET.get("edition", "")
    return sent if re.fullmatch(r"[0-9]{1,10}\.[0-9]{1,10}", sent) else None


@require_http_methods(["GET", "HEAD", "POST"])
def submission_hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The focal point hands the form to the unit's leader."""
    return _take(request, pk, table.HAND_IN)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_certify(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's leader certifies the form."""
    return _take(request, pk, table.CERTIFY)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's leader gives the form back."""
    return _take(request, pk, table.DECLINE)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's leader takes the form back from DOST."""
    return _take(request, pk, table.WITHDRAW)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """DOST accepts the form."""
    return _take(request, pk, table.ACCEPT)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """DOST sends parts of the form back."""
    return _take(request, pk, table.SEND_BACK)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """DOST opens parts of an accepted form again."""
    return _take(request, pk, table.UNLOCK)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_unlock_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """DOST holds entry open for one unit."""
    return _take(request, pk, table.UNLOCK_ENTRY)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_allow_alone(request: HttpRequest, pk: int) -> HttpResponse:
    """DOST lets one person prepare and certify."""
    return _take(request, pk, table.ALLOW_ALONE)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_forbid_alone(request: HttpRequest, pk: int) -> HttpResponse:
    """DOST asks for two persons again."""
    return _take(request, pk, table.FORBID_ALONE)
