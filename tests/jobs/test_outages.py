"""A database that goes away under work: the work is done again, and is nobody's failure."""

import socket

import pytest
from celery import Celery
from django.db import connection

from jobs import kinds
from jobs.actions import current_app, enqueue
from jobs.jobs import lost_jobs, run
from jobs.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def followed():
    """How often the recipe was begun; the first time its line to the database is cut."""
    times = []

    def follow(_asked_for, progress):
        times.append(progress.attempt)
        if len(times) == 1:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return {"made": "x"}

    kinds.register("test-outage", kinds.Kind(follow))
    yield times
    del kinds._kinds["test-outage"]


def test_work_that_loses_the_database_is_found_by_the_tick_and_done_again(followed):
    job = Job.objects.create(kind="test-outage", title="x")
    run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.problem, job.attempt) == ("running", "", 1)
    assert lost_jobs() == [job.pk]
    run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.result, followed) == ("done", {"made": "x"}, [1, 2])


@pytest.mark.parametrize("when", ["before", "within"])
def test_work_that_meets_a_database_that_only_reads_waits_and_is_done_again(when):
    def only_reading(value):
        with connection.cursor() as cursor:
            cursor.execute(f"SET default_transaction_read_only = {value}")

    def follow(_asked_for, progress):
        if progress.attempt == 1 and when == "within":
            only_reading("on")
            try:
                progress.tell(done=1, total=2)
            finally:
                only_reading("off")  # a moment later it writes again
        return {"made": "x"}

    kinds.register("test-reading", kinds.Kind(follow))
    job = Job.objects.create(kind="test-reading", title="x")
    if when == "before":
        only_reading("on")
    run(job.pk)
    only_reading("off")
    job.refresh_from_db()
    assert (job.is_finished, job.problem, lost_jobs()) == (False, "", [job.pk])
    run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.result) == ("done", {"made": "x"})
    del kinds._kinds["test-reading"]


def test_a_broker_that_dies_in_the_midst_of_a_word_does_not_undo_what_was_kept(followed, monkeypatch):
    def stumble(*_words, **_more):
        raise AttributeError(
            "'NoneType' object has no attribute 'client'"
        )  # what its library said in such a moment

    monkeypatch.setattr(current_app, "send_task", stumble)
    job = enqueue(kind="test-outage", title="x", asked_for={}, by=None)
    job.refresh_from_db()
    assert (job.sent_at, lost_jobs()) == (None, [job.pk])


def test_a_broker_that_listens_and_says_nothing_holds_nobody_up(followed, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        silent = Celery("silent", set_as_current=False)
        silent.config_from_object("django.conf:settings", namespace="CELERY")
        silent.conf.broker_url = f"redis://127.0.0.1:{listening.getsockname()[1]}/0"
        monkeypatch.setattr("jobs.actions.current_app", silent)
        job = enqueue(kind="test-outage", title="x", asked_for={}, by=None)
    job.refresh_from_db()
    assert (job.sent_at, lost_jobs()) == (None, [job.pk])
