"""What the filters of the desk offer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.models import User
from organisations.queries import dost_people_of
from support.models import ReceiptCounter, SupportContent
from support.queries.desk import Desk
from support.queries.standing import Waiting
from support.queries.wanted import ANY_ENDED, ANY_OPEN, MINE, NOBODY, OVERDUE, Wanted
from support.states import ApplicationState

DAYS_AHEAD = (1, 3, 5, 10)  # working days
FIRST_FILTERS = ("state", "assignee", "due")  # always in sight; the others unfold

Option = tuple[str, str | Promise]


@dataclass(frozen=True)
class Choice:
    """A filter as a list to choose from; what the address asks for and the list lacks is offered too."""

    name: str
    label: str | Promise
    options: list[Option]
    chosen: str

    @property
    def is_more(self) -> bool:
        """Whether it unfolds only on demand."""
        return self.name not in FIRST_FILTERS


def choices(desk: Desk, wanted: Wanted) -> list[Choice]:
    """Every filter that offers more than one thing, in the order of the form; five queries."""
    people = office_people(desk)
    provinces = {plan.province.slug: plan.province.name for plan in desk.plans}
    found = [
        Choice("state", pgettext_lazy("column of a list", "State"), _states(), wanted.state),
        Choice("assignee", gettext_lazy("Handled by"), _people(people, desk.user), wanted.assignee),
        Choice("due", pgettext_lazy("column of a list", "Due"), _days(wanted.due), wanted.due),
        Choice("waiting", gettext_lazy("Waits for"), [(w.value, w.label) for w in Waiting], wanted.waiting),
        Choice("plan", gettext_lazy("Plan"), [(plan.key, str(plan)) for plan in desk.plans], wanted.plan),
        Choice("content", gettext_lazy("Content asked for"), _contents(desk, wanted), wanted.content),
        Choice("year", gettext_lazy("Year of receipt"), _years(), wanted.year),
        Choice("area", gettext_lazy("Province of the plan"), list(provinces.items()), wanted.area),
    ]
    return [choice for choice in found if len(choice.options) > 1 or choice.chosen]


def office_people(desk: Desk) -> list[User]:
    """Everybody at the DOST of the desk's provinces, by name."""
    offices = dost_people_of({plan.province_id for plan in desk.plans})
    found = {user.pk: user for people in offices.values() for user in people}
    return sorted(found.values(), key=lambda user: (user.full_name, user.pk))


def _states() -> list[Option]:
    groups = [
        (ANY_OPEN, pgettext_lazy("state of an application", "Open: not ended yet")),
        (ANY_ENDED, pgettext_lazy("state of an application", "Ended, in whatever way")),
    ]
    return [*groups, *(choice for choice in ApplicationState.choices if choice[0] != ApplicationState.DRAFT)]


def _people(people: Iterable[User], user: User) -> list[Option]:
    first = [(MINE, gettext_lazy("me")), (NOBODY, gettext_lazy("nobody yet"))]
    return [*first, *((str(person.pk), str(person)) for person in people if person != user)]


def _days(chosen: str) -> list[Option]:
    ahead = sorted({*DAYS_AHEAD, *([int(chosen)] if chosen.isdigit() else [])})
    return [
        (OVERDUE, gettext_lazy("overdue")),
        *(
            (
                str(days),
                ngettext("within %(days)s working day", "within %(days)s working days", days)
                % {"days": days},
            )
            for days in ahead
        ),
    ]


def _contents(desk: Desk, wanted: Wanted) -> list[Option]:
    """Contents of the chosen plan, or of all, each with its plan."""
    plans = {plan.pk: plan for plan in desk.plans if wanted.plan in {"", plan.key}}
    rows = SupportContent.objects.filter(plan_id__in=plans).values_list("pk", "plan_id", "code", "short")
    many = len(plans) > 1
    return [
        (str(pk), f"{plans[plan].province}: {code} {short}" if many else f"{code} {short}")
        for pk, plan, code, short in rows.order_by("plan__province__order", "plan_id", "position")
    ]


def _years() -> list[Option]:
    """Years in which a number was given, the newest first; the counters are few."""
    years = ReceiptCounter.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(str(year), str(year)) for year in years]


def in_words(found: Iterable[Choice], wanted: Any) -> list[str]:
    """The filters in force as a person reads them, for the head of a file."""
    told = [_("Search: %(words)s") % {"words": wanted.q}] if wanted.q else []
    for choice in found:
        if choice.chosen:
            word = dict(choice.options).get(choice.chosen, choice.chosen)
            told.append(f"{choice.label}: {word}")
    return told
