"""Who acts, told to the database with each statement that writes, so that its triggers can write it down.

The name stands in a comment at the beginning of the statement: it costs no round trip, needs no transaction, and a
savepoint that is rolled back takes nothing with it, as it would with a setting of the session.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.utils.functional import LazyObject, empty

from common.request_id import request_id

WRITING = ("INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "WITH")
LONGEST = max(map(len, WRITING))
UNSAFE = re.compile(r"[^0-9A-Za-z_:.-]")
Answer = Callable[[HttpRequest], HttpResponse]

_actor: ContextVar[Callable[[], int | None] | None] = ContextVar("actor", default=None)


@contextmanager
def acting(actor: int | Callable[[], int | None] | None) -> Iterator[None]:
    """What is written inside is written by the person with this id, or by whom the function then names."""
    before = _actor.set(actor if callable(actor) else lambda: actor)
    try:
        yield
    finally:
        _actor.reset(before)


def acting_people(get_response: Answer) -> Answer:
    """Middleware: the signed-in person acts. Nobody is looked up for it: who writes was asked for long before."""

    def answer(request: HttpRequest) -> HttpResponse:
        with acting(lambda: _signed_in(request)):
            return get_response(request)

    return answer


def _signed_in(request: HttpRequest) -> int | None:
    """The id of the person, if they are known by now."""
    user = request.__dict__.get("user")
    if isinstance(user, LazyObject) and user._wrapped is empty:  # noqa: SLF001 - asking it anything would look it up
        return None
    return getattr(user, "pk", None)


def heading() -> str:
    """The comment that names the actor and the request; empty where neither is known."""
    ask = _actor.get()
    actor = ask() if ask else None
    request = request_id() or _command()
    if actor is None and not request:
        return ""
    return f"/*by {'' if actor is None else actor} {UNSAFE.sub('', request)[:64]}*/ "


def say_who(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001 - Django's own shape
    """Wrapper around every statement of a connection: those that write begin with who acts."""
    if isinstance(sql, str) and sql.lstrip()[:LONGEST].upper().startswith(WRITING):
        sql = heading() + sql
    return execute(sql, params, many, context)


def listen(connection: BaseDatabaseWrapper, **_facts: Any) -> None:
    """A new connection tells who acts; a connection that was opened again does so already."""
    if say_who not in connection.execute_wrappers:
        connection.execute_wrappers.append(say_who)


def _command() -> str:
    """The command of the portal that runs, for what is done by hand on the machine."""
    program = Path(sys.argv[0]).name if sys.argv else ""
    return f"command:{sys.argv[1]}" if program == "manage.py" and len(sys.argv) > 1 else ""
