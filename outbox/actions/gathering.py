"""Put what a person was told into the one mail of the day."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from accounts.models import User
from organisations.queries import working_calendar
from outbox.documents import LANGUAGE, compose, unusable
from outbox.models import Mail, MailStatus, Notice
from outbox.queries import MOST_TRIES, not_left_yet, people_waiting, to_carry

EARLIEST, LATEST = dt.time(7, 30), dt.time(20, 0)  # Vietnam time: nobody is woken by the portal


def gather(now: dt.datetime) -> list[Mail]:
    """Write the mail of the day for everybody who waits for one; returns the mails, which then wait to be sent.

    Between 07:30 and 20:00 in Vietnam. On days off (weekends, holidays) only for people for whom something is due
    that day or overdue; the mail then carries the rest too, for it is the only one of the day. Each person's mail is a
    transaction of its own. Two ticks at once write one mail.
    """
    here = timezone.localtime(now)
    if not EARLIEST <= here.time() < LATEST:
        return []
    is_day_off = not working_calendar().is_working(here.date())
    waiting = people_waiting(now, here.date(), only_pressing=is_day_off)
    written = (_write(user_id, now) for user_id in waiting)
    return [mail for mail in written if mail is not None]


@transaction.atomic
def _write(user_id: int, now: dt.datetime) -> Mail | None:
    """The person's mail; None when somebody else wrote it meanwhile or took everything back."""
    day = timezone.localdate(now)
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    notices = list(to_carry(user_id).select_related("province").select_for_update(of=("self",)))
    if not notices or Mail.objects.filter(user=user, day=day).exists():
        return None
    return _carry(Mail(user=user, day=day, try_at=now), notices)


def _carry(mail: Mail, notices: list[Notice]) -> Mail:
    """Fill ``mail`` with ``notices`` and save both. A person who cannot get mail is noted, not forgotten."""
    letter = compose(mail.user, notices, mail.day)
    provinces = {notice.province for notice in notices}
    mail.province = provinces.pop() if len(provinces) == 1 else None
    mail.address, mail.subject, mail.text, mail.html = (
        mail.user.email, letter.subject, letter.text, letter.html,
    )  # fmt: skip
    with translation.override(LANGUAGE):
        refusal = unusable(mail.user)
    if refusal:
        mail.status, mail.tries, mail.problem = MailStatus.FAILED, MOST_TRIES, refusal
    mail.save()
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mail=mail)
    return mail


@transaction.atomic
def withdraw(*, key_prefix: str = "", keys: Collection[str] = ()) -> int:
    """Take back notices by how their keys begin, or by ``keys``, that have reached nobody; returns how many.

    What was read in the portal or has left by mail stays. A mail that was written and has not left (the mail server is
    down) is written anew without them, or not at all.
    """
    asked = Q(key__startswith=key_prefix) if key_prefix else Q(key__in=list(keys))
    unread = Notice.objects.filter(asked, read_at__isnull=True)
    taken = unread.filter(mail__isnull=True).delete()[0]
    held = list(unread.filter(mail__isnull=False).values_list("mail_id", flat=True).distinct())
    not_left = Mail.objects.filter(not_left_yet(), pk__in=held).select_related("user")
    for mail in not_left.select_for_update(of=("self",)):
        taken += unread.filter(mail=mail).delete()[0]
        left = list(mail.notices.select_related("province").order_by("pk"))
        if left:
            _carry(mail, left)
        else:
            mail.delete()
    return taken
