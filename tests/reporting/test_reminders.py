"""The ladder of reminders: the newest rung, once, to those who can act, and silence once the form is filed."""

import datetime as dt
import threading
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone, translation

from jobs import kinds
from organisations.models import CalendarException, Role
from outbox.actions import gather, send_due
from outbox.models import Mail, Notice
from reporting.actions.reminders import forget, remind
from reporting.actions.submissions import certify
from reporting.jobs import look_after_reminders
from reporting.models import ReminderKind, ReminderStep, ReportingPeriod
from reporting.queries.reminders import calls, prefix_of, reminders
from reporting.states import SubmissionState
from tests.factories.organisations import (
    DostFactory,
    MembershipFactory,
    OrganisationFactory,
    SpecialistFactory,
    SuccessionFactory,
)
from tests.factories.programmes import DutyFactory, PlanFactory
from tests.reporting.filling import VIETNAM, a_period, a_submission

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 11, 20)  # a Friday; Tuesday the 24th is a holiday
LADDER = [(-10, False), (-5, False), (-2, False), (0, False), (1, True), (3, True)]
DAYS = {"opens_on": dt.date(2026, 10, 1), "due_on": DUE, "locks_on": dt.date(2026, 11, 30)}


@pytest.fixture(autouse=True)
def _ladder():
    """The usual rungs; tests that truncate tables take those of the migration away."""
    ReminderStep.objects.all().delete()
    for days, to_leader in LADDER:
        ReminderStep.objects.create(days=days, to_leader=to_leader)
    with translation.override("en"):
        yield


@pytest.fixture
def form():
    """An unfiled form of a unit with a focal point and a leader, in a period due on the 20th."""
    period = a_period(PlanFactory(), 2026, **DAYS)
    ReportingPeriod.objects.update(opened_at=dt.datetime(2026, 10, 1, 8, tzinfo=VIETNAM))
    form = a_submission(period, state=SubmissionState.DRAFT)
    MembershipFactory(organisation=form.organisation, user__full_name="Đầu mối")
    MembershipFactory(organisation=form.organisation, user__full_name="Lãnh đạo", role=Role.UNIT_LEADER)
    period.refresh_from_db()
    return form


def day(number, month=11):
    return dt.date(2026, month, number)


def told():
    return list(Notice.objects.order_by("pk").values_list("user__full_name", "key"))


def rung_of(on):
    return [reminder.step.days for reminder in reminders(on)]


@pytest.mark.parametrize(
    ("on", "rung"),
    [
        (day(5), []),  # ten working days before is Friday the 6th
        (day(6), [-10]),
        (day(12), [-10]),
        (day(13), [-5]),
        (day(18), [-2]),
        (day(20), [0]),
        (day(22), [0]),  # Sunday: one working day after is Monday
        (day(23), [1]),
        (day(25), [1]),  # the 24th is a holiday, so three working days after is Thursday the 26th
        (day(26), [3]),
        (day(30), [3]),
        (day(1, 12), []),  # locked: the portal is silent, DOST writes a letter
    ],
)
def test_the_newest_rung_reached_speaks_in_working_days(form, on, rung):
    assert rung_of(on) == rung


def test_a_dated_exception_moves_the_rungs(form):
    CalendarException.objects.create(day=day(19), is_working=False, name="Nghỉ bão")
    assert (rung_of(day(17)), rung_of(day(16))) == ([-2], [-5])


def test_each_person_is_told_once_for_each_rung_however_often_the_tick_comes(form):
    assert [remind(day(13)), remind(day(13)), remind(day(17))] == [1, 0, 0]
    assert told() == [("Đầu mối", f"reminder:{form.period_id}:{form.pk}:2026-11-20:-5")]
    notice = Notice.objects.get()
    assert (notice.due_on, notice.url, notice.province) == (
        DUE,
        form.get_absolute_url(),
        form.period.plan.province,
    )


def test_missed_rungs_are_not_made_up_for(form):
    assert remind(day(19)) == 1
    assert told()[0][1].endswith(":-2")


