"""What a person was told, which mails wait, and who waits for one."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import pgettext_lazy

from accounts.models import User
from outbox.models import Mail, MailStatus, Notice

MOST_TRIES = 6  # clear refusals of the server before the mail is left to people
FALLEN_SILENT = dt.timedelta(minutes=10)  # a mail "being sent" for longer lost whoever was sending it
LONGEST_PAUSE = dt.timedelta(hours=12)  # between two tries of a refused mail
SETTLE, LONGEST_SETTLE = dt.timedelta(minutes=10), dt.timedelta(hours=1)  # notices wait for company


class MailState(models.TextChoices):
    """Where a mail stands as people need to know it: more than its status, for the clock speaks too."""

    WAITING = "waiting", pgettext_lazy("state of a mail", "Waiting")
    SENDING = "sending", pgettext_lazy("state of a mail", "Being sent")
    UNCLEAR = "unclear", pgettext_lazy("state of a mail", "Not known whether it left")
    SENT = "sent", pgettext_lazy("state of a mail", "Sent")
    RETRYING = "retrying", pgettext_lazy("state of a mail", "Refused, tried again later")
    FAILED = "failed", pgettext_lazy("state of a mail", "Not delivered")


CHIPS = {  # colours of chips, as the style sheet names them
    MailState.WAITING: "open",
    MailState.SENDING: "review",
    MailState.UNCLEAR: "due-soon",
    MailState.SENT: "accepted",
    MailState.RETRYING: "sent-back",
    MailState.FAILED: "overdue",
}


def state_of(mail: Mail, now: dt.datetime) -> MailState:
    """Where ``mail`` stands at ``now``. Asks the database nothing."""
    if mail.status == MailStatus.SENDING:
        return MailState.SENDING if abs(now - mail.try_at) < FALLEN_SILENT else MailState.UNCLEAR
    if mail.status == MailStatus.FAILED:
        return MailState.RETRYING if mail.tries < MOST_TRIES else MailState.FAILED
    return MailState.SENT if mail.status == MailStatus.SENT else MailState.WAITING


def in_state(state: MailState, now: dt.datetime) -> Q:
    """The mails of which :func:`state_of` says ``state``."""
    silent = Q(try_at__lte=now - FALLEN_SILENT) | Q(try_at__gte=now + FALLEN_SILENT)
    tired = Q(tries__gte=MOST_TRIES)
    return {
        MailState.WAITING: Q(status=MailStatus.QUEUED),
        MailState.SENDING: Q(status=MailStatus.SENDING) & ~silent,
        MailState.UNCLEAR: Q(status=MailStatus.SENDING) & silent,
        MailState.SENT: Q(status=MailStatus.SENT),
        MailState.RETRYING: Q(status=MailStatus.FAILED) & ~tired,
        MailState.FAILED: Q(status=MailStatus.FAILED) & tired,
    }[state]


@dataclass(frozen=True)
class StateCount:
    """A state with how many mails stand there."""

    state: MailState
    count: int

    @property
    def chip(self) -> str:
        """The look of the state's chip."""
        return CHIPS[self.state]


def counts(mails: QuerySet[Mail], now: dt.datetime) -> list[StateCount]:
    """How many of ``mails`` stand in each state, in one query."""
    asked = {state.value: Count("pk", filter=in_state(state, now)) for state in MailState}
    found = mails.order_by().aggregate(**asked)
    return [StateCount(state, found[state.value]) for state in MailState]


def mails_for(user: User, now: dt.datetime, *, state: str = "", text: str = "") -> QuerySet[Mail]:
    """The mails ``user`` may see, newest first; ``text`` is sought in name, address and subject."""
    mails = Mail.objects.visible_to(user).select_related("user", "province")
    if text:
        mails = mails.filter(
            Q(user__full_name__icontains=text) | Q(address__icontains=text) | Q(subject__icontains=text)
        )
    return mails.filter(in_state(MailState(state), now)) if state in MailState.values else mails


def unread(user: User) -> QuerySet[Notice]:
    """What ``user`` was told and has not read yet."""
    return Notice.objects.filter(user=user, read_at__isnull=True)


def told(keys: Collection[str]) -> set[tuple[int, str]]:
    """Who was told under which of ``keys``, in one query."""
    return set(Notice.objects.filter(key__in=keys).values_list("user_id", "key")) if keys else set()


def untold_keys(prefixes: Collection[str]) -> set[str]:
    """Keys that begin with one of ``prefixes``, of notices that nobody has read and no mail has brought yet."""
    begins = reduce(or_, (Q(key__startswith=prefix) for prefix in prefixes))
    return set(Notice.objects.filter(begins, not_reached()).values_list("key", flat=True))


def not_reached() -> Q:
    """Notices that have reached nobody: not read in the portal, and in no mail that has left or may have."""
    waits = Q(mail__status=MailStatus.QUEUED) | Q(mail__status=MailStatus.FAILED, mail__tries__lt=MOST_TRIES)
    return Q(read_at__isnull=True) & (Q(mail__isnull=True) | waits)


def to_carry(user_id: int) -> QuerySet[Notice]:
    """What a person was told, has not read, and no mail carries yet; in the order it was told."""
    return Notice.objects.filter(user_id=user_id, mail__isnull=True, read_at__isnull=True).order_by("pk")


def people_waiting(now: dt.datetime, today: dt.date, *, only_pressing: bool) -> list[int]:
    """Ids of people for whom a mail of ``today`` should be written.

    They have notices no mail carries, the newest of which has settled (or was written by a clock that was ahead), and no
    mail of the day. With ``only_pressing`` (days off) something must be due today or overdue.
    """
    waiting = (
        Notice.objects.filter(mail__isnull=True, read_at__isnull=True)
        .exclude(user__mails__day=today)
        .values("user_id")
        .annotate(newest=Max("created_at"), oldest=Min("created_at"), first_due=Min("due_on"))
        .filter(
            Q(newest__lte=now - SETTLE) | Q(oldest__lte=now - LONGEST_SETTLE) | Q(newest__gt=now + SETTLE)
        )
    )
    if only_pressing:
        waiting = waiting.filter(first_due__lte=today)
    return [row["user_id"] for row in waiting.order_by("user_id")]


def not_left_yet() -> Q:
    """Mails that wait, and refused ones that will be tried again."""
    return Q(status=MailStatus.QUEUED) | Q(status=MailStatus.FAILED, tries__lt=MOST_TRIES)


def ready(now: dt.datetime) -> QuerySet[Mail]:
    """Mails that may leave at ``now``: waiting ones, and refused ones whose pause is over.

    A moment further ahead than any pause was written down by a clock that was wrong, and holds nothing back.
    """
    may_leave = Q(status=MailStatus.QUEUED) | Q(try_at__lte=now) | Q(try_at__gt=now + LONGEST_PAUSE)
    return Mail.objects.filter(not_left_yet(), may_leave).order_by("try_at", "pk")
