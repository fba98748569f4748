"""Moving the days of an open period."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone, translation

from common.errors import RuleBroken
from common.working_days import WorkingCalendar
from journal.models import Entry
from outbox.actions import notify
from outbox.models import Notice
from reporting.actions.days import move_days
from reporting.actions.submissions import certify, hand_in
from reporting.models import Campaign, ReportingPeriod, Submission
from reporting.queries.calendar import days_of
from reporting.queries.moving import effects
from tests.factories.reporting import signed_in, stage

WEEK = dt.timedelta(7)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def later(period, by=WEEK):
    """The days of the period with the last two put off."""
    days = days_of(period)
    return replace(days, due_on=days.due_on + by, locks_on=days.locks_on + by)


def move(here, days, **changes):
    facts = {"reason": "Bão số 12", "by": here.specialist, "on": timezone.localdate(), **changes}
    return move_days(here.period, days=days, **facts)


@pytest.mark.django_db
def test_moved_days_are_journalled_with_before_after_and_reason():
    here = stage()
    before, days = days_of(here.period), later(here.period)
    move(here, days)
    here.period.refresh_from_db()
    entry = Entry.objects.filter(action="move_days").get()
    assert days_of(here.period) == days
    assert (entry.by, entry.note) == (here.specialist, "Bão số 12")
    assert (entry.facts["days_before"]["due_on"], entry.facts["days_after"]["due_on"]) == (
        before.due_on.isoformat(),
        days.due_on.isoformat(),
    )


@pytest.mark.django_db
def test_the_rendering_moves_along_until_it_was_started():
    here = stage(opened=False)
    today = timezone.localdate()
    here.open(opens_on=dt.date(2026, 11, 30), due_on=dt.date(2026, 12, 7), locks_on=dt.date(2026, 12, 8))
    days = replace(days_of(here.period), due_on=dt.date(2027, 3, 1), locks_on=dt.date(2027, 3, 5))
    move(here, days, on=min(today, dt.date(2026, 11, 30)))
    assert timezone.localtime(Campaign.objects.get().runs_at).date() == dt.date(2027, 3, 6)


@pytest.mark.django_db
def test_reminders_of_the_old_days_that_no_mail_carries_are_withdrawn():
    here = stage()
    for key in (f"reminder:{here.period.pk}:x", f"reminder:{here.period.pk}1:x"):
        notify([here.focal], kind="reminder", key=key, title="Nhắc nộp phiếu")
    move(here, later(here.period))
    assert list(Notice.objects.filter(kind="reminder").values_list("key", flat=True)) == [
        f"reminder:{here.period.pk}1:x"
    ]


@pytest.mark.django_db
def test_units_that_still_owe_their_form_are_told_once_and_the_newest():
    here = stage()
    for weeks in (1, 2):
        move(here, later(here.period, weeks * WEEK))
    here.period.refresh_from_db()
    told = Notice.objects.filter(kind="days")
    assert {(n.user, n.due_on) for n in told} == {(u, here.period.due_on) for u in (here.focal, here.leader)}
    here.period.submissions.update(state="submitted", certified_at=timezone.now(), certified_by=here.leader)
    move(here, later(here.period))
    assert told.all().count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda d, today: replace(d, due_on=today - WEEK, cutoff_on=today - WEEK), "due_on"),
        (lambda d, today: replace(d, due_on=today, locks_on=today - dt.timedelta(1)), "locks_on"),
        (lambda d, _today: replace(d, due_on=d.locks_on + WEEK), "locks_on"),
        (lambda d, _today: replace(d, cutoff_on=dt.date(2025, 12, 31)), "cutoff_on"),
    ],
)
def test_days_out_of_order_or_in_the_past_are_refused_in_words(change, field):
    here = stage()
    with pytest.raises(RuleBroken) as no:
        move(here, change(days_of(here.period), timezone.localdate()))
    assert list(no.value.message_dict) == [field]
    assert Entry.objects.filter(action="move_days").count() == 0


@pytest.mark.django_db
def test_entry_that_has_begun_cannot_open_a_second_time():
    here = stage()
    days = replace(days_of(here.period), opens_on=timezone.localdate() + dt.timedelta(2))
    move(here, days)  # nobody has begun
    ReportingPeriod.objects.filter(pk=here.period.pk).update(opens_on=timezone.localdate())
    Submission.objects.filter(pk=here.submission.pk).update(state="draft")
    with pytest.raises(RuleBroken) as no:
        move(here, days)
    assert no.value.message_dict == {
        "opens_on": ["Entry has opened and units have begun; it cannot open a second time."]
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "change"), [("not_permitted", {"by": "focal"}), ("unchanged", {})])
def test_strangers_and_moves_of_nothing_are_refused(code, change):
    here = stage()
    days = later(here.period) if change else days_of(here.period)
    with pytest.raises(RuleBroken) as no:
        move(here, days, **{name: getattr(here, who) for name, who in change.items()})
    assert no.value.code == code


@pytest.mark.django_db
def test_a_reason_is_asked_for():
    here = stage()
    with pytest.raises(RuleBroken) as no:
        move(here, later(here.period), reason="  ")
    assert list(no.value.message_dict) == ["reason"]


@pytest.mark.django_db
def test_a_period_whose_forms_are_all_accepted_keeps_its_days():
    here = stage()
    now = timezone.now()
    facts = {
        "certified_at": now,
        "certified_by": here.leader,
        "decided_at": now,
        "decided_by": here.specialist,
    }
    here.period.submissions.update(state="accepted", **facts)
    with pytest.raises(RuleBroken) as no:
        move(here, later(here.period))
    assert no.value.code == "accepted"


@pytest.mark.django_db
def test_what_changes_is_told_before():
    here = stage()
    today, period = timezone.localdate(), here.period
    ReportingPeriod.objects.filter(pk=period.pk).update(
        cutoff_on=today - 2 * WEEK, opens_on=today - 3 * WEEK, due_on=today - 2 * WEEK, locks_on=today - WEEK
    )
    period.refresh_from_db()
    notify([here.focal], kind="reminder", key=f"reminder:{period.pk}:1", title="Nhắc nộp phiếu")
    calendar = WorkingCalendar({today + WEEK: True, today + 2 * WEEK: True})
    days = replace(days_of(period), due_on=today + WEEK, locks_on=today + 2 * WEEK)
    told = effects(period, days, on=today, calendar=calendar)
    assert [sentence.split(":")[0] for sentence in told[:2]] == ["Due on", "Entry locks after"]
    assert "1 form: “Locked” becomes “Due soon”." in told
    assert "1 reminder of the old days that has not been mailed is taken back." in told
    assert period.due_on == today - 2 * WEEK


@pytest.mark.django_db
def test_the_page_tells_first_and_moves_then():
    here = stage()
    client, url, days = signed_in(here.specialist), f"/bao-cao/{here.period.pk}/moc/", later(here.period)
    sent = {name: f"{day:%d/%m/%Y}" for name, day in vars(days).items()} | {"reason": "Bão số 12"}
    first = client.get(url).context["form"]
    told = client.post(url, sent | {"seen": first["seen"].value()})
    assert (told.status_code, len(told.context["changes"]) > 1) == (200, True)
    here.period.refresh_from_db()
    assert days_of(here.period) != days
    form = told.context["form"]
    other = sent | {"due_on": f"{days.due_on + dt.timedelta(1):%d/%m/%Y}"}
    hidden = {name: form[name].value() for name in ("seen", "checked")}
    assert client.post(url, other | hidden).status_code == 200  # other days than those that were told
    assert client.post(url, sent | hidden).status_code == 302
    here.period.refresh_from_db()
    assert days_of(here.period) == days


@pytest.mark.django_db
def test_the_second_of_two_people_is_told_and_sees_the_days_that_are():
    here = stage()
    client, url, days = signed_in(here.specialist), f"/bao-cao/{here.period.pk}/moc/", later(here.period)
    sent = {name: f"{day:%d/%m/%Y}" for name, day in vars(days).items()} | {"reason": "Bão số 12"}
    told = client.post(url, sent | {"seen": client.get(url).context["form"]["seen"].value()})
    hidden = {name: told.context["form"][name].value() for name in ("seen", "checked")}
    move(here, later(here.period, 2 * WEEK))
    refused = client.post(url, sent | hidden)
    assert "Somebody moved the days" in refused.content.decode()
    here.period.refresh_from_db()
    assert refused.context["period"].due_on == here.period.due_on
    hidden["seen"] = refused.context["form"]["seen"].value()
    assert client.post(url, sent | hidden).status_code == 302


@pytest.mark.django_db
def test_impossible_days_on_the_page_are_refused_beside_their_field():
    here = stage()
    client, url = signed_in(here.specialist), f"/bao-cao/{here.period.pk}/moc/"
    sent = {name: f"{day:%d/%m/%Y}" for name, day in vars(days_of(here.period)).items()}
    page = client.post(url, sent | {"locks_on": "01/01/2026", "reason": "Thử"})
    assert list(page.context["form"].errors) == ["locks_on"]


@pytest.mark.django_db(transaction=True)
def test_moving_and_certifying_at_once_lose_nothing():
    here = stage()
    figure = here.figure
    type(figure).objects.filter(pk=figure.pk).update(to_date=3, estimate=3)
    here.submission.lines.update(narrative="Đã tổ chức.")
    hand_in(here.submission, by=here.focal, on=timezone.localdate())
    start, days = Barrier(2), later(here.period)

    def at_once(act):
        try:
            start.wait()
            return act()
        finally:
            connection.close()

    acts = [
        lambda: move(here, days),
        lambda: certify(here.submission, by=here.leader, on=timezone.localdate()),
    ]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(at_once, acts))
    here.period.refresh_from_db()
    assert (days_of(here.period), here.submission.state) == (days, "submitted")


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_at_once_the_second_is_told():
    here = stage()
    seen, start = days_of(here.period), Barrier(2)

    def at_once(weeks):
        try:
            start.wait()
            move(here, later(here.period, weeks * WEEK), seen=seen)
        except RuleBroken as no:
            return no.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(at_once, [1, 2]), key=str) == [None, "stale"]
    assert Entry.objects.filter(action="move_days").count() == 1
