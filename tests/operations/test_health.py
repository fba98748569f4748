"""What machines that look after the portal are told, and who is told more."""

import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from operations.jobs import leave_word
from operations.queries import checks

FAR = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def _no_redis(settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}


@pytest.fixture
def _no_database():
    """The server is asked at a door where nobody listens."""
    port = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = "1"
    yield
    connection.close()
    connection.settings_dict["PORT"] = port


def asked(client, name, **more):
    answer = client.get(reverse(f"operations:{name}"), **more)
    return answer.status_code, answer.json().get("ok")


@pytest.mark.django_db
def test_all_is_well(client):
    leave_word()
    for name in ("healthz", "live", "ready", "deep"):
        assert asked(client, name) == (200, True), name


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_redis")
def test_without_the_cache_people_can_still_be_sent_here(client):
    assert [asked(client, name)[0] for name in ("live", "ready", "healthz", "deep")] == [200, 200, 503, 503]
    parts = client.get(reverse("operations:deep")).json()["parts"]
    assert [name for name, part in parts.items() if not part["ok"]] == ["cache", "broker", "workers"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_no_database")
def test_without_the_database_nobody_is_sent_here_but_the_process_lives(client):
    assert [asked(client, name)[0] for name in ("live", "ready", "healthz", "deep")] == [200, 503, 503, 503]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_can_only_be_read_is_ready_and_not_well(client):
    leave_word()
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    try:
        assert asked(client, "ready") == (200, True)
        parts = client.get(reverse("operations:deep")).json()["parts"]
    finally:
        connection.close()
    assert {name: part["words"] for name, part in parts.items() if not part["ok"]} == {
        "database": "it can only be read"
    }


@pytest.mark.django_db
def test_beat_or_worker_that_stopped_is_noticed(client):
    cache.set(checks.TICK, time.time() - 600, 60)
    words = client.get(reverse("operations:deep")).json()["parts"]["workers"]["words"]
    assert words == "the last tick of the minute was 600 seconds ago: is a worker running, and beat?"


@pytest.mark.django_db
def test_the_tick_leaves_word():
    from jobs.jobs import tick

    tick()
    assert timezone.now().timestamp() - checks.last_tick() < 60


@pytest.mark.django_db
def test_the_deep_check_is_for_machines_of_ours(client, settings):
    leave_word()
    address = reverse("operations:deep")
    assert client.get(address, **FAR).status_code == 404
    assert client.get(address, headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404
    settings.METRICS_TOKEN = "a-token-of-the-monitoring"
    assert client.get(address, headers={"Authorization": "Bearer wrong"}, **FAR).status_code == 404
    assert (
        client.get(address, headers={"Authorization": f"Bearer {settings.METRICS_TOKEN}"}, **FAR).status_code
        == 200
    )


@pytest.mark.django_db
def test_behind_our_proxy_the_visitors_own_address_counts(client, settings):
    leave_word()
    settings.BEHIND_PROXY, settings.ALLAUTH_TRUSTED_PROXY_COUNT = True, 1
    address = reverse("operations:deep")
    assert client.get(address, headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404
    assert client.get(address, headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 200


def test_a_full_disk_is_noticed(settings):
    settings.DISK_LOW_MB = 10**9
    check = checks.ask("room", checks.room)
    assert (check.is_well, check.words.startswith("only ")) == (False, True)
