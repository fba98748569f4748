"""Administrators see at one place how the portal stands; nobody else does."""

import pytest
from django.urls import reverse
from django.utils import timezone
from redis.exceptions import ConnectionError as NoRedis

from jobs.models import Job
from journal.actions import seal
from journal.models import Seal
from operations.queries import checks, troubles
from operations.queries.status import status_rows
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.organisations import ProvinceFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("operations:status")


def opened(client, user):
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client.get(PAGE)


def rows():
    return [(how, remark) for _what, how, remark in status_rows(timezone.now())]


def test_an_administrator_finds_it_in_the_menu(client):
    shown = opened(client, AdministratorFactory())
    assert shown.status_code == 200
    assert f'href="{PAGE}"' in client.get("/").content.decode()
    assert "no-store" in shown["Cache-Control"]


def test_nobody_else_does(client):
    assert opened(client, UserFactory(is_staff=True)).status_code == 403
    assert PAGE not in client.get("/").content.decode()
    client.logout()
    assert client.get(PAGE).status_code == 302


def test_it_tells_the_head_of_the_chain_and_what_waits():
    ProvinceFactory()
    seal()
    Job.objects.create(kind="x", title="x")
    head = Seal.objects.first()
    assert f"{head.number}: {head.hash}" in [remark for _how, remark in rows()]
    assert rows()[0][0].startswith("1 ")


def test_what_does_not_answer_says_so_and_holds_nobody_up(client, monkeypatch):
    def down(*_asked):
        raise NoRedis

    monkeypatch.setattr(checks, "queued", down)
    monkeypatch.setattr(checks, "last_tick", down)
    shown = opened(client, AdministratorFactory())
    assert shown.status_code == 200
    assert shown.context["troubles"] == (troubles.Trouble.BROKER,)


def test_it_asks_a_handful_of_queries_however_much_there_is(django_assert_num_queries):
    for _ in range(3):
        Job.objects.create(kind="x", title="x")
        with django_assert_num_queries(5):
            rows()
