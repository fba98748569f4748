"""Which outlines there are, and which of them a period's report follows."""

from collections.abc import Iterable

from django.db.models import F, Q

from programmes.queries.roles import provinces_on
from reporting.models import Outline, ReportingPeriod
from reporting.models.outline import OutlineQuerySet


def outlines_for(period: ReportingPeriod) -> OutlineQuerySet:
    """The published outlines that the period's report may follow, the one to follow first.

    Those of its programme and kind, national or its province's own (after a merger the new province's too). The newest year wins, whoever made it: what the
    ministry prescribes later than a province's own takes its place until the province writes another. Of one year the
    province's own goes before the national one, and a later version before an earlier.
    """
    plan = period.plan
    rows = Outline.objects.published().filter(programme_id=plan.programme_id, kind=period.kind)
    answering = {plan.province_id, *(province.pk for province in provinces_on(plan.province, period.due_on))}
    rows = rows.filter(Q(province__isnull=True) | Q(province_id__in=answering))
    return rows.select_related("programme", "province", "basis").order_by(
        "-valid_from_year", F("province_id").desc(nulls_last=True), "-version", "-pk"
    )


def outline_row_of(period: ReportingPeriod) -> Outline | None:
    """The published outline in force for the year of ``period``; None when only the carried ones, or none, exist."""
    return in_force(outlines_for(period), period.year)


def in_force(rows: Iterable[Outline], year: int) -> Outline | None:
    """The first of ``rows`` (best first) that is valid in ``year``; for earlier years the oldest there is."""
    known = list(rows)
    return next((row for row in known if row.valid_from_year <= year), known[-1] if known else None)


def family_of(row: Outline) -> OutlineQuerySet:
    """The versions of an outline, newest first."""
    return Outline.objects.filter(key=row.key).order_by("-version")
