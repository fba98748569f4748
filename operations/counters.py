"""What this process counts while it works: requests, their time, slow queries.

Several processes of one machine count together when ``METRICS_DIR`` names a folder: each writes a file of its own
there, and whoever is asked adds them up. A file belongs to a place at the counter, not to a process: a process that
takes a free place goes on counting where the one before it stopped, so files stay few and figures only ever grow.
"""

import fcntl
import logging
import os
from pathlib import Path
from typing import IO

from django.conf import settings
from prometheus_client import CollectorRegistry, Counter, Histogram, values
from prometheus_client.multiprocess import MultiProcessCollector

log = logging.getLogger(__name__)
PRIVATE = 0o700
SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_held: dict[int, tuple[int, IO[str]]] = {}  # process → its place and the lock on it


def place() -> int:
    """The place of this process: the lowest that nobody holds. The kernel frees it when the process ends."""
    here = os.getpid()
    if here not in _held:
        _held.clear()  # after a fork: what the parent holds is the parent's
        _held[here] = _take_place(Path(settings.METRICS_DIR))
    return _held[here][0]


def _take_place(folder: Path) -> tuple[int, IO[str]]:
    number = 0
    while True:
        lock = (folder / f"place-{number}.lock").open("a", encoding="ascii")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            number += 1
        else:
            return number, lock


def _count_together() -> bool:
    """Let the library write to files in ``METRICS_DIR``; where that cannot be done, or is not ours, we count alone."""
    folder = Path(settings.METRICS_DIR)
    try:
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        if folder.stat().st_uid != os.geteuid():
            raise PermissionError(f"{folder} belongs to somebody else")
        place()
    except OSError as problem:
        log.warning("this process counts alone: %s", problem)
        return False
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    values.ValueClass = values.MultiProcessValue(process_identifier=place)
    return True


if settings.METRICS_DIR:
    _count_together()

OWN = CollectorRegistry()  # of this process alone
REQUESTS = Counter(
    "portal_requests",
    "Requests answered, by address, method and status.",
    ["route", "method", "status"],
    registry=OWN,
)
REQUEST_SECONDS = Histogram(
    "portal_request_seconds", "How long an answer took.", ["route"], buckets=SECONDS, registry=OWN
)
SLOW_QUERIES = Counter(
    "portal_slow_queries", "Queries that took longer than PORTAL_SLOW_QUERY_SECONDS.", registry=OWN
)


def counted() -> CollectorRegistry:
    """Everything counted on this machine, added up."""
    if not settings.METRICS_DIR or not Path(settings.METRICS_DIR).is_dir():
        return OWN
    together = CollectorRegistry()
    MultiProcessCollector(together, path=settings.METRICS_DIR)
    return together
