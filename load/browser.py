"""A person at a browser of their own: TLS, a line that is kept, compressed pages, an address of their own, a stopwatch."""

import base64
import gzip
import hashlib
import hmac
import http.client
import re
import ssl
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from faults.visitor import CLIENT_FAULT, FOUND, Answer, Form, Lost, Visitor, _Forms

HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds for one answer; one of more than ten is already too slow
KEPT = 30.0  # seconds a line is used again; nginx would close it after 75
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
MOST_WORDS = 400  # of a page that is not what was expected
TOTP_SECONDS = 30


@dataclass(frozen=True)
class Sample:
    """One request: what it was for, whether a page was looked at, how long it took, whether it went well."""

    kind: str
    is_page: bool
    at: float
    seconds: float
    status: int
    is_well: bool
    address: str = ""


def code(secret: str, at: float) -> str:
    """The six digits an authenticator shows at that moment (RFC 6238)."""
    counter = struct.pack(">Q", int(at) // TOTP_SECONDS)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    begin = digest[-1] & 0xF
    number = struct.unpack(">I", digest[begin : begin + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


class Browser(Visitor):
    """Somebody who signs in through the form, with a second factor where one is asked for.

    ``trusted`` is the front server's certificate; without one the node itself is asked, as the front server would.
    """

    def __init__(
        self,
        port: int,
        email: str,
        password: str,
        *,
        note: Callable[[Sample], None],
        secret: str = "",
        source: str = HOST,
        trusted: ssl.SSLContext | None = None,
        origin: str = "",
    ) -> None:
        super().__init__(port, email, password)
        self.note, self.secret, self.source, self.trusted = note, secret, source, trusted
        self.origin = origin or f"https://{HOST}:{port}"
        self.line: http.client.HTTPConnection | None = None
        self.used_at = 0.0
        self.kind, self.is_page = "", False
        self.more: dict[str, str] = {}

    def view(self, kind: str, path: str) -> Answer:
        """A page somebody looks at, wherever it leads. Raises Lost where there is none."""
        self.kind, self.is_page = kind, True
        answer = self._ask("GET", path)
        for _step in range(3):
            if not answer.place:
                break
            if self._is_door(answer.place):
                raise Lost(f"{self.email} is not known any more at {path}")
            answer = self._ask("GET", answer.place)
        self._must_be_well(answer, path)
        return answer

    def send(
        self,
        kind: str,
        path: str,
        form: Form,
        typed: dict[str, str],
        files: dict[str, tuple[str, bytes]] | None = None,
    ) -> Answer:
        """Press a button of a form. Raises Lost where the portal does not take it."""
        self.kind, self.is_page = kind, False
        answer = self.press(path, form, typed, files=files)
        self._must_be_well(answer, path)
        return answer

    def download(self, kind: str, path: str) -> Answer:
        """A file, or a page asked for by the page itself."""
        self.kind, self.is_page = kind, False
        answer = self._ask("GET", path)
        self._must_be_well(answer, path)
        return answer

    def _must_be_well(self, answer: Answer, path: str) -> None:
        if answer.status >= CLIENT_FAULT:
            raise Lost(f"{self.kind}: {path} answered {answer.status}")

    def get_raw(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        """The very answer, whatever it says."""
        self.kind, self.is_page, self.more = path, False, headers or {}
        try:
            return self._ask("GET", path)
        finally:
            self.more = {}

    def sign_in(self) -> None:
        """Type address and password, then the six digits where they are asked for."""
        path = "/tai-khoan/login/"
        page = self.view("sign-in page", path)
        self.kind, self.is_page = "sign in", False
        answer = self.press(path, form_with(page, "login"), {"login": self.email, "password": self.password})
        if "/2fa/" in answer.place:
            page = self.view("second factor page", answer.place)
            self.kind, self.is_page = "second factor", False
            answer = self.press(
                answer.place, form_with(page, "code"), {"code": code(self.secret, time.time())}
            )
        if not answer.place or self._is_door(answer.place):
            raise Lost(f"{self.email} could not sign in: {answer.status} {answer.place}")

    def _is_door(self, place: str) -> bool:
        return place.startswith(("/tai-khoan/login/", "/tai-khoan/2fa/", "/tai-khoan/buoc-hai/"))

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        """One request, timed from its first byte to the last of the answer. Raises Lost without a whole answer."""
        parts = urlsplit(path)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        begun, at = time.perf_counter(), time.time()
        try:
            response, content = self._exchange(method, target, body, self._headers(kind))
        except (OSError, http.client.HTTPException) as silence:
            self.close()
            self.note(
                Sample(
                    self.kind, self.is_page, at, time.perf_counter() - begun, 0, is_well=False, address=target
                )
            )
            raise Lost(f"{method} {target}: {silence!r}") from silence
        spent = time.perf_counter() - begun
        is_well = response.status < CLIENT_FAULT
        is_page = self.is_page and response.status < FOUND
        self.note(Sample(self.kind, is_page, at, spent, response.status, is_well, target))
        for each in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(each).items()}
        if response.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        is_text = response.headers.get("Content-Type", "").startswith(("text/", "application/json"))
        text = content.decode("utf-8", "replace") if is_text else content.hex()
        return Answer(response.status, response.headers.get("Location", ""), text)

    def _headers(self, kind: str) -> dict[str, str]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Origin": self.origin,
            "Accept-Encoding": "gzip",
            "Accept-Language": "vi",
        } | self.more
        if kind:
            headers["Content-Type"] = kind
        if self.trusted is None:  # what the front server adds
            headers |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": self.source}
        return headers

    def _exchange(
        self, method: str, target: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        is_kept = self.trusted is not None and time.monotonic() - self.used_at < KEPT
        if self.line is None or not is_kept:
            self.close()
            self.line = self._new_line()
        self.line.request(method, target, body, headers)
        response = self.line.getresponse()
        content = response.read()
        self.used_at = time.monotonic()
        return response, content

    def _new_line(self) -> http.client.HTTPConnection:
        source = (self.source, 0)
        if self.trusted is None:
            return http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE, source_address=source)
        return http.client.HTTPSConnection(
            HOST, self.port, timeout=PATIENCE, source_address=source, context=self.trusted
        )

    def close(self) -> None:
        """Hang up."""
        if self.line is not None:
            self.line.close()
            self.line = None


def form_with(page: Answer, name: str) -> Form:
    """The form that has a field ``name``; only its own piece of the page is read. Raises Lost where there is none."""
    for found in FORM.finditer(page.html):
        if f'name="{name}"' in found[0]:
            reader = _Forms()
            reader.feed(found[0])
            return reader.forms[0]
    main = page.html[page.html.find("<main") :]
    words = " ".join(TAG.sub(" ", main).split())[:MOST_WORDS]
    raise Lost(f"no form with {name} in an answer {page.status}: {words}")


def form_to(page: Answer, part: str) -> Form | None:
    """The first form whose action holds ``part``."""
    for found in FORM.finditer(page.html):
        head = found[0][: found[0].index(">")]
        if part in head:
            reader = _Forms()
            reader.feed(found[0])
            return reader.forms[0]
    return None
