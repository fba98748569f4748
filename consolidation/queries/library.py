"""The library of reports: what a person may read, sought and sorted."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Cast, Concat, Greatest, Length, LPad

from accounts.models import User
from common.sought import Sought
from common.vietnamese import fold
from consolidation.models import Report
from consolidation.states import ReportState
from organisations.models import Province
from reporting.models import PeriodKind, ReportingPeriod

NEWEST = "newest"
ORDERS: dict[str, list[str | OrderBy]] = {
    NEWEST: ["-period__year", "period__plan__province__order", "period_id", "-version"],
    "province": ["period__plan__province__order", "-period__year", "period_id", "-version"],
    "state": ["state", "-period__year", "period__plan__province__order", "period_id", "-version"],
    "issued": [F("dated_on").desc(nulls_last=True), "period__plan__province__order", "period_id", "-version"],
}

_DIGITS = Cast("number", CharField())
CALLED = Concat(  # number and symbol as the paper has them: "05/BC-SKHCN"; LPad cuts off what is longer
    LPad(_DIGITS, Greatest(Length(_DIGITS), 2), Value("0")), Value("/"), F("symbol"), output_field=CharField()
)


@dataclass(frozen=True, kw_only=True)
class ReportsSought(Sought):
    """What of the library is asked for; what is empty filters nothing out. ``province`` is a slug."""

    q: str = ""
    year: str = ""
    province: str = ""
    kind: str = ""
    state: str = ""
    sort: str = NEWEST


def reports_sought(user: User, sought: ReportsSought) -> QuerySet[Report]:
    """The reports ``user`` may read that fit, without their text; searched with and without dấu, also by number."""
    seen = Report.objects.visible_to(user).with_place().defer("composed", "facts", "snapshot")
    found = naming(seen, fold(sought.q).split())
    if sought.year.isascii() and sought.year.isdigit():
        found = found.filter(period__year=int(sought.year[:4]))
    if sought.province:
        found = found.filter(period__plan__province__slug=sought.province)
    if sought.kind in PeriodKind:
        found = found.filter(period__kind=sought.kind)
    if sought.state in ReportState:
        found = found.filter(state=sought.state)
    return found.order_by(*ORDERS.get(sought.sort, ORDERS[NEWEST]))


def years_of(user: User) -> list[int]:
    """The years that have a report ``user`` may read, newest first."""
    seen = Report.objects.visible_to(user).order_by("-period__year")
    return list(seen.values_list("period__year", flat=True).distinct())


def provinces_of(user: User) -> list[Province]:
    """The provinces that have one."""
    seen = Report.objects.visible_to(user).order_by().values("period__plan__province")
    return list(Province.objects.filter(pk__in=seen).order_by("order", "pk"))


def others_to_compare(report: Report, user: User) -> list[Report]:
    """The newest readable version of each other period of the same plan and kind, newest year first: whose targets are the same."""
    periods = ReportingPeriod.objects.filter(plan=report.period.plan_id, kind=report.period.kind)
    seen = (
        Report.objects.visible_to(user)
        .filter(period__in=periods.exclude(pk=report.period_id), composed__isnull=False)
        .with_place()
        .order_by("period_id", "-version")
        .distinct("period_id")
        .defer("composed", "facts", "snapshot")
    )
    return sorted(seen, key=lambda each: (-each.period.year, each.pk))


def naming(found: QuerySet[Report], words: Iterable[str]) -> QuerySet[Report]:
    """Those of ``found`` of which each folded word stands in plan, province, year, issuer's number or subject.

    They have ``called``, the issuer's number. The tables of ``with_place`` are not joined again: that costs more than to read them.
    """
    found = found.annotate(called=CALLED, said_year=Cast("period__year", CharField()))
    for word in words:
        found = found.filter(
            Q(period__plan__folded__contains=word)
            | Q(period__plan__province__folded__contains=word)
            | Q(said_year=word)
            | Q(called__icontains=word)
            | Q(period__subject__icontains=word)
        )
    return found
