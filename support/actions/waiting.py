"""Rounds of supplements that wait: warn before the day, close after it. Bears being called late, twice, and at once."""

import datetime as dt

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from common.templatetags.formats import vn_date
from common.working_days import WorkingCalendar
from journal.actions import advance
from organisations.queries import working_calendar
from outbox.actions import withdraw
from outbox.documents import LANGUAGE
from outbox.queries import told
from support.actions import telling_of_supplements as telling
from support.actions.locking import locked
from support.models import SupplementRequest
from support.queries.procedures import procedures_of
from support.queries.supplements import is_past, rung, waiting_rounds
from support.states import ApplicationState

RELATED = ("application__plan__province", "application__plan__document", "application__enterprise")


def warn(on: dt.date) -> int:
    """Tell enterprises that their day comes near, on the days of the plan's procedure; returns how many were told.

    Each warning is sent once; after a pause of the portal only the one that holds now speaks.
    """
    waiting = list(waiting_rounds().filter(due_on__gte=on).exclude(asked_on=on).select_related(*RELATED))
    procedures = procedures_of({request.application.plan for request in waiting}, on)
    calendar = working_calendar()
    reached = {
        request: step
        for request in waiting
        if (procedure := procedures.get(request.application.plan_id))
        and (step := rung(procedure.warn_days, calendar.between(on, request.due_on))) is not None
    }
    known = {key for _user, key in told({telling.pressing_key(r, step) for r, step in reached.items()})}
    return sum(
        telling.tell_warning(request.application, request, step, calendar.between(on, request.due_on))
        for request, step in reached.items()
        if telling.pressing_key(request, step) not in known
    )


def expire_overdue(on: dt.date) -> int:
    """Close every application whose round ran out before ``on`` unanswered; returns how many were closed.

    One transaction each, under the lock of the application: an answer sent at the same moment either comes first, and
    nothing expires, or finds the round closed and is told so.
    """
    overdue = list(waiting_rounds().filter(due_on__lt=on).values_list("pk", flat=True))
    calendar = working_calendar() if overdue else WorkingCalendar()
    return sum(_expire(request_id, on, calendar) for request_id in overdue)


@transaction.atomic
def _expire(request_id: int, on: dt.date, calendar: WorkingCalendar) -> int:
    request = SupplementRequest.objects.select_related("application").get(pk=request_id)
    row = locked(request.application)
    request.refresh_from_db(fields=["answered_on", "closed_on", "due_on"])
    is_waiting = row.state == ApplicationState.SUPPLEMENT and request.is_open
    if not is_waiting or not is_past(request, on, calendar):
        return 0
    with translation.override(LANGUAGE):
        reason = _("Nothing was supplied until %(day)s.") % {"day": vn_date(request.due_on)}
    request.closed_on, request.close_reason = on, reason
    request.save(update_fields=["closed_on", "close_reason"])
    advance(row, "expire", by=None, note=reason, ended_on=on, end_reason=reason)
    withdraw(key_prefix=telling.prefix_of(request))
    telling.tell_expired(row, request)
    return 1
