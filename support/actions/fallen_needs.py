"""Needs whose draft the enterprise throws away."""

from accounts.models import User
from journal.actions import advance
from support.actions import telling_of_needs as telling
from support.models import Application
from support.states import NeedState


def let_go(application: Application, *, by: User) -> None:
    """Open the needs ``application`` was begun from again, and tell DOST, before the draft goes."""
    for need in application.needs.filter(state=NeedState.APPLIED):
        row = advance(need, "fall_back", by=by, application=None)
        telling.tell_desk(row, "fallen_back")
