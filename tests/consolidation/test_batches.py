"""The day of many reports: started once, retried one by one, told once; each person sees their own."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from common.errors import RuleBroken
from consolidation.actions.batches import retry_campaign, start_now, tell_what_came_of_it
from consolidation.models import Report
from consolidation.queries.batches import batch_of, days_of
from jobs.jobs import run
from jobs.models import Job, JobStatus
from outbox.models import Notice
from reporting.models import Campaign
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.organisations import ProvinceFactory, SpecialistFactory
from tests.factories.programmes import PlanFactory, ProgrammeFactory
from tests.reporting.filling import VIETNAM, a_period, a_setting

MOMENT = dt.datetime(2023, 11, 25, 6, tzinfo=VIETNAM)
DAY = dt.date(2023, 11, 25)


def a_campaign(province=None, **plan):
    period = a_period(PlanFactory(province=province or ProvinceFactory(), **plan))
    a_setting(period)
    return Campaign.objects.create(period=period, runs_at=MOMENT)


def run_all():
    for pk in Job.objects.unfinished().order_by("pk").values_list("pk", flat=True):
        run(pk)


@pytest.fixture
def mine(db):
    return a_campaign()


@pytest.fixture
def specialist(mine):
    return SpecialistFactory(organisation__province=mine.period.plan.province).user


@pytest.mark.django_db
def test_a_person_starts_the_reports_of_their_province_and_an_administrator_all(mine, specialist):
    other = a_campaign()
    assert [item.campaign for item in batch_of(specialist, DAY).items] == [mine]
    assert start_now(day=DAY, by=specialist).started == 1
    assert start_now(day=DAY, by=specialist).started == 0
    other.refresh_from_db()
    assert other.job is None
    assert start_now(day=DAY, by=AdministratorFactory()).started == 1
    with pytest.raises(RuleBroken):
        start_now(day=DAY, by=UserFactory())


@pytest.mark.django_db
def test_one_failure_stops_nobody_says_why_and_is_run_again(mine, specialist):
    broken = a_campaign(mine.period.plan.province, programme=ProgrammeFactory(key="P712"))
    start_now(day=DAY, by=specialist)
    run_all()
    batch = batch_of(specialist, DAY)
    assert [(item.campaign, item.standing) for item in batch.items] == [
        (broken, JobStatus.FAILED), (mine, JobStatus.DONE),
    ]  # fmt: skip
    assert "P712" in batch.items[0].job.problem
    assert (batch.done, batch.percent, batch.is_moving, batch.can_start) == (1, 100, False, True)
    broken.refresh_from_db()
    with pytest.raises(RuleBroken):
        retry_campaign(campaign=batch.items[1].campaign, by=specialist)
    plan = broken.period.plan
    plan.programme = mine.period.plan.programme
    plan.save()
    assert start_now(day=DAY, by=specialist).again == 1
    run_all()
    assert batch_of(specialist, DAY).done == 2
    assert {report.pages > 0 for report in Report.objects.all()} == {True}


@pytest.mark.django_db
def test_the_specialists_are_told_once_what_came_of_it_and_again_after_a_retry(mine, specialist):
    mine.period.plan.programme = ProgrammeFactory(key="P712")
    mine.period.plan.save()
    start_now(day=DAY, by=specialist)
    assert tell_what_came_of_it() == 0
    run_all()
    assert (tell_what_came_of_it(), tell_what_came_of_it()) == (1, 0)
    notice = Notice.objects.get(user=specialist)
    assert (notice.kind, "P712" in notice.body) == ("report_not_rendered", True)
    mine.refresh_from_db()
    retry_campaign(campaign=mine, by=specialist)
    run_all()
    assert tell_what_came_of_it() == 1
    assert Notice.objects.filter(user=specialist).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_people_press_the_button_at_once_and_nothing_is_started_twice():
    campaigns = [a_campaign() for _ in range(5)]
    people = [AdministratorFactory() for _ in range(4)]
    begun, ready = [], threading.Barrier(len(people))

    def press(person):
        try:
            ready.wait()
            begun.append(start_now(day=DAY, by=person).started)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[person]) for person in people]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (sum(begun), Job.objects.count()) == (len(campaigns), len(campaigns))


@pytest.mark.django_db
def test_the_board_is_for_those_who_answer_for_a_report_of_the_day(mine, specialist, client):
    board = reverse("consolidation:batch_detail", args=[DAY])
    for person, seen in ((UserFactory(), 404), (SpecialistFactory().user, 404), (specialist, 200)):
        client.force_login(person)
        assert client.get(board).status_code == seen
        assert client.post(reverse("consolidation:batch_start", args=[DAY])).status_code == (
            302 if seen == 200 else 404
        )
    assert Job.objects.count() == 1
    fragment = client.get(board, headers={"hx-request": "true"}).content.decode()
    assert ("<html" in fragment, 'hx-trigger="every 3s"' in fragment) == (False, True)
    Job.objects.update(status=JobStatus.DONE, ended_at=timezone.now())
    assert "every 3s" not in client.get(board).content.decode()
    assert list(days_of(specialist)) == [{"day": DAY, "reports": 1, "rendered": 1, "failed": 0}]
    assert client.get("/bao-cao-tong-hop/dot/2023-13-45/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 4])
def test_the_board_costs_the_same_queries_for_any_number_of_reports(count, client, django_assert_num_queries):
    for _ in range(count):
        a_campaign()
    client.force_login(AdministratorFactory())
    start_now(day=DAY, by=AdministratorFactory())
    client.get(reverse("consolidation:batch_detail", args=[DAY]))
    with django_assert_num_queries(4):
        client.get(reverse("consolidation:batch_detail", args=[DAY]))
