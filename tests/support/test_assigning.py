"""Who handles an application, one by one and many at once."""

import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from common.errors import RuleBroken
from jobs.models import Job
from journal.models import Entry
from organisations.models import Role
from outbox.models import Notice
from support.actions import batches
from support.actions.assigning import assign, release, take
from support.jobs import run_batch
from support.models import Application
from tests.factories.organisations import DostFactory, MembershipFactory
from tests.factories.support import SubmittedFactory, support_stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return support_stage()


def colleague(stage):
    dost = stage.specialist.memberships.get().organisation
    return MembershipFactory(organisation=dost, role=Role.SPECIALIST).user


def test_whoever_gets_an_application_is_told_and_the_journal_says_who_gave_it(stage):
    application = stage.submitted()
    assign(application, to=stage.specialist, by=stage.leader)
    application.refresh_from_db()
    assert (application.assignee, application.assigned_at is None) == (stage.specialist, False)
    assert list(Notice.objects.values_list("user_id", "kind")) == [
        (stage.specialist.pk, "application_assigned")
    ]
    assert [(e.action, e.by_id) for e in Entry.objects.about(application)] == [("assign", stage.leader.pk)]


def test_whoever_takes_one_up_needs_no_notice(stage):
    take(stage.submitted(), by=stage.specialist)
    assert Notice.objects.count() == 0


def test_what_cannot_be_assigned_says_why(stage):
    other = colleague(stage)
    elsewhere = MembershipFactory(organisation=DostFactory(), role=Role.SPECIALIST).user
    fresh, held = stage.submitted(), stage.submitted(assignee=other)
    ended = stage.submitted(state="refused", ended_on=timezone.localdate())
    attempts = [
        lambda: assign(fresh, to=stage.applicant, by=stage.leader),
        lambda: assign(held, to=other, by=stage.leader),
        lambda: assign(fresh, to=other, by=elsewhere),
        lambda: assign(ended, to=other, by=stage.leader),
        lambda: take(held, by=stage.specialist),
        lambda: take(held, by=other),
        lambda: release(fresh, by=stage.specialist),
        lambda: take(fresh, by=stage.applicant),
    ]
    codes = []
    for attempt in attempts:
        with pytest.raises(RuleBroken) as no:
            attempt()
        codes.append(no.value.code)
    assert codes == [
        "not_of_the_office", "same_person", "not_permitted", "ended", "taken", "same_person", "nobody", "not_permitted",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_who_take_it_at_once_one_has_it_and_the_other_is_told(stage):
    application, other = stage.submitted(), colleague(stage)
    barrier, told = threading.Barrier(2), []

    def attempt(clerk):
        barrier.wait()
        try:
            take(application, by=clerk)
            told.append("has it")
        except RuleBroken as no:
            told.append(no.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=[clerk]) for clerk in (stage.specialist, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["has it", "taken"]
    assert Entry.objects.about(application).count() == 1


def posted(stage, data, query="", user=None):
    with translation.override("en"):
        client = stage.client(user or stage.specialist)
        client.cookies["django_language"] = "en"
        return client.post(f"{reverse('support:desk_batch')}?{query}", data)


def test_a_batch_does_what_it_can_and_says_why_not(stage):
    mine, other = stage.submitted(), colleague(stage)
    taken = stage.submitted(assignee=other)
    ended = stage.submitted(state="granted", ended_on=timezone.localdate())
    foreign = SubmittedFactory()
    response = posted(stage, {"step": "take", "pk": [mine.pk, taken.pk, ended.pk, foreign.pk]})
    refused = [(code, why.split(":")[0].split(". ")[0]) for _pk, code, why in response.context["refused"]]
    assert response.context["done"] == 1
    assert [code for code, _why in refused] == [taken.code, ended.code]
    assert str(other) in refused[0][1]
    assert list(Application.objects.filter(assignee=stage.specialist)) == [mine]


@pytest.mark.parametrize("sent", ["9" * 20, "9" * 5000, "0", "x"])
def test_an_id_that_is_none_is_taken_for_no_application(stage, sent):
    assert posted(stage, {"step": "take", "pk": [sent]}).status_code in {200, 302}


def test_one_refusal_stops_no_other_in_its_own_transaction(stage):
    def broken(application, by, choice):
        application.situation = "changed"
        application.save()
        if application.pk == bad.pk:
            raise RuleBroken("no")

    good, bad = stage.submitted(), stage.submitted()
    batch = batches.run(
        batches.Step("x", "x", broken),
        [bad, good],
        choice=batches.Choice(timezone.localdate()),
        by=stage.specialist,
    )
    assert [outcome.refusal for outcome in batch.outcomes] == ["no", ""]
    assert list(Application.objects.filter(situation="changed")) == [good]


def test_all_the_filters_show_is_asked_once_more_then_done(stage):
    for _number in range(3):
        stage.submitted()
    stage.submitted(state="proposed")
    asked = {"step": "assign", "person": stage.specialist.pk, "all": "1"}
    question = posted(stage, asked, "state=submitted", stage.leader)
    assert (question.context["count"], Application.objects.filter(assignee=stage.specialist).count()) == (
        3,
        0,
    )
    done = posted(stage, asked | {"sure": "1"}, "state=submitted", stage.leader)
    assert (done.context["done"], Application.objects.filter(assignee=stage.specialist).count()) == (3, 3)


def test_a_large_batch_is_a_job_that_says_each_refusal(stage, monkeypatch):
    monkeypatch.setattr("support.views.desk_work.MOST_AT_ONCE", 1)
    first, second = stage.submitted(), stage.submitted(assignee=colleague(stage))
    response = posted(stage, {"step": "take", "pk": [first.pk, second.pk]})
    job = Job.objects.get()
    assert response["Location"] == reverse("jobs:job_detail", args=[job.pk])

    class Told:
        job_id = job.pk

        def tell(self, **facts):
            pass

    result = run_batch(job.asked_for, Told())
    assert (result["done"], [row[1] for row in result["refused"]]) == (1, [second.code])
    Job.objects.filter(pk=job.pk).update(status="done", result=result, ended_at=timezone.now())
    page = reverse("support:desk_batch_result", args=[job.pk])
    assert second.code in stage.client(stage.specialist).get(page).content.decode()
    assert stage.client(stage.leader).get(page).status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"step": "x", "pk": "1"},
        {"step": "take"},
        {"step": "assign", "pk": "1"},
        {"step": "assign", "pk": "1", "person": "9" * 40},
    ],
)
def test_a_batch_of_nothing_goes_back_to_the_list(stage, data):
    assert posted(stage, data).status_code == 302


