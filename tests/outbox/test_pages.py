"""The outbox and the notices on screen: who sees what, what may run, sending again, marking as read."""

from email import message_from_bytes, policy

import pytest
from django.urls import reverse
from django.utils import timezone

from outbox.models import Mail, MailStatus, Notice
from outbox.queries import MOST_TRIES
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.organisations import DostFactory, SpecialistFactory
from tests.factories.outbox import MailFactory, NoticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    """A specialist who is signed in; ``staff.organisation.province`` is theirs."""
    membership = SpecialistFactory(organisation=DostFactory())
    client.force_login(membership.user)
    return membership


def at(name, mail):
    return reverse(f"outbox:{name}", args=[mail.pk])


def subjects(client, **asked):
    return [row[0].subject for row in client.get(reverse("outbox:mail_list"), asked).context["rows"]]


def test_dost_sees_mails_about_its_province_and_its_own_and_nobody_elses(client, staff):
    ours = MailFactory(province=staff.organisation.province)
    own = MailFactory(user=staff.user)
    MailFactory()
    MailFactory(province=DostFactory().province)
    assert subjects(client) == [own.subject, ours.subject]
    client.force_login(AdministratorFactory())
    assert len(subjects(client)) == 4


def test_mails_are_found_by_state_name_and_address(client, staff):
    province = staff.organisation.province
    sent = MailFactory(province=province, status=MailStatus.SENT, sent_at=timezone.now())
    tired = MailFactory(
        province=province, status=MailStatus.FAILED, tries=MOST_TRIES, user__full_name="Bùi Ý"
    )
    assert subjects(client, state="sent") == [sent.subject]
    assert subjects(client, state="failed") == [tired.subject]
    assert subjects(client, q="bùi ý") == [tired.subject]
    assert subjects(client, q=sent.address, state="failed") == []
    assert len(subjects(client, state="no such state", q="\x00")) == 2


def test_the_preview_can_run_nothing_and_only_our_page_shows_it(client, staff):
    mail = MailFactory(user=staff.user, html='<p style="color:red">Chào</p><script>alert(1)</script>')
    page, inside = client.get(at("mail_detail", mail)), client.get(at("mail_html", mail))
    assert inside.content.decode() == mail.html
    rules = sorted(rule.strip() for rule in inside["Content-Security-Policy"].split(";"))
    assert rules == [
        "base-uri 'none'",
        "default-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox",
        "style-src 'unsafe-inline'",
    ]
    assert inside["X-Frame-Options"] == "SAMEORIGIN"
    assert ("frame-src 'self'" in page["Content-Security-Policy"], page["X-Frame-Options"]) == (True, "DENY")
    assert "unsafe" not in page["Content-Security-Policy"]
    assert "alert(1)" not in page.content.decode()


def test_the_file_is_the_mail(client, staff):
    mail = MailFactory(user=staff.user)
    answer = client.get(at("mail_file", mail))
    message = message_from_bytes(answer.content, policy=policy.default)
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "message/rfc822",
        f'attachment; filename="thu-{mail.pk}.eml"',
    )
    assert (message["To"], message.get_body(["plain"]).get_content().strip()) == (mail.address, mail.text)


def test_sending_again_asks_once_and_then_waits_for_the_tick(client, staff):
    mail = MailFactory(province=staff.organisation.province, status=MailStatus.SENDING, tries=1)
    page = at("mail_resend", mail)
    assert client.get(page).status_code == 200
    mail.refresh_from_db()
    assert mail.status == MailStatus.SENDING
    assert client.post(page).url == at("mail_detail", mail)
    mail.refresh_from_db()
    assert (mail.status, mail.tries) == (MailStatus.QUEUED, 0)
    again = client.post(page)  # a double click: it is about to leave already
    assert (again.status_code, Mail.objects.count()) == (409, 1)


def test_a_person_reads_their_own_mail_but_does_not_send_it_again(client):
    mail = MailFactory(status=MailStatus.SENT, sent_at=timezone.now())
    client.force_login(mail.user)
    assert client.get(at("mail_detail", mail)).status_code == 200
    assert [
        client.get(at("mail_resend", mail)).status_code,
        client.post(at("mail_resend", mail)).status_code,
    ] == [
        403,
        403,
    ]


def test_one_reads_ones_own_notices_only(client):
    mine, other = NoticeFactory(), NoticeFactory()
    client.force_login(mine.user)
    page = client.get(reverse("outbox:notice_list"))
    assert [notice.pk for notice in page.context["notices"]] == [mine.pk]
    client.post(reverse("outbox:notice_read"), {"notice": other.pk})
    assert Notice.objects.filter(read_at__isnull=False).count() == 0


def test_all_that_stood_on_the_page_is_marked_and_nothing_that_came_since(client):
    person = UserFactory()
    shown = [NoticeFactory(user=person) for _ in range(3)]
    client.force_login(person)
    newest = client.get(reverse("outbox:notice_list")).context["newest"]
    came_since = NoticeFactory(user=person)
    client.post(reverse("outbox:notice_read"), {"until": newest})
    assert list(Notice.objects.filter(read_at__isnull=True)) == [came_since]
    assert Notice.objects.filter(read_at__isnull=False).count() == len(shown)


@pytest.mark.parametrize(
    "asked", [{}, {"notice": "x"}, {"until": "9" * 40}, {"notice": "-1"}, {"notice": "٣"}]
)
def test_nonsense_is_no_fault(client, asked):
    client.force_login(UserFactory())
    assert client.post(reverse("outbox:notice_read"), asked).status_code == 302


def test_the_administration_lists_and_opens_them_and_changes_nothing(client):
    client.force_login(AdministratorFactory())
    for row in (MailFactory(), NoticeFactory()):
        base = f"admin:outbox_{row._meta.model_name}"
        assert client.get(reverse(f"{base}_changelist"), {"q": "thử"}).status_code == 200
        page = client.get(reverse(f"{base}_change", args=[row.pk]))
        assert (page.status_code, 'name="_save"' in page.content.decode()) == (200, False)
