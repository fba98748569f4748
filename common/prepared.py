"""Statements that are asked again and again stay prepared on a connection: planning them took longer than answering them."""

from collections.abc import Callable
from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.utils import NotSupportedError

MOST = 200  # statements of one connection; each takes the database about 100 kB
# the function of PostgreSQL that finds the columns of an answer to be others than before
PLAN_IS_OLD = "RevalidateCachedQuery"
# what somebody typed stands in one row or in half of all: a plan for any words would suit none
FOR_WORDS = (" LIKE ", " ~ ", " %%> ")


def anew(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001 - Django's signature
    """Let a statement run; prepare it anew where an upgrade has changed its tables meanwhile.

    Inside a transaction that cannot be done: it fails, and taking it back makes the connection forget what it prepared.
    """
    try:
        return execute(sql, params, many, context)
    except NotSupportedError as fault:
        connection = context["connection"]
        if connection.in_atomic_block or not is_of_an_old_plan(fault):
            raise
        connection.connection.execute("DEALLOCATE ALL")
        return execute(sql, params, many, context)


def for_its_words(
    execute: Callable[..., Any],
    sql: Any,
    params: Any,
    many: bool,  # noqa: FBT001 - as above
    context: dict[str, Any],
) -> Any:
    """Let a statement run; one that looks for words is not kept, but planned each time for those very words."""
    if not looks_for_words(str(sql)):
        return execute(sql, params, many, context)
    line = context["connection"].connection
    before, line.prepare_threshold = line.prepare_threshold, None
    try:
        return execute(sql, params, many, context)
    finally:
        line.prepare_threshold = before


def looks_for_words(sql: str) -> bool:
    """Whether a statement compares a text with what somebody typed."""
    return any(mark in sql for mark in FOR_WORDS)


def is_of_an_old_plan(fault: BaseException | None) -> bool:
    """Whether a statement failed only because it was prepared before its tables changed: begun again, it does not."""
    said = fault if isinstance(fault, psycopg.Error) else getattr(fault, "__cause__", None)
    return getattr(getattr(said, "diag", None), "source_function", None) == PLAN_IS_OLD


def keep(sender: object, connection: BaseDatabaseWrapper, **_facts: object) -> None:  # noqa: ARG001 - a signal's signature
    """A new connection keeps so many."""
    connection.connection.prepared_max = MOST
    connection.execute_wrappers += [
        each for each in (anew, for_its_words) if each not in connection.execute_wrappers
    ]


def keep_all() -> None:
    """From now on every connection does, in every kind of process."""
    connection_created.connect(keep, dispatch_uid="common.prepared")
