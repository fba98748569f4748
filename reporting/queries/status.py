"""Where a unit's submission stands on a day, in one place for list, page, mail and report; and why."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from common.templatetags.formats import vn_date
from reporting.models import Submission
from reporting.states import FILED, SubmissionState

DUE_SOON_DAYS = 7


class StatusKind(models.TextChoices):
    """What a reader tells apart. More than the states: the calendar speaks too."""

    NOT_OPEN = "not_open", pgettext_lazy("status of a submission", "Not open yet")
    OPEN = "open", pgettext_lazy("status of a submission", "Open")
    DUE_SOON = "due_soon", pgettext_lazy("status of a submission", "Due soon")
    OVERDUE = "overdue", pgettext_lazy("status of a submission", "Overdue")
    DRAFT = "draft", pgettext_lazy("status of a submission", "Draft")
    REVIEW = "review", pgettext_lazy("status of a submission", "With the unit's leader")
    SUBMITTED = "submitted", pgettext_lazy("status of a submission", "Submitted")
    SUBMITTED_LATE = "submitted_late", pgettext_lazy("status of a submission", "Submitted late")
    SENT_BACK = "sent_back", pgettext_lazy("status of a submission", "Sent back")
    ACCEPTED = "accepted", pgettext_lazy("status of a submission", "Accepted")
    NIL = "nil", pgettext_lazy("status of a submission", "Nothing to report")
    LOCKED = "locked", pgettext_lazy("status of a submission", "Locked")


@dataclass(frozen=True)
class Status:
    """``kind`` for the machine, ``words`` for the chip, ``reason`` as one sentence that says why."""

    kind: StatusKind
    reason: str

    @property
    def words(self) -> str:
        """What the chip says."""
        return str(self.kind.label)

    @property
    def chip(self) -> str:
        """The look of the chip: late ones look submitted and say late in words."""
        return "submitted" if self.kind == StatusKind.SUBMITTED_LATE else str(self.kind.value)


def status_of(submission: Submission, on: dt.date) -> Status:
    """Where ``submission`` (with its period at hand) stands on ``on``. Asks the database nothing."""
    if submission.state in FILED:
        return _filed(submission)
    if on < submission.period.opens_on:
        return Status(
            StatusKind.NOT_OPEN, _("Entry opens on %(day)s.") % {"day": vn_date(submission.period.opens_on)}
        )
    if on > submission.period.locks_on and not is_reopened(submission):
        return Status(StatusKind.LOCKED, _locked(submission))
    if submission.state == SubmissionState.RETURNED:
        return Status(StatusKind.SENT_BACK, f"{_sent_back(submission)} {submission.return_reason}")
    left = days_left(submission, on)
    if submission.state == SubmissionState.UNIT_REVIEW:
        return Status(
            StatusKind.REVIEW,
            _("It waits for the unit's leader to certify it.") + " " + _left(submission, left),
        )
    return Status(_unfiled(submission, left), _left(submission, left))


def days_left(submission: Submission, on: dt.date) -> int:
    """Calendar days from ``on`` to the day the form is due; negative once it is overdue."""
    return (submission.period.due_on - on).days


def entry_refusal(submission: Submission, on: dt.date) -> str:
    """Why nothing may be entered on ``on``, as a sentence; "" when it may."""
    status = status_of(submission, on)
    if submission.state in FILED:
        return _("It has been submitted; it can be changed again only if DOST sends it back. %(status)s") % {
            "status": status.reason
        }
    if status.kind in {StatusKind.NOT_OPEN, StatusKind.LOCKED}:
        return status.reason
    if submission.state == SubmissionState.UNIT_REVIEW:
        return _("It waits for the unit's leader; it can be changed again only if the leader declines it.")
    return ""


def _filed(submission: Submission) -> Status:
    if submission.loaded_from:
        kind = StatusKind.NIL if submission.is_nil else StatusKind.ACCEPTED
        taken = _("Taken over from %(paper)s, which does not tell when the unit filed.")
        return Status(kind, taken % {"paper": submission.loaded_from})
    filed = timezone.localdate(submission.certified_at)
    nil = _("The unit declared that nothing happened.")
    sentence = _("The unit certified it on %(day)s.") % {"day": vn_date(filed)}
    if submission.state == SubmissionState.ACCEPTED:
        taken = _("DOST accepted it on %(day)s; its figures count.") % {
            "day": vn_date(timezone.localdate(submission.decided_at))
        }
        if submission.is_nil:
            return Status(StatusKind.NIL, f"{nil} {taken}")
        return Status(StatusKind.ACCEPTED, f"{sentence} {taken}")
    waits = _("It waits for DOST.")
    if submission.is_nil:
        return Status(StatusKind.NIL, f"{nil} {waits}")
    late = (filed - submission.period.due_on).days
    if late > 0:
        days = ngettext("%(days)s day late.", "%(days)s days late.", late) % {"days": late}
        return Status(StatusKind.SUBMITTED_LATE, f"{sentence} {days} {waits}")
    return Status(StatusKind.SUBMITTED, f"{sentence} {waits}")


def is_reopened(submission: Submission) -> bool:
    """Whether DOST sent it back after entry had locked: knowingly, so that the unit may correct it."""
    return (
        submission.decided_at is not None
        and timezone.localdate(submission.decided_at) > submission.period.locks_on
        and bool(submission.return_reason)
    )


def _unfiled(submission: Submission, left: int) -> StatusKind:
    if left < 0:
        return StatusKind.OVERDUE
    if submission.state == SubmissionState.DRAFT:
        return StatusKind.DRAFT
    return StatusKind.DUE_SOON if left <= DUE_SOON_DAYS else StatusKind.OPEN


def _left(submission: Submission, left: int) -> str:
    due = vn_date(submission.period.due_on)
    if left < 0:
        late = ngettext(
            "It was due on %(day)s, %(days)s day ago.", "It was due on %(day)s, %(days)s days ago.", -left
        ) % {"day": due, "days": -left}
        lock = _("It can still be sent until %(day)s.") % {"day": vn_date(submission.period.locks_on)}
        return late if is_reopened(submission) else f"{late} {lock}"
    if left == 0:
        return _("It is due today, %(day)s.") % {"day": due}
    return ngettext(
        "It is due on %(day)s: %(days)s day left.", "It is due on %(day)s: %(days)s days left.", left
    ) % {"day": due, "days": left}


def _locked(submission: Submission) -> str:
    return _("Entry locked after %(day)s and the unit had not submitted. Ask DOST what to do now.") % {
        "day": vn_date(submission.period.locks_on)
    }


def _sent_back(submission: Submission) -> str:
    return _("DOST sent it back on %(day)s:") % {"day": vn_date(timezone.localdate(submission.decided_at))}
