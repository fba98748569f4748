"""Tell people something once, and note that it was read."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise

from accounts.models import User
from common.vietnamese import clean
from organisations.models import Province
from outbox.documents import LANGUAGE
from outbox.models import Notice
from outbox.queries import unread

Text = str | Promise
LONGEST = 300


@transaction.atomic
def notify(
    users: Iterable[User],
    *,
    kind: str,
    key: str,
    title: Text,
    body: Text = "",
    url: str = "",
    about: Text = "",
    province: Province | None = None,
    due_on: dt.date | None = None,
) -> int:
    """Tell each of ``users`` once, whatever happens: a person who was told under ``key`` is not told again.

    Lazy texts are put into Vietnamese here; a caller that builds a sentence from parts builds it inside
    ``translation.override("vi")``. ``url`` is an address of the portal ("/…"); ``about`` is what notices are grouped by
    in the mail (the plan and year, the unit); ``due_on`` a day that presses. Returns how many were told now.
    """
    people = {user.pk: user for user in users}
    told = set(Notice.objects.filter(user__in=people, key=key).values_list("user_id", flat=True))
    with translation.override(LANGUAGE):
        facts = {
            "kind": kind,
            "key": key,
            "title": _one_line(title),
            "body": clean(str(body)),
            "url": url,
            "about": _one_line(about),
            "province": province,
            "due_on": due_on,
        }
    new = [Notice(user=user, **facts) for pk, user in people.items() if pk not in told]
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def mark_read(notices: Iterable[Notice], *, by: User) -> int:
    """Note that ``by`` has read those of ``notices`` that are theirs. Returns how many were new to them."""
    return unread(by).filter(pk__in=[notice.pk for notice in notices]).update(read_at=timezone.now())


def _one_line(text: Text) -> str:
    """A text as a headline: one line without control characters, cut where a headline ends."""
    line = " ".join(clean(str(text)).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
