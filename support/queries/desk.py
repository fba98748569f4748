"""The applications a person's office works on, as the filters want them, page by page.

Made for hundreds of thousands of rows: the plans of the person's provinces are few and read first, the page is found by
ids alone (an index answers), and only its rows are read whole.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from common.vietnamese import fold
from common.volume import BoundedPaginator
from common.working_days import WorkingCalendar
from enterprises.models import Enterprise
from enterprises.models.enterprise import PERSONAL
from organisations.queries import dost_province_ids, province_ids_of
from programmes.models import Plan
from support.models import Application, OpinionRequest, RequestedItem
from support.queries.columns import SORTS, columns_of
from support.queries.opinions import unanswered_opinions
from support.queries.standing import STATES_WAITING, Waiting
from support.queries.wanted import ANY_ENDED, ANY_OPEN, MINE, NOBODY, OVERDUE, Wanted
from support.states import ENDED, OPEN, ApplicationState

PAGE = 50
MANY = 1_000  # enterprises
LIKE_A_NUMBER = re.compile(r"^[\d\s.\-]+$", re.ASCII)
END_OF_A_CODE = re.compile(r"^(?:(\d{4})-)?(\d{1,9})$", re.ASCII)
BEGINS_A_CODE = "nscl"
HOUSEHOLD = 12  # digits of a personal number
BESIDE = ("enterprise__province", "plan__province", "plan__document", "assignee")


@dataclass(frozen=True)
class Desk:
    """The plans whose applications a person reads, and who reads."""

    user: User
    plans: tuple[Plan, ...]

    @cached_property
    def plan_ids(self) -> list[int]:
        """Ids of the plans."""
        return [plan.pk for plan in self.plans]


def works_at_a_desk(user: User) -> bool:
    """Whether ``user`` reads all applications of some province: DOST, its readers, the ministry, the administrator."""
    return bool(province_ids_of(user)) or user.is_superuser


def handles_applications(user: User) -> bool:
    """Whether ``user`` works for a DOST."""
    return bool(dost_province_ids(user))


def desk_of(user: User) -> Desk:
    """The person's desk, in one query."""
    plans = Plan.objects.select_related("province", "document").order_by(
        "province__order", "-year_from", "pk"
    )
    if not user.is_superuser:
        plans = plans.filter(province_id__in=province_ids_of(user))
    return Desk(user, tuple(plans))


def on_the_desk(desk: Desk) -> QuerySet[Application]:
    """All submitted applications of the desk's plans."""
    return (
        Application.objects.submitted()
        .filter(plan_id__in=desk.plan_ids)
        .exclude(state=ApplicationState.DRAFT)
    )


def applications_of(
    desk: Desk, wanted: Wanted, on: dt.date, calendar: WorkingCalendar
) -> QuerySet[Application]:
    """The applications ``wanted``, in its order, without what stands beside them; asks at most which enterprises words mean."""
    found = on_the_desk(desk).filter(*_conditions(desk, wanted, on, calendar))
    if wanted.plan or wanted.area:
        found = found.filter(plan_id__in=_plans_wanted(desk, wanted))
    if wanted.q:
        found = matching(wanted.q, desk.user, found)
    return found.order_by(*SORTS[wanted.sort])


def _conditions(desk: Desk, wanted: Wanted, on: dt.date, calendar: WorkingCalendar) -> Iterable[Q]:
    if wanted.state:
        groups: dict[str, Iterable[str]] = {ANY_OPEN: OPEN, ANY_ENDED: ENDED}
        yield Q(state__in=sorted(groups.get(wanted.state, [wanted.state])))
    if wanted.due:
        last = on - dt.timedelta(1) if wanted.due == OVERDUE else calendar.shift(on, int(wanted.due))
        yield Q(state__in=sorted(OPEN), due_on__lte=last)
        if wanted.due != OVERDUE:
            yield Q(due_on__gte=on)
    if wanted.assignee:
        yield _assigned(desk.user, wanted.assignee)
    if wanted.waiting:
        yield from _waiting(Waiting(wanted.waiting))
    if wanted.content:
        yield Q(
            Exists(RequestedItem.objects.filter(application=OuterRef("pk"), content_id=int(wanted.content)))
        )
    if wanted.year:
        yield Q(year=int(wanted.year))


def _assigned(user: User, whom: str) -> Q:
    if whom == NOBODY:
        return Q(assignee__isnull=True)
    return Q(assignee_id=user.pk if whom == MINE else int(whom))


def _waiting(whom: Waiting) -> Iterable[Q]:
    yield Q(state__in=STATES_WAITING[whom])
    asked = Exists(unanswered_opinions().filter(application=OuterRef("pk")).order_by())
    if whom in {Waiting.UNIT, Waiting.OFFICE}:
        yield Q(asked) if whom == Waiting.UNIT else ~Q(asked)


