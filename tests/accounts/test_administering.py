"""People in the administration: who may do what with them, and what is asked for again before."""

import threading

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from journal.models import Entry
from tests.accounts.signing_in import PASSWORD, a_person, confirm_password, give_app, sign_in

pytestmark = pytest.mark.django_db
BOSS = "chu@so.example"


@pytest.fixture
def person():
    return a_person()


@pytest.fixture
def boss():
    return a_person(BOSS, is_staff=True, is_superuser=True)


@pytest.fixture
def clerk():
    """May open the administration and change people, and is no administrator of the whole portal."""
    user = a_person("van-thu@so.example", is_staff=True)
    wanted = [
        "view_user",
        "change_user",
        "add_user",
        "delete_user",
        "change_emailaddress",
        "add_emailaddress",
    ]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    return user


def at_the_desk(client, user):
    sign_in(client, user.email)
    confirm_password(client, reverse("mfa_activate_totp"))
    return client


def page_of(user, what="change"):
    return reverse(f"admin:accounts_user_{what}", args=[user.pk])


@pytest.mark.parametrize("what", ["import", "export"])
def test_people_leave_and_come_in_tables_for_those_only_who_may_see_and_change_them(client, what):
    at_the_desk(client, a_person("khach@so.example", is_staff=True))
    assert client.get(reverse(f"admin:accounts_user_{what}")).status_code == 403


def test_a_table_of_people_is_for_administrators_of_the_whole_portal(client, clerk):
    at_the_desk(client, clerk)
    assert client.get(reverse("admin:accounts_user_import")).status_code == 403


def test_nobody_makes_an_administrator_of_themselves(client, clerk):
    at_the_desk(client, clerk)
    sent = {
        "email": clerk.email,
        "full_name": "Văn thư",
        "is_active": "on",
        "is_superuser": "on",
        "is_staff": "on",
    }
    client.post(page_of(clerk), sent)
    clerk.refresh_from_db()
    assert clerk.is_superuser is False


@pytest.mark.parametrize("address", ["/password/", "/delete/"])
def test_an_administrator_s_password_and_account_are_touched_by_administrators_only(
    client, clerk, boss, address
):
    at_the_desk(client, clerk)
    assert client.get(f"/admin/accounts/user/{boss.pk}{address}").status_code == 403
    client.post(page_of(boss), {"email": "ke-trom@x.example", "full_name": "x", "is_active": "on"})
    boss.refresh_from_db()
    assert boss.email == BOSS


def test_nobody_writes_an_address_into_somebody_s_account_beside_the_portal(client, clerk, boss):
    for someone in (clerk, boss):
        desk = at_the_desk(Client(), someone)
        sent = {"user": boss.pk, "email": "ke-trom@x.example", "verified": "on", "primary": "on"}
        assert desk.post(reverse("admin:account_emailaddress_add"), sent).status_code == 403
    assert not EmailAddress.objects.filter(email="ke-trom@x.example").exists()


@pytest.mark.parametrize("page", ["change", "password", "delete"])
def test_who_may_sign_in_and_how_changes_after_the_password_was_shown_again(client, boss, person, page):
    sign_in(client, boss.email)
    sent = {"email": "moi@so.example", "full_name": "Lan", "password1": "x", "password2": "x", "post": "yes"}
    address = page_of(person) if page == "change" else f"/admin/accounts/user/{person.pk}/{page}/"
    asked = client.post(address, sent)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert User.objects.get(pk=person.pk).email == person.email


