"""Mails leave once by themselves, whatever the mail server and the workers do."""

import datetime as dt
import os
import smtplib
import subprocess
import sys
import threading

import pytest
from django.db import connection

from common.errors import RuleBroken
from journal.models import Entry
from outbox.actions import gather, notify, resend, send_due, withdraw
from outbox.actions.sending import PAUSES, _claim, _mark
from outbox.models import Mail, MailStatus, Notice
from outbox.queries import MOST_TRIES, MailState, counts, in_state, state_of
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.outbox import VIETNAM, MailFactory, NoticeFactory
from tests.jobs.worker import ROOT, test_database_url, until
from tests.outbox.sink import Sink

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 16, 7, 31, tzinfo=VIETNAM)  # a Monday
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


@pytest.fixture
def sink(settings):
    """The portal sends through a real socket to a server that keeps what it gets."""
    server = Sink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.DEFAULT_FROM_EMAIL = "Cổng NSCL <cong@nscl.example>"
    yield server
    server.stop()


def stands(mail):
    mail.refresh_from_db()
    return MailStatus(mail.status), mail.tries


def test_a_mail_goes_over_the_wire_as_text_and_html_to_one_person(sink):
    mail = MailFactory(subject="Phiếu báo cáo năm 2026 quá hạn 02 ngày")
    assert send_due(NOW) == 1
    [(receivers, message)] = sink.mails
    assert receivers == [mail.address]
    assert (message["Subject"].strip(), message["To"]) == (mail.subject, mail.address)
    assert message["Message-ID"] == f"<portal-mail-{mail.pk}@localhost>"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message.get_body(["plain"]).get_content().strip() == mail.text
    assert (stands(mail), mail.sent_at) == ((MailStatus.SENT, 1), NOW)


def test_what_was_sent_is_not_sent_again(sink):
    MailFactory()
    assert [send_due(NOW), send_due(NOW), send_due(NOW + 24 * HOUR)] == [1, 0, 0]
    assert len(sink.mails) == 1


def test_a_server_that_is_down_loses_nothing_costs_no_try_and_is_asked_again(sink, settings):
    mails = [MailFactory(), MailFactory()]
    sink.stop()
    assert [send_due(NOW + minute * MINUTE) for minute in range(3)] == [0, 0, 0]
    assert [stands(mail) for mail in mails] == [(MailStatus.QUEUED, 0)] * 2
    assert all("Connection refused" in mail.problem for mail in mails)
    back = Sink()
    settings.EMAIL_PORT = back.port
    assert send_due(NOW + 4 * MINUTE) == 2
    back.stop()
    assert [(stands(mail), mail.problem) for mail in mails] == [((MailStatus.SENT, 1), "")] * 2


@pytest.mark.parametrize(("temper", "code"), [("full", "452"), ("unknown", "550")])
def test_a_clear_no_is_tried_again_with_growing_pauses_and_then_left_to_people(sink, temper, code):
    sink.temper = temper
    mail, now = MailFactory(), NOW
    for tried, pause in enumerate([*PAUSES, PAUSES[-1]], start=1):
        send_due(now)
        assert stands(mail) == (MailStatus.FAILED, tried)
        send_due(now + pause - MINUTE)
        assert stands(mail) == (MailStatus.FAILED, tried)
        now += pause
    assert send_due(now + dt.timedelta(days=30)) == 0
    assert (stands(mail), state_of(mail, now)) == ((MailStatus.FAILED, MOST_TRIES), MailState.FAILED)
    assert (code in mail.problem, sink.mails) == (True, [])


def test_one_refused_mail_does_not_hold_back_the_others(sink):
    closed, good = MailFactory(user__is_active=False), MailFactory()
    assert send_due(NOW) == 1
    assert [stands(mail) for mail in (closed, good)] == [
        (MailStatus.FAILED, MOST_TRIES),
        (MailStatus.SENT, 1),
    ]


def test_a_server_that_falls_silent_leaves_a_mail_to_people(sink):
    sink.temper = "silent"
    mail = MailFactory()
    assert send_due(NOW) == 0
    sink.temper = "kind"
    assert [send_due(NOW + hours * HOUR) for hours in (1, 5, 100)] == [0, 0, 0]
    assert stands(mail) == (MailStatus.SENDING, 1)
    assert mail.problem.startswith(smtplib.SMTPServerDisconnected.__name__)
    assert len(sink.mails) == 1  # it had arrived: sending it again would have been wrong


def test_a_worker_that_dies_while_sending_leaves_a_mail_to_people(sink):
    mail = MailFactory()
    assert _claim(NOW) == mail  # and then the power goes
    assert send_due(NOW + 2 * HOUR) == 0
    mail.refresh_from_db()
    assert [state_of(mail, NOW + passed * MINUTE) for passed in (9, 10)] == [
        MailState.SENDING,
        MailState.UNCLEAR,
    ]


def test_a_person_may_send_it_again_to_the_address_of_today(sink):
    mail, by = MailFactory(status=MailStatus.SENDING, tries=1), AdministratorFactory()
    mail.user.email = "moi@example.vn"
    mail.user.save()
    resend(mail, by=by, now=NOW + HOUR)
    assert send_due(NOW + HOUR) == 1
    assert sink.mails[0][1]["To"] == "moi@example.vn"
    entry = Entry.objects.about(mail).get()
    assert (entry.action, entry.by, entry.state_before) == ("resend", by, "unclear")


