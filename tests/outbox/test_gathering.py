"""One mail a day to a person, at a decent hour, with everything the person was told and has not read."""

import datetime as dt

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from organisations.models import CalendarException
from outbox.actions import gather, mark_read, notify
from outbox.models import Mail, MailStatus, Notice
from outbox.queries import MOST_TRIES
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory, ProvinceFactory, SpecialistFactory
from tests.factories.outbox import VIETNAM, NoticeFactory

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 16)
SATURDAY = dt.date(2026, 11, 21)
MORNING = dt.time(7, 30)


def at(day=MONDAY, hour=MORNING):
    return dt.datetime.combine(day, hour, VIETNAM)


def test_everything_a_person_was_told_goes_into_one_mail():
    person = UserFactory(full_name="Trần Thị Bích")
    for number in range(3):
        NoticeFactory(user=person, title=f"Việc {number}", url=f"/phieu/{number}/")
    NoticeFactory()
    mails = gather(at())
    assert len(mails) == 2
    mail = Mail.objects.get(user=person)
    assert (mail.day, mail.address, mail.status) == (MONDAY, person.email, MailStatus.QUEUED)
    for part in (mail.text, mail.html):
        assert "Trần Thị Bích" in part
        assert all(f"http://localhost:8000/phieu/{n}/" in part and f"Việc {n}" in part for n in range(3))
    assert Notice.objects.filter(mail=mail).count() == 3


def test_a_second_mail_waits_for_the_next_day():
    person = UserFactory()
    NoticeFactory(user=person)
    assert len(gather(at())) == 1
    late = NoticeFactory(user=person)
    assert gather(at(hour=dt.time(15))) == []
    [mail] = gather(at(MONDAY + dt.timedelta(1)))
    assert list(mail.notices.all()) == [late]


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (dt.datetime(2026, 11, 15, 17, 0, tzinfo=dt.UTC), 0),  # midnight in Vietnam: Monday begins
        (dt.datetime(2026, 11, 16, 0, 29, tzinfo=dt.UTC), 0),
        (dt.datetime(2026, 11, 16, 0, 30, tzinfo=dt.UTC), 1),
        (dt.datetime(2026, 11, 16, 12, 59, tzinfo=dt.UTC), 1),
        (dt.datetime(2026, 11, 16, 13, 0, tzinfo=dt.UTC), 0),
    ],
)
def test_mails_are_written_by_day_in_vietnam(moment, written):
    NoticeFactory()
    assert len(gather(moment)) == written


@pytest.mark.parametrize(("days", "written"), [(None, 0), (1, 0), (0, 1), (-3, 1)])
def test_on_a_day_off_only_what_presses_makes_a_mail(days, written):
    due_on = None if days is None else SATURDAY + dt.timedelta(days)
    NoticeFactory(due_on=due_on)
    assert len(gather(at(SATURDAY))) == written


def test_a_saturday_worked_in_exchange_is_a_working_day():
    CalendarException.objects.create(day=SATURDAY, is_working=True, name="Làm bù")
    NoticeFactory()
    assert len(gather(at(SATURDAY))) == 1


def test_notices_wait_for_company_but_not_for_ever():
    person = UserFactory()
    noon = at(hour=dt.time(12))
    NoticeFactory(user=person, created_at=noon - dt.timedelta(minutes=9))
    assert gather(noon) == []
    assert len(gather(noon + dt.timedelta(minutes=1))) == 1
    busy = UserFactory()
    for minutes in range(0, 61, 5):
        NoticeFactory(user=busy, created_at=noon - dt.timedelta(minutes=minutes))
    assert [mail.user for mail in gather(noon)] == [busy]


def test_what_was_read_in_the_portal_needs_no_mail():
    notice = NoticeFactory()
    assert mark_read([notice], by=UserFactory()) == 0
    assert mark_read([notice], by=notice.user) == 1
    assert gather(at()) == []


def test_the_subject_says_the_most_pressing_thing_and_how_many_more():
    person = UserFactory()
    for title, days in [("Sắp đến hạn", 10), ("Không hạn", None), ("Quá hạn", -1), ("Hôm nay", 0)]:
        due_on = None if days is None else MONDAY + dt.timedelta(days)
        NoticeFactory(user=person, title=title, due_on=due_on)
    [mail] = gather(at())
    assert mail.subject.startswith("Quá hạn")
    places = [mail.text.index(f"- {title}") for title in ("Quá hạn", "Hôm nay", "Không hạn", "Sắp đến hạn")]
    assert places == sorted(places)


def test_a_long_headline_is_cut_and_still_says_how_many_more():
    person = UserFactory()
    NoticeFactory(user=person, title="Dài " * 75)
    NoticeFactory(user=person)
    [mail] = gather(at())
    assert (len(mail.subject) <= 150, mail.subject[-1] != "…", "…" in mail.subject) == (True, True, True)


def test_the_mail_is_of_a_province_only_if_all_of_it_is():
    one, other = ProvinceFactory(), ProvinceFactory()
    for provinces in ([one, one], [one, other], [one, None]):
        person = UserFactory()
        for province in provinces:
            NoticeFactory(user=person, province=province)
    assert [mail.province for mail in gather(at())] == [one, None, None]


def test_the_mail_says_why_it_came_and_whom_to_ask():
    unit = MembershipFactory(organisation__name="Sở Công Thương")
    staff = SpecialistFactory(organisation__province=unit.organisation.province, user__full_name="Lê Văn Hỏi")
    for user in (unit.user, staff.user):
        NoticeFactory(user=user, province=unit.organisation.province)
    to_unit, to_staff = gather(at())
    assert ("Sở Công Thương" in to_unit.text, f"Lê Văn Hỏi, {staff.user.email}" in to_unit.text) == (
        True,
        True,
    )
    assert staff.user.email not in to_staff.text


@pytest.mark.parametrize("facts", [{"is_active": False}, {"email": "không-phải-địa-chỉ"}])
def test_a_person_who_cannot_get_mail_is_noted_not_forgotten(facts):
    NoticeFactory(user=UserFactory(**facts))
    [mail] = gather(at())
    assert (mail.status, mail.tries, mail.problem != "") == (MailStatus.FAILED, MOST_TRIES, True)
    assert gather(at(MONDAY + dt.timedelta(1))) == []


def test_a_person_is_told_once_under_a_key_and_in_vietnamese():
    people = [UserFactory(), UserFactory()]
    told = {"kind": "x", "key": "reminder:1", "title": gettext_lazy("Province")}
    with translation.override("en"):
        assert notify(people, **told) == 2
        assert notify([*people, people[0], UserFactory()], **told) == 1
    with translation.override("vi"):
        assert set(Notice.objects.values_list("title", flat=True)) == {str(gettext_lazy("Province"))}


def test_links_lead_to_the_portal_only():
    NoticeFactory(url="//xau.example/")
    [mail] = gather(at())
    assert "xau.example" not in mail.text + mail.html


def test_who_waits_is_asked_once_however_many_wait(django_assert_num_queries):
    for _ in range(3):
        NoticeFactory()
    gather(at())
    with django_assert_num_queries(2):
        assert gather(at(hour=dt.time(8))) == []
