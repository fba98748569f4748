"""People are invited from a list: looked at first, one mail each, a link that opens once."""

import datetime as dt
import re
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from accounts.models import User
from organisations.actions import inviting
from organisations.actions.inviting import invitation_of, send_again, send_due, token_of
from organisations.models import Invitation, Membership, Role
from organisations.queries.inviting import judge, read_lines
from tests.accounts.signing_in import a_person, sign_in
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.organisations import (
    AliasFactory,
    DostFactory,
    InvitationFactory,
    MembershipFactory,
    OrganisationFactory,
    SpecialistFactory,
)
from tests.outbox.sink import Sink

pytestmark = pytest.mark.django_db
NEW = "/loi-moi/moi/"
PASSWORD = "ghế tre xanh nước mắm"


@pytest.fixture
def unit():
    return OrganisationFactory(key="thu/DOIT", name="Sở Công Thương")


@pytest.fixture
def specialist(unit):
    return SpecialistFactory(organisation__province=unit.province).user


@pytest.fixture
def desk(client, specialist):
    client.force_login(specialist, "django.contrib.auth.backends.ModelBackend")
    return client


def problems(text, by) -> list[bool]:
    return [bool(line.problem) for line in judge(read_lines(text), by=by)]


def one(desk, text="hoa@so.example; Trần Thị Hoa; thu/DOIT; đầu mối") -> Invitation:
    desk.post(NEW, {"people": text, "confirm": "1"})
    return Invitation.objects.get()


def link_of(letter) -> str:
    return re.search(r"https?://[^/]+(/loi-moi/nhan/\S+)", letter.body)[1]


def test_organisations_are_found_by_key_name_and_other_name_and_roles_in_two_languages(unit, specialist):
    AliasFactory(organisation=unit, text="Sở CT")
    text = "E-mail; Họ tên; Đơn vị; Vai trò\na@x.vn; A; thu/DOIT;\nb@x.vn; B; so cong thuong; Đầu mối\nc@x.vn\tC\tSở CT\tunit leader\n\nD@X.vn; D; SỞ CÔNG THƯƠNG; lãnh đạo đơn vị"  # fmt: skip
    lines = judge(read_lines(text), by=specialist)
    assert [line.problem for line in lines] == [""] * 4
    assert [line.role for line in lines] == [
        Role.FOCAL_POINT,
        Role.FOCAL_POINT,
        Role.UNIT_LEADER,
        Role.UNIT_LEADER,
    ]
    assert [line.email for line in lines] == ["a@x.vn", "b@x.vn", "c@x.vn", "d@x.vn"]
    assert {line.organisation for line in lines} == {unit}


def test_a_line_of_blanks_is_read_at_once():
    assert [line.email for line in read_lines(f"a{' ' * 99_000}b ; Hoa ;\t x")] == [f"a{' ' * 99_000}b"]


def test_each_line_says_what_is_wrong_with_it(unit, specialist):
    MembershipFactory(user__email="co@x.vn", organisation=unit)
    left = timezone.localdate() - dt.timedelta(days=1)
    MembershipFactory(user__email="nghi@x.vn", user__is_active=False, organisation=unit, valid_to=left)
    InvitationFactory(email="moi@x.vn", organisation=unit)
    OrganisationFactory(name="Sở Y tế", province=unit.province)
    OrganisationFactory(name="Sở Y tế", province=unit.province)
    elsewhere = OrganisationFactory(name="Sở tỉnh khác")
    wrong = ["khong-phai; A; thu/DOIT", "a@x.vn; ; thu/DOIT", "a@x.vn; A; Sở không có", f"a@x.vn; A; {elsewhere.key}", "a@x.vn; A; sở y tế", "a@x.vn; A; thu/DOIT; vua", "a@x.vn; A; thu/DOIT; chuyên viên", "co@x.vn; A; thu/DOIT", "nghi@x.vn; A; thu/DOIT", "moi@x.vn; A; thu/DOIT"]  # fmt: skip
    text = "\n".join([*wrong, "tot@x.vn; A; thu/DOIT", "tot@x.vn; A; thu/DOIT"])
    lines = judge(read_lines(text), by=specialist)
    assert [bool(line.problem) for line in lines] == [True] * 10 + [False, True]
    assert (
        len({line.problem for line in lines}) == 11
    )  # another province's organisation is one that is not there


def test_an_administrator_invites_into_every_role(unit):
    text = "\n".join(f"{n}@x.vn; A; thu/DOIT; {role.value}" for n, role in enumerate(Role))
    assert problems(text, AdministratorFactory()) == [False] * len(Role)


def test_looking_at_a_list_costs_the_same_however_long_and_writes_nothing(unit, specialist):
    counts = []
    for length in (2, 40):
        text = "\n".join(f"n{n}@x.vn; A; Sở Công Thương" for n in range(length))
        person = User.objects.get(pk=specialist.pk)
        with CaptureQueriesContext(connection) as queries:
            judge(read_lines(text), by=person)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Invitation.objects.count() == 0


