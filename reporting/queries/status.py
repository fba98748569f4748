"""Where a unit's submission stands on a day, in one place for list, page, mail, matrix and report; and why.

Nothing here asks the database anything: whoever loads the submission brings its period and who unlocked it
(``with_standing``), and the calendar of working days once for all of them.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from common.templatetags.components import STATES
from common.templatetags.formats import vn_date
from common.working_days import WorkingCalendar
from reporting.models import Submission
from reporting.models.submission import SubmissionQuerySet
from reporting.queries.calendar import VIETNAM
from reporting.states import FILED, SubmissionState

DUE_SOON = 5  # working days before the day a form is due: a week of work; office practice, not law


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
    """``kind`` for the machine, ``words`` for the chip, ``reason`` in whole sentences that say why.

    ``filed_on`` is the day (in Viet Nam) the unit first filed what it did not take back, None while DOST has nothing
    or nobody knows the day; ``days_late`` the calendar days after the day due, 0 on time.
    """

    kind: StatusKind
    reason: str = ""
    filed_on: dt.date | None = None
    days_late: int = 0

    @property
    def words(self) -> str:
        """What the chip says."""
        return str(self.kind.label)

    @property
    def chip(self) -> str:
        """The look of the chip."""
        return str(self.kind.value)

    @property
    def letter(self) -> str:
        """The one character that stands for it in a matrix, in the reader's language; each kind has its own."""
        return str(STATES[self.kind.value][0])


def with_standing(found: SubmissionQuerySet) -> SubmissionQuerySet:
    """The submissions with what their standing is told from.

    Hardly one form is unlocked, so its person is asked for only then: a join more costs every list twice its planning.
    """
    return found.select_related("period").prefetch_related("unlocked_by")


def status_of(submission: Submission, on: dt.date, calendar: WorkingCalendar) -> Status:
    """Where ``submission`` stands on ``on``."""
    if submission.state in FILED:
        return _filed(submission, calendar)
    period = submission.period
    if on < period.opens_on and not is_unlocked(submission, on):
        return Status(StatusKind.NOT_OPEN, _("Entry opens on %(day)s.") % {"day": vn_date(period.opens_on)})
    if on > period.locks_on and not is_unlocked(submission, on):
        return Status(StatusKind.LOCKED, _locked(submission))
    days = _days(submission, on, calendar)
    if submission.state == SubmissionState.RETURNED:
        return Status(StatusKind.SENT_BACK, _sent_back(submission, on, days))
    unlocked = _unlocked(submission) if on > period.locks_on else ""
    if submission.state == SubmissionState.UNIT_REVIEW:
        waits = _("It waits for the unit's leader to certify it.")
        return Status(StatusKind.REVIEW, _together(waits, days, unlocked))
    return Status(_unfiled(submission, on, calendar), _together(days, unlocked))


def entry_refusal(submission: Submission, on: dt.date, calendar: WorkingCalendar) -> str:
    """Why nothing may be entered on ``on``, in whole sentences; "" when it may."""
    status = status_of(submission, on, calendar)
    if submission.state in FILED:
        return _("It has been submitted; it can be changed again only if DOST sends it back. %(status)s") % {
            "status": status.reason
        }
    if status.kind in {StatusKind.NOT_OPEN, StatusKind.LOCKED}:
        return status.reason
    if submission.state == SubmissionState.UNIT_REVIEW:
        return _("It waits for the unit's leader; it can be changed again only if the leader declines it.")
    return ""


def filed_on(submission: Submission) -> dt.date | None:
    """The day in Viet Nam the unit first filed; None while DOST has nothing or the day is unknown.

    Who filed on time and was asked to mend something stays on time; who took the form back files anew. The clock of Viet Nam decides, whatever the reader's: 23:59:59 there is on time, a second later is the next day.
    """
    if submission.state not in FILED or submission.certified_at is None or submission.loaded_from:
        return None
    return _day(first_filed_at(submission))


def first_filed_at(submission: Submission) -> dt.datetime | None:
    """When the unit first filed what it did not take back: the one fact behind on time, late and who came first."""
    return submission.first_filed_at or submission.certified_at


def is_unlocked(submission: Submission, on: dt.date) -> bool:
    """Whether DOST holds the form open on ``on`` beyond the days of its period."""
    return submission.unlocked_until is not None and on <= submission.unlocked_until


def days_left(submission: Submission, on: dt.date) -> int:
    """Calendar days from ``on`` to the day the form is due; negative once it is overdue."""
    return (submission.period.due_on - on).days


def _filed(submission: Submission, calendar: WorkingCalendar) -> Status:
    accepted = submission.state == SubmissionState.ACCEPTED
    if submission.loaded_from:
        kind = StatusKind.NIL if submission.is_nil else StatusKind.ACCEPTED
        taken = _("Taken over from %(paper)s, which does not tell when the unit filed.")
        return Status(kind, taken % {"paper": submission.loaded_from})
    filed = _day(first_filed_at(submission))
    late = max(-days_left(submission, filed), 0)
    nil = _("The unit declared that nothing happened.") if submission.is_nil else ""
    certified = _certified(filed, _day(submission.certified_at))
    decided = _("It waits for DOST.")
    if accepted:
        decided = _("DOST accepted it on %(day)s; its figures count.") % {
            "day": vn_date(_day(submission.decided_at))
        }
    reason = _together(nil, certified, _late(submission, filed, late, calendar), decided)
    if submission.is_nil:
        kind = StatusKind.NIL
    elif accepted:
        kind = StatusKind.ACCEPTED
    else:
        kind = StatusKind.SUBMITTED_LATE if late else StatusKind.SUBMITTED
    return Status(kind, reason, filed, late)


