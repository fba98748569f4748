"""Is each part below the portal well: the database, the cache and broker, files, mails, workers; and how long it took to ask."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import redis
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

TICK = "operations:tick"  # in the cache: when the minute tick last ran, in seconds since 1970
TICK_IS_LATE = 300  # seconds
BRIEF = 2  # seconds a broker may take to answer
MOST_APART = 5  # seconds between this machine's clock and the database's
MEGABYTE = 1024 * 1024
_applied: list[bool] = []  # holds something once every migration was found applied


class NotWell(Exception):
    """A part answered, but not as it should."""


@dataclass(frozen=True)
class Check:
    """What came of asking one part: ``words`` for the people who run the portal, in English."""

    name: str
    is_well: bool
    words: str
    milliseconds: int


def answering() -> str:
    """The database answers, whatever else may be wrong with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "answers"


def database() -> str:
    """It answers, and can be written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('transaction_read_only') = 'on' OR pg_is_in_recovery(), current_setting('server_version'),"
            " extract(epoch FROM clock_timestamp())"
        )
        read_only, version, clock = cursor.fetchone()
    if read_only:
        raise NotWell("it can only be read")
    if abs(float(clock) - time.time()) > MOST_APART:
        raise NotWell(f"its clock and ours are more than {MOST_APART} seconds apart")
    return f"PostgreSQL {version}"


def migrations() -> str:
    """Its tables are those this version of the portal knows; asked until it is so, for it stays so while we run."""
    if _applied:
        return "all applied"
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise NotWell(f"{len(waiting)} migrations have not been applied")
    _applied.append(True)
    return "all applied"


def shared_cache() -> str:
    """What is put in comes out."""
    mark = uuid4().hex
    cache.set("operations:check", mark, 5)
    if cache.get("operations:check") != mark:
        raise NotWell("it does not keep what it is given")
    return "keeps what it is given"


def queued() -> int:
    """Messages that wait for a worker in the broker. Raises RedisError while it does not answer."""
    with redis.Redis.from_url(
        settings.CACHES["default"]["LOCATION"], socket_timeout=BRIEF, socket_connect_timeout=BRIEF
    ) as broker:
        return int(broker.llen("celery"))


def broker() -> str:
    """It answers."""
    return f"{queued()} messages wait"


def last_tick() -> float | None:
    """When the minute tick last ran, in seconds since 1970; None where that is not known."""
    return cache.get(TICK)


def workers() -> str:
    """The minute tick was sent by beat and done by a worker a short while ago."""
    last = last_tick()
    if last is None:
        raise NotWell("no tick of the minute is known: is a worker running, and beat?")
    ago = int(timezone.now().timestamp() - last)
    if ago > TICK_IS_LATE:
        raise NotWell(f"the last tick of the minute was {ago} seconds ago: is a worker running, and beat?")
    return f"the last tick was {max(0, ago)} seconds ago"


def disk() -> tuple[int, int]:
    """Free and all bytes of the disk that holds the data folder; (0, 0) where there is none."""
    folder = Path(settings.DATA_DIR)
    folder = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    usage = shutil.disk_usage(folder)
    return usage.free, usage.total


def room() -> str:
    """There is room for files."""
    free, _all = disk()
    if free < settings.DISK_LOW_MB * MEGABYTE:
        raise NotWell(f"only {free // MEGABYTE} MB are free")
    return f"{free // MEGABYTE} MB free"


def files() -> str:
    """A file can be put into the store, read and taken away."""
    name = default_storage.save(f"checks/{uuid4().hex}.txt", ContentFile(b"well"))
    try:
        with default_storage.open(name) as file:
            if file.read() != b"well":
                raise NotWell("a file does not say what was written into it")
    finally:
        default_storage.delete(name)
    return "written, read and taken away"


def mail_server() -> str:
    """It can be reached; nothing is sent."""
    line = get_connection()
    try:
        line.open()
    finally:
        line.close()
    return "reached"


PARTS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("database", database),
    ("migrations", migrations),
    ("cache", shared_cache),
    ("broker", broker),
    ("workers", workers),
    ("room", room),
    ("files", files),
    ("mail server", mail_server),
)


def ask(name: str, part: Callable[[], str]) -> Check:
    """Ask one part; whatever it raises is its answer."""
    begun = time.perf_counter()
    try:
        words, is_well = part(), True
    except Exception as fault:  # noqa: BLE001 - a part that is out of order may raise anything
        words, is_well = _words_of(fault), False
    return Check(name, is_well, words, round((time.perf_counter() - begun) * 1000))


def _words_of(fault: Exception) -> str:
    """Its own words where they are ours; else its kind, and what an object store calls it. Others' words may name anything."""
    if isinstance(fault, NotWell):
        return str(fault)
    answer = getattr(fault, "response", None) or {}
    code = answer.get("Error", {}).get("Code", "")
    return f"{type(fault).__name__} {code}".rstrip()


def ask_all() -> tuple[Check, ...]:
    """Every part, one after the other."""
    return tuple(ask(name, part) for name, part in PARTS)
