"""Names of the long work of the desk, and what of it a person may open."""

from django.db.models import QuerySet

from jobs.models import Job, JobStatus

EXPORT = "support.export"
BATCH = "support.batch"
OF_SUPPORTS = "supports"  # an export of granted supports; without it one of applications
OWN_DATA = "support.own_data"


def finished(kind: str) -> QuerySet[Job]:
    """Work of this kind that is done."""
    return Job.objects.filter(kind=kind, status=JobStatus.DONE)
