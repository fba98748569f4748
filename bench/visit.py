"""A page as the web server asks for it: the WSGI application itself, all middleware, no socket."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, RequestFactory

from accounts.models import User

Query = tuple[str, Any]


@dataclass(frozen=True)
class Page:
    """What came back: its bytes and the queries it took."""

    html: bytes
    queries: list[Query]

    @property
    def zipped(self) -> int:
        """Bytes on the wire behind a proxy that compresses."""
        return len(gzip.compress(self.html, 6))


class Visitor:
    """Somebody, or nobody yet (``user`` None), who asks for pages of the running application."""

    def __init__(self, application: WSGIHandler, user: User | None = None) -> None:
        self.application = application
        self.cookie = ""
        if user is not None:
            client = Client()
            client.force_login(user)
            self.cookie = client.cookies["sessionid"].value

    def get(self, path: str) -> bytes:
        """The body of the page at ``path``; refuses anything but a page that is there."""
        cookie = f"sessionid={self.cookie}" if self.cookie else ""
        environ = RequestFactory().get(path, HTTP_HOST="127.0.0.1", HTTP_COOKIE=cookie).environ
        answered: list[str] = []
        response = self.application(environ, lambda status, _headers: answered.append(status))
        body = b"".join(response)
        response.close()
        if answered != ["200 OK"]:
            raise RuntimeError(f"{path} answered {answered}")
        return body

    def look(self, path: str) -> Page:
        """The page with the queries a second visitor causes: caches are warm."""
        self.get(path)
        taken: list[Query] = []

        def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django calls it so
            taken.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            html = self.get(path)
        return Page(html, taken)
