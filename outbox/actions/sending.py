"""Hand mails to the mail server, each at most once by itself, and again when a person says so."""

import datetime as dt
import logging
import smtplib
import time
from functools import partial

from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.mail_line import line_to_the_mail_server
from journal.actions import note_down
from outbox.documents import LANGUAGE, message_of, unusable
from outbox.models import Mail, MailStatus
from outbox.queries import LONGEST_PAUSE, MOST_TRIES, MailState, ready, state_of

log = logging.getLogger(__name__)
MOST_AT_ONCE = 200
MOST_SECONDS = 40.0  # the tick comes again in a minute, and other duties wait behind this one
PAUSES = [  # after the first refusal, the second, …
    *(dt.timedelta(minutes=minutes) for minutes in (5, 15, 60, 240)),
    LONGEST_PAUSE,
]
CLEARLY_REFUSED = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
    ValueError,
)


def send_due(now: dt.datetime, *, most: int = MOST_AT_ONCE) -> int:
    """Send what is ready at ``now``, one connection each; returns how many the server took.

    A server that cannot be reached ends the round: nothing is claimed, nothing is counted as tried, the reason stands
    beside every waiting mail. Must run outside a transaction: each mark is committed before the next thing happens.
    """
    sent, end = 0, time.monotonic() + MOST_SECONDS
    for _turn in range(most):
        if time.monotonic() > end or not ready(now).exists():
            break
        with line_to_the_mail_server(partial(_tell_waiting, now)) as line:
            mail = _claim(now) if line is not None else None
            if line is None or mail is None:
                break
            sent += _send(mail, line, now)
    return sent


def _tell_waiting(now: dt.datetime, problem: OSError) -> None:
    """Beside every waiting mail stands where people look why it waits."""
    with translation.override(LANGUAGE):
        reason = _("The mail server cannot be reached: %(problem)s") % {"problem": problem}
    ready(now).filter(status=MailStatus.QUEUED).update(problem=reason)


@transaction.atomic(durable=True)
def _claim(now: dt.datetime) -> Mail | None:
    """The next mail, marked as being sent; None when others took the rest. ``try_at`` then says since when."""
    mail = ready(now).select_for_update(skip_locked=True, of=("self",)).select_related("user").first()
    if mail is not None:
        mail.status, mail.tries, mail.try_at = MailStatus.SENDING, mail.tries + 1, now
        mail.save(update_fields=["status", "tries", "try_at"])
    return mail


def _send(mail: Mail, connection: BaseEmailBackend, now: dt.datetime) -> int:
    """Send a claimed mail and mark what came of it: 1 when the server took it.

    A clear no is tried again later. Silence (a broken line, a time-out) leaves the mail "being sent": the server may
    have taken it, and only a person may decide to send it twice.
    """
    with translation.override(LANGUAGE):
        refusal = unusable(mail.user)
    if refusal:
        return _mark(mail, status=MailStatus.FAILED, tries=MOST_TRIES, problem=refusal)
    try:
        connection.send_messages([message_of(mail)])
    except CLEARLY_REFUSED as no:
        pause = PAUSES[min(mail.tries, len(PAUSES)) - 1]
        return _mark(mail, status=MailStatus.FAILED, try_at=now + pause, problem=_said(no))
    except OSError as silence:
        log.warning("mail %s: the server fell silent: %s", mail.pk, silence)
        return _mark(mail, problem=_said(silence))
    _mark(mail, status=MailStatus.SENT, sent_at=now, problem="")
    return 1


def _mark(mail: Mail, **facts: object) -> int:
    """Write down what came of this try, unless a person decided meanwhile. Always 0."""
    Mail.objects.filter(pk=mail.pk, status=MailStatus.SENDING, try_at=mail.try_at).update(**facts)
    return 0


def _said(problem: Exception) -> str:
    """What the server said, on one line."""
    return " ".join(f"{type(problem).__name__}: {problem}".split())[:1000]


@transaction.atomic
def resend(mail: Mail, *, by: User, now: dt.datetime) -> Mail:
    """Let a mail leave again, to the address the person has now; noted in the journal.

    Raises RuleBroken while it waits or is being sent, and for a person who cannot get mail.
    """
    row = Mail.objects.select_for_update(of=("self",)).select_related("user").get(pk=mail.pk)
    state = state_of(row, now)
    if state in {MailState.WAITING, MailState.SENDING}:
        raise RuleBroken(_("This mail is about to leave anyway."), code="about_to_leave")
    refusal = unusable(row.user)
    if refusal:
        raise RuleBroken(_("It cannot be sent. %(reason)s") % {"reason": refusal}, code="no_address")
    row.status, row.tries, row.try_at, row.problem, row.address = (
        MailStatus.QUEUED, 0, now, "", row.user.email,
    )  # fmt: skip
    row.save()
    note_down(row, "resend", by=by, before=str(state.value), address=row.address)
    return row
