"""The list of applications: the desk of DOST and its readers, the applicant's own, those a unit was asked about."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from common.working_days import WorkingCalendar
from enterprises.models import enterprise_ids_of
from enterprises.queries.masking import shown_tax_code
from organisations.queries import unit_ids_of, working_calendar
from support.actions.batches import STEPS
from support.actions.saved_views import LAST, forget, remember
from support.models import Application, SavedView
from support.queries.choices import choices, office_people
from support.queries.columns import COLUMNS, Column, columns_of, contents
from support.queries.desk import (
    DeskPages,
    applications_of,
    desk_of,
    handles_applications,
    works_at_a_desk,
)
from support.queries.standing import CHIPS, public_words, urgency
from support.queries.wanted import NEWEST, Wanted, wanted
from support.states import ApplicationState
from support.views.own import own_page

PAGE_OF_OWN = 25


@require_safe
def application_list(request: HttpRequest) -> HttpResponse:
    """The desk with the filters of the address, or of the last visit where the address has none; else one's own."""
    user: User = request.user  # type: ignore[assignment] # signed in: every page but the public ones asks for it
    if not works_at_a_desk(user) or request.GET.get("view") == "own":
        return _own(request, user)
    if "clear" in request.GET:
        forget(user)
        return redirect("support:application_list")
    views = list(SavedView.objects.filter(user=user))
    last = next((view.query for view in views if view.name == LAST), "")
    if not request.GET and last:
        return redirect(f"{reverse('support:application_list')}?{last}")
    asked = wanted(request.GET)
    if asked.query != last:
        remember(user, asked.query)
    named = [view for view in views if view.name != LAST]
    return render(request, "support/application_list.html", _desk(request, user, asked) | {"views": named})


def _desk(request: HttpRequest, user: User, asked: Wanted) -> dict[str, Any]:
    """Everything the page of the desk shows."""
    today, calendar, desk = timezone.localdate(), working_calendar(), desk_of(user)
    page = DeskPages(applications_of(desk, asked, today, calendar), asked).get_page(request.GET.get("page"))
    columns = columns_of(asked.columns)
    handles = handles_applications(user)
    offered = choices(desk, asked)
    return {
        "page": page,
        "rows": [Row(application, user, columns, today, calendar) for application in page],
        "heads": [Head(column, asked) for column in columns],
        "wanted": asked,
        "choices": offered,
        "is_unfolded": any(choice.chosen and choice.is_more for choice in offered),
        "all_columns": [(column, column.key in asked.columns) for column in COLUMNS],
        "steps": STEPS if handles else (),
        "people": office_people(desk) if handles else (),
    }


def _own(request: HttpRequest, user: User) -> HttpResponse:
    """What one's enterprises applied for; where one has none, or asks for it, what one's unit was asked about."""
    if enterprise_ids_of(user) and request.GET.get("view") != "asked":
        return own_page(request, user)
    asked = Q(submitted_at__isnull=False, opinion_requests__organisation_id__in=unit_ids_of(user))
    asked &= ~Q(state=ApplicationState.DRAFT)
    found = Application.objects.filter(
        pk__in=Application.objects.visible_to(user).filter(asked).values("pk")
    ).select_related("enterprise", "plan__province", "plan__document")
    page: Page = Paginator(found.prefetch_related("items__content"), PAGE_OF_OWN).get_page(
        request.GET.get("page")
    )
    rows = [(a, CHIPS[ApplicationState(a.state)], public_words(a), contents(a)) for a in page]
    return render(request, "support/application_own.html", {"page": page, "rows": rows})


class Head:
    """The head of a column, with the address that sorts by it."""

    def __init__(self, column: Column, asked: Wanted) -> None:
        self.column = column
        up, down = column.sort, f"-{column.sort}"
        self.order = {up: "ascending", down: "descending"}.get(asked.sort, "") if column.sort else ""
        first, second = (down, up) if column.sort == NEWEST[1:] else (up, down)
        self.address = f"?{asked.but(sort=second if asked.sort == first else first).query or 'sort='}"


@dataclass(frozen=True)
class Cell:
    """What stands in a column: ``kind`` chooses how the template writes it."""

    key: str
    kind: str
    label: Any
    value: Any


class Row:
    """An application with the cells of the chosen columns. Asks the database nothing."""

    def __init__(
        self,
        application: Application,
        user: User,
        columns: list[Column],
        today: dt.date,
        calendar: WorkingCalendar,
    ) -> None:
        self.application = application
        self.user = user
        self.chip = CHIPS[ApplicationState(application.state)]
        self.urgency = urgency(application, today, calendar)
        self.cells = [Cell(c.key, c.kind, c.label, self._value(c)) for c in columns if not c.is_fixed]

    def _value(self, column: Column) -> Any:
        if column.key == "tax_code":
            return shown_tax_code(self.application.enterprise, self.user)
        return column.value(self.application)