def test_readers_and_applicants_take_no_steps(stage):
    reader = MembershipFactory(organisation=DostFactory(province=stage.province), role=Role.READER).user
    application = stage.submitted()
    data = {"step": "take", "pk": application.pk}
    assert [posted(stage, data, user=user).status_code for user in (reader, stage.applicant)] == [403, 404]


def test_the_page_of_an_application_says_who_handles_it_and_lets_the_office_change_it(stage):
    application = stage.submitted()
    address = reverse("support:application_assign", args=[application.pk])
    client = stage.client(stage.leader)
    client.post(address, {"step": "assign", "person": stage.specialist.pk})
    application.refresh_from_db()
    assert application.assignee == stage.specialist
    assert address in client.get(application.get_absolute_url()).content.decode()
    client.post(address, {"step": "take"})
    client.post(address, {"step": "appraise"})
    application.refresh_from_db()
    assert (application.assignee, application.state) == (stage.specialist, "submitted")
    client.post(address, {"step": "release"})
    application.refresh_from_db()
    assert application.assignee is None
    assert address not in stage.client(stage.applicant).get(application.get_absolute_url()).content.decode()


def test_appraisal_of_many_starts_where_the_checklist_allows_it(stage):
    application = stage.submitted()
    response = posted(stage, {"step": "appraise", "pk": application.pk})
    application.refresh_from_db()
    refused = [pk for pk, _code, _why in response.context["refused"]]
    assert (refused == [application.pk]) == (application.state == "submitted")