def test_what_was_sent_is_done_once_the_password_was_shown(boss, person):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(reverse("account_login"))
    sent = {"login": boss.email, "password": PASSWORD, "csrfmiddlewaretoken": page.cookies["csrftoken"].value}
    browser.post(reverse("account_login"), sent)
    token = {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    sent = {"email": "Moi@So.example", "full_name": "Lan", "is_active": "on", "password": ""}
    asked = browser.post(page_of(person), sent | token)
    done = browser.post(asked["Location"], {"password": PASSWORD} | token)
    assert done.status_code == 302
    assert User.objects.get(pk=person.pk).email == "moi@so.example"


def test_whoever_is_made_an_administrator_stands_in_the_journal(client, boss, person):
    at_the_desk(client, boss)
    sent = {"email": person.email, "full_name": "Lan", "is_active": "on", "is_staff": "on", "password": ""}
    client.post(page_of(person), sent)
    told = Entry.objects.about(person).filter(action="change_powers").get()
    assert (told.by, told.facts) == (boss, {"is_staff": True})


def test_whoever_a_table_shuts_out_is_out_at_once(client, boss, person):
    own = Client()
    sign_in(own)
    at_the_desk(client, boss)
    file = SimpleUploadedFile("nguoi.csv", b"email,full_name,is_active\nlan@so.example,Lan,0\n", "text/csv")
    looked = client.post(
        reverse("admin:accounts_user_import"), {"import_file": file, "format": "0", "resource": ""}
    )
    client.post(reverse("admin:accounts_user_process_import"), looked.context["confirm_form"].initial)
    User.objects.filter(pk=person.pk).update(is_active=True)
    assert own.get("/tai-khoan/phien/").status_code == 302


def test_a_device_is_taken_away_with_its_recovery_codes_and_whoever_is_in_by_it(client, boss, person):
    own = Client()
    sign_in(own)
    give_app(person)
    at_the_desk(client, boss)
    app = Authenticator.objects.get(user=person, type="totp")
    client.post(reverse("admin:mfa_authenticator_delete", args=[app.pk]), {"post": "yes"})
    assert not Authenticator.objects.filter(user=person).exists()
    assert own.get("/tai-khoan/phien/").status_code == 302
    told = Entry.objects.about(person).filter(action="take_away_second_factor").get()
    assert (told.by, told.facts) == (boss, {"kind": "totp"})


def test_one_s_own_password_is_changed_on_one_page(client, boss):
    sign_in(client, boss.email)
    assert client.get("/admin/password_change/")["Location"] == reverse("account_change_password")
    assert client.post("/admin/password_change/", {"old_password": "x"}).status_code in {302, 405}


def typed(user, **more):
    return {"email": user.email, "full_name": user.full_name, "is_active": "on", "password": "", **more}


def test_nobody_shuts_themselves_out_or_lays_their_own_powers_down(client, boss):
    """Somebody stays who may let people in: nobody but a colleague ends an administrator."""
    at_the_desk(client, boss)
    both = {"is_staff": "on", "is_superuser": "on"}
    for sent in (typed(boss), typed(boss, is_staff="on"), typed(boss) | both | {"is_active": ""}):
        assert len(client.post(page_of(boss), sent).context["adminform"].form.errors) == 1
    assert client.post(page_of(boss, "delete"), {"post": "yes"}).status_code == 403
    ticked = {"action": "delete_selected", "post": "yes", "_selected_action": [boss.pk]}
    client.post(reverse("admin:accounts_user_changelist"), ticked)
    file = SimpleUploadedFile(
        "nguoi.csv", f"email,full_name,is_active\n{boss.email},Chủ,0\n".encode(), "text/csv"
    )
    looked = client.post(
        reverse("admin:accounts_user_import"), {"import_file": file, "format": "0", "resource": ""}
    )
    assert "confirm_form" not in looked.context
    boss.refresh_from_db()
    assert (boss.is_active, boss.is_staff, boss.is_superuser) == (True, True, True)


def test_who_may_sign_in_and_by_which_address_stands_in_the_journal(client, boss, person):
    at_the_desk(client, boss)
    client.post(page_of(person), typed(person) | {"is_active": ""})
    client.post(page_of(person), typed(person, email="moi@so.example"))
    acts = Entry.objects.about(person).filter(action="change_account").order_by("pk")
    assert [(one.by, one.facts) for one in acts] == [
        (boss, {"is_active": False}),
        (boss, {"is_active": True, "email": True}),
    ]


def test_whoever_a_table_shuts_out_stands_in_the_journal(client, boss, person):
    at_the_desk(client, boss)
    rows = f"email,full_name,is_active\n{person.email},{person.full_name},0\n{boss.email},Chủ,1\nba@so.example,Ba,1\n"
    file = SimpleUploadedFile("nguoi.csv", rows.encode(), "text/csv")
    looked = client.post(
        reverse("admin:accounts_user_import"), {"import_file": file, "format": "0", "resource": ""}
    )
    client.post(reverse("admin:accounts_user_process_import"), looked.context["confirm_form"].initial)
    told = Entry.objects.filter(action="change_account").get()
    assert (told.record_id, told.by, told.facts) == (person.pk, boss, {"is_active": False})


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_shut_each_other_out_at_once_one_stays(boss):
    other = a_person("hai@so.example", is_staff=True, is_superuser=True)
    people = [(at_the_desk(Client(), one), away) for one, away in ((boss, other), (other, boss))]
    ready = threading.Barrier(2)

    def shut_out(client, away):
        ready.wait()
        client.post(page_of(away), typed(away) | {"is_active": ""})
        connection.close()

    both = [threading.Thread(target=shut_out, args=pair) for pair in people]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1


def test_the_page_of_a_person_shows_no_piece_of_the_password_s_hash_and_names_the_portal(
    client, boss, person
):
    client.cookies["django_language"] = "en"
    page = at_the_desk(client, boss).get(page_of(person)).content.decode()
    assert "argon2" not in page
    assert person.password.split("$")[-1][:6] not in page
    assert "Reset password" in page
    assert ("Administration of the portal" in page, "Django" in page) == (True, False)
    person.set_unusable_password()
    person.save()
    assert "No password set." in client.get(page_of(person)).content.decode()