def test_a_newer_rung_takes_the_place_of_an_older_one_that_reached_nobody(form):
    remind(day(13))
    remind(day(18))
    assert [key.rpartition(":")[2] for _who, key in told()] == ["-2"]


def test_what_was_read_or_mailed_stays_when_a_newer_rung_speaks(form):
    remind(day(13))
    Notice.objects.update(read_at=timezone.now())
    remind(day(18))
    Notice.objects.update(created_at=dt.datetime(2026, 11, 18, 6, tzinfo=VIETNAM))
    gather(dt.datetime(2026, 11, 18, 8, tzinfo=VIETNAM))
    send_due(dt.datetime(2026, 11, 18, 8, tzinfo=VIETNAM))
    remind(day(20))
    assert [key.rpartition(":")[2] for _who, key in told()] == ["-5", "-2", "0"]


def test_overdue_goes_to_the_leader_too_also_where_the_rung_does_not_say_so(form):
    remind(day(20))
    remind(day(21))  # Saturday: overdue, yet no new rung
    assert {who for who, _key in told()} == {"Đầu mối"}
    ReminderStep.objects.filter(days=1).update(to_leader=False)
    remind(day(23))
    assert {(who, key.rpartition(":")[2]) for who, key in told()} == {("Đầu mối", "1"), ("Lãnh đạo", "1")}


def test_a_unit_with_a_leader_only_is_reminded_through_the_leader(form):
    form.organisation.people.filter(role=Role.FOCAL_POINT).delete()
    remind(day(13))
    assert [who for who, _key in told()] == ["Lãnh đạo"]


@pytest.mark.parametrize("state", [SubmissionState.SUBMITTED, SubmissionState.ACCEPTED])
def test_a_filed_form_is_silent(form, state):
    period = form.period
    form.delete()
    a_submission(period, state=state)
    assert (reminders(DUE), remind(DUE)) == ([], 0)


def test_filing_takes_back_what_has_not_left(form):
    leader = form.organisation.people.get(role=Role.UNIT_LEADER).user
    type(form).objects.filter(pk=form.pk).update(state=SubmissionState.UNIT_REVIEW)
    remind(DUE)
    assert {who for who, _key in told()} == {"Đầu mối", "Lãnh đạo"}
    form = type(form).objects.get(pk=form.pk)
    certify(form, by=leader, on=DUE)
    assert [key for _who, key in told() if key.startswith(prefix_of(form))] == []
    assert remind(day(23)) == 0


def test_what_is_forgotten_is_only_that_form(form):
    other = a_submission(form.period, "Sở Y tế", state=SubmissionState.DRAFT)
    MembershipFactory(organisation=other.organisation, user__full_name="Sở khác")
    remind(DUE)
    assert forget(form) == 1
    assert [who for who, _key in told()] == ["Sở khác"]


def test_a_form_that_waits_for_the_leader_reminds_the_leader(form):
    type(form).objects.filter(pk=form.pk).update(state=SubmissionState.UNIT_REVIEW)
    [reminder] = reminders(day(13))
    assert {user.full_name for user in reminder.people} == {"Đầu mối", "Lãnh đạo"}


def test_a_form_sent_back_is_reminded_in_its_own_words_from_that_day_on(form):
    period, unit = form.period, form.organisation
    form.delete()
    back = a_submission(
        period, unit.name, SubmissionState.RETURNED, filed_on=day(17), return_reason="Số liệu 3.2 chưa khớp."
    )
    assert rung_of(day(17)) == []  # the rungs before are those of the first filing
    assert rung_of(day(18)) == [-2]
    remind(day(18))
    notice = Notice.objects.get()
    assert ("Số liệu 3.2 chưa khớp." in notice.body, notice.key.startswith(prefix_of(back))) == (True, True)


