"""Keep the outlines the portal carries as rows that reports can follow."""

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from programmes.models import Programme
from reporting.documents.outline import Outline as Written
from reporting.documents.outline import outline_for, outlines
from reporting.models import Outline, ReportingPeriod
from reporting.queries.outlines import outline_row_of


@transaction.atomic
def keep_carried_outlines() -> int:
    """Store the carried outlines whose version is not kept yet, as published; how many were new. Others stay untouched.

    Outlines of programmes the portal does not know yet are left out.
    """
    programmes = {programme.key: programme for programme in Programme.objects.all()}
    known = [written for written in outlines() if written.programme in programmes]
    return sum(_keep(written, programmes[written.programme]) for written in known)


def outline_row_for(period: ReportingPeriod) -> Outline:
    """The row of the outline a new report of ``period`` follows. Raises RuleBroken when there is none."""
    programme = period.plan.programme
    for written in outlines():
        if (written.programme, written.kind) == (programme.key, period.kind):
            _keep(written, programme)
    row = outline_row_of(period)
    if row is None:
        outline_for(programme.key, period.year, period.kind)  # says that there is none
        raise LookupError(programme.key)
    return row


def _keep(written: Written, programme: Programme) -> bool:
    return Outline.objects.get_or_create(
        key=written.key,
        version=written.version,
        defaults={
            "programme": programme,
            "kind": written.kind,
            "valid_from_year": written.valid_from_year,
            "title": written.title,
            "intro": list(written.intro),
            "closing": written.closing,
            "sections": [asdict(section) for section in written.sections],
            "evidence": written.evidence,
            "published_at": timezone.now(),
        },
    )[1]
