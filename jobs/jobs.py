"""Celery's functions: run one job, look after everything each minute, and get a worker ready.

The message in the broker only says "have a look at job 7"; the truth is the row. A run holds a session
advisory lock for as long as it lives, so a job that is "running" without that lock lost its worker.
"""

import gc
import logging
from datetime import timedelta

from billiard.exceptions import SoftTimeLimitExceeded
from celery import shared_task
from celery.signals import celeryd_after_setup
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.db.models import F, Q
from django.urls import get_resolver
from django.utils import timezone
from django.utils.translation import gettext as _

from common.outages import Outage, is_of_database, outage_of
from jobs import kinds
from jobs.actions import send
from jobs.models import Job, JobStatus
from jobs.progress import Overtaken, Progress
from journal.acting import acting

log = logging.getLogger(__name__)
LOCK_CLASS = 7301  # names our advisory locks among others in the same database
MOST_ATTEMPTS = 5  # work that killed five workers is stopped instead of killing a sixth
SEND_AGAIN_AFTER = timedelta(minutes=2)


@shared_task(name="jobs.jobs.run")
def run(job_id: int) -> None:
    """Run the job unless somebody else does or did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_CLASS, job_id])
        if not cursor.fetchone()[0]:
            return
    try:
        _run_locked(job_id)
    except DatabaseError as fault:
        if not is_of_database(fault):
            raise
        _leave(job_id, fault)
    finally:
        _let_go(job_id)


def _let_go(job_id: int) -> None:
    """Give the lock back. Where the connection broke, the database has already taken it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_CLASS, job_id])
    except DatabaseError as problem:
        log.warning("job %s: the lock ended with its connection: %s", job_id, problem)
        connection.close()  # whatever is left of it must not hold the lock


def _run_locked(job_id: int) -> None:
    """Claim the next attempt, follow the recipe, write down what came of it."""
    claimed = Job.objects.filter(pk=job_id).unfinished()
    if not claimed.update(
        status=JobStatus.RUNNING, attempt=F("attempt") + 1, started_at=timezone.now(), done=0, step=""
    ):
        return
    job = Job.objects.get(pk=job_id)
    progress = Progress(job.pk, job.attempt)
    try:
        result = _follow(job, progress)
        progress.write(
            status=JobStatus.DONE,
            result=result,
            ended_at=timezone.now(),
            done=F("total"),
            step="",
            problem="",
        )
    except Overtaken:
        log.warning("job %s: attempt %s was overtaken", job_id, job.attempt)
    except SoftTimeLimitExceeded:
        _fail(progress, _("The work took longer than allowed and was stopped."))
    except ValidationError as no:
        _fail(progress, " ".join(no.messages))
    except Exception as fault:
        if is_of_database(fault):
            _leave(job_id, fault)
        else:
            log.exception("job %s failed", job_id)
            _fail(progress, _words_of(fault))


def _follow(job: Job, progress: Progress) -> dict:
    """Follow the recipe, unless following it killed its workers time and again."""
    if job.attempt - job.forgiven > MOST_ATTEMPTS:
        raise ValidationError(_("The work stopped its worker %d times and was given up.") % MOST_ATTEMPTS)
    with acting(job.owner_id):
        return kinds.get(job.kind).recipe(job.asked_for, progress)


def _leave(job_id: int, fault: Exception) -> None:
    """A database that went away, or only reads, is no fault of the work: without its lock the row is found by the tick, and done again."""
    log.warning("job %s cannot write and waits for the tick: %s", job_id, fault)
    connection.close()


def _words_of(fault: Exception) -> str:
    """What the person who asked reads."""
    if outage_of(fault) == Outage.DISK_FULL:
        return _("There was no room left on the disk. Run it again when the notice about that is gone.")
    return _("Unexpected fault: %s") % f"{type(fault).__name__}: {fault}"


def _fail(progress: Progress, problem: str) -> None:
    """Keep the reason on the row, where the person who asked finds it."""
    try:
        progress.write(status=JobStatus.FAILED, problem=problem, ended_at=timezone.now())
    except Overtaken:
        log.warning("job %s failed after it was overtaken: %s", progress.job_id, problem)


@shared_task(name="jobs.jobs.tick")
def tick() -> None:
    """Each minute: send lost work again, then let every app look after its dated duties."""
    for job_id in lost_jobs():
        if not send(job_id):
            break  # the broker is down: asking it for every job would only keep the tick waiting
    for duty in kinds.duties():
        try:
            duty()
        except Exception:
            log.exception("a duty of the tick failed: %s", duty)


@celeryd_after_setup.connect
def get_ready(**_facts: object) -> None:
    """Before the worker forks: load what its processes need, so that no first job, nor one after a fresh process, waits.

    What is there now stays for good; the collector need not look at it again, and the processes go on sharing it.
    """
    for preparation in kinds.preparations():
        preparation()
    get_resolver().url_patterns  # noqa: B018 - every address of the portal is loaded by the first one asked for
    gc.collect()
    gc.freeze()


def lost_jobs() -> list[int]:
    """Jobs no living worker holds: never sent, sent long ago and not begun, or begun by a worker that died.

    What was sent a moment ago is left alone, so that messages do not pile up while no worker listens.
    """
    held = (
        "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    unfinished = Job.objects.unfinished().extra(  # noqa: S610 - constants only
        where=[f"(status = %s OR id NOT IN ({held}))"], params=[JobStatus.QUEUED, LOCK_CLASS]
    )
    now = timezone.now()
    waited = Q(sent_at__isnull=True) | Q(sent_at__lte=now - SEND_AGAIN_AFTER)
    waited |= Q(sent_at__gt=now + SEND_AGAIN_AFTER)  # by a clock that was wrong
    begun_since = Q(status=JobStatus.RUNNING, started_at__gte=F("sent_at"))
    return list(unfinished.filter(waited | begun_since).order_by("pk").values_list("pk", flat=True))