def test_a_form_held_open_has_a_ladder_towards_its_own_day(form):
    until = dt.date(2026, 12, 11)
    person = MembershipFactory().user
    type(form).objects.filter(pk=form.pk).update(
        unlocked_until=until, unlocked_by=person, unlock_reason="Sáp nhập"
    )
    [reminder] = reminders(day(9, 12))
    assert (reminder.step.days, reminder.due_on) == (-2, until)
    assert reminders(day(12, 12)) == []


def test_a_moved_day_has_its_own_ladder_and_takes_back_the_old_one(form):
    remind(DUE)
    period = form.period
    period.due_on = day(27)
    period.save()
    assert remind(DUE) == 1  # five working days before the 27th was Thursday the 19th
    assert [key.rpartition(":")[0].rpartition(":")[2] for _who, key in told()] == ["2026-11-27"]
    period.due_on, period.locks_on = dt.date(2026, 12, 25), dt.date(2026, 12, 28)
    period.save()
    assert (remind(DUE), told()) == (0, [])


def test_a_day_moved_after_the_mail_left_starts_a_new_ladder_and_keeps_what_was_told(form):
    remind(DUE)
    Notice.objects.update(created_at=dt.datetime(2026, 11, 20, 6, tzinfo=VIETNAM))
    now = dt.datetime(2026, 11, 20, 8, tzinfo=VIETNAM)
    assert (len(gather(now)), send_due(now)) == (1, 1)
    ReportingPeriod.objects.update(due_on=day(27))
    remind(DUE)
    assert len(told()) == 2
    assert gather(now) == []  # and still one mail a day


def test_rungs_before_the_period_was_opened_are_not_for_it(form):
    ReportingPeriod.objects.update(opened_at=dt.datetime(2026, 11, 16, 9, tzinfo=VIETNAM))
    assert (rung_of(day(16)), rung_of(day(17)), rung_of(day(18))) == ([], [], [-2])


def test_a_plans_own_rungs_outweigh_the_general_ones(form):
    ReminderStep.objects.create(plan=form.period.plan, days=-7)
    assert (rung_of(day(10)), rung_of(day(11)), rung_of(day(20))) == ([], [-7], [-7])


def test_rungs_are_dated(form):
    ReminderStep.objects.filter(days=-2).update(valid_to=day(17))
    assert rung_of(day(18)) == [-5]


def test_the_successor_of_a_unit_is_reminded_of_its_form(form):
    heir = OrganisationFactory(province=form.organisation.province)
    SuccessionFactory(old=form.organisation, new=heir, date=dt.date(2026, 11, 1))
    form.organisation.people.all().delete()
    MembershipFactory(organisation=heir, user__full_name="Người kế nhiệm")
    remind(day(13))
    assert [who for who, _key in told()] == ["Người kế nhiệm"]


def test_units_with_nobody_are_told_to_dost_in_one_notice(form):
    staff = SpecialistFactory(organisation=DostFactory(province=form.period.plan.province))
    for name in ("Sở Y tế", "Sở Nội vụ"):
        a_submission(form.period, name, SubmissionState.NOT_STARTED)
    assert [remind(day(13)), remind(day(13))] == [2, 0]
    [notice] = Notice.objects.filter(user=staff.user)
    assert ("Sở Y tế" in notice.body, "Sở Nội vụ" in notice.body) == (True, True)
    MembershipFactory(organisation__name="x")
    assert remind(day(18)) == 2
    assert Notice.objects.filter(user=staff.user).count() == 1


def test_somebody_new_in_the_unit_hears_the_newest_rung(form):
    remind(day(13))
    MembershipFactory(organisation=form.organisation, user__full_name="Người mới")
    assert remind(day(14)) == 1
    assert [who for who, _key in told()] == ["Đầu mối", "Người mới"]


def test_the_day_begins_at_midnight_in_vietnam(form, monkeypatch):
    for moment, new in [("2026-11-19T16:59:59", ["-2"]), ("2026-11-19T17:00:00", ["0"])]:
        now = dt.datetime.fromisoformat(f"{moment}+00:00")
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        look_after_reminders()
        assert [key.rpartition(":")[2] for _who, key in told()] == new


