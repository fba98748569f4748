import re
import threading
import time
import unicodedata
from smtplib import SMTPException

import pytest
from allauth.account.models import EmailAddress
from django.contrib.messages import get_messages
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.adapter import NOT_SENT
from accounts.models import User
from enterprises.models import Enterprise, JoinRequest
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, EnterpriseMembershipFactory, tax_code
from tests.factories.organisations import ProvinceFactory

pytestmark = pytest.mark.django_db
REGISTER, RECEIVED = reverse("enterprises:register"), reverse("enterprises:register_received")
PASSWORD = "mot-mat-khau-dai"


def typed(**changes):
    return {
        "name": "Công ty TNHH Dệt Mẫu",
        "tax_code": tax_code(7001),
        "kind": "company",
        "province": ProvinceFactory().pk,
        "address": "Số 1, phường Mẫu",
        "position": "Giám đốc",
        "full_name": "Nguyễn Thị Lan",
        "email": "Lan@Example.vn",
        "password": PASSWORD,
        "has_read": "on",
    } | changes


def wrong(page) -> set[str]:
    return set(page.context["form"].errors)


def test_the_page_is_open_to_everybody_and_asks_a_visitor_for_an_account(client):
    assert set(client.get(REGISTER).context["form"].fields) >= {"email", "password", "has_read"}
    client.force_login(UserFactory())
    assert "email" not in client.get(REGISTER).context["form"].fields


def test_a_visitor_registers_confirms_the_address_and_signs_in(client):
    assert client.post(REGISTER, typed())["Location"] == RECEIVED
    user = User.objects.get(email="lan@example.vn")
    assert (user.has_confirmed_address, "_auth_user_id" in client.session) == (False, False)
    (letter,) = mail.outbox
    assert letter.to == ["lan@example.vn"]
    link = re.search(r"https?://\S+/confirm-email/\S+", letter.body)[0]
    assert client.get(link).status_code == 200
    assert client.post(link).status_code == 302
    assert User.objects.get(pk=user.pk).has_confirmed_address
    client.post(reverse("account_login"), {"login": "lan@example.vn", "password": PASSWORD})
    page = client.get(reverse("enterprises:own_list"))
    assert [held.enterprise.name for held in page.context["memberships"]] == ["Công ty TNHH Dệt Mẫu"]


def test_an_address_with_an_account_is_answered_alike_and_its_owner_is_told(client):
    UserFactory(email="lan@example.vn")
    there = client.post(REGISTER, typed())
    new = client.post(REGISTER, typed(email="moi@example.vn", tax_code=tax_code(7002), name="Khác hẳn"))
    for answer in (there, new):
        del answer["X-Request-ID"], answer["Expires"]  # each request has a name and a moment of its own
    assert (there.status_code, there["Location"], there.headers) == (
        new.status_code,
        new["Location"],
        new.headers,
    )
    assert (Enterprise.objects.count(), User.objects.count()) == (1, 2)
    owner, other = mail.outbox
    assert (owner.to, other.to) == (["lan@example.vn"], ["moi@example.vn"])
    assert "confirm-email" not in owner.body


def test_the_form_sent_twice_writes_one_mail(client):
    facts = typed()
    client.get(REGISTER)
    assert [client.post(REGISTER, facts)["Location"] for _ in range(2)] == [RECEIVED, RECEIVED]
    assert (len(mail.outbox), Enterprise.objects.count(), User.objects.count()) == (1, 1, 1)


def test_a_form_sent_twice_by_somebody_signed_in_is_one_registration(client):
    client.force_login(UserFactory())
    facts = typed()
    places = {client.post(REGISTER, facts)["Location"] for _ in range(2)}
    assert (len(places), Enterprise.objects.count(), JoinRequest.objects.count()) == (1, 1, 0)


