"""Sessions end by time, change their key, and are ended by their owner; wrong passwords are counted by all processes."""

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as real
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.views.sessions import device_of
from tests.accounts.signing_in import PASSWORD, a_person, age_session, confirm_password, sign_in
from tests.factories.accounts import UserFactory
from tests.jobs.worker import test_database_url

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
LIST = "/tai-khoan/phien/"
MINUTE, HOUR = 60, 3600


@pytest.fixture
def person():
    return a_person()


@pytest.mark.parametrize(
    ("begun", "seen", "ended"),
    [
        (HOUR, 59 * MINUTE, None),
        (2 * HOUR, 60 * MINUTE, "idle"),
        (12 * HOUR - MINUTE, 0, None),
        (12 * HOUR, 0, "over"),
    ],
)
def test_a_session_ends_after_an_hour_of_nothing_and_after_a_working_day(client, person, begun, seen, ended):
    sign_in(client)
    age_session(client, begun=begun, seen=seen)
    answer = client.get("/bao-cao/")
    assert answer.status_code == (302 if ended else 200)
    assert client.session.get("session_ended") == ended
    if ended:
        assert answer["Location"] == f"{reverse('account_login')}?next=/bao-cao/"
        assert client.get(answer["Location"]).content.decode().count("notice") >= 1
        sign_in(client)
        assert client.session.get("session_ended") is None


def test_work_keeps_a_session_alive_and_a_page_that_asks_by_itself_does_not(client, person):
    sign_in(client)
    for headers, lives in ({}, True), ({"HX-Request": "true"}, False):
        age_session(client, seen=30 * MINUTE)
        before = client.session["session_seen"]
        client.get("/bao-cao/", headers=headers)
        assert (client.session["session_seen"] > before) is lives


def test_the_note_of_use_is_written_once_in_five_minutes(client, person):
    sign_in(client)
    counts = []
    for seen in (0, 200, 300):  # a busy machine may add a minute
        age_session(client, seen=seen)
        with CaptureQueriesContext(connection) as queries:
            client.get("/bao-cao/")
        counts.append(sum('UPDATE "' in q["sql"] for q in queries))
    assert counts == [0, 0, 2]


def test_the_key_changes_at_sign_in_and_when_the_password_is_shown_again(client, person):
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = 1
    session.save()
    keys = [session.session_key]
    sign_in(client)
    keys.append(client.session.session_key)
    confirm_password(client, reverse("mfa_activate_totp"))
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3
    assert [row.session_key for row in UserSession.objects.filter(user=person)] == keys[-1:]
    stale = Client()
    for old in keys[:2]:
        stale.cookies["sessionid"] = old
        assert stale.get(LIST).status_code == 302


def test_a_person_sees_their_sessions_and_ends_one_or_all_others(client, person):
    others = [Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140"}) for _ in range(3)]
    for browser in [*others, client]:
        sign_in(browser)
    rows = client.get(LIST).context["devices"]
    assert [row.is_this for row in rows] == [True, False, False, False]
    assert rows[1].name == "Chrome · Windows"
    ended = rows[-1].session  # the first that signed in
    confirm_password(client, reverse("mfa_activate_totp"))
    client.post(LIST, {"session": ended.pk})
    assert [browser.get(LIST).status_code for browser in others] == [302, 200, 200]
    client.post(LIST)
    assert [browser.get(LIST).status_code for browser in others] == [302, 302, 302]
    assert client.get(LIST).context["others"] == 0


def test_ending_sessions_asks_for_the_password_first(client, person):
    other = Client()
    sign_in(other)
    sign_in(client)
    answer = client.post(LIST)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert other.get(LIST).status_code == 200


def test_nobody_ends_the_session_of_somebody_else(client, person):
    stranger = Client()
    a_person("khac@so.example")
    sign_in(stranger, "khac@so.example")
    theirs = UserSession.objects.get(user__email="khac@so.example")
    sign_in(client)
    confirm_password(client, reverse("mfa_activate_totp"))
    client.post(LIST, {"session": theirs.pk})
    client.post(LIST, {"session": "x" * 100})
    assert stranger.get(LIST).status_code == 200


def test_the_list_costs_the_same_with_many_sessions(client, person):
    sign_in(client)
    counts = []
    for more in (1, 4):
        for _ in range(more):
            sign_in(Client())
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_new_password_ends_every_other_session(client, person):
    other = Client()
    sign_in(other)
    sign_in(client)
    new = "mot-mat-khau-khac-han"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), sent).status_code == 302
    assert (other.get(LIST).status_code, client.get(LIST).status_code) == (302, 200)


def test_who_is_no_longer_let_in_is_out_at_once(client, person):
    sign_in(client)
    person.is_active = False
    person.save()
    assert client.get(LIST).status_code == 302


def test_a_new_password_by_mail_opens_the_account_that_strangers_shut(client, person, mailoutbox):
    for _ in range(5):
        sign_in(Client(), password="sai")
    assert sign_in(client).status_code == 200  # the right one, and refused
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = urlsplit(re.search(r"https?://\S+", mailoutbox[-1].body)[0]).path
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = "ghế tre xanh nước mắm"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    assert client.get("/tai-khoan/phien/").status_code == 302  # signed in by nothing but the password
    assert sign_in(client, password=new).status_code == 302


def test_a_session_that_was_ended_while_the_cache_was_down_does_not_come_back(client, person):
    sign_in(client)
    session = client.session
    UserSession.objects.filter(session_key=session.session_key).delete()  # ended; the cache kept it
    age_session(client, seen=301)
    assert client.get(LIST)["Location"].startswith(reverse("account_login"))


def test_wrong_passwords_are_counted_whatever_name_and_port_the_portal_is_called_by(client, person):
    for port in range(5):
        sign_in(client, password="sai", headers={"host": f"testserver:{8000 + port}"})
    assert sign_in(client, headers={"host": "testserver:9000"}).status_code == 200
    assert sign_in(client, " LAN@so.example ").status_code == 200


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36", "Chrome · Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140 Safari/537.36 Edg/140", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari · iPhone"),
        ("curl/8", ""),
    ],
)  # fmt: skip
def test_a_device_is_named_as_its_owner_knows_it(said, name):
    assert device_of(said) == name


TRIES = """
    import sys, django
    django.setup()
    from django.conf import settings
    settings.CACHES["default"]["KEY_PREFIX"] = sys.argv[1]
    settings.ALLOWED_HOSTS = ["*"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    from django.test import Client
    for password in sys.argv[3:]:
        answer = Client().post("/tai-khoan/login/", {"login": sys.argv[2], "password": password})
        print(answer.status_code)
"""


@pytest.mark.django_db(transaction=True)
def test_wrong_passwords_are_counted_by_all_processes_together():
    UserFactory(email="hai@so.example", full_name="Hai").set_password(PASSWORD)
    person = a_person("ba@so.example")
    prefix = uuid4().hex
    environment = {
        **os.environ,
        "DATABASE_URL": test_database_url(),
        "REDIS_URL": real.REDIS_URL,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }

    def process(*passwords) -> list[str]:
        command = [sys.executable, "-c", textwrap.dedent(TRIES), prefix, person.email, *passwords]
        run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        return run.stdout.split()

    assert process("sai-1", "sai-2", "sai-3") == ["200"] * 3
    assert process("sai-4", "sai-5", PASSWORD) == ["200"] * 3  # the right one comes too late, too
    assert process(PASSWORD) == ["200"]
    prefix = uuid4().hex  # the time is over
    assert process(PASSWORD) == ["302"]
