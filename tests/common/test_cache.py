"""The portal while Redis does not answer."""

import socket

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import User
from common.cache import ForgivingRedisCache

PASSWORD = "mot-mat-khau-dai"


@pytest.fixture
def _no_redis(settings):
    """Nobody listens on this port."""
    nowhere = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": nowhere}


@pytest.fixture
def silent_redis(settings, monkeypatch):
    """Somebody listens and never says a word; the socket they listen at."""
    monkeypatch.setattr(ForgivingRedisCache, "silent_until", 0.0)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"redis://127.0.0.1:{listening.getsockname()[1]}/0"
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": address}}
        yield listening


def test_one_that_listens_and_says_nothing_is_asked_once_in_a_while(silent_redis, monkeypatch):
    def calls():
        silent_redis.settimeout(0.1)
        count = 0
        while True:
            try:
                silent_redis.accept()[0].close()
            except TimeoutError:
                return count
            count += 1

    assert [cache.get("a", "nothing"), cache.has_key("a"), cache.delete("a")] == ["nothing", False, False]
    assert calls() == 1
    monkeypatch.setattr(ForgivingRedisCache, "silent_until", 0.0)  # a while later
    assert cache.get("a", "nothing") == "nothing"
    assert calls() == 1


@pytest.mark.usefixtures("_no_redis")
def test_nothing_is_known_and_nothing_is_kept():
    cache.set("a", 1)
    assert (cache.get("a", "nothing"), cache.add("a", 1), cache.delete("a")) == ("nothing", True, False)


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_redis")
def test_people_sign_in_work_and_sign_out(client):
    person = User.objects.create_user("lan@so.example", PASSWORD, full_name="Nguyễn Thị Lan")
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, reverse("portal:home"))
    assert client.get(reverse("portal:home")).context["user"] == person
    assert client.post(reverse("account_logout")).status_code == 302
    assert client.get(reverse("reporting:submission_list")).status_code == 302


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_redis")
def test_health_says_so(client):
    answer = client.get(reverse("operations:healthz"))
    assert (answer.status_code, answer.json()) == (503, {"ok": False})