def test_a_mail_server_that_is_down_undoes_nothing(client, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise SMTPException

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    assert client.post(REGISTER, typed()).status_code == 302
    assert Enterprise.objects.count() == 1
    told = []
    for address in (typed()["email"], "khong-ai@example.vn"):
        page = Client().post(reverse("account_reset_password"), {"email": address})
        told.append([str(said) for said in get_messages(page.wsgi_request)])
    assert told[0] == told[1] == [str(NOT_SENT)]  # and no word of whether there is an account


def test_a_known_enterprise_is_shown_first_and_then_asked_for(client):
    there = EnterpriseFactory(name="Công ty Sẵn Có", address="Địa chỉ không ai cần biết")
    EnterpriseMembershipFactory(enterprise=there)
    facts = typed(tax_code=there.tax_code)
    page = client.post(REGISTER, facts)
    text = page.content.decode()
    assert (page.status_code, "Công ty Sẵn Có" in text, "không ai cần biết" in text) == (200, True, False)
    assert (User.objects.count(), PASSWORD in text) == (1, False)
    seen = page.context["doubts"].seen
    assert client.post(REGISTER, facts | {"seen": "x", "checked": "on"}).status_code == 200
    assert client.post(REGISTER, facts | {"seen": seen, "checked": "on"})["Location"] == RECEIVED
    assert JoinRequest.objects.get().enterprise == there


def test_a_household_is_never_named_to_a_stranger(client):
    EnterpriseFactory(name="Hộ kinh doanh Nguyễn Văn Kín", kind="household", tax_code="001082000123")
    here = reverse("enterprises:register_check")
    told = [
        client.get(here, typed(kind="household", tax_code=code)).content
        for code in ("001082000123", "001082000999")
    ]
    assert told[0] == told[1]  # the code is a person's number: whether it is known is not told either
    answers = [
        client.post(REGISTER, typed(kind="household", tax_code=code, email=f"{code}@example.vn"))
        for code in ("001082000123", "001082000999")
    ]
    assert [answer["Location"] for answer in answers] == [RECEIVED, RECEIVED]
    assert JoinRequest.objects.count() == 1


def test_no_second_look_tells_whether_an_address_had_an_account(client):
    """With one that had none the enterprise was entered, with the other not: nobody but its owner may see which."""
    UserFactory(email="da-co@example.vn")
    same = {"name": "Công ty Thử", "province": ProvinceFactory().pk}
    codes = {"da-co@example.vn": tax_code(7021), "chua-co@example.vn": tax_code(7022)}
    for email, code in codes.items():
        client.post(REGISTER, typed(email=email, tax_code=code, **same))
    assert Enterprise.objects.get().tax_code == codes["chua-co@example.vn"]
    here = reverse("enterprises:register_check")
    assert len({client.get(here, typed(tax_code=code, **same)).content for code in codes.values()}) == 1
    again = [typed(email=f"{code}@example.vn", tax_code=code, **same) for code in codes.values()]
    assert [client.post(REGISTER, facts).get("Location") for facts in again] == [RECEIVED, RECEIVED]


def test_the_time_of_the_answer_does_not_tell_whether_an_address_had_an_account(client, settings):
    settings.REGISTRATION_TAKES = 0.6
    UserFactory(email="da-co@example.vn")
    took = []
    for number, email in enumerate(("da-co@example.vn", "chua-co@example.vn")):
        begun = time.monotonic()
        client.post(
            REGISTER, typed(email=email, tax_code=tax_code(7031 + number), name=f"Công ty {number} Thử")
        )
        took.append(time.monotonic() - begun)
    assert min(took) >= 0.6


@pytest.mark.django_db(transaction=True)
def test_a_crowd_that_registers_leaves_a_thread_to_readers(settings):
    """Each is kept waiting for a while; whoever comes at the same moment is told at once, and nothing is done for them."""
    settings.REGISTRATION_TAKES = 4.0  # the others come meanwhile, however slowly
    here, ready, took = ProvinceFactory().pk, threading.Barrier(3), {}

    def come(number):
        sent = typed(email=f"p{number}@example.vn", tax_code=tax_code(7041 + number), province=here)
        sent["name"] = ("Dệt Bắc Ninh", "Gốm Chu Đậu", "Mây Phú Vinh")[number]
        ready.wait()
        begun = time.monotonic()
        page = Client().post(REGISTER, sent)
        took.setdefault(page.status_code, []).append(time.monotonic() - begun)
        connection.close()

    people = [threading.Thread(target=come, args=(number,)) for number in range(3)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert {code: len(times) for code, times in took.items()} == {302: 1, 429: 2}
    assert max(took[429]) < min(took[302])
    assert (User.objects.count(), Enterprise.objects.count()) == (1, 1)
    settings.REGISTRATION_TAKES = 0.0
    again = typed(email="p9@example.vn", tax_code=tax_code(7049), province=here, name="Nón làng Chuông")
    assert Client().post(REGISTER, again)["Location"] == RECEIVED


def test_parent_and_look_alikes_are_shown_and_a_code_nobody_can_verify_is_asked_about(client):
    parent = EnterpriseFactory(name="Công ty Mẹ")
    here = ProvinceFactory()
    EnterpriseFactory(name="Công ty CP Dệt Mẫu", province=here)
    page = client.post(REGISTER, typed(tax_code=f"{parent.tax_code}-001", province=here.pk)).content.decode()
    assert ("Công ty Mẹ" in page, "Công ty CP Dệt Mẫu" in page) == (True, True)
    page = client.post(REGISTER, typed(tax_code="0000000010"))  # weighted sum 3: checked as any other
    assert wrong(page) == {"tax_code"}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"tax_code": "0100109107"}, {"tax_code"}),
        ({"tax_code": "001082000123"}, {"tax_code"}),
        ({"tax_code": "1" * 5000}, {"tax_code"}),
        ({"name": "n" * 301}, {"name"}),
        ({"name": "\u200f\u202e"}, {"name"}),
        ({"full_name": "\x00\u200b"}, {"full_name"}),
        ({"full_name": "n" * 300}, {"full_name"}),
        ({"full_name": "Nhận thưởng tại https://xau.example"}, {"full_name"}),
        ({"full_name": "Nhận thưởng tại xau.example"}, {"full_name"}),
        ({"full_name": "…"}, {"full_name"}),
        ({"email": "khong-phai"}, {"email"}),
        ({"email": "a" * 300 + "@example.vn"}, {"email"}),
        ({"password": "ngan"}, {"password"}),
        ({"password": "p" * 300}, {"password"}),
        ({"password": "lan@example.vn"}, {"password"}),
        ({"has_read": ""}, {"has_read"}),
        ({"kind": "kingdom"}, {"kind"}),
        ({"province": "99999999999999999999"}, {"province"}),
        ({"address": "đ" * 501}, {"address"}),
    ],
)
def test_bad_input_is_told_at_its_field_and_changes_nothing(client, changes, fields):
    page = client.post(REGISTER, typed(**changes))
    assert (page.status_code, wrong(page), User.objects.count()) == (200, fields, 0)


