"""Where a form stands on a day, and why."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from reporting.models import ReportingPeriod, Submission
from reporting.queries.status import entry_refusal, status_of

DUE = dt.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def at(day, hour=9):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def form(state, **facts):
    """A form that need not be stored."""
    period = ReportingPeriod(
        opens_on=dt.date(2026, 11, 1), due_on=DUE, locks_on=dt.date(2026, 11, 24), cutoff_on=DUE, year=2026
    )
    return Submission(period=period, state=state, **facts)


@pytest.mark.parametrize(
    ("state", "day", "kind", "closed"),
    [
        ("not_started", dt.date(2026, 10, 31), "not_open", True),
        ("not_started", dt.date(2026, 11, 1), "open", False),
        ("not_started", dt.date(2026, 11, 12), "open", False),
        ("not_started", dt.date(2026, 11, 13), "due_soon", False),
        ("draft", dt.date(2026, 11, 13), "draft", False),
        ("draft", DUE, "draft", False),
        ("not_started", dt.date(2026, 11, 21), "overdue", False),
        ("draft", dt.date(2026, 11, 24), "overdue", False),
        ("draft", dt.date(2026, 11, 25), "locked", True),
        ("unit_review", dt.date(2026, 11, 13), "review", True),
        ("unit_review", dt.date(2026, 11, 25), "locked", True),
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
            "The unit certified it on 22 Nov 2026. 2 days late. It waits for DOST.",
        ),
    ],
)
def test_a_form_certified_after_its_day_is_late(certified, kind, reason):
    status = status_of(form("submitted", certified_at=at(certified, 23)), dt.date(2027, 1, 1))
    assert (status.kind, status.reason, status.chip) == (kind, reason, "submitted")


def test_nil_is_told_apart_from_accepted_and_missing():
    facts = {"certified_at": at(DUE), "decided_at": at(DUE)}
    accepted = status_of(form("accepted", **facts), DUE)
    nil = status_of(form("accepted", is_nil=True, nil_reason="Không phát sinh.", **facts), DUE)
    missing = status_of(form("not_started"), dt.date(2026, 12, 31))
    assert [s.kind for s in (accepted, nil, missing)] == ["accepted", "nil", "locked"]


@pytest.mark.parametrize(
    ("decided", "kind"), [(dt.date(2026, 11, 22), "locked"), (dt.date(2026, 11, 26), "sent_back")]
)
def test_what_dost_sends_back_after_the_lock_may_be_corrected(decided, kind):
    submission = form(
        "returned", decided_at=at(decided), certified_at=at(DUE), return_reason="Thiếu số liệu."
    )
    status = status_of(submission, dt.date(2026, 11, 27))
    assert (status.kind, bool(entry_refusal(submission, dt.date(2026, 11, 27)))) == (kind, kind == "locked")


def test_the_reason_says_how_many_days_are_left():
    day = dt.date(2026, 11, 19)
    assert status_of(form("draft"), day).reason == "It is due on 20 Nov 2026: 1 day left."
    assert status_of(form("draft"), DUE).reason == "It is due today, 20 Nov 2026."
