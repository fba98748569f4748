"""The job row is the truth: asked once, claimed once, found when lost, given up in the end."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from common.errors import RuleBroken
from jobs import kinds
from jobs.actions import enqueue, retry
from jobs.jobs import LOCK_CLASS, MOST_ATTEMPTS, SEND_AGAIN_AFTER, lost_jobs, run, tick
from jobs.models import Job, JobStatus
from jobs.progress import Overtaken, Progress
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.jobs.worker import until

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def recipe():
    """A kind whose recipe the test writes; forgotten afterwards."""
    followed = []

    def follow(asked_for, progress):
        followed.append(asked_for)
        return follow.does(asked_for, progress)

    follow.does = lambda asked_for, _progress: {"made": asked_for["what"]}
    follow.followed = followed
    kinds.register("test", kinds.Kind(follow, lambda result: f"/{result['made']}/"))
    yield follow
    del kinds._kinds["test"]


def a_job(status=JobStatus.QUEUED, **facts):
    ended = timezone.now() if status in {JobStatus.DONE, JobStatus.FAILED} else None
    usual = {"kind": "test", "title": "Việc thử", "asked_for": {"what": "x"}, "ended_at": ended}
    return Job.objects.create(status=status, **{**usual, **facts})


def look(job):
    job.refresh_from_db()
    return job


def test_a_run_ends_done_with_its_result(recipe):
    job = a_job()
    run(job.pk)
    assert (look(job).status, job.result, job.attempt, job.percent) == ("done", {"made": "x"}, 1, 100)
    assert kinds.where(job) == "/x/"


def test_a_finished_job_is_not_run_again(recipe):
    job = a_job()
    run(job.pk)
    run(job.pk)
    assert recipe.followed == [{"what": "x"}]


def test_work_with_a_key_is_noted_once(recipe):
    first = enqueue(kind="test", title="Một", asked_for={}, by=None, key="year 2023")
    assert enqueue(kind="test", title="Hai", asked_for={}, by=None, key="year 2023") == first
    assert Job.objects.count() == 1


def test_a_kind_nobody_knows_is_refused_when_it_is_asked_for():
    with pytest.raises(KeyError):
        enqueue(kind="unknown", title="?", asked_for={}, by=None)


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (RuleBroken("Không có đề cương."), "Không có đề cương."),
        (ValidationError(["Một.", "Hai."]), "Một. Hai."),
        (ZeroDivisionError("oops"), "Unexpected fault: ZeroDivisionError: oops"),
    ],
)
def test_a_failure_keeps_its_reason(recipe, fault, problem):
    def fail(asked_for, progress):
        raise fault

    recipe.does = fail
    job = a_job()
    run(job.pk)
    assert (look(job).status, job.problem) == ("failed", problem)


def test_an_overtaken_run_writes_nothing(recipe):
    def be_overtaken(asked_for, progress):
        Job.objects.update(attempt=2)
        progress.tell(done=1, total=2)

    recipe.does = be_overtaken
    job = a_job()
    run(job.pk)
    assert (look(job).status, job.attempt, job.done, job.problem) == ("running", 2, 0, "")
    with pytest.raises(Overtaken):
        Progress(job.pk, 1).tell(done=2, total=2)


def test_work_that_killed_its_workers_is_given_up_and_may_be_asked_for_again(recipe):
    job = a_job(JobStatus.RUNNING, attempt=MOST_ATTEMPTS)
    run(job.pk)
    assert (look(job).status, job.problem, recipe.followed) == (
        "failed", "The work stopped its worker 5 times and was given up.", [],
    )  # fmt: skip
    retry(job, by=UserFactory())
    run(job.pk)
    assert (look(job).status, job.attempt) == ("done", MOST_ATTEMPTS + 2)


def test_only_failed_work_is_run_again(recipe):
    with pytest.raises(RuleBroken, match="Only work that failed can be run again"):
        retry(a_job(JobStatus.DONE), by=UserFactory())


@pytest.fixture
def another_session(transactional_db):
    """A second connection to the database, as a worker has."""
    other = connection.copy()
    yield other
    other.close()


def hold(session, job):
    with session.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_CLASS, job.pk])


def test_a_job_in_the_hands_of_a_living_worker_is_neither_lost_nor_run_twice(recipe, another_session):
    job = a_job(JobStatus.RUNNING, attempt=1, sent_at=timezone.now() - dt.timedelta(hours=1))
    hold(another_session, job)
    assert lost_jobs() == []
    run(job.pk)
    assert recipe.followed == []
    another_session.close()
    assert until(lambda: lost_jobs() == [job.pk])


def test_the_lock_is_given_back_after_the_run(recipe, another_session):
    job = a_job()
    run(job.pk)
    with another_session.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_CLASS, job.pk])
        assert cursor.fetchone() == (True,)


def test_what_is_lost(recipe):
    now = timezone.now()
    long_ago = now - SEND_AGAIN_AFTER * 2
    never_sent = a_job()
    a_job(sent_at=now)  # a worker will come to it
    unheard = a_job(sent_at=long_ago)
    died = a_job(
        JobStatus.RUNNING,
        attempt=1,
        sent_at=now - dt.timedelta(seconds=9),
        started_at=now - dt.timedelta(seconds=8),
    )
    a_job(
        JobStatus.RUNNING, attempt=1, sent_at=now, started_at=now - dt.timedelta(seconds=8)
    )  # just sent again
    still = a_job(JobStatus.RUNNING, attempt=1, sent_at=long_ago, started_at=long_ago - dt.timedelta(1))
    a_job(JobStatus.DONE)
    a_job(JobStatus.FAILED)
    assert lost_jobs() == [never_sent.pk, unheard.pk, died.pk, still.pk]


def test_a_duty_that_fails_does_not_keep_the_others_from_theirs(monkeypatch):
    done = []

    def broken():
        raise ZeroDivisionError

    monkeypatch.setattr(kinds, "_duties", [broken, lambda: done.append(1)])
    tick()
    assert done == [1]


def test_a_person_watches_the_work_they_asked_for(recipe, client):
    owner = UserFactory()
    job = a_job(JobStatus.FAILED, owner=owner, problem="Không có đề cương.")
    page = reverse("jobs:job_detail", args=[job.pk])
    client.force_login(owner)
    assert "Không có đề cương." in client.get(page).content.decode()
    fragment = client.get(page, headers={"hx-request": "true"})
    assert fragment["Cache-Control"] == "no-store"
    assert fragment.content.decode().lstrip().startswith("<section")
    client.force_login(UserFactory())
    assert client.get(page).status_code == 404
    assert client.post(reverse("jobs:job_retry", args=[job.pk])).status_code == 404
    client.force_login(AdministratorFactory())
    assert client.get(page).status_code == 200


def test_the_page_of_a_job_whose_kind_is_gone_still_opens(client):
    job = a_job(JobStatus.DONE, owner=UserFactory(), result={"made": "x"}, kind="gone")
    client.force_login(job.owner)
    assert client.get(reverse("jobs:job_detail", args=[job.pk])).status_code == 200


def test_failed_work_is_run_again_by_its_button(recipe, client, django_capture_on_commit_callbacks):
    job = a_job(JobStatus.FAILED, owner=UserFactory(), problem="x")
    client.force_login(job.owner)
    assert client.get(reverse("jobs:job_retry", args=[job.pk])).status_code == 405
    with django_capture_on_commit_callbacks() as sent:
        response = client.post(reverse("jobs:job_retry", args=[job.pk]))
    assert response.url == reverse("jobs:job_detail", args=[job.pk])
    assert (look(job).status, job.problem, len(sent)) == ("queued", "", 1)
