"""Keep the outlines the portal carries as rows that reports can follow."""

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from programmes.models import Programme
from reporting.documents.outline import Outline as Written
from reporting.documents.outline import outline_for, outlines
from reporting.models import Outline, PeriodKind, ReportingPeriod


@transaction.atomic
def keep_carried_outlines() -> int:
    """Store the carried outlines whose version is not kept yet, as published; how many were new. Others stay untouched."""
    return sum(_keep(written)[1] for written in outlines())


def outline_row_for(period: ReportingPeriod) -> Outline:
    """The row of the outline a new report of ``period`` follows. Raises RuleBroken when there is none."""
    return _keep(outline_for(period.plan.programme.key, period.year))[0]


def _keep(written: Written) -> tuple[Outline, bool]:
    return Outline.objects.get_or_create(
        key=written.key,
        version=written.version,
        defaults={
            "programme": Programme.objects.get(key=written.programme),
            "kind": PeriodKind.YEAR,
            "valid_from_year": written.valid_from_year,
            "title": written.title,
            "intro": list(written.intro),
            "closing": written.closing,
            "sections": [asdict(section) for section in written.sections],
            "published_at": timezone.now(),
        },
    )
