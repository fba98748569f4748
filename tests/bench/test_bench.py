"""The measuring goes on working; what it measures is read by people and never asserted here."""

import datetime as dt

import pytest
from celery import current_app
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from redis import Redis

from bench import batch, dossiers, pages, paper
from bench.clock import Turns, take_turns
from bench.floor import Floor, bare_database
from bench.table import table, times
from bench.visit import Page
from consolidation.actions.batches import start_due_campaigns
from enterprises.models import Enterprise
from jobs.actions import RUN
from jobs.jobs import run
from jobs.models import Job, JobStatus
from programmes.models import Plan
from reporting.models import Campaign
from support.models import Application

KEY = pages.PLANS[0]
TODAY = dt.date(2025, 10, 20)


@pytest.fixture
def application(trial, db, settings):
    """The whole portal, with the plan files that every deployment carries and its demo people."""
    settings.ROOT_URLCONF = "bench.urls"
    for moment in (request_started, request_finished):  # the test's transaction outlives its requests
        moment.disconnect(close_old_connections)
    yield WSGIHandler()
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


def test_pages_and_the_report_are_measured_and_grow_as_asked(application):
    shown = pages.screens(application)
    assert len(pages.costs(shown, rounds=1).splitlines()) == 1 + 3 + len(shown) + 4
    grown = list(pages.growths(application, TODAY, keys=[KEY], many=2, units=4))
    assert len(pages.flatness(grown, rounds=1).splitlines()) == 1 + 3 + len(grown) + 3
    whole, twice = Plan.objects.get(key=KEY), Plan.objects.get(key=f"{KEY}-2")
    for part in ("tasks", "targets", "findings"):
        assert getattr(twice, part).count() == 2 * getattr(whole, part).count()
    assert paper.composed().letterhead.place == "Hưng Yên"
    period = Plan.objects.get(key=f"{KEY}-1-4").periods.get()
    assert period.submissions.count() == 4


def test_the_floor_puts_out_the_same_tags_and_texts(db):
    page = Page("<p>Chỉ tiêu &amp; nhiệm vụ</p>\n<br>".encode(), [("SELECT %s", (1,))])
    with bare_database() as database:
        assert Floor(page, database).page() == page.html


def test_turns_alternate_after_one_that_warms_up():
    heard = []
    turns = take_turns({"a": lambda: heard.append("a"), "b": lambda: heard.append("b")}, rounds=2)
    assert "".join(heard) == "ababab"
    assert {name: len(seconds) for name, seconds in turns.seconds.items()} == {"a": 2, "b": 2}


def test_a_ratio_is_the_median_of_neighbours():
    # a busy moment in the last turn slows both and moves nothing
    assert Turns({"page": [2.0, 4.0, 30.0], "floor": [1.0, 2.0, 10.0]}).ratio("page", "floor") == 2.0


def test_a_table_stands_in_columns():
    assert table("Title", ("page", "×"), [("a", times(1.234)), ("long name", times(12.34))], ["note"]) == (
        "\nTitle\npage           ×\n----------------\na          1.23×\nlong name  12.3×\n  note"
    )


def test_the_desk_is_measured_at_two_sizes_and_asks_the_same_at_both(application):
    text = dossiers.desk(application, TODAY, 1, sizes=[(40, 120), (60, 240)])
    names = [*dossiers.SOUGHT, *dossiers.SEARCHED]
    lines = text.splitlines()[4 : 4 + len(names)]
    assert [line.split("  ")[0] for line in lines] == names
    assert "≠" not in text
    assert (Enterprise.objects.count(), Application.objects.count()) == (60, 240)


def test_a_day_of_many_reports_is_made_of_real_plans_and_can_be_rendered(application):
    campaigns = batch.a_day(6)  # more provinces than the plan files know
    assert Campaign.objects.filter(pk__in=campaigns).values("period__plan__province").distinct().count() == 6
    batch.clear(campaigns[-1:])
    [job] = start_due_campaigns()
    run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.problem) == (JobStatus.DONE, "")
    batch.clear(campaigns)  # from nothing again
    assert not Job.objects.filter(pk=job.pk).exists()
    assert len(start_due_campaigns()) == len(campaigns) == 12


def test_nothing_of_the_queue_or_its_worker_is_left_with_the_broker(settings):
    def left():
        with Redis.from_url(settings.REDIS_URL) as broker:
            answering = broker.smembers("_kombu.binding.celery.pidbox")
            return [
                name for name in [*broker.scan_iter("*bench-*"), *answering] if batch.QUEUE.encode() in name
            ]

    with batch.own_queue():
        with batch.worker(0):
            assert left() != []
        current_app.send_task(RUN, args=[0])  # nobody takes it any more
        assert batch.QUEUE.encode() in left()
    assert left() == []
