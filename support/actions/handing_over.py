"""Somebody at DOST leaves: the applications they handle go to whoever takes over, or back to the office."""

from django.db.models import QuerySet

from accounts.models import User
from organisations.queries import dost_people_of
from support.actions.assigning import give
from support.actions.locking import locked
from support.models import Application
from support.states import ENDED


def held_applications(person: User) -> int:
    """How many open applications the person handles."""
    return _held(person).count()


def move_applications(person: User, to: User | None, by: User) -> int:
    """Give each to ``to`` where they work at its DOST, else lay it back; returns how many went to ``to``."""
    moved = 0
    rows = list(_held(person).select_related("plan").order_by("pk"))
    offices = dost_people_of({row.plan.province_id for row in rows}) if rows else {}
    for found in rows:
        row = locked(found)
        if row.assignee_id != person.pk or row.state in ENDED:
            continue
        fits = to is not None and to.pk in {one.pk for one in offices[found.plan.province_id]}
        give(row, to if fits else None, "assign" if fits else "release", by=by)
        moved += fits
    return moved


def _held(person: User) -> QuerySet[Application]:
    return Application.objects.filter(assignee=person).exclude(state__in=ENDED)


def open_appraisals(person: User) -> int:
    """How many appraisals the person was asked for and has not given; who appraises instead is for people to say."""
    asked = person.appraisals.filter(scored_at__isnull=True).exclude(has_conflict=True)
    return asked.exclude(application__state__in=ENDED).count()
