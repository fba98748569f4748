"""The name of the work that prints what several plans amount to, and what of it is done."""

from django.db.models import QuerySet

from jobs.models import Job, JobStatus

ROLLUP = "consolidation.rollup"


def finished() -> QuerySet[Job]:
    """Papers that were printed."""
    return Job.objects.filter(kind=ROLLUP, status=JobStatus.DONE)
