"""When a session begins, how long it lasts, how its key changes, and how a person ends the others."""

import datetime as dt
import logging
import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from common.outages import is_of_database

log = logging.getLogger(__name__)
BEGUN, SEEN, ENDED = "session_begun", "session_seen", "session_ended"
LISTED = "session_listed"  # it stands among the person's sessions, so it has ended once it does no more
IDLE, OVER = "idle", "over"  # why a session ended
NOTE_EVERY = 300  # seconds between two notes that a session is used


def begin(request: HttpRequest) -> None:
    """Start the clocks of a session whose person just signed in."""
    request.session.pop(ENDED, None)
    request.session[BEGUN] = request.session[SEEN] = int(time.time())


def end_reason(session: SessionBase, now: int) -> str:
    """Why the session may not go on at ``now`` (seconds): ``idle``, ``over``, or empty where it may."""
    begun, seen = session.get(BEGUN, now), session.get(SEEN, now)
    if now - begun >= settings.SESSION_HOURS * 3600:
        return OVER
    return IDLE if now - seen >= settings.SESSION_IDLE_MINUTES * 60 else ""


def is_worth_noting(request: HttpRequest, now: int) -> bool:
    """Whether this request is to be noted as use: not every one, and no page that asks for news by itself."""
    asks_by_itself = request.headers.get("HX-Request") == "true" and request.method == "GET"
    return not asks_by_itself and now - request.session.get(SEEN, 0) >= NOTE_EVERY


def has_been_used(session: SessionBase, now: int) -> bool:
    """Note that somebody is at work here; False where the session was ended, and only a cache that was down kept it."""
    session.setdefault(BEGUN, now)
    session[SEEN] = now
    seen_at = dt.datetime.fromtimestamp(now, tz=dt.UTC)
    try:
        known = UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=seen_at)
    except DatabaseError as fault:  # people go on reading while nothing can be written
        if not is_of_database(fault):
            raise
        log.warning("nobody notes that a session is used: %s", fault)
        return True
    return bool(known) or LISTED not in session


def rotate(request: HttpRequest) -> None:
    """Give the session another key, so that one read off before the person proved more opens nothing."""
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def living_sessions(user: User) -> list[UserSession]:
    """The person's sessions that can still be used, the newest first. Two queries; what has ended is forgotten."""
    rows = list(UserSession.objects.filter(user=user).order_by("-created_at"))
    now = timezone.now()
    known = Session.objects.filter(
        session_key__in=[row.session_key for row in rows], expire_date__gt=now
    ).values_list("session_key", flat=True)
    alive = set(known)
    idle = dt.timedelta(minutes=settings.SESSION_IDLE_MINUTES, seconds=NOTE_EVERY)
    longest = dt.timedelta(hours=settings.SESSION_HOURS)
    return [
        row
        for row in rows
        if row.session_key in alive and now - row.last_seen_at < idle and now - row.created_at < longest
    ]


def end_sessions(user: User, *, only: int | None = None, but: str | None = None) -> int:
    """End the person's sessions at once: the one of id ``only``, or all but the one of key ``but``. How many ended."""
    rows = UserSession.objects.filter(user=user)
    if only is not None:
        rows = rows.filter(pk=only)
    if but is not None:
        rows = rows.exclude(session_key=but)
    ended = list(rows)
    for row in ended:
        row.end()
    return len(ended)
