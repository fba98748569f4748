"""The long work behind a report."""

from consolidation.models import Report
from jobs.models import Job, JobQuerySet

RENDER = "render_report"  # the kind of job


def jobs_of(report: Report) -> JobQuerySet:
    """The jobs that render the report, newest first, whoever asked."""
    return Job.objects.filter(kind=RENDER, asked_for__report=report.pk)
