"""Ask an enterprise for what is missing; it answers, or DOST takes the request back. The clock stops and goes on."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.templatetags.formats import vn_date
from journal.actions import advance, note_down
from organisations.queries import working_calendar
from outbox.actions import withdraw
from support.actions import telling_of_supplements as telling
from support.actions.locking import locked
from support.models import Application, SupplementPoint, SupplementRequest
from support.queries.clock import days_left, resumed
from support.queries.procedures import procedure_of
from support.queries.supplements import answer_stamp, rounds_refusal


@dataclass(frozen=True)
class Answer:
    """What the enterprise says: as a whole, and by id of each point."""

    text: str = ""
    points: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def ask(
    application: Application,
    *,
    reason: str,
    points: Sequence[str],
    due_on: dt.date,
    by: User,
    on: dt.date,
    now: dt.datetime,
) -> SupplementRequest:
    """Ask for ``points`` until ``due_on``; the clock stops on ``on`` and remembers what is left.

    Raises RuleBroken without a point, for a day that is past or off, and when the rounds of the procedure are used up.
    """
    row = locked(application)
    calendar = working_calendar()
    if not points:
        raise RuleBroken(_("Name at least one thing that is missing."), code="no_points")
    if due_on <= on:
        raise RuleBroken(_("The enterprise needs at least until tomorrow."), code="past")
    if off := calendar.name_of(due_on):
        raise RuleBroken(
            _("%(day)s is a day off (%(name)s). Choose a working day.")
            % {"day": vn_date(due_on), "name": off},
            code="day_off",
        )
    if most := rounds_refusal(row, procedure_of(row.plan, on)):
        raise RuleBroken(
            _("The procedure allows %(most)s requests to supplement, and they have been made.")
            % {"most": most},
            code="rounds_used",
        )
    left = days_left(row.due_on, on, calendar)
    row = advance(row, "ask_for_supplement", by=by, note=reason, due_on=None)
    request = row.supplements.create(
        round=row.supplements.count() + 1,
        reason=reason,
        asked_on=on,
        asked_at=now,
        asked_by=by,
        due_on=due_on,
        days_left=left,
    )
    SupplementPoint.objects.bulk_create(
        SupplementPoint(request=request, text=text, position=at) for at, text in enumerate(points)
    )
    telling.tell_asked(row, request)
    return request


@transaction.atomic
def save_answer(request: SupplementRequest, *, answer: Answer, by: User, seen: str) -> SupplementRequest:
    """Keep what is typed without sending it. Raises RuleBroken when the round is over or a colleague typed meanwhile."""
    _row, held = _held(request)
    _write(held, answer, seen)
    note_down(held.application, "save_answer", by=by, round=held.round)
    return held


@transaction.atomic
def send_answer(
    request: SupplementRequest, *, answer: Answer, by: User, seen: str, on: dt.date, now: dt.datetime
) -> SupplementRequest:
    """Answer the round: DOST has the application again and the clock goes on from ``on``.

    Every point needs words or a file. Raises RuleBroken that says why not: the round expired, was taken back, a colleague
    has sent it already or typed something else.
    """
    row, held = _held(request)
    _write(held, answer, seen)
    if bare := [
        p for p in held.points.prefetch_related("attachments") if not p.answer and not p.attachments.all()
    ]:
        names = "; ".join(point.text for point in bare)
        raise RuleBroken(
            _("Nothing has been said to: %(points)s. Answer each point in words or with a file.")
            % {"points": names},
            code="incomplete",
        )
    held.answered_on, held.answered_at, held.answered_by = on, now, by
    held.save()
    due_on = resumed(held.days_left, on, working_calendar())
    advance(row, "supply", by=by, note=held.answer, due_on=due_on)
    _silence(held)
    telling.tell_answered(row, held, by=by)
    return held


@transaction.atomic
def take_back(request: SupplementRequest, *, reason: str, by: User, on: dt.date) -> SupplementRequest:
    """DOST no longer needs what it asked for; the clock goes on from ``on``."""
    row, held = _held(request)
    held.closed_on, held.close_reason = on, reason
    held.save(update_fields=["closed_on", "close_reason"])
    advance(
        row, "take_back_request", by=by, note=reason, due_on=resumed(held.days_left, on, working_calendar())
    )
    _silence(held)
    telling.tell_taken_back(row, held)
    return held


def close_with(application: Application, *, on: dt.date, reason: str) -> int:
    """Close the open round of an application that ends another way (withdrawn); 1 where there was one.

    Called under the lock of the application. Warnings that have not left are taken back.
    """
    waiting = application.supplements.filter(answered_on__isnull=True, closed_on__isnull=True)
    for request in (found := list(waiting)):
        request.closed_on, request.close_reason = on, reason
        request.save(update_fields=["closed_on", "close_reason"])
        _silence(request)
    return len(found)


def _held(request: SupplementRequest) -> tuple[Application, SupplementRequest]:
    """The application, held, and the round as it now is. Raises RuleBroken when the round is over, saying how."""
    row = locked(Application(pk=request.application_id))
    held = SupplementRequest.objects.select_related("answered_by").get(pk=request.pk)
    held.application = row
    if held.answered_at is not None:
        facts = {"person": held.answered_by, "day": vn_date(held.answered_on)}
        raise RuleBroken(_("%(person)s has sent the answer already, on %(day)s.") % facts, code="answered")
    if held.closed_on is not None:
        facts = {"day": vn_date(held.closed_on), "reason": held.close_reason}
        raise RuleBroken(
            _("This request was closed on %(day)s: %(reason)s What you typed was not sent.") % facts,
            code="closed",
        )
    return row, held


def _write(held: SupplementRequest, answer: Answer, seen: str) -> None:
    """Put what was typed on the round and its points."""
    if answer_stamp(held) != seen:
        raise RuleBroken(
            _(
                "A colleague has saved other words since you opened this page. Yours are still in the form; theirs stand beside them. Look at both and save again."
            ),
            code="stale",
        )
    held.answer = answer.text
    held.save(update_fields=["answer"])
    for point in held.points.all():
        if point.pk in answer.points and point.answer != answer.points[point.pk]:
            point.answer = answer.points[point.pk]
            point.save(update_fields=["answer"])


def _silence(request: SupplementRequest) -> None:
    """Take back what would press the enterprise and has not left."""
    withdraw(key_prefix=telling.prefix_of(request))
