"""Remind units of what they owe, and DOST of what it has to open; take back what no longer holds."""

import datetime as dt
from itertools import groupby

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.templatetags.formats import vn_date
from organisations.queries import dost_people_of
from outbox.actions import notify, withdraw
from outbox.documents import LANGUAGE
from outbox.queries import told, untold_keys
from reporting.models import ReportingPeriod, Submission
from reporting.queries.letters import chase_prefix
from reporting.queries.reminders import (
    CALL,
    UNIT,
    Call,
    Reminder,
    calls_with_people,
    due_day,
    prefix_of,
    reminders,
)
from reporting.queries.status import StatusKind

LONGEST_REASON = 600


def remind(on: dt.date) -> int:
    """Tell everybody what the ladder says on ``on``; returns how many notices are new.

    Bears being called each minute, twice, late, and by two ticks at once: a person is told once per form, day and rung.
    Rungs missed meanwhile are not made up for, only the newest one speaks. Notices that have not left and no longer
    hold (the form was filed or locked, a day was moved, a newer rung was reached, the period was opened) are withdrawn.
    """
    standing, calling = reminders(on), calls_with_people(on)
    with transaction.atomic(), translation.override(LANGUAGE):
        keys = {reminder.key for reminder in standing} | {call.key for call in calling}
        nobody = [reminder for reminder in standing if not reminder.people]
        keys |= {reminder.nobody_key for reminder in nobody}
        if gone := untold_keys([f"{UNIT}:", f"{CALL}:"]) - keys:
            withdraw(keys=gone)
        known = told(keys)
        new = sum(_remind(reminder, on) for reminder in standing if _is_news(reminder, known))
        new += sum(_call(call) for call in calling if _is_news(call, known))
        return new + _tell_of_nobody(nobody, known, on)


def forget(submission: Submission) -> int:
    """Take back every reminder and chase of a form that has not left: it was filed, or is nobody's to file any more."""
    return withdraw(key_prefix=prefix_of(submission)) + withdraw(key_prefix=chase_prefix(submission))


def _is_news(said: Reminder | Call, known: set[tuple[int, str]]) -> bool:
    """Whether somebody has not been told yet."""
    return any((user.pk, said.key) not in known for user in said.people)


def _remind(reminder: Reminder, on: dt.date) -> int:
    submission = reminder.submission
    return notify(
        reminder.people,
        kind=UNIT,
        key=reminder.key,
        title=_headline(reminder, on),
        body=_advice(reminder, on),
        url=submission.get_absolute_url(),
        about=str(submission.period),
        province=submission.period.plan.province,
        due_on=reminder.due_on,
    )


def _headline(reminder: Reminder, on: dt.date) -> str:
    """What is asked of the unit, in one line that stays true on the days after."""
    facts = {"unit": reminder.submission.organisation, "period": reminder.submission.period.name}
    if reminder.status.kind == StatusKind.SENT_BACK:
        return _("To be mended: DOST sent back the form of %(unit)s, %(period)s") % facts
    if reminder.status.kind == StatusKind.REVIEW:
        return _("Waiting to be certified: the form of %(unit)s, %(period)s") % facts
    if on > reminder.due_on:
        return _("Overdue: the form of %(unit)s, %(period)s") % facts
    return _("To be filed: the form of %(unit)s, %(period)s") % facts


def _advice(reminder: Reminder, on: dt.date) -> str:
    """What to do, and until when it can be done."""
    submission = reminder.submission
    sentences = []
    if reminder.status.kind == StatusKind.SENT_BACK:
        reason = submission.return_reason
        short = reason if len(reason) <= LONGEST_REASON else f"{reason[:LONGEST_REASON]}…"
        sentences.append(_("What DOST asks for: %(reason)s") % {"reason": short})
    elif reminder.status.kind == StatusKind.REVIEW:
        sentences.append(_("The leader of the unit certifies it, or gives it back to the focal point."))
    else:
        sentences.append(
            _(
                "Fill the form in, or declare that nothing happened; then hand it in to the leader of the unit."
            )
        )
    if on > reminder.due_on:
        closes = vn_date(max(submission.period.locks_on, due_day(submission)))
        sentences.append(_("It can still be sent until %(day)s; then entry is locked.") % {"day": closes})
    return " ".join(sentences)


def _call(call: Call) -> int:
    facts = {"plan": call.plan, "year": call.year, "day": vn_date(call.due_on)}
    return notify(
        call.people,
        kind=CALL,
        key=call.key,
        title=_("To be opened: the yearly report %(year)s of plan %(plan)s") % facts,
        body=_(
            "The report is due on %(day)s and no period has been opened. The page proposes the days, says who will owe "
            "what and who will be told."
        )
        % facts,
        url=reverse("reporting:period_open", args=[call.plan.key]),
        about=f"{call.plan}, {call.year}",
        province=call.plan.province,
        due_on=call.due_on,
    )


def _tell_of_nobody(nobody: list[Reminder], known: set[tuple[int, str]], on: dt.date) -> int:
    """Tell DOST, in one notice for each period and rung, in which units nobody hears a reminder."""
    provinces = {reminder.submission.period.plan.province_id for reminder in nobody}
    staff = dost_people_of(provinces, on=on) if nobody else {}
    new = 0
    ordered = sorted(nobody, key=lambda reminder: reminder.nobody_key)
    for key, group in groupby(ordered, key=lambda reminder: reminder.nobody_key):
        silent = list(group)
        period = silent[0].submission.period
        people = staff[period.plan.province_id]
        if any((user.pk, key) not in known for user in people):
            new += notify(people, key=key, kind=UNIT, **_about_nobody(period, silent))
    return new


def _about_nobody(period: ReportingPeriod, silent: list[Reminder]) -> dict:
    units = [str(reminder.submission.organisation) for reminder in silent]
    title = ngettext(
        "%(count)s unit owes a form and nobody there can be reminded",
        "%(count)s units owe forms and nobody there can be reminded",
        len(units),
    )
    ask = _("Ask the administrator to add a focal point, or send these units a letter:")
    return {
        "title": title % {"count": len(units)},
        "body": f"{ask} {'; '.join(units)}.",
        "url": period.get_absolute_url(),
        "about": str(period),
        "province": period.plan.province,
        "due_on": silent[0].due_on,
    }
