"""Who stands at the door: the token, its scope, and how often it came."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from accounts.models import User
from api.actions.tokens import note_use
from api.documents.problem import Problem
from api.models import Scope, Token
from api.queries.tokens import acting_for, token_of
from api.views.problems import NO_TOKEN
from common.rate_limit import asker, too_often

A_MINUTE = 60
READING, JSON = frozenset({"GET", "HEAD"}), "application/json"


class Bearer(HttpBearer):
    """Opens for a token in force that has ``scope``; the request's user is then its holder, reaching the organisation only.

    The same answer for no token, a made-up, expired or revoked one, and one whose holder no longer acts for the organisation.
    Sessions and cookies count for nothing here, so no other site can make a browser ask.
    """

    def __init__(self, scope: Scope | None = None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Token:
        """The token, or Problem."""
        found: Token | None = super().__call__(request)
        if found is None:
            address = asker(request)
            if too_often("api-wrong", address, settings.API_WRONG_TOKENS_PER_MINUTE, A_MINUTE):
                raise Problem("too_often", _("Too many requests without a valid token."), wait=A_MINUTE)
            raise Problem("no_token", NO_TOKEN)
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token, its holder put in place as the one who acts; None where it opens nothing."""
        known = token_of(token, timezone.localdate())
        person = acting_for(known) if known else None
        if known is None or person is None:
            return None
        self._count(request, known)
        if self.scope is not None and self.scope not in known.scopes:
            raise Problem(
                "no_scope",
                _("It was handed out without “%(scope)s” (%(code)s). Hand out another one.")
                % {"scope": self.scope.label, "code": self.scope.value},
            )
        if request.method not in READING and request.content_type not in {JSON, ""}:
            raise Problem("wrong_type", _("Send JSON, and say so: Content-Type: application/json."))
        request.user = person
        note_use(known, at=timezone.now())
        return known

    def _count(self, request: HttpRequest, token: Token) -> None:
        is_read = request.method in READING
        most = settings.API_READS_PER_MINUTE if is_read else settings.API_WRITES_PER_MINUTE
        if too_often("api-read" if is_read else "api-write", token.prefix, most, A_MINUTE):
            raise Problem(
                "too_often",
                _("This token may ask %(most)s times a minute. Wait a minute, then go on.") % {"most": most},
                wait=A_MINUTE,
            )


def shown(request: HttpRequest) -> Token:
    """The token the program shows; ``Bearer`` has looked at it."""
    token: Token = request.auth  # type: ignore[attr-defined] # put there by the library
    return token


def acting(request: HttpRequest) -> User:
    """The person the program acts for; ``Bearer`` has put them in place."""
    assert isinstance(request.user, User)  # noqa: S101 - the door lets nobody else through
    return request.user
