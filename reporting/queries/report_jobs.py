"""The long work behind a period's report."""

from jobs.models import Job, JobQuerySet
from reporting.models import ReportingPeriod

RENDER = "render_report"  # the kind of job


def jobs_of(period: ReportingPeriod) -> JobQuerySet:
    """The jobs that render the period's report, newest first, whoever asked."""
    return Job.objects.filter(kind=RENDER, asked_for__period=period.pk)
