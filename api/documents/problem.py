"""Why a request was refused, as RFC 9457 writes it: a code for the program, a sentence for the person behind it."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import Field, Schema

from common.request_id import request_id

MEDIA = "application/problem+json"

# code → status and what is wrong, in general; the sentence about the case stands in ``detail``
KINDS: dict[str, tuple[int, Promise]] = {
    "unreadable": (400, _("The request cannot be read")),
    "key_missing": (400, _("The request lacks its key")),
    "no_token": (401, _("No valid token")),
    "no_tls": (403, _("Nothing is answered here without TLS")),
    "no_scope": (403, _("The token does not open this")),
    "not_yours": (403, _("This is not yours to change")),
    "not_there": (404, _("There is nothing here for this token")),
    "no_such_act": (405, _("This cannot be done here")),
    "stale": (409, _("Somebody saved meanwhile")),
    "closed": (409, _("Entry is not possible")),
    "part_closed": (409, _("A part that is not open would change")),
    "moved": (409, _("The form has moved to another organisation")),
    "refused": (409, _("A rule of the portal refuses this")),
    "too_large": (413, _("The request is too large")),
    "wrong_type": (415, _("The body is of another kind than is read here")),
    "invalid": (422, _("Something in the request cannot be right")),
    "key_reused": (422, _("The key belongs to another request")),
    "too_often": (429, _("Too many requests")),
    "server_error": (500, _("The portal failed")),
    "unavailable": (503, _("The portal is out of order just now")),
}


class Slip(Schema):
    """One thing that is wrong, and where."""

    where: str = Field(description="Place in the request, e.g. body.lines[0].figures[1].to_date")
    message: str = Field(description="What is wrong, in the language asked for")


class ProblemOut(Schema):
    """A refusal (RFC 9457). ``code`` does not change; words follow Accept-Language (vi, en)."""

    type: str = Field(description="Address where the code is explained")
    title: str
    status: int
    code: str
    detail: str
    instance: str = Field(description="The name of the request, to be told to the administrator")
    errors: list[Slip] = []


class Problem(Exception):
    """A refusal on its way to the program. ``detail`` tells the person behind it what to do."""

    def __init__(
        self, code: str, detail: str | Promise = "", *, errors: Sequence[tuple[str, str]] = (), wait: int = 0
    ) -> None:
        super().__init__(code)
        self.code = code if code in KINDS else "refused"
        self.detail, self.errors, self.wait = detail, errors, wait

    @property
    def status(self) -> int:
        """The answer's status."""
        return KINDS[self.code][0]

    def told(self, explained_at: str) -> dict[str, Any]:
        """The refusal as data; ``explained_at`` is the page whose parts explain the codes."""
        status, title = KINDS[self.code]
        return {
            "type": f"{explained_at}#{self.code}",
            "title": str(title),
            "status": status,
            "code": self.code,
            "detail": str(self.detail or title),
            "instance": request_id(),
            "errors": [{"where": where, "message": message} for where, message in self.errors],
        }