def test_a_list_is_looked_at_first_and_sent_by_the_second_button(desk, unit):
    text = "hoa@so.example; Trần Thị Hoa; thu/DOIT\nsai; ; ;"
    page = desk.post(NEW, {"people": text})
    assert (page.context["good"], page.context["bad"], Invitation.objects.count()) == (1, 1, 0)
    assert desk.post(NEW, {"people": text, "confirm": "1"})["Location"] == "/loi-moi/"
    assert list(Invitation.objects.values_list("email", "mail")) == [("hoa@so.example", "queued")]
    again = desk.post(NEW, {"people": text, "confirm": "1"})
    assert (again.status_code, Invitation.objects.count()) == (200, 1)


def test_a_workbook_is_read_as_a_list(desk, unit):
    book = Workbook()
    book.active.append(["E-mail", "Họ tên", "Đơn vị", "Vai trò"])
    book.active.append(["hoa@so.example", "Trần Thị Hoa", "Sở Công Thương", None])
    held = BytesIO()
    book.save(held)
    page = desk.post(NEW, {"workbook": SimpleUploadedFile("x.xlsx", held.getvalue())})
    assert [(line.email, line.problem) for line in page.context["lines"]] == [("hoa@so.example", "")]
    refused = desk.post(NEW, {"workbook": SimpleUploadedFile("x.xlsx", b"PK not a workbook")})
    assert list(refused.context["form"].errors) == ["workbook"]


@pytest.mark.parametrize("sent", [{}, {"people": "  \n"}, {"people": "a@x.vn; A; B\n" * 501}])
def test_an_empty_or_endless_list_is_refused(desk, sent):
    page = desk.post(NEW, sent)
    assert list(page.context["form"].errors) == ["people"]


def test_each_mail_leaves_once_and_its_link_opens_an_account_once(desk, unit):
    invitation = one(desk)
    assert (send_due(timezone.now()), send_due(timezone.now())) == (1, 0)
    assert [letter.to for letter in mail.outbox] == [["hoa@so.example"]]
    link = link_of(mail.outbox[0])
    weak = Client().post(link, {"full_name": "Trần Thị Hoa", "password": "matkhau12345"})
    assert list(weak.context["form"].errors) == ["password"]
    done = Client().post(link, {"full_name": "Trần Thị Hoa", "password": PASSWORD})
    assert done["Location"] == reverse("account_login")
    person = User.objects.get(email="hoa@so.example")
    assert (person.full_name, person.has_confirmed_address, person.check_password(PASSWORD)) == (
        "Trần Thị Hoa",
        True,
        True,
    )
    assert [(m.organisation, m.role) for m in person.memberships.on(timezone.localdate())] == [
        (unit, "focal_point")
    ]
    assert Client().get(link).status_code == 404
    invitation.refresh_from_db()
    assert invitation.accepted_by == person


def test_looking_at_a_link_accepts_nothing(desk, unit):
    token = token_of(one(desk))
    assert Client().get(f"/loi-moi/nhan/{token}/").status_code == 200
    assert User.objects.filter(email="hoa@so.example").count() == 0


def test_somebody_with_an_account_accepts_while_signed_in_and_nobody_else_does(desk, unit):
    person = UserFactory(email="hoa@so.example")
    link = f"/loi-moi/nhan/{token_of(one(desk))}/"
    assert Client().post(link, {"full_name": "X", "password": PASSWORD}).status_code == 409
    assert desk.post(link).status_code == 409
    own = Client()
    own.force_login(person, "django.contrib.auth.backends.ModelBackend")
    assert own.post(link)["Location"] == "/"
    assert person.memberships.count() == 1


@pytest.mark.parametrize("what", ["account", "role", "organisation"])
def test_an_invitation_nobody_stands_for_opens_nothing_until_a_colleague_sends_it_again(
    desk, unit, specialist, what
):
    row = one(desk)
    colleague = SpecialistFactory(organisation=specialist.memberships.get().organisation).user
    link = f"/loi-moi/nhan/{token_of(row)}/"
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    if what == "account":
        User.objects.filter(pk=specialist.pk).update(is_active=False)
    elif what == "role":
        specialist.memberships.update(valid_to=yesterday)
    else:
        type(unit).objects.filter(pk=unit.pk).update(valid_to=yesterday)
    sent = {"full_name": "Trần Thị Hoa", "password": PASSWORD}
    assert Client().post(link, sent).status_code == 409
    assert not User.objects.filter(email="hoa@so.example").exists()
    send_again(row, by=colleague, now=timezone.now())
    row.refresh_from_db()
    expected = 409 if what == "organisation" else 302
    assert Client().post(f"/loi-moi/nhan/{token_of(row)}/", sent).status_code == expected


