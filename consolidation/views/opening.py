"""Open the report a page is about."""

from django.http import HttpRequest

from accounts.models import User
from common.access import get_permitted
from common.errors import RuleBroken
from consolidation.models import Report

VIEW, CHECK, EDIT, COMMENT, APPROVE = (
    "consolidation.view_report",
    "consolidation.check_report",
    "consolidation.edit_report",
    "consolidation.comment_report",
    "consolidation.approve_report",
)
REFUSED = 409


def opened(request: HttpRequest, permission: str, pk: int) -> Report:
    """The report with its place; 404 out of sight, 403 where it may only be read."""
    return get_permitted(request.user, permission, Report.objects.with_place(), pk=pk)


def person(request: HttpRequest) -> User:
    """Whoever is signed in."""
    assert isinstance(request.user, User)  # noqa: S101 - every page but the public ones asks for it
    return request.user


def status_of(no: RuleBroken | None) -> int:
    """The answer's status: 409 where a rule refused."""
    return REFUSED if no is not None else 200
