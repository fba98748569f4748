"""An administrator looks as somebody sees the portal: reads only, for half an hour, and the journal knows."""

import pytest
from django.urls import reverse

from accounts.models import User
from journal.models import Entry
from organisations import support_view
from outbox.models import Notice
from tests.accounts.signing_in import a_person, confirm_password, sign_in
from tests.factories.accounts import AdministratorFactory
from tests.factories.organisations import SpecialistFactory
from tests.factories.outbox import NoticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return SpecialistFactory(user__full_name="Chuyên viên Lan").user


@pytest.fixture
def boss():
    return a_person("chu@so.example", is_staff=True, is_superuser=True)


@pytest.fixture
def looking(client, person, boss):
    sign_in(client, boss.email)
    confirm_password(client, reverse("mfa_activate_totp"))
    assert client.post(f"/nguoi/{person.pk}/xem/", {"reason": "Không thấy kỳ báo cáo"})["Location"] == "/"
    return client


def actions(person) -> list[str]:
    return list(Entry.objects.about(person).order_by("pk").values_list("action", "by__email", "note"))


def test_the_pages_are_the_other_persons_under_a_banner(looking, person, boss):
    page = looking.get("/")
    assert page.context["user"] == person
    assert page.content.decode().count("support_end") == 0
    assert 'action="/nguoi/thoi-xem/"' in page.content.decode()
    assert looking.get("/admin/").status_code == 403


def test_nothing_is_written_whatever_a_page_does(looking, person):
    NoticeFactory(user=person)
    assert looking.get(reverse("outbox:notice_list")).status_code == 200
    assert Notice.objects.filter(user=person, read_at__isnull=False).count() == 0
    for path in ("/", "/loi-moi/moi/", "/bao-cao/"):
        assert looking.post(path, {"people": "a@x.vn; A; x", "confirm": "1"}).status_code == 403


@pytest.mark.parametrize(
    "path", ["/tai-khoan/2fa/", "/tai-khoan/phien/", "/tai-khoan/password/change/", "/admin/"]
)
def test_the_account_and_the_administration_stay_closed(looking, path):
    assert looking.get(path).status_code == 403


def test_the_journal_keeps_the_reason_and_every_page_under_the_administrators_name(looking, person, boss):
    looking.get("/bao-cao/")
    looking.post("/nguoi/thoi-xem/")
    assert actions(person) == [
        ("begin_support_view", boss.email, "Không thấy kỳ báo cáo"),
        ("support_view", boss.email, ""),
        ("end_support_view", boss.email, ""),
    ]
    assert looking.get("/").context["user"] == boss


def test_it_ends_after_half_an_hour(looking, person, boss):
    session = looking.session
    session[support_view.KEY] = {"user": person.pk, "until": 0}
    session.save()
    assert looking.get("/").context["user"] == boss
    assert support_view.KEY not in looking.session


def test_it_ends_when_the_administrator_is_none_any_more(looking, boss):
    User.objects.filter(pk=boss.pk).update(is_superuser=False)
    assert looking.get("/").context["user"] == boss


def test_it_ends_with_the_account_of_the_administrator(looking, boss):
    User.objects.filter(pk=boss.pk).update(is_active=False)
    assert looking.get("/bao-cao/")["Location"].startswith(reverse("account_login"))


def test_it_needs_a_reason_the_password_again_and_somebody_who_is_no_administrator(client, person, boss):
    sign_in(client, boss.email)
    asked = client.post(f"/nguoi/{person.pk}/xem/", {"reason": "x"})
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    confirm_password(client, reverse("mfa_activate_totp"))
    other = AdministratorFactory()
    for who, reason in ((person, " "), (other, "x"), (boss, "x")):
        client.post(f"/nguoi/{who.pk}/xem/", {"reason": reason})
        assert support_view.KEY not in client.session


def test_a_specialist_cannot_look_as_anybody(client, person, boss):
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[support_view.KEY] = {"user": boss.pk, "until": 2**40}
    session.save()
    assert client.get("/").context["user"] == person
    assert client.post(f"/nguoi/{boss.pk}/xem/", {"reason": "x"}).status_code in {302, 403}
    assert support_view.KEY not in client.session
