"""Open a reporting period of a plan."""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.templatetags.formats import vn_date
from common.vietnamese import clean
from journal.actions import note_down
from organisations.models import Organisation
from organisations.queries import working_calendar
from programmes.models import Plan, Task
from reporting.actions.generation import generate
from reporting.documents.outline import outline_of, title_of
from reporting.models import Campaign, PeriodKind, ReportingPeriod
from reporting.models.campaign import CampaignStep
from reporting.models.period import NUMBERED
from reporting.queries.calendar import PeriodDays, render_at
from reporting.queries.letterhead import usual_setting
from reporting.queries.obligations import Request, obligations


@transaction.atomic
def open_period(
    *,
    plan: Plan,
    year: int,
    cutoff_on: dt.date,
    opens_on: dt.date,
    due_on: dt.date,
    locks_on: dt.date,
    by: User | None,
    on: dt.date | None = None,
    kind: PeriodKind = PeriodKind.YEAR,
    number: int = 0,
    covers_from: int | None = None,
    subject: str = "",
    units: Sequence[Organisation] = (),
    tasks: Sequence[Task] = (),
) -> ReportingPeriod:
    """Open a period of ``plan`` and give every unit that owes it a form. Nobody is told (see opening.open_and_call).

    Roles are read as they stand on ``on``, usually the day the units' forms are due; an ad hoc period asks ``units``
    (about ``tasks`` if there are any) and gets the next free number of its year where ``number`` is 0. A yearly
    period also gets the letterhead as the last known report has it and the moment when its report is rendered by
    itself. Raises RuleBroken, keyed by field where one is to blame: year outside the plan, days out of order, already
    open (code ``already_open``), nobody to ask, not permitted. ``by`` is None when the portal itself loads a past
    period.
    """
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)  # two clicks wait here for each other
    if by is not None and not by.has_perm("reporting.open_reportingperiod", ReportingPeriod(plan=plan)):
        raise RuleBroken(
            _("Only the DOST of the plan's province opens its reporting periods."), code="not_permitted"
        )
    period = ReportingPeriod(
        plan=plan, kind=kind, year=year, number=number, covers_from=covers_from, subject=clean(subject)
    )
    period.cutoff_on, period.opens_on, period.due_on, period.locks_on = cutoff_on, opens_on, due_on, locks_on
    _check_identity(period)
    check_days(PeriodDays(cutoff_on, opens_on, due_on, locks_on))
    asked = Request(period.subject, tuple(units), tuple(tasks)) if kind == PeriodKind.AD_HOC else None
    owed = obligations(plan, year, on or due_on, since=covers_from, request=asked)
    if not owed:
        raise RuleBroken(_nobody(period, on or due_on))
    period.save()
    generate(period, owed)
    if period.is_yearly:
        _set_up_paper(period, on or due_on)
        runs_at = render_at(plan, year, opens_on, locks_on, working_calendar())
        Campaign.objects.create(period=period, step=CampaignStep.RENDER, runs_at=runs_at)
    facts: dict[str, Any] = {} if period.is_yearly else {"kind": str(kind), "number": period.number}
    note_down(period, "open_period", by=by, units=len(owed), lines=sum(len(o.lines) for o in owed), **facts)
    return period


def _nobody(period: ReportingPeriod, on: dt.date) -> dict[str, str] | str:
    if period.kind == PeriodKind.AD_HOC:
        return {"units": _("Choose at least one unit to be asked.")}
    return _("No unit would have to report: the plan names nobody who exists on %(day)s.") % {
        "day": vn_date(on)
    }


def check_days(days: PeriodDays) -> None:
    """RuleBroken, keyed by field, where the four days are out of order."""
    problems: dict[str, str] = {}
    if days.due_on < days.opens_on:
        problems["due_on"] = _("Units cannot owe the form before entry opens (%(day)s).") % {
            "day": vn_date(days.opens_on)
        }
    if days.locks_on < days.due_on:
        problems["locks_on"] = _("Entry cannot lock before the form is due (%(day)s).") % {
            "day": vn_date(days.due_on)
        }
    if days.cutoff_on > days.due_on:
        problems["cutoff_on"] = _(
            "Data cannot be counted until after the form is due (%(day)s); choose an earlier day."
        ) % {"day": vn_date(days.due_on)}
    if problems:
        raise RuleBroken(problems)


def _check_identity(period: ReportingPeriod) -> None:
    """The years lie in the plan, the number and the subject fit the kind, and the period is not open yet.

    An ad hoc period without a number gets the next one of its year.
    """
    first, last = period.plan.year_from, period.plan.year_to
    begins = period.year if period.covers_from is None else period.covers_from
    outside = _("The plan runs from %(first)s to %(last)s; %(year)s lies outside it.")
    if not first <= period.year <= last:
        raise RuleBroken({"year": outside % {"first": first, "last": last, "year": period.year}})
    if not first <= begins <= period.year:
        problem = outside if begins < first else _("The first year covered comes before the last.")
        raise RuleBroken({"covers_from": problem % {"first": first, "last": last, "year": begins}})
    if period.kind == PeriodKind.AD_HOC:
        if not period.subject:
            raise RuleBroken({"subject": _("Say what the report is about.")})
        period.number = period.number or _next_number(period)
    of_year = NUMBERED.get(PeriodKind(period.kind))
    if of_year and not 1 <= period.number <= of_year:
        raise RuleBroken(
            {"number": _("Choose a number from 1 to %(last)s.") % {"last": of_year}}, code="number"
        )
    same = {name: getattr(period, name) for name in ("plan", "kind", "year", "number")}
    already = ReportingPeriod.objects.filter(**same).first()
    if already is not None:
        raise RuleBroken(
            _("The report (%(period)s) is already open since %(day)s; nothing was opened twice.")
            % {"period": already.name, "day": vn_date(already.opened_at)},
            code="already_open",
        )


def _next_number(period: ReportingPeriod) -> int:
    """The plan is locked meanwhile, so no other request takes the same."""
    requests = ReportingPeriod.objects.filter(plan=period.plan, kind=PeriodKind.AD_HOC, year=period.year)
    return (requests.aggregate(last=Max("number"))["last"] or 0) + 1


def _set_up_paper(period: ReportingPeriod, on: dt.date) -> None:
    """The letterhead, addressees and signature of the report, to be corrected by DOST; the signer stays empty.

    Its title is the outline's, where there is one.
    """
    setting = usual_setting(period, on)
    with suppress(RuleBroken):
        setting.title = title_of(outline_of(period), period)
    setting.save()
