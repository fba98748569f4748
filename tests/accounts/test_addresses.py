"""Another e-mail address counts when both mailboxes have said yes."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail, signing
from django.test import Client
from django.urls import reverse

from accounts.actions.addresses import NEW as NEW_END
from accounts.actions.addresses import OLD, SALT, agree, know_address
from accounts.models import AddressChange, User
from common.errors import RuleBroken
from journal.models import Entry
from tests.accounts.signing_in import PASSWORD, a_person, confirm_password, give_app, sign_in

pytestmark = pytest.mark.django_db
ASK = "/tai-khoan/dia-chi/"
NEW = "moi@so.example"


@pytest.fixture
def person():
    return a_person()


def ask(client, new=NEW):
    sign_in(client)
    confirm_password(client, reverse("mfa_activate_totp"))
    mail.outbox.clear()
    return client.post(ASK, {"email": new})


def links() -> dict[str, str]:
    """Who was written to, and the link they got."""
    found = {}
    for letter in mail.outbox:
        link = re.search(r"https?://[^/]+(/tai-khoan/dia-chi/\S+)", letter.body)
        found[letter.to[0]] = link[1] if link else ""
    return found


def answer(link, said="yes", client=None):
    return (client or Client()).post(link, {"answer": said})


def now(person) -> str:
    return User.objects.get(pk=person.pk).email


@pytest.mark.parametrize("order", [("lan@so.example", NEW), (NEW, "lan@so.example")])
def test_the_address_changes_when_both_ends_have_answered_in_any_order(client, person, order):
    assert ask(client)["Location"] == ASK
    sent = links()
    assert set(sent) == {"lan@so.example", NEW}
    assert answer(sent[order[0]]).status_code == 200
    assert now(person) == "lan@so.example"
    assert answer(sent[order[1]]).status_code == 200
    assert now(person) == NEW
    assert User.objects.get(pk=person.pk).has_confirmed_address
    assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary")) == [
        (NEW, True, True)
    ]
    assert sign_in(Client(), NEW).status_code == 302
    assert sign_in(Client(), "lan@so.example").status_code == 200


def test_looking_at_a_link_answers_nothing(person, client):
    ask(client)
    for link in links().values():
        assert Client().get(link).status_code == 200
        assert Client().post(link).status_code == 200  # a button was not pressed
    assert now(person) == "lan@so.example"


def test_the_old_mailbox_says_no_and_everybody_is_signed_out(client, person):
    ask(client)
    sent = links()
    answer(sent[NEW])
    assert "account_reset" not in answer(sent["lan@so.example"], "no").content.decode()
    assert now(person) == "lan@so.example"
    assert client.get(ASK).status_code == 302
    assert [answer(link).status_code for link in sent.values()] == [404, 404]


def test_the_new_mailbox_cannot_say_no_for_somebody(client, person):
    ask(client)
    assert answer(links()[NEW], "no").status_code == 200
    assert AddressChange.objects.get().ended_at is None
    assert AddressChange.objects.get().proved_at is None


def test_links_are_used_once_and_replaced_by_the_next_asking(client, person):
    ask(client)
    first = links()
    mail.outbox.clear()
    client.post(ASK, {"email": "khac@so.example"})
    assert [answer(link).status_code for link in first.values()] == [404, 404]
    second = links()
    for link in second.values():
        answer(link)
    assert now(person) == "khac@so.example"
    assert [answer(link).status_code for link in second.values()] == [404, 404]


def test_forged_and_old_links_are_not_valid(client, person, settings):
    ask(client)
    change = AddressChange.objects.get()
    forged = signing.dumps([change.pk, "old"], salt="another")
    assert Client().get(f"{ASK}{forged}/").status_code == 404
    from accounts.actions import addresses

    old = signing.dumps([change.pk, "old"], salt=SALT)
    lasts, addresses.LASTS = addresses.LASTS, -addresses.LASTS
    try:
        assert Client().get(f"{ASK}{old}/").status_code == 404
    finally:
        addresses.LASTS = lasts


def test_the_owner_of_a_known_address_is_told_and_whoever_asked_learns_nothing(client, person):
    a_person(NEW)
    known = ask(client)
    page = [client.get(ASK).content.decode() for _ in range(2)][1]  # the first tells what was done before
    assert links() == {"lan@so.example": links()["lan@so.example"], NEW: ""}
    client.post(ASK, {"email": "ai-do@so.example"})
    other = [client.get(ASK).content.decode() for _ in range(2)][1].replace("ai-do@so.example", NEW)
    tokens = r'value="\w{64}"|X-CSRFToken[^}]*'
    assert known.status_code == 302
    seen = [re.sub(tokens, "", html[html.index("<main") : html.index("</main")]) for html in (page, other)]
    assert seen[0] == seen[1]


def test_an_address_that_was_taken_meanwhile_is_not_taken_twice(client, person):
    ask(client)
    sent = links()
    answer(sent["lan@so.example"])
    a_person(NEW)
    assert answer(sent[NEW]).status_code == 409
    assert now(person) == "lan@so.example"


def test_a_mistyped_address_that_was_never_confirmed_is_not_asked(client):
    person = a_person(opened_alone=True)
    ask(client)
    assert set(links()) == {NEW}
    answer(links()[NEW])
    assert now(person) == NEW


def test_asking_needs_the_password_again_and_is_counted(client, person):
    sign_in(client)
    assert client.post(ASK, {"email": NEW})["Location"].startswith(reverse("account_reauthenticate"))
    assert AddressChange.objects.count() == 0
    for number in range(4):
        ask(client, f"so-{number}@so.example")
    assert AddressChange.objects.count() == 3
    assert client.post(ASK, {"email": "lan@so.example"}).status_code == 200


def test_the_change_ends_the_other_sessions_and_keeps_the_one_it_was_confirmed_in(client, person):
    other = Client()
    sign_in(other)
    ask(client)
    sent = links()
    answer(sent[NEW])
    answer(sent["lan@so.example"], client=client)
    assert (other.get(ASK).status_code, client.get(ASK).status_code) == (302, 200)


def test_the_librarys_own_page_for_addresses_is_closed(client, person):
    sign_in(client)
    sent = {"action_add": "", "email": NEW}
    assert client.post("/tai-khoan/email/", sent)["Location"] == ASK
    assert reverse("account_email") == "/tai-khoan/email/"
    assert EmailAddress.objects.filter(email=NEW).count() == 0


def test_the_journal_tells_who_signed_in_how_and_what_changed(client, person):
    ask(client)
    for link in links().values():
        answer(link)
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "ghế tre xanh nước mắm", "password2": "ghế tre xanh nước mắm"},
    )
    told = Entry.objects.filter(record_type="accounts.user", record_id=person.pk).order_by("pk")
    assert [entry.action for entry in told][:3] == ["sign_in", "ask_for_address", "change_address"]
    assert told[0].facts == {"ways": ["password"]}
    assert PASSWORD not in str(list(told.values()))


def test_refused_sign_ins_stand_in_the_journal_and_name_no_address_of_a_stranger(client, person, caplog):
    give_app(person)
    sign_in(client, password="sai")
    sign_in(client, "khong-ai@so.example")
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    told = Entry.objects.filter(record_type="accounts.user", record_id=person.pk).order_by("pk")
    assert [(entry.action, entry.by, entry.facts) for entry in told] == [
        ("refuse_sign_in", None, {}),
        ("refuse_second_factor", None, {"kind": "totp"}),
    ]
    assert "nobody here has the address" in caplog.text
    assert "khong-ai" not in caplog.text


def test_an_address_an_administrator_writes_is_the_only_one_that_counts(client, person):
    EmailAddress.objects.create(user=person, email="lan@so.example", primary=True, verified=True)
    own = Client()
    sign_in(own)
    boss = a_person("chu@so.example", is_staff=True, is_superuser=True)
    sign_in(client, boss.email)
    confirm_password(client, reverse("mfa_activate_totp"))
    sent = {"email": NEW, "full_name": "Lan", "is_active": "on", "password": ""}
    assert client.post(reverse("admin:accounts_user_change", args=[person.pk]), sent).status_code == 302
    assert own.get(ASK).status_code == 302
    assert [sign_in(Client(), address).status_code for address in ("lan@so.example", NEW)] == [200, 302]


def test_a_change_that_waits_ends_when_an_administrator_writes_another_address(client, person):
    change = AddressChange.objects.create(user=person, old=person.email, new="ke-trom@x.example")
    person.email = "cuu@so.example"
    person.save()
    for end in (OLD, NEW_END):
        with pytest.raises(RuleBroken):
            agree(change, end, keep=None)
    know_address(person)
    change.refresh_from_db()
    assert (change.outcome, User.objects.get(pk=person.pk).email) == ("replaced", "cuu@so.example")


def test_an_address_is_nobody_elses_for_looking_alike_in_capitals(person):
    assert [User.objects.known_as(a) for a in (" LAN@so.example", "lan@\u017fo.example")] == [person, None]
