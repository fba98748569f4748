"""Obstacles and proposals followed across the years: who raised them, when again, and what was answered."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.query import QuerySet
from django.utils import timezone
from django.utils.translation import pgettext

from accounts.models import User
from common.sought import Sought
from organisations.queries import former_organisation_ids
from reporting.models import Answer, PeriodKind, Statement, StatementKind, Submission
from reporting.models.statement import FOLLOWED, StatementQuerySet
from reporting.states import FILED

MOST_ADDRESSEES = 60  # proposed to choose from; any other words may be typed


@dataclass(frozen=True, kw_only=True)
class Wanted(Sought):
    """What of the register is asked for; empty means everything."""

    plan: str = ""
    year: int | None = None
    kind: str = ""
    addressee: str = ""
    state: str = ""


@dataclass
class Matter:
    """One obstacle or proposal on its way: how it was raised, the oldest first, with its answers at hand."""

    raised: list[Statement] = field(default_factory=list)

    @property
    def latest(self) -> Statement:
        """As it was raised last."""
        return self.raised[-1]

    @property
    def years(self) -> str:
        """The years in which it was raised: "2024, 2025"."""
        return ", ".join(str(statement.submission.period.year) for statement in self.raised)

    @property
    def answers(self) -> list[Answer]:
        """What was answered, in all its years."""
        return [answer for statement in self.raised for answer in statement.answers.all()]

    @property
    def is_settled(self) -> bool:
        """Whether the newest answer to how it was raised last settles it."""
        answers = list(self.latest.answers.all())
        return bool(answers) and max(answers, key=lambda answer: answer.pk).closes

    @property
    def standing(self) -> str:
        """Where it stands, for the reader."""
        if self.is_settled:
            return pgettext("state of a proposal", "Settled")
        if self.answers:
            return pgettext("state of a proposal", "Answered, still open")
        return pgettext("state of a proposal", "No answer yet")


def statements_to_follow() -> StatementQuerySet:
    """Obstacles and proposals with unit, plan and year, and with the answers, in two queries."""
    answers = Answer.objects.select_related("document__issuer", "noted_by").order_by("answered_on", "pk")
    return (
        Statement.objects.followed()
        .select_related(
            "submission__organisation",
            "submission__period__plan__province",
            "submission__period__plan__document",
        )
        .prefetch_related(Prefetch("answers", answers))
    )


def register_of(user: User, wanted: Wanted) -> StatementQuerySet:
    """Each matter ``user`` sees as it was raised last, newest year first; ``matters_of`` adds its earlier years."""
    seen = Statement.objects.followed().visible_to(user)
    again = seen.filter(carried_from=OuterRef("pk"))
    newest_answer = Answer.objects.filter(statement=OuterRef("pk")).order_by("-pk").values("closes")[:1]
    found = (
        statements_to_follow()
        .visible_to(user)
        .filter(~Exists(again))
        .annotate(settled=Coalesce(Subquery(newest_answer), Value(value=False)))
    )
    if wanted.plan:
        found = found.filter(submission__period__plan__key=wanted.plan)
    if wanted.kind in FOLLOWED:
        found = found.filter(kind=wanted.kind)
    if wanted.addressee:
        found = found.filter(addressee__icontains=wanted.addressee)
    if wanted.state in {"open", "settled"}:
        found = found.filter(settled=wanted.state == "settled")
    if wanted.year is not None:
        found = found.filter(pk__in=_raised_in(wanted.year, seen))
    return found.order_by(
        "-submission__period__year",
        "submission__organisation__order",
        "submission_id",
        "kind",
        "position",
        "pk",
    )


def _raised_in(year: int, seen: QuerySet[Statement]) -> set[int]:
    """The matters raised in ``year``, by how they were raised last. One query per year they went on."""
    ahead = set(seen.filter(submission__period__year=year).values_list("pk", flat=True))
    found = set(ahead)
    while ahead:
        ahead = set(seen.filter(carried_from__in=ahead).values_list("pk", flat=True)) - found
        found |= ahead
    return found


def matters_of(statements: Iterable[Statement], user: User) -> list[Matter]:
    """Each of ``statements`` with how ``user`` sees it was raised before. Two queries per year back, however many."""
    latest = list(statements)
    known = {statement.pk: statement for statement in latest}
    ahead = _before(latest) - known.keys()
    while ahead:
        earlier = {s.pk: s for s in statements_to_follow().visible_to(user).filter(pk__in=ahead)}
        known |= earlier
        ahead = _before(earlier.values()) - known.keys()
    return [Matter(_way_of(statement, known)) for statement in latest]


def _before(statements: Iterable[Statement]) -> set[int]:
    """What they were raised before as."""
    return {statement.carried_from_id for statement in statements if statement.carried_from_id}


def _way_of(statement: Statement, known: dict[int, Statement]) -> list[Statement]:
    """From the first time it was raised to ``statement``; a circle in the data ends the walk."""
    way, here = [statement], statement
    while (before := known.get(here.carried_from_id or 0)) is not None and before not in way:
        way.append(before)
        here = before
    return way[::-1]


def matter_about(statement: Statement, user: User) -> Matter:
    """The whole matter of which ``statement`` is one year, as ``user`` sees it."""
    latest, seen = statement, {statement.pk}
    while True:
        again = statements_to_follow().visible_to(user).filter(carried_from=latest).exclude(pk__in=seen)
        following = again.order_by("-pk").first()
        if following is None:
            return matters_of([latest], user)[0]
        latest = following
        seen.add(latest.pk)


def addressees_of(user: User) -> list[str]:
    """Whom the obstacles and proposals ``user`` sees concern, to choose from."""
    seen = Statement.objects.followed().visible_to(user).exclude(addressee="")
    return list(seen.order_by("addressee").values_list("addressee", flat=True).distinct()[:MOST_ADDRESSEES])


def plans_and_years_of(user: User) -> tuple[list[tuple[str, str]], list[int]]:
    """(key, name) of the plans and the years in which ``user`` sees obstacles or proposals."""
    seen = Statement.objects.followed().visible_to(user).order_by()
    rows = seen.values_list(
        "submission__period__plan__key",
        "submission__period__plan__document__number_and_symbol",
        "submission__period__plan__province__name",
        "submission__period__year",
    ).distinct()
    plans = {key: f"{number} – {province}" for key, number, province, _year in rows}
    return sorted(plans.items(), key=lambda plan: plan[1]), sorted(
        {year for *_plan, year in rows}, reverse=True
    )


@dataclass
class Raised:
    """An obstacle or proposal of last year that is still open; ``again`` says that this year's form raises it."""

    statement: Statement
    answers: Sequence[Answer]
    again: bool = False


def raised_last_year(submission: Submission, on: dt.date | None = None) -> dict[str, list[Raised]]:
    """Kind → what the unit, or those it followed, raised in last year's yearly form and nobody settled.

    Three queries for any number; none for a form of another kind than the yearly one. ``on`` is today.
    """
    raised: dict[str, list[Raised]] = {StatementKind.OBSTACLE: [], StatementKind.PROPOSAL: []}
    if not submission.period.is_yearly:
        return raised
    units = former_organisation_ids(submission.organisation_id, on or timezone.localdate())
    found = statements_to_follow().filter(
        submission__organisation__in=units,
        submission__state__in=FILED,
        submission__period__plan=submission.period.plan_id,
        submission__period__kind=PeriodKind.YEAR,
        submission__period__year=submission.period.year - 1,
    )
    for statement in found.order_by("submission__organisation__order", "submission_id", "position", "pk"):
        if not Matter([statement]).is_settled:
            raised[statement.kind].append(Raised(statement, list(statement.answers.all())))
    return raised
