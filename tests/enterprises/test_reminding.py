"""Certificates that end: both sides are told once, by the nearest reminder, and not of what ended long ago."""

import datetime as dt

import pytest

from enterprises.actions.reminding import remind_of_expiries
from enterprises.jobs import look_after_expiries
from enterprises.loading import load_reminders
from enterprises.models import ExpiryReminder
from outbox.models import Notice
from tests.enterprises.world import an_enterprise
from tests.factories.enterprises import CertificateFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def world():
    load_reminders()
    return an_enterprise()


def ending(enterprise, days, **facts):
    return CertificateFactory(enterprise=enterprise, expires_on=TODAY + dt.timedelta(days=days), **facts)


def told():
    return sorted(Notice.objects.values_list("key", flat=True))


@pytest.mark.parametrize(
    ("days", "rung"),
    [(91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7), (-30, 7), (-31, None)],
)
def test_the_nearest_reminder_speaks_to_both_sides(world, days, rung):
    enterprise, manager, clerk = world
    certificate = ending(enterprise, days)
    assert remind_of_expiries(TODAY) == (2 if rung else 0)
    wanted = [f"certificate_ends:{certificate.pk}:{certificate.expires_on}:{rung}"] * 2 if rung else []
    assert told() == wanted
    assert set(Notice.objects.values_list("user_id", flat=True)) == (
        {manager.pk, clerk.pk} if rung else set()
    )


def test_twice_is_once_and_a_nearer_reminder_takes_the_place_of_an_untold_one(world):
    certificate = ending(world[0], 25)
    assert [remind_of_expiries(TODAY) for _turn in range(3)] == [2, 0, 0]
    later = TODAY + dt.timedelta(days=19)
    assert remind_of_expiries(later) == 2
    assert told() == [f"certificate_ends:{certificate.pk}:{certificate.expires_on}:7"] * 2


def test_a_renewed_certificate_takes_its_reminder_back(world):
    certificate = ending(world[0], 25)
    remind_of_expiries(TODAY)
    certificate.expires_on = TODAY + dt.timedelta(days=1000)
    certificate.save()
    assert (remind_of_expiries(TODAY), told()) == (0, [])


def test_a_certificate_without_an_end_and_reminders_switched_off_are_silent(world):
    CertificateFactory(enterprise=world[0])
    ending(world[0], 5)
    ExpiryReminder.objects.update(is_active=False)
    assert remind_of_expiries(TODAY) == 0


def test_the_words_say_which_certificate_of_whom_and_when(world):
    ending(world[0], 5, title="ISO 22000:2018", number="VN-7")
    remind_of_expiries(TODAY)
    notice = Notice.objects.first()
    assert "ISO 22000:2018 VN-7" in notice.title
    assert "26/11/2026" in notice.title
    assert notice.url == f"{world[0].get_absolute_url()}#certificates"


def test_reminders_cost_the_same_for_one_and_for_many(world, django_assert_num_queries):
    ending(world[0], 25)
    remind_of_expiries(TODAY)
    for days in range(20, 30):
        ending(world[0], days)
    remind_of_expiries(TODAY)
    with django_assert_num_queries(9):
        remind_of_expiries(TODAY)


def test_the_tick_looks_once_an_hour(world):
    ending(world[0], 25)
    noon = dt.datetime(2026, 11, 21, 5, tzinfo=dt.UTC)
    look_after_expiries(noon)
    assert Notice.objects.count() == 2
    Notice.objects.all().delete()
    look_after_expiries(noon)
    assert Notice.objects.count() == 0
