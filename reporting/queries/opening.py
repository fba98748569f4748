"""What opening a period would mean: which kinds a plan owes, the days, who will owe what, who would be told."""

import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from accounts.models import User
from common.working_days import WorkingCalendar
from organisations.models import Evidence, Organisation
from organisations.queries import UNIT_ROLES
from organisations.queries.people import people_of
from programmes.models import Plan, ReportingDuty
from programmes.queries.roles import Vacancy, unassigned
from programmes.queries.yearly import YearTarget, year_targets
from reporting.models import LineRole, PeriodKind, ReportingPeriod
from reporting.models.period import NUMBERED
from reporting.queries.calendar import CATCH_UP, GRACE, PeriodDays, usual_days
from reporting.queries.letter_facts import DUTY_OF
from reporting.queries.obligations import Obligation, Request, obligations

TABLE = Path(__file__).resolve().parent.parent / "data" / "period-days.yaml"
SEVERAL_YEARS = frozenset({PeriodKind.FIVE_YEAR, PeriodKind.MIDTERM, PeriodKind.FINAL})


@dataclass(frozen=True)
class PeriodChoice:
    """A period that may be opened; ``duties`` of the plan ask for it (none: the office may open it all the same)."""

    kind: PeriodKind
    number: int = 0
    duties: tuple[ReportingDuty, ...] = ()

    @property
    def key(self) -> str:
        """How forms and addresses name it: "year", "quarter-3"."""
        return f"{self.kind.value}-{self.number}" if self.number else self.kind.value

    @property
    def words(self) -> str:
        """What it is called."""
        if self.kind == PeriodKind.HALF:
            return _("First half of the year") if self.number == 1 else _("Second half of the year")
        if self.kind == PeriodKind.QUARTER:
            return _("Quarter %(number)s") % {"number": self.number}
        return str(self.kind.label)


@dataclass(frozen=True)
class Window:
    """From when to when a period's data count, the law that says so, and how sure the portal is of it."""

    first: dt.date
    last: dt.date
    legal_basis: str
    read_in: str
    evidence: Evidence


@dataclass(frozen=True)
class Owing:
    """A unit with how many lines it would lead, help with, or be asked about together with others; who would hear."""

    unit: Organisation
    leads: int
    helps: int
    others: int
    people: tuple[User, ...]


@dataclass(frozen=True)
class Proposal:
    """Everything a person should know before opening a period."""

    period: ReportingPeriod
    owed: tuple[Obligation, ...]
    units: tuple[Owing, ...]
    vacancies: tuple[Vacancy, ...]
    missing: tuple[YearTarget, ...]
    people: tuple[User, ...]

    @property
    def named(self) -> tuple[Owing, ...]:
        """Units that lead or help by name."""
        return tuple(row for row in self.units if row.leads or row.helps)

    @property
    def among_many(self) -> tuple[Owing, ...]:
        """Units asked only together with others: one click declares that nothing happened."""
        return tuple(row for row in self.units if not (row.leads or row.helps))

    @property
    def unheard(self) -> tuple[Owing, ...]:
        """Units without anybody to tell."""
        return tuple(row for row in self.units if not row.people)

    @property
    def lines(self) -> int:
        """How many lines would be asked for."""
        return sum(row.leads + row.helps + row.others for row in self.units)


def choices_of(plan: Plan) -> list[PeriodChoice]:
    """What may be opened, the periods the plan itself asks for first."""
    duties = list(plan.duties.all())
    choices = [
        PeriodChoice(kind, number, tuple(duty for duty in duties if duty.kind == DUTY_OF[kind]))
        for kind in PeriodKind
        for number in (range(1, NUMBERED[kind] + 1) if kind in NUMBERED else (0,))
    ]
    return sorted(choices, key=lambda choice: not choice.duties)


def window_of(kind: PeriodKind, number: int, year: int) -> Window | None:
    """The stretch of data of a period; None where no source states one."""
    windows = _table()["windows"]
    for row in windows["rows"]:
        if (row["kind"], row["number"]) == (kind, number):
            first = _day(row["from"], year + row["from_year"])
            evidence = Evidence(windows["evidence"])
            return Window(first, _day(row["to"], year), windows["legal_basis"], windows["read_in"], evidence)
    return None


def proposed_days(
    plan: Plan, kind: PeriodKind, number: int, year: int, *, today: dt.date, calendar: WorkingCalendar
) -> PeriodDays:
    """Days to propose. A yearly report counts back from the plan's own day, the others on from their cut-off.

    The cut-off is the end of the period's window, of the year's where no source states one. What has passed is
    caught up with from today.
    """
    if kind == PeriodKind.YEAR:
        return usual_days(plan, year, today, calendar)
    if kind == PeriodKind.AD_HOC:
        practice, cutoff = _table()["practice"]["ad_hoc"], today
    else:
        practice = _table()["practice"]["usual"]
        window = window_of(kind, number, year) or window_of(PeriodKind.YEAR, 0, year)
        cutoff = window.last if window else dt.date(year, 12, 31)
    due = calendar.shift(cutoff, practice["due"])
    if due > today:
        opens = max(today, cutoff - dt.timedelta(practice["opens"]))
        return PeriodDays(cutoff, opens, due, calendar.shift(due, practice["locks"]))
    due = calendar.on_or_after(today + CATCH_UP)
    return PeriodDays(min(cutoff, today), today, due, calendar.on_or_after(due + GRACE))


def proposal_of(
    period: ReportingPeriod, request: Request | None = None, *, by: User | None = None
) -> Proposal:
    """What opening ``period`` (unsaved, with its days) would mean; whoever opens it is not told. Flat in queries."""
    plan = period.plan
    owed = tuple(obligations(plan, period.year, period.due_on, since=period.covers_from, request=request))
    people = people_of([unit.organisation.pk for unit in owed], UNIT_ROLES)
    units = tuple(_owing(unit, people[unit.organisation.pk]) for unit in owed)
    told = {user.pk: user for row in units for user in row.people if user != by}
    asks_roles = period.kind != PeriodKind.AD_HOC
    return Proposal(
        period=period,
        owed=owed,
        units=units,
        vacancies=tuple(unassigned(plan, period.due_on)) if asks_roles else (),
        missing=tuple(row for row in year_targets(plan, period.year) if row.is_missing) if asks_roles else (),
        people=tuple(told.values()),
    )


def _owing(unit: Obligation, people: Iterable[User]) -> Owing:
    roles = [line.role for line in unit.lines]
    leads, helps = roles.count(LineRole.LEAD), roles.count(LineRole.PARTNER)
    return Owing(unit.organisation, leads, helps, len(roles) - leads - helps, tuple(people))


def _day(words: str, year: int) -> dt.date:
    day, month = words.split("/")
    return dt.date(year, int(month), int(day))


@functools.cache
def _table() -> dict[str, Any]:
    return yaml.safe_load(TABLE.read_text(encoding="utf-8"))
