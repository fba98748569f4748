"""What moving the days of a period would change, in words, before anybody confirms it."""

import copy
import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.templatetags.formats import vn_date, vn_datetime
from common.working_days import WorkingCalendar
from outbox.models import Notice
from reporting.models import ReportingPeriod
from reporting.models.campaign import CampaignStep
from reporting.queries.calendar import PeriodDays, days_of, days_off_among, render_at
from reporting.queries.status import StatusKind, status_of
from reporting.queries.submissions import units_of


def reminders_about(period: ReportingPeriod) -> str:
    """How the keys of notices begin that remind people of the days of ``period``."""
    return f"reminder:{period.pk}:"


def effects(
    period: ReportingPeriod, days: PeriodDays, *, on: dt.date, calendar: WorkingCalendar
) -> list[str]:
    """Sentences on what changes when ``period`` gets ``days``, as things stand on ``on``. Nothing is stored."""
    after = copy.copy(period)
    for name, day in vars(days).items():
        setattr(after, name, day)
    return [
        *_moved(period, days),
        *days_off_among(days, calendar).values(),
        *_forms(period, after, on, calendar),
        *_rendering(after, calendar),
        *_reminders(period),
    ]


def _moved(period: ReportingPeriod, days: PeriodDays) -> Iterator[str]:
    """Each day that moves: from when to when."""
    for name, before in vars(days_of(period)).items():
        after = getattr(days, name)
        if after != before:
            label = str(ReportingPeriod._meta.get_field(name).verbose_name)  # type: ignore[union-attr] # a plain field
            yield _("%(what)s: %(after)s instead of %(before)s.") % {
                "what": label[:1].upper() + label[1:],
                "after": vn_date(after),
                "before": vn_date(before),
            }


def _forms(
    before: ReportingPeriod, after: ReportingPeriod, on: dt.date, calendar: WorkingCalendar
) -> Iterator[str]:
    """Forms that stand elsewhere by the new days: how many, where they stood, where they stand then."""
    changed: Counter[tuple[StatusKind, StatusKind]] = Counter()
    for submission in units_of(before):
        old = status_of(submission, on, calendar).kind
        submission.period = after
        new = status_of(submission, on, calendar).kind
        if old != new:
            changed[old, new] += 1
    for (old, new), count in sorted(changed.items()):
        yield ngettext(
            "%(count)s form: “%(old)s” becomes “%(new)s”.",
            "%(count)s forms: “%(old)s” becomes “%(new)s”.",
            count,
        ) % {"count": count, "old": old.label, "new": new.label}


def _rendering(after: ReportingPeriod, calendar: WorkingCalendar) -> Iterator[str]:
    campaign = after.campaigns.filter(step=CampaignStep.RENDER, job=None).first()
    if campaign is None:
        return
    moment = render_at(after.plan, after.year, after.opens_on, after.locks_on, calendar)
    if moment != campaign.runs_at:
        yield _("The report is rendered by itself at %(moment)s.") % {"moment": vn_datetime(moment)}


def _reminders(period: ReportingPeriod) -> Iterator[str]:
    waiting = Notice.objects.filter(key__startswith=reminders_about(period), mail__isnull=True).count()
    if waiting:
        yield ngettext(
            "%(count)s reminder of the old days that has not been mailed is taken back.",
            "%(count)s reminders of the old days that have not been mailed are taken back.",
            waiting,
        ) % {"count": waiting}
