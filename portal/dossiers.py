"""What of applications waits for a person, for the home page.

Kinds in which nothing waits are left out, but for what an enterprise is asked: its people have no other list.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.working_days import WorkingCalendar
from enterprises.models import enterprise_ids_of
from organisations.models import Role
from organisations.queries import dost_province_ids, unit_ids_of
from portal.work import Work, first_of
from programmes.models import Plan
from support.queries import to_do
from support.queries.standing import public_words


def applications_waiting(user: User, on: dt.date, calendar: WorkingCalendar) -> list[Work]:
    """Everything about applications that waits for ``user`` on ``on``, most pressing first."""
    return [work for work in _waiting(user, on, calendar) if work.rows or work.empty]


def _waiting(user: User, on: dt.date, calendar: WorkingCalendar) -> Iterator[Work]:
    provinces = dost_province_ids(user)
    plans = (
        list(Plan.objects.filter(province_id__in=provinces).values_list("pk", "province_id"))
        if provinces
        else []
    )
    if leading := dost_province_ids(user, [Role.LEADER]):
        proposed = to_do.to_decide(to_do.open_of([pk for pk, province in plans if province in leading]))
        title = _("Proposals that wait for your decision")
        yield first_of("application-decide", title, "", proposed, _list("state=proposed&sort=due"))
    if provinces:
        yield from _of_the_office(user, [pk for pk, _province in plans], on, calendar)
    appraised = to_do.to_appraise(user)
    yield first_of("application-appraise", _("Applications to appraise"), "", appraised, is_rare=True)
    if unit_ids_of(user):
        asked = to_do.opinions_to_give(user)
        yield first_of(
            "application-opinion", _("Opinions asked of your unit"), "", asked, _list(), is_rare=True
        )
    if enterprise_ids_of(user):
        title, nothing = _("To be supplied by your enterprise"), _("Nothing is asked of your enterprise now.")
        yield first_of("application-supply", title, nothing, to_do.to_supply(user), _list())
        yield first_of("application-draft", _("Applications you have begun"), "", to_do.drafts(user), _list())
        running = first_of("application-running", _("With DOST now"), "", to_do.running(user), _list())
        for application in running.rows:
            application.words = public_words(application)
        yield running


def _of_the_office(
    user: User, plan_ids: Iterable[int], on: dt.date, calendar: WorkingCalendar
) -> Iterator[Work]:
    open_ones = to_do.open_of(plan_ids)
    mine = to_do.due(open_ones, user, on, calendar)
    yield first_of(
        "application-mine", _("Yours, due soon or overdue"), "", mine, _list("assignee=mine&sort=due")
    )
    overdue = to_do.overdue(open_ones, user, on)
    yield first_of(
        "application-overdue", _("Overdue, handled by others"), "", overdue, _list("due=overdue&sort=due")
    )
    answered = to_do.answered(open_ones)
    title = _("Supplements that were answered")
    yield first_of("application-answered", title, "", answered, _list("state=submitted&sort=due"))
    new = to_do.new(open_ones)
    title = _("New applications nobody handles yet")
    yield first_of("application-new", title, "", new, _list("state=submitted&assignee=nobody&sort=due"))
    pressing = to_do.pressing_supports(plan_ids, on)
    where = f"{reverse('support:support_list')}?open=pressing&sort=late"
    yield first_of("support", _("Granted supports that are late or to be paid"), "", pressing, where)


def _list(query: str = "") -> str:
    return f"{reverse('support:application_list')}?{query}" if query else reverse("support:application_list")
