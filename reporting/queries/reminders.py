"""Who is to be reminded of what on a day: the newest rung of the ladder that has been reached, and nothing else.

Nothing is stored about the future: moving a day, filing a form or changing a rung changes the answer at once.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from accounts.models import User
from common.working_days import WorkingCalendar
from organisations.models import Role
from organisations.queries import dost_people_of, people_of, working_calendar
from programmes.models import Plan, Standing
from reporting.models import PeriodKind, ReminderKind, ReminderStep, Submission
from reporting.queries.calendar import report_due_on
from reporting.queries.status import Status, StatusKind, status_of, with_standing
from reporting.states import FILED

UNIT, CALL, NOBODY = "reminder", "call", "nobody"  # kinds of notices, and the first words of their keys
REMINDED = frozenset(
    {
        StatusKind.OPEN,
        StatusKind.DUE_SOON,
        StatusKind.DRAFT,
        StatusKind.OVERDUE,
        StatusKind.SENT_BACK,
        StatusKind.REVIEW,
    }
)
People = dict[int, list[User]]
Ladder = dict[int | None, list[ReminderStep]]


@dataclass(frozen=True)
class Reminder:
    """A unit is to be reminded: of which form, by which rung, when it is due, and who hears it (perhaps nobody)."""

    submission: Submission
    status: Status
    step: ReminderStep
    due_on: dt.date
    people: tuple[User, ...] = ()

    @property
    def key(self) -> str:
        """Says it once per person: the same form, day and rung; a day that was moved has a ladder of its own."""
        return f"{prefix_of(self.submission)}{self.due_on}:{self.step.days}"

    @property
    def nobody_key(self) -> str:
        """Says once to DOST that nobody hears it in some units of the period."""
        return f"{UNIT}:{self.submission.period_id}:{NOBODY}:{self.due_on}:{self.step.days}"


@dataclass(frozen=True)
class Call:
    """DOST is to open the yearly report of a plan: due on a day, whom it concerns."""

    plan: Plan
    year: int
    due_on: dt.date
    step: ReminderStep
    people: tuple[User, ...] = ()

    @property
    def key(self) -> str:
        """Says it once per person."""
        return f"{CALL}:{self.plan.pk}:{self.year}:{self.due_on}:{self.step.days}"


def prefix_of(submission: Submission) -> str:
    """How the keys of every reminder of this form begin: what is withdrawn once it is filed."""
    return f"{UNIT}:{submission.period_id}:{submission.pk}:"


def reminders(on: dt.date) -> list[Reminder]:
    """Every reminder that stands on ``on``: one for each unfiled form some rung of which has been reached.

    Six queries, however many periods and units. Forms that are filed, locked or not open yet are silent.
    """
    calendar, ladder = working_calendar(), ladder_on(on)
    found = []
    for submission in _unfiled(on):
        status = status_of(submission, on, calendar)
        steps = steps_of(ladder, submission.period.plan_id, ReminderKind.UNIT)
        step = newest(steps, due_day(submission), since(submission), on, calendar)
        if step is not None and status.kind in REMINDED:
            found.append(Reminder(submission, status, step, due_day(submission)))
    units = {reminder.submission.organisation_id for reminder in found}
    focal = people_of(units, [Role.FOCAL_POINT], on) if units else {}
    leaders = people_of(units, [Role.UNIT_LEADER], on) if units else {}
    return [replace(reminder, people=_hearing(reminder, focal, leaders)) for reminder in found]


def _hearing(reminder: Reminder, focal: People, leaders: People) -> tuple[User, ...]:
    """The focal points; the leader too on rungs that say so or speak of overdue forms, when it waits for them, or when
    nobody else is there.
    """
    unit = reminder.submission.organisation_id
    waits_for_leader = reminder.status.kind == StatusKind.REVIEW
    asked = reminder.step.to_leader or reminder.step.days > 0 or waits_for_leader or not focal[unit]
    people = [*focal[unit], *(leaders[unit] if asked else [])]
    return tuple({user.pk: user for user in people}.values())


def _unfiled(on: dt.date) -> QuerySet[Submission]:
    """Forms not filed whose period is open on ``on`` or that DOST holds open."""
    still = Q(period__opens_on__lte=on, period__locks_on__gte=on) | Q(unlocked_until__gte=on)
    return (
        with_standing(Submission.objects.filter(still))
        .exclude(state__in=FILED)
        .select_related("organisation", "period__plan__province", "period__plan__document")
        .order_by("period_id", "organisation__order", "pk")
    )


def due_day(submission: Submission) -> dt.date:
    """The day the unit has to hand the form in by: that of the period, or until which DOST holds the form open."""
    due = submission.period.due_on
    return max(due, submission.unlocked_until or due)


def since(submission: Submission) -> dt.date:
    """From which day on rungs speak: the form could not be worked on, or had been filed, before."""
    period = submission.period
    begun = max(period.opens_on, timezone.localdate(period.opened_at))
    if submission.decided_at is not None:  # it was sent back or unlocked
        begun = max(begun, timezone.localdate(submission.decided_at))
    return begun


def newest(
    steps: Iterable[ReminderStep], due_on: dt.date, begun: dt.date, on: dt.date, calendar: WorkingCalendar
) -> ReminderStep | None:
    """The newest rung reached by ``on`` (working days from ``due_on``), not counting those before ``begun``."""
    reached = [step for step in steps if begun <= calendar.shift(due_on, step.days) <= on]
    return max(reached, key=lambda step: step.days, default=None)


def ladder_on(on: dt.date) -> Ladder:
    """The rungs that hold on ``on`` by plan; under None those for every plan without rungs of its own."""
    ladder: Ladder = defaultdict(list)
    for step in ReminderStep.objects.on(on):
        ladder[step.plan_id].append(step)
    return ladder


def steps_of(ladder: Ladder, plan_id: int, kind: ReminderKind) -> list[ReminderStep]:
    """The rungs of one kind for a plan: its own outweigh the general ones."""
    own = [step for step in ladder.get(plan_id, []) if step.kind == kind]
    return own or [step for step in ladder.get(None, []) if step.kind == kind]


def calls(on: dt.date, plans: QuerySet[Plan] | None = None) -> list[Call]:
    """Yearly reports (of ``plans``, or all) that are near, or past in this year, and that nobody has opened.

    The rungs are calendar days before the day the plan's report is due. Three queries, however many plans.
    """
    years = (on.year, on.year + 1)  # a report due in January is called for in December
    yearly = Q(periods__kind=PeriodKind.YEAR, periods__year__in=years)
    running = Plan.objects.all() if plans is None else plans
    known = (
        running.exclude(standing=Standing.HISTORY)
        .filter(year_from__lte=years[1], year_to__gte=years[0])
        .annotate(opened=ArrayAgg("periods__year", filter=yearly, default=Value([])))
        .select_related("province", "document")
        .prefetch_related("duties")
    )
    ladder, found = ladder_on(on), []
    for plan in known:
        for year in years:
            if year in plan.opened or not plan.year_from <= year <= plan.year_to:
                continue
            due_on = report_due_on(plan, year)
            reached = [
                step
                for step in steps_of(ladder, plan.pk, ReminderKind.CALL)
                if due_on + dt.timedelta(step.days) <= on
            ]
            if reached:
                found.append(Call(plan, year, due_on, max(reached, key=lambda step: step.days)))
    return sorted(found, key=lambda call: (call.due_on, call.plan.pk))


def calls_with_people(on: dt.date) -> list[Call]:
    """As :func:`calls`, with the DOST specialists and leaders who are told."""
    found = calls(on)
    staff = dost_people_of({call.plan.province_id for call in found}, on=on) if found else {}
    return [replace(call, people=tuple(staff[call.plan.province_id])) for call in found]