def test_somebody_who_accepts_a_role_for_the_province_shows_a_second_factor_from_the_next_page_on(
    client, settings
):
    settings.PORTAL_MFA_REQUIRED = True
    person = a_person()
    row = InvitationFactory(email=person.email, organisation=DostFactory(), role=Role.SPECIALIST)
    sign_in(client)
    assert client.get("/").status_code == 200
    client.post(f"/loi-moi/nhan/{token_of(row)}/")
    assert client.get("/")["Location"].startswith("/tai-khoan/buoc-hai/")


def test_a_list_of_addresses_does_not_tell_who_has_an_account_elsewhere(unit, specialist):
    UserFactory(email="xa@tinh-khac.example")
    UserFactory(email="da-nghi@tinh-khac.example", is_active=False)
    MembershipFactory(user__email="gan@so.example", organisation=OrganisationFactory(province=unit.province))
    text = "\n".join(f"{name}@tinh-khac.example; Người; thu/DOIT" for name in ("xa", "da-nghi", "khong-co"))
    lines = judge(read_lines(f"{text}\ngan@so.example; Người; thu/DOIT"), by=specialist)
    assert [(line.problem, bool(line.note)) for line in lines] == [("", False)] * 3 + [("", True)]


def test_a_membership_that_had_ended_begins_again(desk, unit):
    day = timezone.localdate()
    old = MembershipFactory(
        user__email="hoa@so.example", organisation=unit, valid_to=day - dt.timedelta(days=1)
    )
    link = f"/loi-moi/nhan/{token_of(one(desk))}/"
    own = Client()
    own.force_login(old.user, "django.contrib.auth.backends.ModelBackend")
    own.post(link)
    assert [m.valid_to for m in Membership.objects.filter(user=old.user)] == [None]


def test_a_link_ends_with_its_week_its_withdrawal_and_its_successor(desk, unit):
    row = one(desk)
    now = timezone.now()
    first = token_of(row)
    assert invitation_of(first, now + dt.timedelta(days=6)) == row
    assert invitation_of(first, now + dt.timedelta(days=8)) is None
    assert invitation_of(first + "x", now) is None
    desk.post(f"/loi-moi/{row.pk}/", {"act": "again"})
    row.refresh_from_db()
    assert (invitation_of(first, now), invitation_of(token_of(row), now)) == (None, row)
    desk.post(f"/loi-moi/{row.pk}/", {"act": "withdraw"})
    assert invitation_of(token_of(row), now) is None
    desk.post(f"/loi-moi/{row.pk}/", {"act": "again"})
    row.refresh_from_db()
    assert row.withdrawn_at


def test_a_mail_server_that_is_down_loses_nothing(desk, unit, settings, monkeypatch):
    """However long it takes, or whatever password it no longer knows: no try is counted."""
    row = one(desk)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    now = timezone.now()
    assert [send_due(now + turn * inviting.PAUSE) for turn in range(7)] == [0] * 7
    row.refresh_from_db()
    assert (row.mail, row.tries, bool(row.problem)) == ("queued", 0, True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due(now) == 1
    row.refresh_from_db()
    assert (row.mail, row.tries, row.problem) == ("sent", 1, "")


def test_an_invitation_the_mail_server_refuses_is_tried_five_times(desk, unit, settings):
    sink = Sink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    sink.temper, row, now = "unknown", one(desk), timezone.now()
    for turn in range(7):
        send_due(now + turn * (inviting.PAUSE + dt.timedelta(minutes=1)))
    sink.stop()
    row.refresh_from_db()
    assert (row.mail, row.tries, "550" in row.problem) == ("failed", 5, True)


def test_a_mail_whose_sender_died_is_not_sent_again_by_itself(desk, unit):
    row = one(desk)
    Invitation.objects.filter(pk=row.pk).update(mail="sending")
    assert send_due(timezone.now()) == 0
    desk.post(f"/loi-moi/{row.pk}/", {"act": "again"})
    assert send_due(timezone.now()) == 1


def test_a_colleague_of_another_province_sees_and_touches_nothing(desk, unit):
    row = one(desk)
    other = Client()
    other.force_login(SpecialistFactory().user, "django.contrib.auth.backends.ModelBackend")
    assert other.get("/loi-moi/").context["rows"] == []
    assert other.post(f"/loi-moi/{row.pk}/", {"act": "withdraw"}).status_code == 404
    focal = Client()
    focal.force_login(MembershipFactory(organisation=unit).user, "django.contrib.auth.backends.ModelBackend")
    assert [focal.get(path).status_code for path in ("/loi-moi/", NEW)] == [403, 403]


def test_the_list_of_invitations_costs_the_same_however_long(desk, unit):
    counts = []
    for more in (1, 10):
        InvitationFactory.create_batch(more, organisation=unit)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("/loi-moi/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
