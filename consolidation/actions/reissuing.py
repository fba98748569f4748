"""A later version of an issued report: it begins as the issued one and leaves it as it was."""

import datetime as dt

from django.db import transaction
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from common.errors import RuleBroken
from common.templatetags.formats import vn_date
from consolidation.actions.holding import held_period, permit
from consolidation.actions.rendering import files_again
from consolidation.models import Passage, PassageSource, Report, SetAside, Waiver
from consolidation.queries.current import newest_report
from consolidation.states import ReportState as State
from journal.actions import note_down
from reporting.models import ReportingPeriod

LAST_OF_DATA = (12, 14)  # figures of a year run from 15 December to 14 December (NĐ 09/2019/NĐ-CP)


class Why(TextChoices):
    """Why there is another version."""

    TRUE_UP = (
        "true_up",
        pgettext_lazy("why another version", "Official figures after the data of the year are closed"),
    )
    MISTAKE = "mistake", pgettext_lazy("why another version", "A mistake is put right")
    ASKED = "asked", pgettext_lazy("why another version", "A superior body asks for changes")


@transaction.atomic
def reissue(report: Report, *, why: Why, reason: str, by: User, on: dt.date) -> Report:
    """Begin version n+1 with the passages, what was set aside and the waivers of the issued ``report``.

    A second click finds the version the first one began. RuleBroken: it is not the version in force, the year's data are
    not closed yet (true-up), no reason in words, not permitted.
    """
    period = held_period(report.period)
    permit(by, "consolidation.edit_report", report)
    newest = newest_report(period)
    if newest is not None and newest.version == report.version + 1 and not newest.is_out:
        return newest
    if newest is None or newest.pk != report.pk or newest.state != State.ISSUED:
        raise RuleBroken(_("Another version begins from the issued one that is in force."), code="moved_on")
    _check(period, why, reason, on)
    with translation.override("vi"):
        words = f"{why.label}: {reason}"
    facts = {"outline": newest.outline, "started_by": by, "why_again": words}
    made = Report.objects.create(period=period, version=newest.version + 1, **facts)
    _copy(newest, made)
    note_down(made, "reissue", by=by, note=made.why_again, base=newest)
    files_again(made, by=by)
    return made


def _check(period: ReportingPeriod, why: Why, reason: str, on: dt.date) -> None:
    if not reason:
        raise RuleBroken({"reason": _("Say in a sentence why.")})
    closed = dt.date(period.year, *LAST_OF_DATA)
    if why == Why.TRUE_UP and on <= closed:
        no = _("The data of the year are closed after %(day)s; official figures exist from then on.")
        raise RuleBroken({"why": no % {"day": vn_date(closed)}}, code="too_early")


def _copy(old: Report, new: Report) -> None:
    """Passages with their sources, what was set aside, and why warnings were let pass."""
    passages = list(old.passages.prefetch_related("sources").order_by("section", "position", "pk"))
    copies = Passage.objects.bulk_create(
        Passage(
            report=new,
            section=passage.section,
            position=passage.position,
            kind=passage.kind,
            text=passage.text,
            feed=passage.feed,
            changed_by=passage.changed_by,
        )
        for passage in passages
    )
    PassageSource.objects.bulk_create(
        PassageSource(passage=copy, kind=each.kind, key=each.key, label=each.label, seen=each.seen)
        for passage, copy in zip(passages, copies, strict=True)
        for each in passage.sources.all()
    )
    SetAside.objects.bulk_create(
        SetAside(report=new, kind=each.kind, key=each.key, label=each.label, reason=each.reason, by=each.by)
        for each in old.asides.select_related("by")
    )
    Waiver.objects.bulk_create(
        Waiver(report=new, finding=each.finding, place=each.place, reason=each.reason, by=each.by)
        for each in old.waivers.select_related("by")
    )
