"""Note down who reads personal data, without a query on the page that shows it."""

import json
import logging
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import connection, models, transaction
from django.http import HttpRequest
from django.utils import timezone
from redis.exceptions import RedisError

from common.request_id import request_id
from journal.models import Reading

log = logging.getLogger(__name__)
QUEUE = "journal-readings"
AT_ONCE = 1_000
LOCK_CLASS = 7303  # names our advisory lock among others in the same database


def note_reading(request: HttpRequest, record: models.Model, *, is_own: bool = False) -> None:
    """The signed-in person opened ``record``, which holds personal data; ``is_own`` where they act for its owner.

    The line waits in Redis until the next tick writes it; while Redis is down it is written at once.
    """
    if not request.user.is_authenticated:
        return
    match = request.resolver_match
    line = {
        "by_id": request.user.pk,
        "at": timezone.now().isoformat(),
        "record_type": record._meta.label_lower,
        "record_id": record.pk,
        "is_own": is_own,
        "place": (match.view_name if match else "")[:80],
        "request": request_id(),
    }
    try:
        _redis().rpush(cache.make_key(QUEUE), json.dumps(line))
    except RedisError as problem:
        log.warning("a reading is written at once, for the queue did not answer: %s", problem)
        _write([line])


@transaction.atomic
def write_readings() -> int:
    """Write what waits in the queue; how many lines were taken. A line that is written twice counts once.

    They leave the queue only once they are written, so that a worker that dies loses none.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, 0)", [LOCK_CLASS])
        if not cursor.fetchone()[0]:
            return 0
    redis, key = _redis(), cache.make_key(QUEUE)
    waiting = redis.lrange(key, 0, AT_ONCE - 1)
    if waiting:
        _write([json.loads(line) for line in waiting])
        transaction.on_commit(lambda: redis.ltrim(key, len(waiting), -1))
    return len(waiting)


def _write(lines: list[dict[str, Any]]) -> None:
    readings = []
    for line in lines:
        at = datetime.fromisoformat(line.pop("at"))
        readings.append(Reading(at=at, hour=at.replace(minute=0, second=0, microsecond=0), **line))
    Reading.objects.bulk_create(readings, ignore_conflicts=True)


def _redis() -> Any:
    """The server behind the cache: lists are nothing Django's cache knows."""
    return cache._cache.get_client(write=True)  # type: ignore[attr-defined] # noqa: SLF001
