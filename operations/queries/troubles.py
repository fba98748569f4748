"""What is out of order just now, in the words people read on every page: what does not work, and what still does."""

import datetime as dt

from django.conf import settings
from django.db import DatabaseError, connection, models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from common.outages import Outage
from operations.queries import checks
from outbox.models import Mail, MailStatus


class Trouble(models.TextChoices):
    """A part that is out of order; the label is the head of its notice."""

    READ_ONLY = "read_only", _("Only reading for the moment")
    DISK_FULL = "disk_full", _("No room for files")
    DISK_LOW = "disk_low", _("The disk is nearly full")
    BROKER = "broker", _("Long work waits")
    WORKERS = "workers", _("Long work stands still")
    MAILS = "mails", _("Mails leave later")

    @property
    def words(self) -> str | Promise:
        """What does not work, and what still does."""
        return WORDS[self]

    @property
    def is_for_all(self) -> bool:
        """Whether everybody is told, or administrators alone."""
        return self != Trouble.DISK_LOW


LATER = _(
    "Reading, entering and handing in work as always. Documents and tables that are asked for are noted down and made as soon as this is over; nobody has to ask again."
)
WORDS: dict[Trouble, str | Promise] = {
    Trouble.READ_ONLY: _(
        "The portal is being looked after. Everything can be read and downloaded; nothing can be saved or handed in. Leave an open form open: what you typed stays in it and is saved when this is over."
    ),
    Trouble.DISK_FULL: _(
        "Files may be refused until there is room again, and sometimes texts too; the portal then says so and keeps what you typed on the page. Reading works as always, and nothing that was saved is lost."
    ),
    Trouble.DISK_LOW: _(
        "Everything still works. Make room or add some before files are refused; the page on operating the portal says how."
    ),
    Trouble.BROKER: LATER,
    Trouble.WORKERS: LATER,
    Trouble.MAILS: _(
        "The mail server cannot be reached. Whatever the portal has to say stands under “Notices” at once, and the mails follow by themselves; only links for a new password or a new address have to wait."
    ),
}
OF_OUTAGE = {Outage.READ_ONLY: Trouble.READ_ONLY, Outage.DISK_FULL: Trouble.DISK_FULL}


def troubles(now: dt.datetime | None = None) -> tuple[Trouble, ...]:
    """What is out of order, the gravest first. Asks each part once; none takes longer than a few seconds."""
    now = now or timezone.now()
    return (*_of_database(now), *_of_disk(), *_of_workers(now))


def _of_database(now: dt.datetime) -> list[Trouble]:
    """Read-only, and mails that wait because the mail server cannot be reached; nothing where it does not answer."""
    found = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('transaction_read_only') = 'on' OR pg_is_in_recovery()")
            if cursor.fetchone()[0]:
                found.append(Trouble.READ_ONLY)
        waiting = Mail.objects.filter(status=MailStatus.QUEUED, try_at__lte=now)
        if waiting.exclude(problem="").exists():
            found.append(Trouble.MAILS)
    except DatabaseError:
        return found
    return found


def _of_disk() -> list[Trouble]:
    free, total = checks.disk()
    if not total:
        return []
    if free < settings.DISK_FULL_MB * checks.MEGABYTE:
        return [Trouble.DISK_FULL]
    return [Trouble.DISK_LOW] if free < settings.DISK_LOW_MB * checks.MEGABYTE else []


def _of_workers(now: dt.datetime) -> list[Trouble]:
    """Whether work can be sent, and whether anybody does it. Before the first tick nothing is known."""
    try:
        checks.queued()
    except RedisError:
        return [Trouble.BROKER]
    last = checks.last_tick()
    is_late = last is not None and now.timestamp() - last > checks.TICK_IS_LATE
    return [Trouble.WORKERS] if is_late else []