def test_what_is_about_to_leave_or_cannot_is_not_sent_again():
    waiting, sending = MailFactory(), MailFactory(status=MailStatus.SENDING, try_at=NOW)
    closed = MailFactory(user__is_active=False, status=MailStatus.FAILED, tries=MOST_TRIES)
    for mail, code in [(waiting, "about_to_leave"), (sending, "about_to_leave"), (closed, "no_address")]:
        with pytest.raises(RuleBroken) as no:
            resend(mail, by=AdministratorFactory(), now=NOW)
        assert no.value.code == code


def test_a_late_answer_does_not_overwrite_what_a_person_decided():
    mail = MailFactory()
    claimed = _claim(NOW)
    resend(mail, by=AdministratorFactory(), now=NOW + HOUR)
    _mark(claimed, status=MailStatus.SENT, sent_at=NOW)
    assert stands(mail) == (MailStatus.QUEUED, 0)


def test_what_is_withdrawn_leaves_a_mail_that_has_not_left():
    person = UserFactory()
    NoticeFactory(user=person, key="reminder:1", title="Nhắc nộp phiếu")
    NoticeFactory(user=person, key="returned:1", title="Phiếu bị trả lại")
    [mail] = gather(NOW)
    assert "Nhắc nộp phiếu" in mail.text
    assert withdraw(key_prefix="reminder:") == 1
    mail.refresh_from_db()
    assert ("Nhắc nộp phiếu" in mail.text + mail.html, mail.subject) == (False, "Phiếu bị trả lại")
    assert withdraw(key_prefix="returned:") == 1
    assert (Mail.objects.count(), Notice.objects.count()) == (0, 0)


def test_what_has_left_is_not_withdrawn(sink):
    NoticeFactory(key="reminder:1")
    gather(NOW)
    send_due(NOW)
    assert (withdraw(key_prefix="reminder:"), Notice.objects.count()) == (0, 1)


def test_no_text_can_become_a_header(sink):
    person = UserFactory()
    title = "Việc\r\nBcc: ke-xau@example.com\r\n\r\nxin chào"
    notify([person], kind="x", key="x", title=title, body="<script>1</script>")
    Notice.objects.update(created_at=NOW - HOUR)
    gather(NOW)
    send_due(NOW)
    [(receivers, message)] = sink.mails
    assert receivers == [person.email]
    assert (message["Bcc"], message["Subject"].strip()) == (None, "Việc Bcc: ke-xau@example.com xin chào")
    assert "<script>" not in message.get_body(["html"]).get_content()


def test_a_planted_header_is_refused_and_not_sent(sink):
    MailFactory(subject="Một dòng\r\nBcc: ke-xau@example.com")
    assert send_due(NOW) == 0
    assert (Mail.objects.get().status, sink.mails) == (MailStatus.FAILED, [])


def test_each_state_is_counted_as_it_is_told():
    for status, tries, try_at in [
        ("queued", 0, NOW),
        ("sending", 1, NOW),
        ("sending", 1, NOW - HOUR),
        ("failed", 2, NOW),
        ("failed", MOST_TRIES, NOW),
    ]:
        MailFactory(status=status, tries=tries, try_at=try_at)
    MailFactory(status="sent", sent_at=NOW)
    for mail in Mail.objects.all():
        said = [state for state in MailState if Mail.objects.filter(in_state(state, NOW), pk=mail.pk)]
        assert said == [state_of(mail, NOW)]
    assert [count.count for count in counts(Mail.objects.all(), NOW)] == [1] * 6


def test_a_trial_writes_each_mail_into_a_file(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "outbox.folder.FolderBackend", tmp_path / "mails"
    mail = MailFactory()
    assert send_due(NOW) == 1
    [file] = (tmp_path / "mails").iterdir()
    assert file.name == f"portal-mail-{mail.pk}-localhost.eml"
    assert f"To: {mail.address}".encode() in file.read_bytes()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_mail_does_not_send_it_twice(sink):
    sink.temper, mail = "slow", MailFactory()
    words = "import django; django.setup(); from outbox.jobs import look_after_mails; look_after_mails()"
    environment = {
        **os.environ,
        "DATABASE_URL": test_database_url(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PORTAL_EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
    }
    worker = subprocess.Popen([sys.executable, "-c", words], cwd=ROOT, env=environment)
    until(lambda: sink.mails)
    worker.kill()
    worker.wait()
    sink.temper, later = "kind", dt.datetime.now(dt.UTC) + HOUR
    assert (send_due(later), len(sink.mails)) == (0, 1)
    assert stands(mail) == (MailStatus.SENDING, 1)
    assert state_of(mail, later) == MailState.UNCLEAR


@pytest.mark.django_db(transaction=True)
def test_ticks_at_once_write_and_send_once(sink):
    people = [UserFactory() for _ in range(6)]
    for person in people:
        NoticeFactory(user=person)
        NoticeFactory(user=person)
    together, faults = threading.Barrier(3), []

    def one_tick():
        try:
            together.wait()
            gather(NOW)
            send_due(NOW)
        except Exception as fault:  # noqa: BLE001 - told below
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one_tick) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sorted(message["To"] for _to, message in sink.mails) == sorted(person.email for person in people)
    assert set(Mail.objects.values_list("status", "tries")) == {("sent", 1)}
    assert not Notice.objects.filter(mail__isnull=True).exists()
