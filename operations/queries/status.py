"""How the portal stands just now, in words for the administrators: what waits, what was done last, how much room is left."""

import datetime as dt
from collections.abc import Callable

from django.db import connection
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from redis.exceptions import RedisError

from common.templatetags.formats import vn_datetime, vn_number
from jobs.models import Job, JobStatus
from journal.models import Seal
from operations.queries import checks
from operations.queries.figures import A_DAY, DUE_SINCE, last_backup
from outbox.models import Mail, MailStatus
from outbox.queries import MailState, in_state
from reporting.models import Campaign

GIGABYTE = 1024 * checks.MEGABYTE
Row = tuple[str | Promise, str, str]  # what it is, how it stands, and a remark


def status_rows(now: dt.datetime) -> list[Row]:
    """One row for each part; what does not answer says so. Five queries."""
    return [
        (gettext_lazy("Long work"), *_jobs(now)),
        (gettext_lazy("Messages to the workers"), *_or_silent(_broker)),
        (gettext_lazy("Last tick of the minute"), *_or_silent(_tick)),
        (gettext_lazy("Dated work whose moment has passed"), *_campaigns(now)),
        (pgettext_lazy("state of the portal", "Mails that have not left"), *_mails(now)),
        (gettext_lazy("Last backup of this machine"), *_backup()),
        (gettext_lazy("Last seal of the journal"), *_seal()),
        (gettext_lazy("Free room for files"), *_or_silent(_room)),
        (gettext_lazy("Database"), *_database()),
    ]


def _or_silent(ask: Callable[[], tuple[str, str]]) -> tuple[str, str]:
    try:
        return ask()
    except (RedisError, OSError):
        return _("does not answer"), ""


def _jobs(now: dt.datetime) -> tuple[str, str]:
    waits, fails = Q(status=JobStatus.QUEUED), Q(status=JobStatus.FAILED, ended_at__gte=now - A_DAY)
    found = Job.objects.filter(waits | fails | Q(status=JobStatus.RUNNING)).aggregate(
        waiting=Count("pk", filter=waits),
        running=Count("pk", filter=Q(status=JobStatus.RUNNING)),
        failed=Count("pk", filter=fails),
        oldest=Min("created_at", filter=waits),
    )
    words = _("%(waiting)s waiting, %(running)s running, %(failed)s failed within a day") % _counted(found)
    return words, _("the oldest since %s") % vn_datetime(found["oldest"]) if found["oldest"] else ""


def _broker() -> tuple[str, str]:
    return vn_number(checks.queued()), ""


def _tick() -> tuple[str, str]:
    return _moment(checks.last_tick() or 0), ""


def _campaigns(now: dt.datetime) -> tuple[str, str]:
    overdue = Campaign.objects.filter(job__isnull=True, runs_at__lte=now - DUE_SINCE)
    return vn_number(overdue.count()), ""


def _mails(now: dt.datetime) -> tuple[str, str]:
    states = [state for state in MailState if state != MailState.SENT]
    asked = {state.value: Count("pk", filter=in_state(state, now)) for state in states}
    found = Mail.objects.exclude(status=MailStatus.SENT).order_by().aggregate(**asked)
    told = [f"{state.label}: {vn_number(found[state.value])}" for state in states if found[state.value]]
    return "; ".join(told) or vn_number(0), ""


def _backup() -> tuple[str, str]:
    last = last_backup()
    remark = "" if last else _("Where backups are made by another machine, look there.")
    return _moment(last), remark


def _seal() -> tuple[str, str]:
    last = Seal.objects.defer("ids", "fingerprints").first()
    return (vn_datetime(last.at), f"{last.number}: {last.hash}") if last else (_("not yet"), "")


def _room() -> tuple[str, str]:
    free, total = (vn_number(round(size / GIGABYTE, 1)) for size in checks.disk())
    return _("%(free)s of %(total)s GB") % {"free": free, "total": total}, ""


def _database() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), pg_size_pretty(pg_database_size(current_database())), count(*)"
            " FROM pg_stat_activity WHERE datname = current_database()"
        )
        version, size, count = cursor.fetchone()
    return f"PostgreSQL {version}", _("%(size)s, %(count)s connections") % {
        "size": size,
        "count": vn_number(count),
    }


def _counted(found: dict[str, int]) -> dict[str, str]:
    return {name: vn_number(found[name]) for name in ("waiting", "running", "failed")}


def _moment(seconds: float) -> str:
    """A moment in seconds since 1970 in words; 0 is one nobody knows."""
    if not seconds:
        return _("not known")
    return vn_datetime(dt.datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone()))
