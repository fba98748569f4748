"""Why a person may not take a step now, as a sentence for a greyed button; "" when nothing stands against it."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.models import User
from common.templatetags.formats import vn_date
from reporting.models import Submission
from reporting.queries.status import is_unlocked


def has_locked(submission: Submission, on: dt.date) -> bool:
    """Whether entry is over on ``on`` and DOST has not opened this form beyond that day."""
    return on > submission.period.locks_on and not is_unlocked(submission, on)


def alone_refusal(submission: Submission, user: User) -> str:
    """Who prepared a form does not certify it, unless DOST allowed the unit to work with one person."""
    if submission.handed_in_by_id != user.pk or submission.alone_reason:
        return ""
    return _(
        "You handed this form in yourself. Another leader of the unit certifies it; a unit with one person asks "
        "DOST to allow it."
    )


def certify_refusal(submission: Submission, on: dt.date) -> str:
    """What entry being over means for a form that lies with the unit's leader."""
    if not has_locked(submission, on):
        return ""
    return _("Entry has locked; the form can no longer be submitted. Ask DOST what to do now.")


def withdraw_refusal(submission: Submission, on: dt.date) -> str:
    """A form taken back after entry has locked could not be submitted again."""
    if not has_locked(submission, on):
        return ""
    return _(
        "Entry has locked: a form taken back now could not be submitted again. Ask DOST to send it back."
    )


def unlock_entry_refusal(submission: Submission, on: dt.date) -> str:
    """Nothing is to be opened while entry is open for everybody."""
    if on > submission.period.locks_on or submission.unlocked_until is not None:
        return ""
    return _("Entry is open until %(day)s anyway.") % {"day": vn_date(submission.period.locks_on)}
