"""One fact decides on time or late, on every page and on the proof: the first filing the unit did not take back."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from organisations.queries import working_calendar
from reporting.actions import submissions as steps
from reporting.actions.unlocking import close_ended_unlocks, unlock
from reporting.documents.proof import timeliness
from reporting.models import Filing, ReportingPeriod
from reporting.queries.status import filed_on, status_of
from reporting.queries.submissions import submissions_in_full
from tests.factories.reporting import stage
from tests.reporting.test_submissions import bring_to, filled, save

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(1)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def today():
    return timezone.localdate()


def certified(here, *, days):
    """The leader certifies ``days`` days before now."""
    at = timezone.now() - days * DAY
    steps.hand_in(here.submission, by=here.focal, on=today())
    steps.certify(here.submission, by=here.leader, on=timezone.localdate(at), at=at)


def lateness(here):
    row = submissions_in_full().get(pk=here.submission.pk)
    found = status_of(row, today(), working_calendar())
    return found.kind, found.days_late, filed_on(row), "muộn" in timeliness(Filing.objects.first())


def due_yesterday(here):
    ReportingPeriod.objects.update(due_on=today() - DAY)


def test_a_form_filed_on_time_and_mended_after_the_day_due_stays_on_time_everywhere():
    here = stage()
    due_yesterday(here)
    save(here)
    certified(here, days=2)
    steps.send_back(here.submission, by=here.specialist, reason="Ghi rõ nguồn.")
    save(here, filled(here, to_date=4))
    certified(here, days=0)
    assert lateness(here) == ("submitted", 0, today() - 2 * DAY, False)
    row = submissions_in_full().get(pk=here.submission.pk)
    assert "first filed it on" in status_of(row, today(), working_calendar()).reason


def test_a_form_taken_back_and_filed_after_the_day_due_is_late_everywhere():
    here = stage()
    due_yesterday(here)
    save(here)
    certified(here, days=2)
    steps.withdraw(here.submission, by=here.leader, on=today(), reason="Nhầm.")
    assert here.submission.first_filed_at is None
    certified(here, days=0)
    assert lateness(here) == ("submitted_late", 1, today(), True)


def test_taking_back_what_was_mended_does_not_take_back_the_first_filing():
    here = stage()
    due_yesterday(here)
    save(here)
    certified(here, days=2)
    steps.send_back(here.submission, by=here.specialist, reason="Ghi rõ nguồn.")
    certified(here, days=1)
    steps.withdraw(here.submission, by=here.leader, on=today(), reason="Nhầm.")
    certified(here, days=0)
    assert lateness(here) == ("submitted", 0, today() - 2 * DAY, False)


def test_an_accepted_form_opened_filed_and_taken_back_unchanged_counts_again_as_it_was_certified():
    here = stage()
    bring_to(here, "accepted")
    before = here.submission
    unlock(before, by=here.specialist, until=today(), on=today(), reason="Sửa.")
    certified(here, days=0)
    steps.withdraw(here.submission, by=here.leader, on=today(), reason="Nhầm.")
    assert [row.pk for row in close_ended_unlocks(on=today() + DAY)] == [before.pk]
    after = here.submission
    facts = [
        (r.state, r.certified_at, r.certified_by, r.first_filed_at, r.decided_at) for r in (before, after)
    ]
    assert facts[0] == facts[1]
