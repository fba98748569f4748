"""A job's lines in the log stand under the request that asked for it."""

from contextlib import AbstractContextManager
from typing import Any

from celery.signals import before_task_publish, task_postrun, task_prerun

from common.request_id import named, request_id

HEADER = "portal_request"
_running: dict[str, AbstractContextManager[None]] = {}


def send_along(headers: dict[str, Any] | None = None, **_facts: object) -> None:
    """A message to a worker carries the name of the request that sends it."""
    if headers is not None and request_id():
        headers[HEADER] = request_id()


def take_up(task_id: str, task: Any, **_facts: object) -> None:
    """The worker goes on under that name; work nobody asked for (the tick) goes under its own."""
    _running[task_id] = named(getattr(task.request, HEADER, None) or task_id)
    _running[task_id].__enter__()


def put_down(task_id: str, **_facts: object) -> None:
    """The work is over."""
    name = _running.pop(task_id, None)
    if name is not None:
        name.__exit__(None, None, None)


def trace_jobs() -> None:
    """From now on, in web servers, workers and commands."""
    before_task_publish.connect(send_along, dispatch_uid="operations.tracing")
    task_prerun.connect(take_up, dispatch_uid="operations.tracing")
    task_postrun.connect(put_down, dispatch_uid="operations.tracing")
