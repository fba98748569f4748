"""Hand an application in, for a receipt with a number; and take it back."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.formatting import short_date
from enterprises.queries.people import has_confirmed_address
from journal.actions import advance
from organisations.models import Province
from organisations.queries import working_calendar
from outbox.actions import notify
from programmes.queries.roles import provinces_on
from support.actions.supplements import close_with
from support.completeness import blocking, lacking
from support.models import Application, ReceiptCounter
from support.queries.audience import applicant_people, desk_people
from support.queries.clock import promised
from support.queries.procedures import procedure_of
from support.states import ApplicationState as State

HANDED_IN, RECEIPT, TAKEN_BACK = "application_submitted", "application_receipt", "application_withdrawn"


@transaction.atomic
def submit(application: Application, *, by: User, now: dt.datetime, has_read_notice: bool) -> Application:
    """Hand the draft in: it gets its number and, where the plan lays days down, the day the decision is promised for.

    Handing in twice gives the same receipt. Numbers are given under the lock of their counter, which is taken last, so
    that a number is used or not given at all. RuleBroken: ``not_permitted``; ``gone``; ``closed``; ``incomplete``;
    ``notice`` when the privacy notice was not read; ``unconfirmed`` address of ``by``; ``nowhere`` without a province.
    """
    row = _locked(application, by)
    if row.submitted_at is not None:
        return row
    day = timezone.localdate(now)
    _check_may_be_handed_in(row, by, day, has_read_notice=has_read_notice)
    receiving = _receiving(row, day)
    promise = promised(procedure_of(row.plan, day), day, working_calendar())
    number = _next_number(receiving, day.year)
    code = f"NSCL-{(receiving.code or receiving.slug).upper()[:14]}-{day.year}-{number:05d}"
    row = advance(
        row,
        "submit",
        by=by,
        province=receiving,
        year=day.year,
        number=number,
        code=code,
        submitted_at=now,
        submitted_by=by,
        notice_read_at=now,
        promised_on=promise,
        due_on=promise,
        version=row.version + 1,
    )
    _tell_receipt(row)
    return row


@transaction.atomic
def withdraw(application: Application, *, by: User, reason: str, on: dt.date) -> Application:
    """Take an application back before it is decided; the reason stays with it. A second press changes nothing.

    RuleBroken: ``reason``; ``not_permitted``; ``moved_on`` once decided or expired; ``draft``: those are discarded.
    """
    row = _locked(application, by)
    if row.state == State.WITHDRAWN:
        return row
    if row.state == State.DRAFT:
        raise RuleBroken(_("A draft is not taken back but discarded."), code="draft")
    if not reason.strip():
        raise RuleBroken(_("Say why the application is taken back."), code="reason")
    close_with(row, on=on, reason=reason.strip())
    row = advance(
        row, "withdraw", by=by, note=reason.strip(), ended_on=on, end_reason=reason.strip(), due_on=None
    )
    _tell_withdrawn(row, by, reason.strip())
    return row


def _locked(application: Application, by: User) -> Application:
    row = (
        Application.objects.select_for_update(no_key=True, of=("self",))
        .select_related("plan__province", "plan__document", "enterprise")
        .filter(pk=application.pk)
        .first()
    )
    if row is None:
        raise RuleBroken(_("This draft was discarded meanwhile."), code="gone")
    if not by.has_perm("support.edit_application", row):
        raise RuleBroken(_("Only people of the enterprise hand in its application."), code="not_permitted")
    return row


def _check_may_be_handed_in(row: Application, by: User, day: dt.date, *, has_read_notice: bool) -> None:
    if row.state != State.DRAFT:
        raise RuleBroken(_("This application is no longer a draft."), code="closed")
    if blocking(lacking(row, day)):
        raise RuleBroken(
            _("The application is not complete yet. What is missing is listed below."), code="incomplete"
        )
    if not has_confirmed_address(by):
        raise RuleBroken(
            _("Confirm your e-mail address first: open the link in the message the portal sent you."),
            code="unconfirmed",
        )
    if not has_read_notice:
        raise RuleBroken(_("Tick that you have read what the portal keeps and who sees it."), code="notice")


def _receiving(row: Application, day: dt.date) -> Province:
    """The province whose DOST answers for the plan today."""
    there = provinces_on(row.plan.province, day) if row.plan.province else []
    if not there:
        raise RuleBroken(_("No province answers for this plan, so nobody could receive it."), code="nowhere")
    return there[0]


def _next_number(province: Province, year: int) -> int:
    """The next number of the province and year; whoever else wants one waits until this one is used."""
    ReceiptCounter.objects.bulk_create([ReceiptCounter(province=province, year=year)], ignore_conflicts=True)
    counter = ReceiptCounter.objects.select_for_update().get(province=province, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _tell_receipt(row: Application) -> None:
    """The enterprise gets its receipt, the desk a new application."""
    with translation.override("vi"):
        until = (
            _("The decision is promised for %(day)s.") % {"day": short_date(row.promised_on)}
            if row.promised_on
            else _("No processing time is laid down for this plan.")
        )
        facts = {"code": row.code, "enterprise": row.enterprise.name}
        about: dict[str, Any] = {
            "about": str(row.plan),
            "province": row.province,
            "url": row.get_absolute_url(),
        }
        notify(
            applicant_people(row),
            kind=RECEIPT,
            key=f"{RECEIPT}:{row.pk}",
            title=_("The application was received as %(code)s") % facts,
            body=until,
            **about,
        )
        notify(
            desk_people(row),
            kind=HANDED_IN,
            key=f"{HANDED_IN}:{row.pk}",
            title=_("%(enterprise)s handed in the application %(code)s") % facts,
            body=until,
            due_on=row.due_on,
            **about,
        )


def _tell_withdrawn(row: Application, by: User, reason: str) -> None:
    facts = {"code": row.code, "enterprise": row.enterprise.name}
    people = {user.pk: user for user in [*desk_people(row), *applicant_people(row)] if user != by}
    with translation.override("vi"):
        notify(
            people.values(),
            kind=TAKEN_BACK,
            key=f"{TAKEN_BACK}:{row.pk}",
            title=_("%(enterprise)s took back the application %(code)s") % facts,
            body=reason,
            about=str(row.plan),
            province=row.province,
            url=row.get_absolute_url(),
        )
