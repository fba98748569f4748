"""Ask for long work, send it to a worker, ask again after a failure."""

import logging
from datetime import datetime
from typing import Any

from celery import current_app
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from jobs import kinds
from jobs.models import Job, JobStatus

log = logging.getLogger(__name__)
RUN = "jobs.jobs.run"  # by name, for the door of Celery's functions comes after this one


@transaction.atomic
def enqueue(
    *, kind: str, title: str, asked_for: dict[str, Any], by: User | None, key: str | None = None
) -> Job:
    """Note the work down and send it once the surrounding transaction is kept.

    With a ``key`` the same work is never noted twice: the job that exists is returned as it is. Raises KeyError
    for a ``kind`` no app knows.
    """
    kinds.get(kind)
    facts = {"kind": kind, "title": title, "asked_for": asked_for, "owner": by}
    if key is None:
        job = Job.objects.create(**facts)
    else:
        job, is_new = Job.objects.get_or_create(key=key, defaults=facts)
        if not is_new:
            return job
    transaction.on_commit(lambda: send(job.pk), robust=True)  # kept is kept, sent or not
    return job


def send(job_id: int, *, now: datetime | None = None) -> bool:
    """Hand the job to a worker and say whether the broker took it.

    A broker that is down is no disaster: the minute tick sends again.
    """
    Job.objects.filter(pk=job_id).update(sent_at=now or timezone.now())
    try:
        current_app.send_task(RUN, args=[job_id])
    except Exception as problem:  # noqa: BLE001 - its library stumbles (AttributeError) over one that dies meanwhile
        log.warning("job %s waits for the broker: %s", job_id, problem)
        Job.objects.filter(pk=job_id).update(sent_at=None)
        return False
    return True


@transaction.atomic
def retry(job: Job, *, by: User) -> Job:
    """Run a failed job again. Raises RuleBroken when it has not failed."""
    row = Job.objects.select_for_update().get(pk=job.pk)
    if row.status != JobStatus.FAILED:
        raise RuleBroken(
            _("Only work that failed can be run again; this one is “%s”.") % row.get_status_display()
        )
    row.status, row.problem, row.ended_at, row.done, row.step = JobStatus.QUEUED, "", None, 0, ""
    row.owner, row.forgiven = row.owner or by, row.attempt
    row.save()
    transaction.on_commit(lambda: send(row.pk), robust=True)
    return row
