"""What of applications waits for a person: at DOST, at the enterprise, at a unit asked for its opinion, at an appraiser."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.models import User
from common.working_days import WorkingCalendar
from enterprises.models import enterprise_ids_of
from organisations.queries import unit_ids_of
from support.models import Application, Appraiser, OpinionRequest, SupplementRequest, Support
from support.queries.granted import PRESSING, open_matter, with_money
from support.queries.opinions import unanswered_opinions
from support.queries.supplements import waiting_rounds
from support.states import OPEN
from support.states import ApplicationState as State

DUE_SOON = 5  # working days ahead a clerk sees what is due


def open_of(plan_ids: Iterable[int]) -> QuerySet[Application]:
    """Applications of these plans that are still open, the most pressing first."""
    found = Application.objects.submitted().filter(state__in=sorted(OPEN), plan_id__in=plan_ids)
    return _pressing(found.select_related("enterprise", "assignee"))


def new(open_ones: QuerySet[Application]) -> QuerySet[Application]:
    """Those nobody handles yet and everything has been supplied to."""
    return open_ones.filter(state=State.SUBMITTED, assignee__isnull=True).exclude(_was_answered())


def answered(open_ones: QuerySet[Application]) -> QuerySet[Application]:
    """Those whose enterprise answered a request to supplement; the answer is to be looked at."""
    return open_ones.filter(_was_answered(), state=State.SUBMITTED)


def due(
    open_ones: QuerySet[Application], user: User, on: dt.date, calendar: WorkingCalendar
) -> QuerySet[Application]:
    """Those ``user`` handles whose day has passed or is near."""
    return open_ones.filter(assignee=user, due_on__lte=calendar.shift(on, DUE_SOON))


def overdue(open_ones: QuerySet[Application], user: User, on: dt.date) -> QuerySet[Application]:
    """Those others handle whose day has passed; what nobody handles yet is told among the new and the answered."""
    passed = open_ones.filter(due_on__lt=on).exclude(assignee=user)
    return passed.exclude(assignee__isnull=True, state=State.SUBMITTED)


def to_decide(open_ones: QuerySet[Application]) -> QuerySet[Application]:
    """Those that wait for the leader's decision."""
    return open_ones.filter(state=State.PROPOSED)


def drafts(user: User) -> QuerySet[Application]:
    """What the person's enterprises have begun and not submitted."""
    own = Application.objects.filter(enterprise_id__in=enterprise_ids_of(user), state=State.DRAFT)
    return own.select_related("enterprise", "plan__province", "plan__document").order_by("-pk")


def running(user: User) -> QuerySet[Application]:
    """What the person's enterprises have handed in and DOST is working on."""
    states = sorted(OPEN - {State.SUPPLEMENT})
    own = Application.objects.filter(enterprise_id__in=enterprise_ids_of(user), state__in=states)
    return own.select_related("enterprise").order_by("-submitted_at", "-pk")


def to_supply(user: User) -> QuerySet[SupplementRequest]:
    """What the person's enterprises are asked to supply."""
    asked = waiting_rounds().filter(application__enterprise_id__in=enterprise_ids_of(user))
    return asked.select_related("application__enterprise")


def opinions_to_give(user: User) -> QuerySet[OpinionRequest]:
    """What the person's units are asked about."""
    asked = unanswered_opinions().filter(organisation_id__in=unit_ids_of(user))
    return asked.select_related("application__enterprise", "organisation")


def to_appraise(user: User) -> QuerySet[Appraiser]:
    """What the person is to declare a conflict on, or to score; nothing of where they work no more."""
    waiting = Appraiser.objects.filter(user=user, scored_at__isnull=True, application__state=State.APPRAISAL)
    seen = waiting.filter(application__in=Application.objects.visible_to(user))
    return seen.exclude(has_conflict=True).select_related("application__enterprise").order_by("pk")


def pressing_supports(plan_ids: Iterable[int], on: dt.date) -> QuerySet[Support]:
    """Granted supports of these plans that are late, or accepted and not fully paid; the latest first."""
    found = with_money(Support.objects.filter(content__plan__in=plan_ids), on)
    found = found.filter(open_matter(PRESSING, on)).select_related("enterprise", "content__plan__province")
    return found.order_by(F("late_since").asc(nulls_last=True), "accepted_on", "pk")


def _was_answered() -> Exists:
    return Exists(SupplementRequest.objects.filter(application=OuterRef("pk"), answered_on__isnull=False))


def _pressing(found: QuerySet[Application]) -> QuerySet[Application]:
    return found.order_by(F("due_on").asc(nulls_last=True), "pk")
