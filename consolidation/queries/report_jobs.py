"""The long work behind a report."""

from django.db.models import Q

from consolidation.models import Report
from jobs.models import Job, JobQuerySet

RENDER = "render_report"  # the kind of job


def jobs_of(report: Report) -> JobQuerySet:
    """The jobs that render the report, newest first, whoever asked.

    Dated work names the period: its report may not have been started when the day came.
    """
    asked = Q(asked_for__report=report.pk) | Q(asked_for__period=report.period_id)
    return Job.objects.filter(asked, kind=RENDER)
