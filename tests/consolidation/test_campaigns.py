"""Dated work: started when its moment comes, caught up when it was missed, once whatever happens."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from consolidation.actions.batches import start_due_campaigns
from consolidation.jobs import look_after_campaigns
from jobs import kinds
from jobs.models import Job
from journal.models import Entry
from reporting.models import Campaign
from tests.factories.programmes import PlanFactory
from tests.reporting.filling import VIETNAM, a_period

MOMENT = dt.datetime(2023, 11, 25, 6, 0, tzinfo=VIETNAM)


def a_campaign(**facts):
    return Campaign.objects.create(period=a_period(PlanFactory()), **{"runs_at": MOMENT, **facts})


@pytest.mark.django_db
def test_nothing_starts_before_its_moment_in_vietnam():
    campaign = a_campaign()
    assert start_due_campaigns(now=dt.datetime(2023, 11, 24, 22, 59, tzinfo=dt.UTC)) == []
    [job] = start_due_campaigns(now=dt.datetime(2023, 11, 24, 23, 0, tzinfo=dt.UTC))
    campaign.refresh_from_db()
    assert (campaign.job, job.key, job.owner) == (job, f"campaign:{campaign.pk}", None)
    assert job.asked_for == {"period": campaign.period_id, "by": None}
    assert Entry.objects.about(campaign.period).get().action == "start_campaign"


@pytest.mark.django_db
def test_a_moment_missed_by_months_is_caught_up_once():
    late, later = a_campaign(), a_campaign(runs_at=MOMENT + dt.timedelta(1))
    a_campaign(runs_at=dt.datetime(2999, 1, 1, tzinfo=VIETNAM))
    look_after_campaigns()
    look_after_campaigns()
    asked = [job.asked_for["period"] for job in Job.objects.order_by("pk")]
    assert asked == [late.period_id, later.period_id]


@pytest.mark.django_db
def test_the_minute_tick_knows_the_duty():
    assert look_after_campaigns in kinds.duties()


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_start_it_once():
    campaign = a_campaign()
    together = threading.Barrier(2)
    started = []

    def one_tick():
        together.wait()
        try:
            started.extend(start_due_campaigns(now=MOMENT))
        finally:
            connection.close()

    ticks = [threading.Thread(target=one_tick) for _ in range(2)]
    for tick in ticks:
        tick.start()
    for tick in ticks:
        tick.join()
    assert [job.pk for job in started] == [Job.objects.get().pk]
    campaign.refresh_from_db()
    assert campaign.job == Job.objects.get()


@pytest.mark.django_db(transaction=True)
def test_work_another_tick_is_starting_is_skipped_and_not_waited_for():
    campaign = a_campaign()
    answers = []

    def another_tick():
        answers.append(start_due_campaigns(now=MOMENT))
        connection.close()

    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        tick = threading.Thread(target=another_tick)
        tick.start()
        tick.join(timeout=40)
        assert answers == [[]]
