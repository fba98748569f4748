"""Move the days of a period that is open."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.templatetags.formats import vn_date
from journal.actions import note_down
from organisations.queries import UNIT_ROLES, people_of, working_calendar
from outbox.actions import notify, withdraw
from reporting.actions.periods import check_days
from reporting.models import ReportingPeriod
from reporting.models.campaign import CampaignStep
from reporting.queries.calendar import PeriodDays, days_of, render_at
from reporting.queries.moving import reminders_about
from reporting.states import FILED, SubmissionState


@transaction.atomic
def move_days(
    period: ReportingPeriod,
    *,
    days: PeriodDays,
    reason: str,
    by: User,
    on: dt.date,
    seen: PeriodDays | None = None,
) -> ReportingPeriod:
    """Give ``period`` other days, for a reason; the moment its report is rendered by itself moves along.

    Reminders of the old days that no mail carries yet are withdrawn, and the people of every unit that still owes its
    form are told the new days. Raises RuleBroken, keyed by field where one is
    to blame: not permitted; code ``stale`` when the days are no longer those ``seen``; no reason; nothing moves;
    days out of order, or moved to where they would rewrite what has happened by ``on``.
    """
    row = (
        ReportingPeriod.objects.select_for_update(no_key=True, of=("self",))
        .select_related("plan__province")
        .get(pk=period.pk)
    )
    if not by.has_perm("reporting.open_reportingperiod", row):
        raise RuleBroken(
            _("Only the DOST of the plan's province moves the days of a period."), code="not_permitted"
        )
    before = days_of(row)
    if seen is not None and seen != before:
        raise RuleBroken(
            _("Somebody moved the days of this period after you had opened the page. Look at them again."),
            code="stale",
        )
    _check_reason(reason)
    check_move(row, days, on=on)
    for name, day in vars(days).items():
        setattr(row, name, day)
    row.save(update_fields=list(vars(days)))
    withdrawn = withdraw(key_prefix=reminders_about(row))
    facts: dict[str, Any] = {
        "days_before": _plain(before),
        "days_after": _plain(days),
        "withdrawn": withdrawn,
    }
    if moment := _move_rendering(row):
        facts["report_at"] = moment.isoformat()
    moved = note_down(row, "move_days", by=by, note=reason.strip(), **facts)
    _tell(row, before, reason, key=f"moved:{row.pk}:{moved.pk}")
    return row


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken({"reason": _("Say in a sentence why the days move; the units will read it.")})


def check_move(period: ReportingPeriod, days: PeriodDays, *, on: dt.date) -> None:
    """RuleBroken unless something moves, in order, and nothing that has happened by ``on`` is rewritten."""
    before = days_of(period)
    if days == before:
        raise RuleBroken(_("These are the days the period has already; nothing was moved."), code="unchanged")
    check_days(days)
    states = set(period.submissions.values_list("state", flat=True))
    if states == {SubmissionState.ACCEPTED}:
        raise RuleBroken(
            _(
                "DOST has accepted every form of this period; other days would change who was on time. To let a unit mend "
                "something, unlock its form."
            ),
            code="accepted",
        )
    problems = {
        name: _("This day has passed already; choose %(today)s or later.") % {"today": vn_date(on)}
        for name in ("opens_on", "due_on", "locks_on")
        if getattr(days, name) != getattr(before, name) and getattr(days, name) < on
    }
    if days.opens_on > on >= before.opens_on and states - {SubmissionState.NOT_STARTED}:
        problems["opens_on"] = _("Entry has opened and units have begun; it cannot open a second time.")
    first = period.covers_from or period.year
    if days.cutoff_on.year < first:
        problems["cutoff_on"] = _("The report begins with %(year)s; its data cannot end before.") % {
            "year": first
        }
    if problems:
        raise RuleBroken(problems)


def _move_rendering(period: ReportingPeriod) -> dt.datetime | None:
    """Move the dated rendering that has not been started; None where there is none, or it stays."""
    campaign = (
        period.campaigns.select_for_update(of=("self",)).filter(step=CampaignStep.RENDER, job=None).first()
    )
    if campaign is None:
        return None
    moment = render_at(period.plan, period.year, period.opens_on, period.locks_on, working_calendar())
    if moment == campaign.runs_at:
        return None
    campaign.runs_at = moment
    campaign.save(update_fields=["runs_at"])
    return moment


def _tell(period: ReportingPeriod, before: PeriodDays, reason: str, *, key: str) -> None:
    """Tell the units that have not filed; what was told of an earlier move and not mailed yet is out of date."""
    withdraw(key_prefix=f"moved:{period.pk}:")
    waiting = period.submissions.exclude(state__in=FILED).values_list("organisation_id", flat=True)
    people = people_of(waiting, UNIT_ROLES)
    with translation.override("vi"):
        facts = {
            "due": vn_date(period.due_on),
            "locks": vn_date(period.locks_on),
            "period": period,
            "reason": reason,
        }
        if period.due_on != before.due_on:
            title = _("The form is now due on %(due)s: %(period)s") % facts
        else:
            title = _("The days of a report have moved: %(period)s") % facts
        body = _("Due on %(due)s; entry locks after %(locks)s. Why: %(reason)s") % facts
        notify(
            {person for unit in people.values() for person in unit},
            kind="days",
            key=key,
            title=title,
            body=body,
            url=reverse("reporting:submission_list"),
            about=str(period),
            province=period.plan.province,
            due_on=period.due_on,
        )


def _plain(days: PeriodDays) -> dict[str, str]:
    return {name: day.isoformat() for name, day in vars(days).items()}
