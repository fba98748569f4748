"""A person at a browser: pages, forms with their hidden fields, cookies. Knows nothing of the portal's insides."""

import http.client
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from faults.ledger import ACCEPTED, REFUSED, UNKNOWN, Act

PATIENCE = 25.0  # seconds for one answer
FOUND, CLIENT_FAULT, SERVER_FAULT = 300, 400, 500


class Lost(Exception):
    """No answer, or one that says nothing: nobody knows whether the request was heard."""


@dataclass
class Form:
    """A form as it stands on the page."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether something of this name can be sent with it."""
        return name in self.files or any(name == known for known, _value in [*self.fields, *self.buttons])


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    place: str  # where it sends on to; "" if it does not
    html: str

    @property
    def forms(self) -> list[Form]:
        """The forms of the page."""
        reader = _Forms()
        reader.feed(self.html)
        return reader.forms

    def form(self, name: str) -> Form:
        """The first form that has a field ``name``. Raises Lost where the page shows none."""
        found = next((form for form in self.forms if form.has(name)), None)
        if found is None:
            raise Lost(f"no form with {name} in an answer {self.status}")
        return found


class Visitor:
    """Somebody signed in; signs in again by themselves when the portal no longer knows them."""

    def __init__(self, port: int, email: str, password: str) -> None:
        self.port, self.email, self.password = port, email, password
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """The page at ``path``. Raises Lost when there is none to be had."""
        answer = self._ask("GET", path)
        if _is_sign_in(answer.place):
            self.sign_in()
            answer = self._ask("GET", path)
        if answer.status >= CLIENT_FAULT:
            raise Lost(f"{path}: {answer.status}")
        return answer

    def press(
        self,
        path: str,
        form: Form,
        typed: dict[str, str],
        act: Act | None = None,
        *,
        files: dict[str, tuple[str, bytes]] | None = None,
    ) -> Answer:
        """Send ``form`` of the page at ``path`` with what was ``typed`` over its fields, and note on ``act`` what came of it."""
        body, kind = _filled(form, typed, files)
        answer = self._ask("POST", form.action or path, body, kind)
        if act is not None:
            act.status, act.outcome = answer.status, _outcome(answer)
        if answer.status >= SERVER_FAULT:
            raise Lost(f"{path}: {answer.status}")
        return answer

    def press_and_hang_up(
        self,
        path: str,
        form: Form,
        typed: dict[str, str],
        *,
        files: dict[str, tuple[str, bytes]] | None = None,
    ) -> None:
        """Send the form and close the line at once: the portal does what was asked, and nobody hears of it."""
        body, kind = _filled(form, typed, files)
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with suppress(OSError, http.client.HTTPException):
            line.request("POST", urlsplit(form.action or path).path, body, self._headers(kind))
        line.close()

    def sign_in(self) -> None:
        """Type address and password."""
        path = "/tai-khoan/login/"
        answer = self._ask("GET", path)
        if answer.status >= FOUND:
            raise Lost(f"{path}: {answer.status}")
        form = answer.form("login")
        answer = self.press(path, form, {"login": self.email, "password": self.password})
        if not answer.place or _is_sign_in(answer.place):
            raise Lost(f"{self.email} could not sign in: {answer.status}")

    def _headers(self, kind: str) -> dict[str, str]:
        cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        return cookies | ({"Content-Type": kind} if kind else {})

    def _ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        """One request on a line of its own. Raises Lost without a whole answer."""
        parts = urlsplit(path)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(method, target, body, self._headers(kind))
            response = line.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as silence:
            raise Lost(f"{method} {target}: {silence!r}") from silence
        finally:
            line.close()
        for each in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(each).items()}
        return Answer(response.status, response.headers.get("Location", ""), text)


URLENCODED = "application/x-www-form-urlencoded"


def _outcome(answer: Answer) -> str:
    if answer.status >= SERVER_FAULT:
        return UNKNOWN
    is_sent_on = FOUND <= answer.status < CLIENT_FAULT and not _is_sign_in(answer.place)
    return ACCEPTED if is_sent_on else REFUSED


def _is_sign_in(place: str) -> bool:
    return place.startswith("/tai-khoan/login/")


def _filled(
    form: Form, typed: dict[str, str], files: dict[str, tuple[str, bytes]] | None
) -> tuple[bytes, str]:
    """What is sent of a form with ``typed`` over its fields, and its content type."""
    fields = [(name, value) for name, value in form.fields if name not in typed] + list(typed.items())
    return _multipart(fields, files) if files else (urlencode(fields).encode(), URLENCODED)


def _multipart(fields: list[tuple[str, str]], files: dict[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    """The body of a form with files, and its content type."""
    mark = secrets.token_hex(16)
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    for name, (called, content) in files.items():
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"


class _Forms(HTMLParser):
    """Reads the forms of a page as a browser would send them untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select, self._choices = "", [("", False)]
        self._area: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        name, is_off = facts.get("name", ""), "disabled" in facts
        if tag == "form":
            self._open = Form(facts.get("action", ""))
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "select":
            self._select, self._choices = name, []
        elif tag == "option":
            self._choices.append((facts.get("value", ""), "selected" in facts))
        elif tag == "textarea" and name:
            self._area, self._text = name, ""
        elif tag in ("input", "button") and name and not is_off:
            self._take(tag, name, facts)

    def _take(self, tag: str, name: str, facts: dict[str, str]) -> None:
        assert self._open is not None  # noqa: S101 - see the caller
        kind, value = facts.get("type", "text" if tag == "input" else "submit"), facts.get("value", "")
        if kind == "file":
            self._open.files.append(name)
        elif kind in ("submit", "button", "image"):
            self._open.buttons.append((name, value))
        elif kind not in ("checkbox", "radio"):
            self._open.fields.append((name, value))
        elif "checked" in facts:
            self._open.fields.append((name, value or "on"))
        else:
            self._open.buttons.append((name, value or "on"))  # may be ticked, is not sent by itself

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if self._open is None:
            return
        if tag == "form":
            self._open = None
        elif tag == "textarea" and self._area is not None:
            self._open.fields.append((self._area, self._text.removeprefix("\n")))
            self._area = None
        elif tag == "select" and self._select:
            chosen = [value for value, is_chosen in self._choices if is_chosen] or [
                value for value, _chosen in self._choices[:1]
            ]
            self._open.fields += [(self._select, value) for value in chosen]
            self._select = ""
