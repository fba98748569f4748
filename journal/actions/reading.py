"""Note down who reads personal data, without a query on the page that shows it."""

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import partial
from typing import Any

from django.core.cache import cache
from django.db import connection, models, transaction
from django.http import HttpRequest
from django.utils import timezone
from redis.exceptions import RedisError

from common.request_id import request_id

log = logging.getLogger(__name__)
QUEUE, ASIDE = "journal-readings", "journal-readings-aside"
AT_ONCE = 1_000  # lines of one transaction
IN_A_LINE = 1_000  # records of one line
LINES_IN_A_STATEMENT = 50  # which bounds what is held in memory
INSERT = """
INSERT INTO journal_reading (at, hour, by_id, record_type, record_id, is_own, place, request)
SELECT * FROM unnest(%s::timestamptz[], %s::timestamptz[], %s::bigint[], %s::text[], %s::bigint[], %s::boolean[],
                     %s::text[], %s::text[])
ON CONFLICT DO NOTHING
"""
# a line of the table, as INSERT names its columns
Row = tuple[datetime, datetime, int, str, int, bool, str, str]
_instead: ContextVar[Any] = ContextVar("instead", default=None)
LOCK_CLASS = 7303  # names our advisory lock among others in the same database


@contextmanager
def read_by(person: Any) -> Iterator[None]:
    """What is read meanwhile ``person`` reads, whoever the pages are drawn for."""
    before = _instead.set(person)
    try:
        yield
    finally:
        _instead.reset(before)


def note_reading(request: HttpRequest, record: models.Model, *, is_own: bool = False) -> None:
    """The signed-in person opened ``record``, which holds personal data; ``is_own`` where they act for its owner.

    The line waits in Redis until the next tick writes it; while Redis is down it is written at once.
    """
    note_readings(request.user, type(record), [record.pk], place=place_of(request), is_own=is_own)


def note_readings(
    by: Any, model: type[models.Model], keys: Sequence[int], *, place: str, is_own: bool = False
) -> None:
    """``by`` took these rows of ``model`` along, in a file or by a program: each was read. Nobody for a visitor.

    A thousand of them wait as one line, so that a long list keeps nobody waiting.
    """
    if not by.is_authenticated or not keys:
        return
    reader = _instead.get() or by
    told = {
        "by_id": reader.pk,
        "at": timezone.now().isoformat(),
        "record_type": model._meta.label_lower,
        "is_own": is_own and reader == by,
        "place": place[:80],
        "request": request_id(),
    }
    pieces = (list(keys[start : start + IN_A_LINE]) for start in range(0, len(keys), IN_A_LINE))
    lines = [json.dumps(told | {"record_ids": piece}).encode() for piece in pieces]
    try:
        _redis().rpush(cache.make_key(QUEUE), *lines)
    except RedisError as problem:
        log.warning("readings are written at once, for the queue did not answer: %s", problem)
        for line in lines:
            _write(_rows_of(line) or [])


def place_of(request: HttpRequest) -> str:
    """The name of the address that is asked for."""
    match = request.resolver_match
    return match.view_name if match else ""


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
        unread: list[bytes] = []
        for start in range(0, len(waiting), LINES_IN_A_STATEMENT):
            read = [(line, _rows_of(line)) for line in waiting[start : start + LINES_IN_A_STATEMENT]]
            _write([row for _line, rows in read for row in rows or ()])
            unread += [line for line, rows in read if rows is None]
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


def _rows_of(line: bytes) -> list[Row] | None:
    """The readings a line of the queue tells of; None where another version of the portal wrote it otherwise."""
    try:
        told = json.loads(line)
        at = datetime.fromisoformat(told.pop("at"))
        keys = told.pop("record_ids", None) or [told.pop("record_id")]
        by, kind, is_own = told.pop("by_id"), told.pop("record_type"), told.pop("is_own")
        place, request = told.pop("place"), told.pop("request", "")
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    hour = at.replace(minute=0, second=0, microsecond=0)
    return None if told else [(at, hour, by, kind, key, is_own, place, request) for key in keys]


def _write(rows: list[Row]) -> None:
    """All of them in one statement: a table somebody took along has a hundred thousand."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [list(column) for column in zip(*rows, strict=True)])


def _redis() -> Any:
    """The server behind the cache: lists are nothing Django's cache knows."""
    return cache._cache.get_client(write=True)  # type: ignore[attr-defined] # noqa: SLF001