def test_the_minute_tick_knows_the_duty_and_reminds_before_mails_are_written():
    names = [duty.__name__ for duty in kinds.duties()]
    assert names.index("look_after_reminders") < names.index("look_after_mails")


def test_the_cost_does_not_grow_with_the_number_of_units(form, django_assert_num_queries):
    for number in range(3):
        extra = a_submission(form.period, f"Sở {number}", SubmissionState.DRAFT)
        MembershipFactory(organisation=extra.organisation)
    with django_assert_num_queries(7):
        assert len(reminders(DUE)) == 4
    remind(DUE)
    with django_assert_num_queries(13):
        remind(DUE)


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_remind_once(form):
    together, faults = threading.Barrier(2), []

    def one_tick():
        try:
            together.wait()
            remind(DUE)
        except Exception as fault:  # noqa: BLE001 - told below
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one_tick) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (faults, len(told())) == ([], 1)


# --- DOST is called to open the year ---------------------------------------------------------------------------------


@pytest.fixture
def plan():
    """A plan whose yearly report is due on 25 November, with a specialist and a leader of its DOST."""
    plan = PlanFactory(year_from=2021, year_to=2030)
    DutyFactory(plan=plan, due_month=11, due_day=25)
    ReminderStep.objects.create(kind=ReminderKind.CALL, days=-30)
    dost = DostFactory(province=plan.province)
    SpecialistFactory(organisation=dost, user__full_name="Chuyên viên")
    SpecialistFactory(organisation=dost, role=Role.LEADER, user__full_name="Lãnh đạo Sở")
    return plan


def test_dost_is_called_thirty_days_before_the_report_and_told_once(plan):
    assert (calls(day(25, 10)), [call.year for call in calls(day(26, 10))]) == ([], [2026])
    assert [remind(day(26, 10)), remind(day(27, 10)), remind(day(26))] == [2, 0, 0]
    assert sorted(told()) == [
        ("Chuyên viên", f"call:{plan.pk}:2026:2026-11-25:-30"),
        ("Lãnh đạo Sở", f"call:{plan.pk}:2026:2026-11-25:-30"),
    ]


def test_a_period_that_was_opened_is_not_called_for_and_takes_the_call_back(plan):
    remind(day(26, 10))
    a_period(plan, 2026)
    assert (calls(day(27, 10)), remind(day(27, 10)), told()) == ([], 0, [])


def test_only_years_of_the_plan_are_called_for(plan):
    assert calls(dt.date(2031, 11, 1)) == []
    assert [call.year for call in calls(dt.date(2030, 11, 1))] == [2030]


def test_a_report_due_in_january_is_called_for_in_december(plan):
    plan.duties.update(due_month=1, due_day=15)
    assert [(call.year, call.due_on) for call in calls(dt.date(2029, 12, 20))][-1] == (
        2030,
        dt.date(2030, 1, 15),
    )


def test_the_usual_rungs_are_added_once_and_never_over_an_administrators():
    add = import_module("reporting.migrations.0004_usual_rungs_of_the_ladder").add
    ReminderStep.objects.all().delete()
    add(apps, None)
    add(apps, None)
    unit = ReminderStep.objects.filter(kind="unit").values_list("days", "to_leader")
    assert (sorted(unit), ReminderStep.objects.get(kind="call").days) == (LADDER, -30)


def test_mails_of_reminders_read_well(form):
    remind(day(23))
    Notice.objects.update(created_at=dt.datetime(2026, 11, 23, 0, tzinfo=VIETNAM))
    gather(dt.datetime(2026, 11, 23, 7, 30, tzinfo=VIETNAM))
    mail = Mail.objects.get(user__full_name="Lãnh đạo")
    assert (mail.province, str(form.organisation) in mail.subject) == (form.period.plan.province, True)
    assert f"http://localhost:8000{form.get_absolute_url()}" in mail.text