def _certified(first: dt.date, last: dt.date) -> str:
    if first == last:
        return _("The unit certified it on %(day)s.") % {"day": vn_date(first)}
    return _("The unit first filed it on %(first)s and, mended, on %(last)s.") % {
        "first": vn_date(first),
        "last": vn_date(last),
    }


def _unfiled(submission: Submission, on: dt.date, calendar: WorkingCalendar) -> StatusKind:
    due = submission.period.due_on
    if on > due:
        return StatusKind.OVERDUE
    if calendar.between(on, due) <= DUE_SOON:
        return StatusKind.DUE_SOON
    return StatusKind.DRAFT if submission.state == SubmissionState.DRAFT else StatusKind.OPEN


def _days(submission: Submission, on: dt.date, calendar: WorkingCalendar) -> str:
    """When it is or was due, as a day and in working days."""
    due = submission.period.due_on
    if on > due:
        return _together(_overdue(due, on, calendar), _still(submission, on))
    if on == due:
        return _("It is due today, %(day)s.") % {"day": vn_date(due)}
    left = calendar.between(on, due)
    if not left:
        return _("It is due on %(day)s; no working day is left until then.") % {"day": vn_date(due)}
    return ngettext(
        "It is due on %(day)s: %(days)s working day left.",
        "It is due on %(day)s: %(days)s working days left.",
        left,
    ) % {"day": vn_date(due), "days": left}


def _overdue(due: dt.date, on: dt.date, calendar: WorkingCalendar) -> str:
    passed = calendar.between(due, on)
    if not passed:
        return _("It was due on %(day)s; no working day has passed since.") % {"day": vn_date(due)}
    return ngettext(
        "It was due on %(day)s, %(days)s working day ago.",
        "It was due on %(day)s, %(days)s working days ago.",
        passed,
    ) % {"day": vn_date(due), "days": passed}


def _still(submission: Submission, on: dt.date) -> str:
    """Until when a late form is taken; an unlocked one says so itself."""
    if on > submission.period.locks_on:
        return ""
    return _("It can still be sent until %(day)s.") % {"day": vn_date(submission.period.locks_on)}


def _late(submission: Submission, filed: dt.date, days: int, calendar: WorkingCalendar) -> str:
    if not days:
        return ""
    worked = calendar.between(submission.period.due_on, filed)
    late = ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
    count = ngettext("%(days)s working day", "%(days)s working days", worked) % {"days": worked}
    return _("%(late)s (%(working)s).") % {"late": late, "working": count}


def _locked(submission: Submission) -> str:
    """Since when it is locked, because of what, and whom to ask."""
    ask = _("Ask DOST what to do now.")
    until = submission.unlocked_until
    if until is None or until < submission.period.locks_on:
        since = _(
            "Locked since %(since)s because %(last)s was the last day of entry and the unit had not submitted."
        ) % {
            "since": vn_date(submission.period.locks_on + dt.timedelta(1)),
            "last": vn_date(submission.period.locks_on),
        }
        return _together(since, ask)
    since = _(
        "Locked again since %(since)s because the form was unlocked only until %(until)s, by %(person)s, for this "
        "reason: %(reason)s"
    ) % {
        "since": vn_date(until + dt.timedelta(1)),
        "until": vn_date(until),
        "person": submission.unlocked_by,
        "reason": _sentence(submission.unlock_reason),
    }
    return _together(since, ask)


def _unlocked(submission: Submission) -> str:
    return _("%(person)s unlocked it until %(day)s, for this reason: %(reason)s") % {
        "person": submission.unlocked_by,
        "day": vn_date(submission.unlocked_until),
        "reason": _sentence(submission.unlock_reason),
    }


def _sent_back(submission: Submission, on: dt.date, days: str) -> str:
    """Why it came back, and until when it can be mended."""
    back = _("DOST sent it back on %(day)s:") % {"day": vn_date(_day(submission.decided_at))}
    told = f"{back} {_sentence(submission.return_reason)}"
    if not is_unlocked(submission, on):
        return _together(told, days)
    if submission.unlock_reason == submission.return_reason:
        return _unlocked(submission)
    return _together(told, _unlocked(submission))


def _day(moment: dt.datetime | None) -> dt.date:
    """The day of a moment by the clock of Viet Nam."""
    return timezone.localdate(moment, VIETNAM)


def _sentence(words: str) -> str:
    """Words somebody typed, closed as a sentence."""
    text = words.strip()
    return text if text.endswith((".", "!", "?", "…", ":")) else f"{text}."


def _together(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
