"""Outcomes behind a number: each leads to its support, the application and the files."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import User
from common.fields import digits
from organisations.queries import province_ids_of
from programmes.models import CountedFrom, Plan, Target, Task
from support.models import Outcome
from support.models.support import OutcomeQuerySet
from support.queries.outcomes import Tally, outcomes_counted, outcomes_of, outcomes_of_row

PAGE = 50
MOST_STRUCK = 200
MOST_ID = 2**31 - 1
WITH = ("support__enterprise", "support__content", "support__item__application", "certificate", "struck_by")


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a target or an annex row (or neither: everything one sees), and days."""

    target: Target | None
    row: Task | None
    first: dt.date | None
    last: dt.date | None

    @property
    def plan(self) -> Plan | None:
        """The plan of what is asked for."""
        about = self.target or self.row
        return about.plan if about else None


@require_safe
def outcome_list(request: HttpRequest) -> HttpResponse:
    """Outcomes of a target or an annex row within days, those that were struck apart; without either all one sees."""
    asked = _asked(request)
    user: User = request.user  # type: ignore[assignment] # signed in: every page but the public ones asks for it
    found = _found(asked).visible_to(user).select_related(*WITH)
    tally = _tally(asked) if _reads(user, asked.plan) else None
    page = Paginator(found.counting().order_by("reached_on", "pk"), PAGE).get_page(request.GET.get("page"))
    again = _again(tally)
    context = {
        "asked": asked,
        "tally": tally,
        "counts_here": asked.target is None or asked.target.counted_from == CountedFrom.OUTCOMES,
        "page": page,
        "rows": [(outcome, again.get(outcome.pk)) for outcome in page],
        "struck": list(found.filter(struck_on__isnull=False).order_by("-struck_on", "pk")[:MOST_STRUCK]),
    }
    return render(request, "support/outcome_list.html", context)


def _asked(request: HttpRequest) -> Asked:
    """Read the address; a target or row that is not there is 404, a day that is none is left out."""
    plans = ("plan__document", "plan__province")
    target, row = digits(request.GET.get("chi-tieu"), MOST_ID), digits(request.GET.get("dong"), MOST_ID)
    return Asked(
        target=get_object_or_404(Target.objects.select_related(*plans), pk=target) if target else None,
        row=get_object_or_404(Task.objects.select_related(*plans), pk=row) if row and not target else None,
        first=_day(request.GET.get("tu", "")),
        last=_day(request.GET.get("den", "")),
    )


def _day(typed: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(typed)
    except ValueError:
        return None


def _found(asked: Asked) -> OutcomeQuerySet:
    found = Outcome.objects.all()
    if asked.target is not None:
        found = outcomes_counted(asked.target)
    elif asked.row is not None:
        found = outcomes_of_row(asked.row.pk)
    days: dict[str, Any] = {"reached_on__gte": asked.first, "reached_on__lte": asked.last}
    return found.filter(**{name: day for name, day in days.items() if day is not None})


def _reads(user: User, plan: Plan | None) -> bool:
    """Whether the person sees every outcome of the plan, so that their number may be named."""
    return plan is not None and (user.is_superuser or plan.province_id in province_ids_of(user))


def _tally(asked: Asked) -> Tally:
    first, last = asked.first or dt.date.min, asked.last or dt.date.max
    if asked.target is not None:
        return outcomes_of([asked.target], last, whatever_source=True).of_target(asked.target.pk, first, last)
    row: Task = asked.row  # type: ignore[assignment] # one of the two is asked for
    counting = Target.objects.filter(counting_contents__content__task=row).distinct()
    return outcomes_of(counting, last).of_row(row.pk, first, last)


def _again(tally: Tally | None) -> dict[int, dt.date]:
    """The outcomes that count no further: id → the day the same was reached first."""
    first: dict[Any, dt.date] = {}
    again = {}
    for each in tally.reached if tally else ():
        if each.key in first:
            again[each.pk] = first[each.key]
        first.setdefault(each.key, each.on)
    return again
