"""A clock that passes midnight or the year's end in Vietnam, and one that was wrong and is set right: what stays true."""

import datetime as dt

import pytest
from celery import current_app
from django.utils import timezone

from config.ticking import SteadyScheduler
from consolidation.actions.batches import start_due_campaigns
from faults.clock import Clock
from jobs.jobs import SEND_AGAIN_AFTER, lost_jobs
from jobs.models import Job
from journal.actions import seal
from journal.models import Seal
from journal.queries.verifying import verify
from outbox.actions import gather, notify
from outbox.models import Mail, MailStatus
from outbox.queries import FALLEN_SILENT, MailState, in_state, ready, state_of
from reporting.models import Campaign
from support.actions.submitting import submit
from support.models import Application, ReceiptCounter
from tests.factories.accounts import UserFactory
from tests.factories.outbox import VIETNAM, MailFactory, NoticeFactory
from tests.factories.programmes import PlanFactory
from tests.factories.support import support_stage
from tests.reporting.filling import a_period
from tests.support.test_submitting_races import ready as complete

pytestmark = pytest.mark.django_db
HOUR, YEAR = dt.timedelta(hours=1), dt.timedelta(days=365)
WRONG = pytest.mark.parametrize("wrong", [HOUR, YEAR], ids=["an hour", "a year"])
NOON = dt.datetime(2026, 11, 16, 12, 0, tzinfo=VIETNAM)  # a Monday


def vietnam(*when):
    return dt.datetime(*when, tzinfo=VIETNAM).astimezone(dt.UTC)  # as a machine in UTC has it


# ---- midnight and the year's end in Vietnam, while it is still afternoon in UTC ----------------------------------


def test_receipts_are_numbered_by_the_year_it_is_in_vietnam():
    here = support_stage()
    moments = [
        vietnam(2026, 12, 31, 23, 59, 59),
        vietnam(2027, 1, 1),
        vietnam(2027, 1, 1, 0, 0, 1),
        vietnam(2026, 12, 31, 23, 0),  # the clock was set back an hour
        vietnam(2027, 1, 1, 6, 59),  # still December in UTC
    ]
    given = []
    for moment in moments:
        draft = complete(here)
        row = submit(draft, by=here.applicant, now=moment, has_read_notice=True)
        given.append((row.year, row.number))
    assert given == [(2026, 1), (2027, 1), (2027, 2), (2026, 2), (2027, 3)]
    assert dict(ReceiptCounter.objects.values_list("year", "last")) == {2026: 2, 2027: 3}
    codes = set(Application.objects.values_list("code", flat=True))
    assert len(codes) == len(moments)


def test_the_campaign_of_25_november_starts_once_though_the_clock_passes_its_moment_twice():
    moment = dt.datetime(2026, 11, 25, 6, 0, tzinfo=VIETNAM)
    Campaign.objects.create(period=a_period(PlanFactory(), 2026), runs_at=moment)
    before, after = moment - dt.timedelta(seconds=1), moment + dt.timedelta(seconds=1)
    started = [
        len(start_due_campaigns(now=now)) for now in (before, after, before - HOUR, after, after + YEAR)
    ]
    assert started == [0, 1, 0, 0, 0]


def test_one_mail_a_day_though_the_day_comes_twice():
    person = UserFactory()
    NoticeFactory(user=person)
    [first] = gather(NOON)
    tomorrow = NOON + dt.timedelta(1)
    NoticeFactory(user=person)
    [second] = gather(tomorrow)
    NoticeFactory(user=person)
    assert (gather(NOON), gather(tomorrow)) == ([], [])  # the clock was a day ahead and was set right
    assert [mail.day for mail in (first, second)] == [NOON.date(), tomorrow.date()]


def test_seals_go_by_order_and_not_by_the_clock(monkeypatch):
    person = UserFactory()
    seal()
    for moment in (vietnam(2027, 1, 1), vietnam(2026, 12, 31, 23)):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        notify([person], kind="x", key=f"x:{moment}", title="x")
        seal()
    assert verify(now=timezone.now()).faults == []
    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == list(
        range(1, Seal.objects.count() + 1)
    )


# ---- a clock that was ahead and is set right -------------------------------------------------------------------------


@WRONG
def test_the_minute_goes_on_coming(wrong, tmp_path, monkeypatch):
    asked = []
    beat = SteadyScheduler(current_app, schedule_filename=str(tmp_path / "schedule"), lazy=False)
    beat.apply_entry = lambda entry, producer=None: asked.append(entry.name)  # noqa: ARG005 - Celery's signature
    true_now = current_app.now

    def minutes(count, ahead):
        asked.clear()
        for minute in range(count):
            moment = true_now() + ahead + dt.timedelta(minutes=minute)
            monkeypatch.setattr(current_app._get_current_object(), "now", lambda moment=moment: moment)
            while beat.tick() == 0:
                pass
        return asked.count("tick")

    assert minutes(4, ahead=dt.timedelta(minutes=5)) == 4
    assert minutes(4, ahead=wrong) == 4
    assert (
        minutes(4, ahead=dt.timedelta(minutes=10)) == 3
    )  # the first of them only sees that the clock was set right
    beat.close()


@WRONG
def test_work_that_was_sent_in_the_future_is_sent_again(wrong):
    job = Job.objects.create(kind="x", title="x", sent_at=timezone.now() + wrong)
    Job.objects.create(kind="x", title="x", sent_at=timezone.now())
    just_ahead = timezone.now() + SEND_AGAIN_AFTER / 2
    Job.objects.create(kind="x", title="x", sent_at=just_ahead)
    assert lost_jobs() == [job.pk]


@WRONG
def test_what_was_told_in_the_future_is_carried_today(wrong):
    notice = NoticeFactory(created_at=NOON + wrong)
    [mail] = gather(NOON)
    assert list(mail.notices.all()) == [notice]


@WRONG
def test_a_mail_of_the_future_leaves_and_one_whose_sending_was_cut_off_is_left_to_people(wrong):
    waits = MailFactory(try_at=NOON + wrong)
    assert list(ready(NOON)) == [waits]
    sending = MailFactory(try_at=NOON + wrong, status=MailStatus.SENDING)
    assert state_of(sending, NOON) == MailState.UNCLEAR
    assert list(Mail.objects.filter(in_state(MailState.UNCLEAR, NOON))) == [sending]
    young = MailFactory(try_at=NOON + FALLEN_SILENT / 2, status=MailStatus.SENDING)
    assert state_of(young, NOON) == MailState.SENDING


def test_a_refused_mail_of_the_future_waits_no_longer_than_its_longest_pause():
    waits = MailFactory(try_at=NOON + YEAR, status=MailStatus.FAILED, tries=1)
    MailFactory(try_at=NOON + 12 * HOUR, status=MailStatus.FAILED, tries=5)
    assert list(ready(NOON)) == [waits]


# ---- the clock of the harness ----------------------------------------------------------------------------------------


def test_a_clock_is_wrong_by_what_its_file_says(tmp_path):
    file = tmp_path / "clock"
    true, clock = dt.datetime.now(dt.UTC).timestamp(), Clock(file)
    assert clock.time() - true < 60
    file.write_text("-3600")
    assert -3600 <= Clock(file).time() - true < -3540
