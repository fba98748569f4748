"""One name for a request, from the front server through every line of the log to the code a person reads out."""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[0-9A-Za-z-]{16,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")

Answer = Callable[[HttpRequest], HttpResponse]


def request_id() -> str:
    """The name of what is being done now; empty outside a request and a job."""
    return _current.get()


def code_of(name: str) -> str:
    """Eight digits that stand for a request on the phone: "4821-0937"; empty for no request."""
    if not name:
        return ""
    number = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 100_000_000
    return f"{number // 10_000:04d}-{number % 10_000:04d}"


@contextmanager
def named(name: str) -> Iterator[None]:
    """Whatever is done inside goes under ``name``."""
    before = _current.set(name)
    try:
        yield
    finally:
        _current.reset(before)


def request_ids(get_response: Answer) -> Answer:
    """Middleware, the outermost: names the request, and says the name in the answer (``X-Request-ID``).

    The name our own front server gave is kept; what a stranger claims is not, for two requests under one name
    would hide each other.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
        name = given if WELL_FORMED.fullmatch(given) else uuid4().hex
        with named(name):
            response = get_response(request)
        response[HEADER] = name
        return response

    return answer
