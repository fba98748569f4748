"""What people hear of opinions asked and given; reminders the day before and on the day."""

import datetime as dt
from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.templatetags.formats import vn_date
from organisations.queries import working_calendar
from outbox.actions import notify
from outbox.documents import LANGUAGE
from outbox.queries import told
from support.models import Application, OpinionRequest
from support.queries.audience import desk_people, unit_people
from support.queries.opinions import unanswered_opinions

KIND = "opinion"
RELATED = ("organisation", "application__plan__province", "application__enterprise")


def prefix_of(request: OpinionRequest) -> str:
    """How the keys of what presses the unit begin."""
    return f"{KIND}:{request.pk}:pressing:"


def tell_asked(application: Application, requests: Sequence[OpinionRequest]) -> int:
    """Tell the people of each unit what is asked and until when."""
    people, new = unit_people([request.organisation_id for request in requests]), 0
    with translation.override(LANGUAGE):
        for request in requests:
            facts = {"day": vn_date(request.due_on), "enterprise": application.enterprise.name}
            new += notify(
                people[request.organisation_id],
                kind=KIND,
                key=f"{prefix_of(request)}asked",
                title=_("Opinion asked by %(day)s: application of %(enterprise)s") % facts,
                body=request.question,
                url=request.get_absolute_url(),
                about=str(application),
                province=application.plan.province,
                due_on=request.due_on,
            )
    return new


def remind(on: dt.date) -> int:
    """Remind units one working day before their day and on it; each reminder once. Returns how many were told."""
    calendar = working_calendar()
    near = unanswered_opinions().filter(due_on__range=(on, calendar.shift(on, 1))).select_related(*RELATED)
    keys = {r: f"{prefix_of(r)}{calendar.between(on, r.due_on)}" for r in near.exclude(asked_at__date=on)}
    known = {key for _user, key in told(keys.values())}
    new = {request: key for request, key in keys.items() if key not in known}
    people = unit_people({request.organisation_id for request in new}) if new else {}
    with translation.override(LANGUAGE):
        return sum(_remind(request, key, people[request.organisation_id]) for request, key in new.items())


def _remind(request: OpinionRequest, key: str, people: list[User]) -> int:
    facts = {"day": vn_date(request.due_on), "enterprise": request.application.enterprise.name}
    return notify(
        people,
        kind=KIND,
        key=key,
        title=_("Your opinion is due on %(day)s: application of %(enterprise)s") % facts,
        body=_("DOST still waits for it. Silence does not count as agreement."),
        url=request.get_absolute_url(),
        about=str(request.application),
        province=request.application.plan.province,
        due_on=request.due_on,
    )


def tell_given(application: Application, request: OpinionRequest, *, is_first: bool) -> int:
    """Tell the office what the unit thinks, or that it changed its mind."""
    with translation.override(LANGUAGE):
        facts = {"unit": request.organisation.name, "code": application.code}
        given = _("%(unit)s has given its opinion: application %(code)s")
        changed = _("%(unit)s has changed its opinion: application %(code)s")
        return notify(
            desk_people(application),
            kind=KIND,
            key=f"{KIND}:{request.pk}:given:{request.answered_at.isoformat() if request.answered_at else ''}",
            title=(given if is_first else changed) % facts,
            body=f"{request.get_stance_display()}. {request.answer}",
            url=application.get_absolute_url(),
            about=str(application),
            province=application.plan.province,
        )


def tell_closed(application: Application, request: OpinionRequest) -> int:
    """Tell a unit that said nothing that it is no longer waited for."""
    with translation.override(LANGUAGE):
        facts = {"enterprise": application.enterprise.name}
        return notify(
            unit_people([request.organisation_id])[request.organisation_id],
            kind=KIND,
            key=f"{KIND}:{request.pk}:closed",
            title=_("Your opinion is no longer needed: application of %(enterprise)s") % facts,
            url=request.get_absolute_url(),
            about=str(application),
            province=application.plan.province,
        )
