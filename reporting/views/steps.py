"""The steps of a submission: each a page that asks once and says what happens next."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.access import get_permitted
from common.errors import RuleBroken
from common.working_days import WorkingCalendar
from organisations.queries import working_calendar
from reporting.actions import submissions as actions
from reporting.completeness import gaps
from reporting.forms.step import ReasonForm
from reporting.models import Submission
from reporting.queries.status import entry_refusal, status_of
from reporting.queries.submissions import submissions_in_full
from reporting.states import EDITABLE, SubmissionState


@dataclass(frozen=True)
class Step:
    """A step: who may take it, from where, what the page asks, what happened and what comes next."""

    name: str
    permission: str
    sources: frozenset[SubmissionState]
    label: Promise
    question: Promise
    done: Promise
    act: Callable[..., Submission]
    needs_reason: bool = False
    tone: str = "primary"
    icon: str = "check"

    @property
    def view(self) -> str:
        """The name of its address."""
        return f"reporting:submission_{self.name}"


HAND_IN = Step(
    "hand_in",
    "reporting.edit_submission",
    EDITABLE,
    pgettext_lazy("step of a submission", "Hand in to the unit's leader"),
    _("Hand this form to the leader of your unit? You cannot change it while the leader reads it."),
    _("Handed in. The leader of your unit now certifies it, which sends it to DOST, or gives it back."),
    lambda s, user, _reason, _seen: actions.hand_in(s, by=user, on=timezone.localdate()),
    icon="send",
)
CERTIFY = Step(
    "certify",
    "reporting.certify_submission",
    frozenset({SubmissionState.UNIT_REVIEW}),
    pgettext_lazy("step of a submission", "Certify and submit to DOST"),
    _("Certify that this form is right and submit it to DOST? After that only DOST can give it back."),
    _("Certified and submitted. DOST now reads it and accepts it or sends it back with a reason."),
    lambda s, user, _reason, seen: actions.certify(s, by=user, on=timezone.localdate(), seen=seen),
)
DECLINE = Step(
    "decline",
    "reporting.certify_submission",
    frozenset({SubmissionState.UNIT_REVIEW}),
    pgettext_lazy("step of a submission", "Give back to the focal point"),
    _("Give the form back to the focal point of your unit, saying what has to be changed."),
    _("Given back. The focal point reads your reason on top of the form and can change it again."),
    lambda s, user, reason, _seen: actions.decline(s, by=user, reason=reason),
    needs_reason=True,
    tone="outline-primary",
    icon="send-back",
)
ACCEPT = Step(
    "accept",
    "reporting.decide_submission",
    frozenset({SubmissionState.SUBMITTED}),
    pgettext_lazy("step of a submission", "Accept"),
    _("Accept this form? Its figures and words then enter the yearly report."),
    _("Accepted. Its figures count in the yearly report from now on."),
    lambda s, user, _reason, seen: actions.accept(s, by=user, seen=seen),
)
SEND_BACK = Step(
    "send_back",
    "reporting.decide_submission",
    frozenset({SubmissionState.SUBMITTED, SubmissionState.ACCEPTED}),
    pgettext_lazy("step of a submission", "Send back to the unit"),
    _(
        "Send the form back to the unit, saying what has to be changed. Its figures do not count until it returns."
    ),
    _("Sent back. The unit reads your reason on top of its form, corrects it and submits it again."),
    lambda s, user, reason, _seen: actions.send_back(s, by=user, reason=reason),
    needs_reason=True,
    tone="outline-primary",
    icon="send-back",
)
STEPS = (HAND_IN, CERTIFY, DECLINE, ACCEPT, SEND_BACK)


@dataclass(frozen=True)
class StepButton:
    """A step the person may take, or why not yet."""

    step: Step
    url: str
    reason: str = ""
    tone: str = "outline-primary"


def steps_for(user: User, submission: Submission, on: dt.date, calendar: WorkingCalendar) -> list[StepButton]:
    """The buttons for ``user``: steps possible from where the form stands; a closed entry is greyed with its reason."""
    found = []
    for step in STEPS:
        if submission.state in step.sources and user.has_perm(step.permission, submission):
            tone = "outline-primary" if step is HAND_IN else step.tone  # filling in comes first
            reason = entry_refusal(submission, on, calendar) if step is HAND_IN else ""
            url = f"{reverse(step.view, args=[submission.pk])}?version={submission.version}"
            found.append(StepButton(step, url, reason, tone))
    return found


def _take(request: HttpRequest, pk: int, step: Step) -> HttpResponse:
    """Ask (GET), then take the step (POST); whatever stands against it is said on the page."""
    submission = get_permitted(request.user, step.permission, submissions_in_full(), pk=pk)
    form = ReasonForm(request.POST or None) if step.needs_reason else None
    seen = _seen(request)
    problems: list[str] = []
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            step.act(submission, request.user, form.cleaned_data["reason"] if form else "", seen)
        except RuleBroken as no:
            problems = [] if no.code == "incomplete" else no.messages
        else:
            messages.success(request, str(step.done))
            return redirect(submission)
    context = {
        "submission": submission,
        "status": status_of(submission, timezone.localdate(), working_calendar()),
        "step": step,
        "seen": submission.version if seen is None else seen,
        "form": form,
        "problems": problems,
        "gaps": gaps(submission) if step is HAND_IN and submission.state in EDITABLE else [],
    }
    return render(request, "reporting/submission_step.html", context, status=409 if problems else 200)


def _seen(request: HttpRequest) -> int | None:
    """The version of the form the person read: named by the button of its page, then sent along with the step."""
    sent = request.POST.get("version") or request.GET.get("version", "")
    return int(sent) if re.fullmatch("[0-9]{1,10}", sent) else None


@require_http_methods(["GET", "HEAD", "POST"])
def submission_hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The focal point hands the form to the unit's leader."""
    return _take(request, pk, HAND_IN)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_certify(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's leader certifies the form."""
    return _take(request, pk, CERTIFY)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's leader gives the form back."""
    return _take(request, pk, DECLINE)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """DOST accepts the form."""
    return _take(request, pk, ACCEPT)


@require_http_methods(["GET", "HEAD", "POST"])
def submission_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """DOST sends the form back."""
    return _take(request, pk, SEND_BACK)