def test_decomposed_letters_and_marks_are_stored_clean(client):
    name = "\u202a" + unicodedata.normalize("NFD", "Công ty Lúa Vàng") + "\u202c"
    client.post(REGISTER, typed(name=name, full_name=unicodedata.normalize("NFD", "Lê Thị Hương")))
    assert Enterprise.objects.get().name == "Công ty Lúa Vàng"
    assert User.objects.get().full_name == "Lê Thị Hương"


def test_a_name_of_300_characters_fits(client):
    assert client.post(REGISTER, typed(name="ệ" * 300)).status_code == 302


def test_many_registrations_from_one_network_wait(client, settings):
    settings.REGISTRATIONS_PER_HOUR = 1
    assert client.post(REGISTER, typed()).status_code == 302
    second = typed(email="b@example.vn", tax_code=tax_code(7003), name="Khác")
    assert [client.post(REGISTER, second).status_code for _ in range(2)] == [429, 429]
    assert Enterprise.objects.count() == 1


def test_the_register_cannot_be_read_out_through_the_page(client, settings):
    settings.REGISTRATIONS_PER_HOUR = 1
    facts = typed(tax_code=EnterpriseFactory().tax_code)
    shown = [client.post(REGISTER, facts) for _ in range(6)]
    assert [page.status_code for page in shown] == [200] * 5 + [429]
    assert shown[-1].context["doubts"] is None
    here = reverse("enterprises:register_check")
    asked = {"tax_code": facts["tax_code"], "name": "x", "province": facts["province"]}
    assert "doubts" not in client.get(here, asked).context


def test_doubts_are_told_while_one_types(client):
    there = EnterpriseFactory(name="Công ty Sẵn Có")
    here = reverse("enterprises:register_check")
    asked = {"tax_code": there.tax_code, "name": "Công ty", "province": there.province_id}
    assert "Công ty Sẵn Có" in client.get(here, asked).content.decode()
    assert client.get(here, {"tax_code": "123"}).context["problem"]
    for bad in (
        {},
        {"province": "²"},
        {"province": "9" * 400, "name": "x"},
        {"name": "\x00" * 9, "province": "1"},
    ):
        assert client.get(here, bad).status_code == 200


def test_somebody_signed_in_registers_another_enterprise_at_once(client):
    client.force_login(user := UserFactory())
    answer = client.post(REGISTER, typed())
    enterprise = Enterprise.objects.get()
    assert answer["Location"] == reverse("enterprises:enterprise_people", args=[enterprise.pk])
    assert (enterprise.people.get().user, User.objects.count()) == (user, 1)
    other = UserFactory()
    client.force_login(other)
    page = client.post(REGISTER, typed())
    sure = typed() | {"seen": page.context["doubts"].seen, "checked": "on"}
    assert client.post(REGISTER, sure)["Location"] == reverse("enterprises:own_list")
    assert [asked.user for asked in JoinRequest.objects.all()] == [other]


def test_the_link_is_sent_again_but_not_without_end(client):
    user = UserFactory(opened_alone=True)
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    client.force_login(user)
    again = reverse("enterprises:address_confirm")
    for _ in range(3):
        client.post(again)
    assert len(mail.outbox) == 1
    client.force_login(UserFactory())
    client.post(again)
    assert len(mail.outbox) == 1


def test_links_in_mails_begin_with_the_portals_own_address(client, settings):
    settings.PORTAL_BASE_URL = "https://nscl.example"
    client.post(REGISTER, typed(), HTTP_HOST="localhost")
    assert "https://nscl.example/tai-khoan/confirm-email/" in mail.outbox[0].body
    UserFactory(email="b@example.vn")
    client.post(reverse("account_reset_password"), {"email": "b@example.vn"})
    assert "https://nscl.example/tai-khoan/password/reset/key/" in mail.outbox[1].body
