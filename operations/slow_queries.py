"""Queries that take long are counted and told, without the values they were asked with."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from operations.counters import SLOW_QUERIES

log = logging.getLogger("portal.database")
LONGEST = 1000  # signs of a query


def timed(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001 - Django's signature
    """Let a query run; say so when it took longer than ``SLOW_QUERY_SECONDS``."""
    begun = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = time.perf_counter() - begun
        if seconds >= settings.SLOW_QUERY_SECONDS:
            SLOW_QUERIES.inc()
            facts = {"seconds": round(seconds, 3), "sql": " ".join(str(sql).split())[:LONGEST]}
            log.warning("a slow query", extra=facts)


def watch(sender: object, connection: BaseDatabaseWrapper, **_facts: object) -> None:  # noqa: ARG001 - a signal's signature
    """Put the clock around every query of a connection, once; outermost, before who acts is added to the query."""
    if timed not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, timed)


def watch_all() -> None:
    """From now on every connection is watched, in every kind of process."""
    connection_created.connect(watch, dispatch_uid="operations.slow_queries")