def _plans_wanted(desk: Desk, wanted: Wanted) -> list[int]:
    return [
        plan.pk
        for plan in desk.plans
        if wanted.plan in {"", plan.key} and wanted.area in {"", plan.province.slug}
    ]


def matching(text: str, user: User, among: QuerySet[Application]) -> QuerySet[Application]:
    """Those ``among`` the applications that ``text`` may mean; asks which enterprises, if they are few.

    The applications of a few enterprises are found by their index. Where many enterprises fit, a page of their
    applications is full after a look at the enterprises of hardly more than those.
    """
    text = " ".join(text.split())
    coded = _coded(text)
    if fold(text).startswith(BEGINS_A_CODE):
        return among.filter(coded)
    fitting = Enterprise.objects.filter(_called(text, user)).order_by().values_list("pk", flat=True)
    few = list(fitting[: MANY + 1])
    if len(few) <= MANY:
        return among.filter(coded | Q(enterprise_id__in=few))
    return among.filter(coded | _called(text, user, "enterprise__"))


def meanings(text: str, user: User) -> list[Q]:
    """By code, by name (with or without dấu), by the beginning of a tax code; the shape of the text says where to look.

    Each has an index of its own, joined by OR they would have none.
    """
    text = " ".join(text.split())
    if fold(text).startswith(BEGINS_A_CODE):
        return [_coded(text)]
    called = Enterprise.objects.filter(_called(text, user)).order_by().values("pk")
    return [_coded(text), Q(enterprise_id__in=called)]


def _called(text: str, user: User, at: str = "") -> Q:
    """The enterprises with that name or tax code; ``at`` leads to them.

    A household's code is its owner's personal number: only its DOST finds by it, and only by the whole of it.
    """
    called = Q(**{f"{at}folded__contains": fold(text)})
    if not LIKE_A_NUMBER.match(text):
        return called
    digits = text.replace(" ", "").replace(".", "")
    if len(digits) == HOUSEHOLD:
        return called | Q(**{f"{at}tax_code": digits, f"{at}province_id__in": dost_province_ids(user)})
    return called | Q(**{f"{at}tax_code__startswith": digits}) & ~Q(**{f"{at}tax_code__regex": PERSONAL})


def _coded(text: str) -> Q:
    """The beginning of a code, or its end: its number, or year and number."""
    if fold(text).startswith(BEGINS_A_CODE):
        return Q(code__istartswith=text)
    found = END_OF_A_CODE.match(text)
    if found is None:
        return Q(pk__in=())
    year, number = found.groups()
    return Q(number=int(number)) & (Q(year=int(year)) if year else Q())


def with_beside(found: QuerySet[Application], wanted: Wanted) -> QuerySet[Application]:
    """The rows with what their chosen columns show: at most two queries more, whatever their number."""
    needs = {column.needs for column in columns_of(wanted.columns)}
    found = found.select_related(*BESIDE)
    if "items" in needs:
        items = RequestedItem.objects.select_related("content").order_by("position", "pk")
        found = found.prefetch_related(Prefetch("items", items))
    if "opinions" in needs:
        found = found.prefetch_related(Prefetch("opinion_requests", OpinionRequest.objects.order_by("pk")))
    return found


class DeskPages(BoundedPaginator):
    """Pages of the desk: ids first, then the rows of one page. Pages past the middle are counted from the end.

    What words find is counted up to a bound; a desk that is only filtered is counted whole, its indexes answer.
    """

    def __init__(self, found: QuerySet[Application], wanted: Wanted) -> None:
        super().__init__(found, PAGE)
        self.wanted = wanted

    @cached_property
    def count(self) -> int:
        """How many applications there are; of those that words find, at most as many as are counted."""
        return super().count if self.wanted.q else self.object_list.count()  # type: ignore[attr-defined] # a queryset

    @cached_property
    def is_bounded(self) -> bool:
        """Whether there are more than are counted."""
        return bool(self.wanted.q) and super().is_bounded

    def page(self, number: Any) -> Page:
        """One page with its rows read; at most four queries with the count."""
        number = self.validate_number(number)
        ids = self._ids((number - 1) * PAGE)
        rows = with_beside(Application.objects.filter(pk__in=ids), self.wanted) if ids else ()
        by_id = {row.pk: row for row in rows}
        return Page([by_id[pk] for pk in ids if pk in by_id], number, self)

    def _ids(self, first: int) -> list[int]:
        """The ids of the page that begins with row ``first``, walking from the nearer end."""
        ids: QuerySet = self.object_list.values_list("pk", flat=True)  # type: ignore[attr-defined] # a queryset
        behind = self.count - first - PAGE  # rows after this page
        if behind >= first or self.is_bounded:
            return list(ids[first : first + PAGE])
        return list(ids.reverse()[max(behind, 0) : self.count - first])[::-1]
