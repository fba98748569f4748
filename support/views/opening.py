"""Open the application a page is about."""

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from common.access import get_permitted
from common.errors import RuleBroken
from enterprises.models import enterprise_ids_of
from support.models import Application

RECORDS = Application.objects.select_related(
    "enterprise__province", "plan__province", "plan__document", "assignee"
)
HANDLE, EDIT = "support.handle_application", "support.edit_application"


def opened(request: HttpRequest, permission: str, pk: int) -> Application:
    """The application; 404 out of sight, 403 where it may only be read."""
    return get_permitted(request.user, permission, RECORDS, pk=pk)


def is_own(request: HttpRequest, application: Application) -> bool:
    """Whether the reader acts for the enterprise that applies."""
    return application.enterprise_id in enterprise_ids_of(person(request))


def person(request: HttpRequest) -> User:
    """Whoever is signed in."""
    assert isinstance(request.user, User)  # noqa: S101 - every page but the public ones asks for it
    return request.user


def now_and_today() -> dict:
    """The moment and the day it is in Viet Nam, as actions take them."""
    now = timezone.now()
    return {"now": now, "on": timezone.localdate(now)}


def status_of(no: RuleBroken | None) -> int:
    """The answer's status: 409 where a rule refused."""
    return 409 if no is not None else 200
