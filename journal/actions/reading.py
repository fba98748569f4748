"""Note down who reads personal data, without a query on the page that shows it."""

import json
import logging
from datetime import datetime
from functools import partial
from typing import Any

from django.core.cache import cache
from django.db import connection, models, transaction
from django.http import HttpRequest
from django.utils import timezone
from redis.exceptions import RedisError

from common.request_id import request_id
from journal.models import Reading

log = logging.getLogger(__name__)
QUEUE, ASIDE = "journal-readings", "journal-readings-aside"
AT_ONCE = 1_000
LOCK_CLASS = 7303  # names our advisory lock among others in the same database


def note_reading(request: HttpRequest, record: models.Model, *, is_own: bool = False) -> None:
    """The signed-in person opened ``record``, which holds personal data; ``is_own`` where they act for its owner.

    The line waits in Redis until the next tick writes it; while Redis is down it is written at once.
    """
    if not request.user.is_authenticated:
        return
    match = request.resolver_match
    told = {
        "by_id": request.user.pk,
        "at": timezone.now().isoformat(),
        "record_type": record._meta.label_lower,
        "record_id": record.pk,
        "is_own": is_own,
        "place": (match.view_name if match else "")[:80],
        "request": request_id(),
    }
    line = json.dumps(told).encode()
    try:
        _redis().rpush(cache.make_key(QUEUE), line)
    except RedisError as problem:
        log.warning("a reading is written at once, for the queue did not answer: %s", problem)
        _write([reading for reading in [_reading_of(line)] if reading is not None])


@transaction.atomic
def write_readings() -> int:
    """Write what waits in the queue; how many lines were taken. A line that is written twice counts once.

    They leave the queue only once they are written, so that a worker that dies loses none; each by itself, for
    another worker may have taken the same ones by then. One that cannot be read is put aside.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, 0)", [LOCK_CLASS])
        if not cursor.fetchone()[0]:
            return 0
    redis, key = _redis(), cache.make_key(QUEUE)
    waiting = redis.lrange(key, 0, AT_ONCE - 1)
    if waiting:
        read = [(line, _reading_of(line)) for line in waiting]
        _write([reading for _line, reading in read if reading is not None])
        unread = [line for line, reading in read if reading is None]
        transaction.on_commit(partial(_take_off, waiting, unread))
    return len(waiting)


def _take_off(written: list[bytes], unread: list[bytes]) -> None:
    """Written lines leave the queue; what nobody can read is kept beside it."""
    with _redis().pipeline() as steps:
        for line in unread:
            steps.rpush(cache.make_key(ASIDE), line)
        for line in written:
            steps.lrem(cache.make_key(QUEUE), 1, line)
        steps.execute()
    if unread:
        log.error("%d readings in the queue could not be read; they are kept as %s", len(unread), ASIDE)


def _reading_of(line: bytes) -> Reading | None:
    """The reading a line of the queue tells of; None where another version of the portal wrote it otherwise."""
    try:
        told = json.loads(line)
        at = datetime.fromisoformat(told.pop("at"))
        return Reading(at=at, hour=at.replace(minute=0, second=0, microsecond=0), **told)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _write(readings: list[Reading]) -> None:
    Reading.objects.bulk_create(readings, ignore_conflicts=True)


def _redis() -> Any:
    """The server behind the cache: lists are nothing Django's cache knows."""
    return cache._cache.get_client(write=True)  # type: ignore[attr-defined] # noqa: SLF001
