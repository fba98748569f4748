"""Where a form stands on a day, and why."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from accounts.models import User
from common.working_days import WorkingCalendar
from reporting.models import ReportingPeriod, Submission
from reporting.queries import status

DUE = dt.date(2026, 11, 20)  # a Friday
LOCKS = dt.date(2026, 11, 25)
CALENDAR = WorkingCalendar()
UNLOCK = {
    "unlocked_until": dt.date(2026, 12, 2),
    "unlocked_by": User(full_name="Trần Văn Hùng"),
    "unlock_reason": "Bão số 12",
}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def at(day, hour=9):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def form(state, **facts):
    """A form that need not be stored."""
    period = ReportingPeriod(
        opens_on=dt.date(2026, 11, 1), due_on=DUE, locks_on=LOCKS, cutoff_on=DUE, year=2026
    )
    return Submission(period=period, state=state, **facts)


def status_of(submission, on):
    return status.status_of(submission, on, CALENDAR)


def entry_refusal(submission, on):
    return status.entry_refusal(submission, on, CALENDAR)


@pytest.mark.parametrize(
    ("state", "day", "kind", "closed"),
    [
        ("not_started", dt.date(2026, 10, 31), "not_open", True),
        ("not_started", dt.date(2026, 11, 1), "open", False),
        ("not_started", dt.date(2026, 11, 12), "open", False),
        ("draft", dt.date(2026, 11, 12), "draft", False),
        ("not_started", dt.date(2026, 11, 13), "due_soon", False),
        ("draft", dt.date(2026, 11, 13), "due_soon", False),
        ("draft", DUE, "due_soon", False),
        ("not_started", dt.date(2026, 11, 21), "overdue", False),
        ("draft", LOCKS, "overdue", False),
        ("draft", dt.date(2026, 11, 26), "locked", True),
        ("unit_review", dt.date(2026, 11, 13), "review", True),
        ("unit_review", dt.date(2026, 11, 26), "locked", True),
    ],
)
def test_the_calendar_speaks_until_the_form_is_filed(state, day, kind, closed):
    submission = form(state)
    assert (status_of(submission, day).kind, bool(entry_refusal(submission, day))) == (kind, closed)


@pytest.mark.parametrize(
    ("certified", "kind", "reason"),
    [
        (DUE, "submitted", "The unit certified it on 20 Nov 2026. It waits for DOST."),
        (
            DUE + dt.timedelta(2),
            "submitted_late",
            "The unit certified it on 22 Nov 2026. 2 days late (0 working days). It waits for DOST.",
        ),
        (
            dt.date(2026, 11, 25),
            "submitted_late",
            "The unit certified it on 25 Nov 2026. 5 days late (2 working days). It waits for DOST.",
        ),
    ],
)
def test_a_form_certified_after_its_day_is_late(certified, kind, reason):
    found = status_of(form("submitted", certified_at=at(certified, 23)), dt.date(2027, 1, 1))
    assert (found.kind, found.reason, found.filed_on) == (kind, reason, certified)


@pytest.mark.parametrize(
    ("moment", "kind", "late"),
    [("2026-11-20T23:59:59+07:00", "submitted", 0), ("2026-11-21T00:00:00+07:00", "submitted_late", 1)],
)
@pytest.mark.parametrize("readers_clock", ["Asia/Ho_Chi_Minh", "UTC", "Pacific/Auckland"])
def test_the_clock_of_viet_nam_decides_at_the_minute_of_due(moment, kind, late, readers_clock):
    certified = dt.datetime.fromisoformat(moment).astimezone(dt.UTC)  # as the database gives it back
    with timezone.override(readers_clock):
        found = status_of(form("submitted", certified_at=certified), dt.date(2026, 12, 1))
    assert (found.kind, found.days_late) == (kind, late)


def test_a_late_form_stays_late_when_it_is_accepted():
    filed = {"certified_at": at(DUE + dt.timedelta(1)), "decided_at": at(DUE + dt.timedelta(4))}
    found = status_of(form("accepted", **filed), LOCKS)
    assert (found.kind, found.days_late, "1 day late" in found.reason) == ("accepted", 1, True)


def test_nil_is_told_apart_from_accepted_and_missing():
    facts = {"certified_at": at(DUE), "decided_at": at(DUE)}
    accepted = status_of(form("accepted", **facts), DUE)
    nil = status_of(form("accepted", is_nil=True, nil_reason="Không phát sinh.", **facts), DUE)
    missing = status_of(form("not_started"), dt.date(2026, 12, 31))
    assert [s.kind for s in (accepted, nil, missing)] == ["accepted", "nil", "locked"]


def test_a_locked_form_says_since_when_and_because_of_what():
    assert status_of(form("draft"), dt.date(2026, 12, 31)).reason == (
        "Locked since 26 Nov 2026 because 25 Nov 2026 was the last day of entry and the unit had not submitted. "
        "Ask DOST what to do now."
    )


@pytest.mark.parametrize(
    ("state", "day", "kind"),
    [
        ("not_started", dt.date(2026, 12, 2), "overdue"),
        ("returned", dt.date(2026, 12, 2), "sent_back"),
        ("not_started", dt.date(2026, 12, 3), "locked"),
        ("returned", dt.date(2026, 12, 3), "locked"),
    ],
)
def test_an_unlocked_form_is_open_up_to_its_day(state, day, kind):
    submission = form(state, decided_at=at(DUE), return_reason="Thiếu số liệu.", **UNLOCK)
    assert (status_of(submission, day).kind, bool(entry_refusal(submission, day))) == (kind, kind == "locked")


def test_an_unlocked_form_says_who_unlocked_it_why_and_until_when():
    open_form, day = form("draft", **UNLOCK), dt.date(2026, 12, 1)
    assert status_of(open_form, day).reason == (
        "It was due on 20 Nov 2026, 6 working days ago. Trần Văn Hùng unlocked it until 2 Dec 2026, for this reason: "
        "Bão số 12."
    )
    assert status_of(open_form, dt.date(2026, 12, 3)).reason == (
        "Locked again since 3 Dec 2026 because the form was unlocked only until 2 Dec 2026, by Trần Văn Hùng, for "
        "this reason: Bão số 12. Ask DOST what to do now."
    )


def test_what_comes_back_after_the_lock_is_closed_unless_it_was_unlocked():
    submission = form("returned", decided_at=at(LOCKS + dt.timedelta(1)), return_reason="Thiếu số liệu.")
    assert status_of(submission, LOCKS + dt.timedelta(1)).kind == "locked"


def test_what_comes_back_says_why_and_when_it_is_due():
    submission = form("returned", decided_at=at(dt.date(2026, 11, 18)), return_reason="Thiếu số liệu")
    assert status_of(submission, dt.date(2026, 11, 19)).reason == (
        "DOST sent it back on 18 Nov 2026: Thiếu số liệu. It is due on 20 Nov 2026: 1 working day left."
    )


@pytest.mark.parametrize(
    ("due", "day", "reason"),
    [
        (DUE, dt.date(2026, 11, 19), "It is due on 20 Nov 2026: 1 working day left."),
        (DUE, DUE, "It is due today, 20 Nov 2026."),
        (
            dt.date(2026, 11, 25),
            dt.date(2026, 11, 20),
            "It is due on 25 Nov 2026: 2 working days left.",  # 24/11 is a holiday
        ),
        (
            dt.date(2026, 11, 22),
            DUE,
            "It is due on 22 Nov 2026; no working day is left until then.",  # a Sunday
        ),
        (
            DUE,
            dt.date(2026, 11, 22),
            "It was due on 20 Nov 2026; no working day has passed since. It can still be sent until 25 Nov 2026.",
        ),
        (
            DUE,
            dt.date(2026, 11, 25),
            "It was due on 20 Nov 2026, 2 working days ago. It can still be sent until 25 Nov 2026.",
        ),
    ],
)
def test_the_reason_counts_working_days(due, day, reason):
    submission = form("draft")
    submission.period.due_on = due
    assert status_of(submission, day).reason == reason


@pytest.mark.parametrize("language", ["en", "vi"])
def test_each_status_has_a_letter_of_its_own(language):
    with translation.override(language):
        letters = [status.Status(kind).letter for kind in status.StatusKind]
    assert ({len(letter) for letter in letters}, len(set(letters))) == ({1}, len(status.StatusKind))
