"""Ask departments for their opinion on an application; they answer; DOST closes. Silence is never consent."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.templatetags.formats import vn_date
from journal.actions import note_down
from organisations.models import Organisation
from organisations.queries import working_calendar
from outbox.actions import withdraw
from support.actions import telling_of_opinions as telling
from support.actions.locking import locked
from support.models import Application, OpinionRequest
from support.queries.opinions import opinion_stamp, waiting_opinions
from support.states import OPEN


@transaction.atomic
def ask_opinions(
    application: Application,
    *,
    organisations: Iterable[Organisation],
    question: str,
    due_on: dt.date,
    by: User,
    on: dt.date,
    now: dt.datetime,
) -> list[OpinionRequest]:
    """Ask each of ``organisations`` the same question until ``due_on``.

    Raises RuleBroken once the application is decided, for a day that is past or off, and where a unit is still being asked.
    """
    row = locked(application)
    _check_open(row)
    if due_on <= on:
        raise RuleBroken(_("A department needs at least until tomorrow."), code="past")
    if off := working_calendar().name_of(due_on):
        facts = {"day": vn_date(due_on), "name": off}
        raise RuleBroken(_("%(day)s is a day off (%(name)s). Choose a working day.") % facts, code="day_off")
    asked = {organisation.pk: organisation for organisation in organisations}
    if not asked:
        raise RuleBroken(_("Choose at least one unit."), code="nobody")
    busy = waiting_opinions(row).filter(organisation__in=asked, answered_at__isnull=True)
    if names := "; ".join(request.organisation.name for request in busy.select_related("organisation")):
        raise RuleBroken(_("Already being asked: %(names)s.") % {"names": names}, code="asked_already")
    requests = [
        row.opinion_requests.create(
            organisation=organisation, question=question, due_on=due_on, asked_at=now, asked_by=by
        )
        for organisation in asked.values()
    ]
    names = "; ".join(organisation.name for organisation in asked.values())
    note_down(row, "ask_for_opinion", by=by, note=question, units=names, due_on=due_on)
    telling.tell_asked(row, requests)
    return requests


@transaction.atomic
def give_opinion(
    request: OpinionRequest, *, stance: str, answer: str, by: User, seen: str, now: dt.datetime
) -> OpinionRequest:
    """Give the unit's opinion, or change it while DOST has not closed the request, also after its day.

    Raises RuleBroken when it is closed or the application decided, and when a colleague wrote something else meanwhile.
    """
    row, held = _held(request)
    _check_open(row)
    if opinion_stamp(held) != seen:
        raise RuleBroken(
            _(
                "A colleague of your unit has written an opinion since you opened this page. Yours is still in the form; "
                "theirs stands above it. Look at both and send again."
            ),
            code="stale",
        )
    is_first = held.answered_at is None
    held.stance, held.answer, held.answered_at, held.answered_by = stance, answer, now, by
    held.save()
    step = "give_opinion" if is_first else "change_opinion"
    note_down(row, step, by=by, note=answer, unit=held.organisation.name, stance=held.get_stance_display())
    withdraw(key_prefix=telling.prefix_of(held))
    telling.tell_given(row, held, is_first=is_first)
    return held


@transaction.atomic
def close_opinion(request: OpinionRequest, *, by: User, now: dt.datetime) -> OpinionRequest:
    """DOST no longer waits for the unit, nor takes changes. A unit that said nothing has given no opinion."""
    row, held = _held(request)
    held.closed_at, held.closed_by = now, by
    held.save(update_fields=["closed_at", "closed_by"])
    said = held.get_stance_display() if held.answered_at else ""
    note_down(row, "close_opinion", by=by, unit=held.organisation.name, stance=said)
    withdraw(key_prefix=telling.prefix_of(held))
    if not held.answered_at:
        telling.tell_closed(row, held)
    return held


def _held(request: OpinionRequest) -> tuple[Application, OpinionRequest]:
    """The application, held, and the request as it now is. Raises RuleBroken where DOST has closed it."""
    row = locked(Application(pk=request.application_id))
    held = OpinionRequest.objects.select_related("organisation").get(pk=request.pk)
    held.application = row
    if held.closed_at is not None:
        day = vn_date(held.closed_at)
        raise RuleBroken(_("DOST closed this request on %(day)s.") % {"day": day}, code="closed")
    return row, held


def _check_open(application: Application) -> None:
    if application.state not in OPEN:
        raise RuleBroken(
            _("No opinion is needed any more: the application is in the state “%(state)s”.")
            % {"state": application.get_state_display()},
            code="moved_on",
        )
