"""A database that can only be read, a disk without room, a server that is gone: said in words, nothing typed is lost."""

import datetime as dt
import errno
import html
import os
import re
import socket
import time

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from common.outages import Outage, outage_of
from operations import watching
from operations.jobs import clear_away, leave_word
from operations.queries.troubles import Trouble, troubles
from outbox.actions import send_due
from reporting.models import EvidenceFile, Submission
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.outbox import MailFactory
from tests.factories.reporting import signed_in, stage, typed

LONG = "Đã tổ chức 03 lớp tập huấn “5S” & <cải tiến> cho 45 doanh nghiệp của tỉnh trong quý III; còn hai huyện chưa cử người."


@pytest.fixture(autouse=True)
def _well():
    watching.forget()
    yield
    watching.forget()


@pytest.fixture
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def here(transactional_db):
    return stage()


@pytest.fixture
def only_reading():
    """Switch the writing off and on again, for this connection."""

    def switch(value):
        with connection.cursor() as cursor:
            cursor.execute(f"SET default_transaction_read_only = {value}")

    yield switch
    connection.close()


def fields_of(page):
    """What a browser would send from the page's form."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.content.decode())
    return {html.unescape(name): html.unescape(value) for name, value in found}


def test_a_form_sent_while_nothing_can_be_saved_is_sent_again_as_it_was(here, only_reading):
    client = signed_in(here.focal)
    client.raise_request_exception = False
    sent = typed(client, here.submission, **{f"line-{here.line.pk}-narrative": LONG})
    only_reading("on")
    page = client.post(f"/phieu/{here.submission.pk}/nhap/", sent)
    assert (page.status_code, page["Retry-After"], page["Cache-Control"]) == (503, "120", "no-store")
    assert "<textarea" in page.content.decode()
    again = fields_of(page)
    again.pop("csrfmiddlewaretoken")
    assert again == {name: str(value) for name, value in sent.items()}
    only_reading("off")
    assert client.post(f"/phieu/{here.submission.pk}/nhap/", again).status_code == 302
    here.line.refresh_from_db()
    assert here.line.narrative == LONG


def test_a_page_that_saves_itself_is_told_and_keeps_its_text(here, only_reading):
    client = signed_in(here.focal)
    client.raise_request_exception = False
    sent = typed(client, here.submission, **{f"line-{here.line.pk}-narrative": LONG}) | {"save": "auto"}
    only_reading("on")
    answer = client.post(f"/phieu/{here.submission.pk}/nhap/", sent)
    assert (answer.status_code, answer.json()["state"]) == (503, "outage")


def test_people_go_on_reading_and_are_told_why_they_cannot_write(here, only_reading):
    client = signed_in(here.focal)
    only_reading("on")
    session = client.session
    session["seen"] = "x"  # a change that cannot reach the database
    session.save()
    page = client.get(f"/phieu/{here.submission.pk}/nhap/")
    assert (page.status_code, client.session["seen"]) == (200, "x")
    assert "Only reading for the moment" not in page.content.decode()
    watching.look()
    assert "Only reading for the moment" in client.get(f"/phieu/{here.submission.pk}/nhap/").content.decode()
    only_reading("off")
    watching.look()
    assert "Only reading for the moment" not in client.get("/").content.decode()


def aged(client, **seconds):
    """Let the session of ``client`` have begun and been seen so long ago."""
    session = client.session
    for name, ago in seconds.items():
        session[f"session_{name}"] = int(time.time()) - ago
    session.save()


def test_people_go_on_reading_longer_than_a_few_minutes(here, only_reading):
    client = signed_in(here.focal)
    aged(client, seen=900)
    only_reading("on")
    assert client.get(f"/phieu/{here.submission.pk}/nhap/").status_code == 200


def test_a_session_that_cannot_be_ended_opens_nothing_and_hides_no_public_page(here, only_reading):
    client = signed_in(here.focal)
    aged(client, begun=90_000, seen=90_000)
    key = client.session.session_key
    only_reading("on")
    assert client.get("/xac-minh/").status_code == 200
    client.cookies["sessionid"] = key  # of somebody who kept it
    page = client.get(f"/phieu/{here.submission.pk}/nhap/")
    assert (page.status_code, page["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_the_first_request_that_meets_the_outage_tells_everybody(here, only_reading):
    client = signed_in(here.focal)
    client.raise_request_exception = False
    sent = typed(client, here.submission)
    only_reading("on")
    client.post(f"/phieu/{here.submission.pk}/nhap/", sent)
    assert watching.known() == (Trouble.READ_ONLY,)


def test_passwords_are_never_shown_again(transactional_db, client, only_reading):
    client.raise_request_exception = False
    person = UserFactory()
    person.set_password("mot-mat-khau-dai")
    person.save()
    only_reading("on")
    page = client.post(reverse("account_login"), {"login": person.email, "password": "mot-mat-khau-dai"})
    assert page.status_code == 503
    assert "mot-mat-khau-dai" not in page.content.decode()
    assert person.email not in page.content.decode()


@pytest.mark.usefixtures("_english")
def test_without_a_database_the_page_says_so_and_asks_it_nothing(transactional_db, client):
    client.raise_request_exception = False
    port = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = "1"
    try:
        page = client.get("/", headers={"accept-language": "en"})
    finally:
        connection.close()
        connection.settings_dict["PORT"] = port
    assert page.status_code == 503
    assert "The database of the portal does not answer" in page.content.decode()


def test_a_file_that_finds_no_room_leaves_no_row_no_file_and_a_worded_page(here, settings):
    client = signed_in(here.focal)
    client.raise_request_exception = False
    full = {**settings.STORAGES["default"], "BACKEND": "faults.store.Overfull"}
    settings.STORAGES = {**settings.STORAGES, "default": full}
    page = client.post(
        f"/phieu/{here.submission.pk}/minh-chung/{here.line.pk}/",
        {"file": SimpleUploadedFile("quyết định.pdf", b"%PDF-1.7 thu")},
    )
    assert page.status_code == 503
    assert "no room left on its disk" in page.content.decode()
    assert EvidenceFile.objects.count() == 0
    assert [path for path in settings.DATA_DIR.rglob("*") if path.is_file()] == []
    assert Submission.objects.get(pk=here.submission.pk).edition == here.submission.edition
    assert watching.known() == (Trouble.DISK_FULL,)


@pytest.mark.parametrize(
    ("fault", "outage"),
    [
        (OSError(errno.ENOSPC, "x"), Outage.DISK_FULL),
        (OSError(errno.EDQUOT, "x"), Outage.DISK_FULL),
        (OSError(errno.EROFS, "x"), Outage.READ_ONLY),
        (FileNotFoundError(errno.ENOENT, "x"), None),
        (ValueError("x"), None),
        (psycopg.OperationalError("server closed the connection unexpectedly"), Outage.DATABASE),
        (psycopg.errors.AdminShutdown("x"), Outage.DATABASE),
        (psycopg.errors.DiskFull("x"), Outage.DISK_FULL),
        (psycopg.errors.ReadOnlySqlTransaction("x"), Outage.READ_ONLY),
        (psycopg.errors.QueryCanceled("x"), None),
        (psycopg.errors.UniqueViolation("x"), None),
    ],
)
def test_which_faults_are_outages(fault, outage):
    assert outage_of(fault) == outage


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_was_called_off_is_no_outage():
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 20")
        with pytest.raises(OperationalError, match="statement timeout") as fault:
            cursor.execute("SELECT pg_sleep(1)")
    connection.close()
    assert outage_of(fault.value) is None


def test_a_file_is_there_whole_or_not_at_all_and_takes_no_name_from_another(settings):
    first = default_storage.save("a/b.txt", ContentFile("một".encode()))
    second = default_storage.save("a/b.txt", ContentFile(b"hai"))
    assert (first, second != first) == ("a/b.txt", True)
    assert [(settings.DATA_DIR / name).read_text() for name in (first, second)] == ["một", "hai"]
    assert default_storage.listdir("unfinished") == ([], [])
    assert (settings.DATA_DIR / first).stat().st_mode & 0o777 == 0o600


def test_what_a_killed_writer_left_is_cleared_away_after_a_day(settings):
    folder = settings.DATA_DIR / "unfinished"
    folder.mkdir(parents=True)
    for name, age in (("old", 90_000), ("new", 10)):
        (folder / name).write_text("x")
        os.utime(folder / name, (time.time() - age,) * 2)
    clear_away()
    assert [file.name for file in folder.iterdir()] == ["new"]


@pytest.mark.django_db
def test_a_well_portal_tells_nothing():
    leave_word()
    assert troubles() == ()


@pytest.mark.django_db
def test_a_broker_that_is_down_and_workers_that_stand_still_are_told(settings):
    leave_word()
    later = timezone.now() + dt.timedelta(minutes=6)
    assert troubles(later) == (Trouble.WORKERS,)
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    assert troubles() == (Trouble.BROKER,)


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_down_is_told_until_it_is_back(settings):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = nobody.getsockname()
        now = timezone.now()
        MailFactory(status="queued", try_at=now)
        assert troubles() == ()
        assert send_due(now) == 0
        assert troubles() == (Trouble.MAILS,)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due(now) == 1
    assert troubles() == ()


@pytest.mark.django_db
@pytest.mark.usefixtures("_english")
def test_a_disk_that_is_nearly_full_is_told_to_administrators_and_a_full_one_to_everybody(client, settings):
    administrator, person = signed_in(AdministratorFactory()), signed_in()
    settings.DISK_LOW_MB = 10**9
    watching.look()
    words = ["The disk is nearly full" in one.get("/").content.decode() for one in (administrator, person)]
    assert words == [True, False]
    settings.DISK_FULL_MB = 10**9
    watching.look()
    words = ["No room for files" in one.get("/").content.decode() for one in (administrator, person)]
    assert words == [True, True]


@pytest.mark.django_db
def test_the_notice_costs_no_query(client, django_assert_num_queries, settings):
    person = signed_in()
    person.get("/")
    with CaptureQueriesContext(connection) as bare:
        person.get("/")
    settings.DISK_FULL_MB = 10**9
    watching.look()
    with django_assert_num_queries(len(bare)):
        person.get("/")


PARTS = [Trouble.READ_ONLY, Trouble.DISK_FULL, Trouble.BROKER, Trouble.WORKERS, Trouble.MAILS]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_base_of_a_page_tells_it_in_both_languages(db, client, settings, monkeypatch, language):
    """The portal's, the sign-in's, the administration's, and the pages for faults, which know no request."""
    monkeypatch.setattr(watching, "_known", tuple(PARTS))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.raise_request_exception = False
    administrator = Client()
    administrator.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    administrator.force_login(AdministratorFactory(), "django.contrib.auth.backends.ModelBackend")
    pages = {address: client.get(address) for address in ("/", reverse("account_login"), "/khong/co/")}
    pages["admin"] = administrator.get(reverse("admin:index"))
    pages["admin list"] = administrator.get(reverse("admin:jobs_job_changelist"))
    with translation.override(language):
        texts = {name: page.content.decode() for name, page in pages.items()}
        texts |= {name: render_to_string(name) for name in ("400.html", "413.html", "500.html")}
        texts["503"] = render_to_string("503.html", {"outage": "files"})
        lacking = {
            name: [
                part.name
                for part in PARTS
                if html.escape(str(part.label)) not in text or html.escape(str(part.words)) not in text
            ]
            for name, text in texts.items()
        }
    assert {name: parts for name, parts in lacking.items() if parts} == {}


def test_a_page_about_an_outage_does_not_say_it_twice(monkeypatch):
    monkeypatch.setattr(watching, "_known", (Trouble.READ_ONLY, Trouble.MAILS))
    page = render_to_string("503.html", {"outage": "read_only"})
    assert (str(Trouble.READ_ONLY.words) in page, str(Trouble.MAILS.words) in page) == (False, True)
