import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "mot-mat-khau-dai"


@pytest.fixture
def person():
    return User.objects.create_user("Lan@So.Example", PASSWORD, full_name="Nguyễn Thị Lan")


@pytest.fixture
def administrator(client):
    User.objects.create_superuser("quantri@so.example", PASSWORD, full_name="Quản trị")
    sign_in(client, "quantri@so.example", PASSWORD)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def sign_in(client, email, password):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_an_address_is_one_account_however_it_is_typed(person):
    assert person.email == "lan@so.example"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="LAN@so.example", full_name="Khác")


def test_signing_in_by_address_leads_to_ones_work(client, person):
    response = sign_in(client, "LAN@so.example", PASSWORD)
    assert (response.status_code, response["Location"]) == (302, reverse("portal:home"))


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, person):
    answers = [sign_in(client, email, "sai-hoan-toan") for email in ("lan@so.example", "ai@so.example")]
    assert [answer.status_code for answer in answers] == [200, 200]
    errors = [answer.context["form"].errors.as_json() for answer in answers]
    assert errors[0] == errors[1] != "{}"


def test_many_wrong_passwords_close_the_door_for_a_while(client, person):
    for _ in range(12):
        sign_in(client, person.email, "sai-hoan-toan")
    response = sign_in(client, person.email, PASSWORD)
    assert response.status_code != 302


def test_nobody_opens_an_account_alone(client):
    response = client.post(
        reverse("account_signup"), {"email": "toi@so.example", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert (response.status_code, User.objects.count()) == (200, 0)


def test_a_person_may_add_a_second_factor_and_is_then_asked_for_it(client, person):
    sign_in(client, person.email, PASSWORD)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    assert Authenticator.objects.filter(user=person, type="totp").count() == 1
    client.post(reverse("account_logout"))
    assert sign_in(client, person.email, PASSWORD)["Location"] == reverse("mfa_authenticate")


@pytest.mark.parametrize(("minutes", "status"), [(4, 200), (6, 302)])
def test_the_password_is_asked_again_unless_it_was_just_typed(client, person, minutes, status):
    sign_in(client, person.email, PASSWORD)
    session = client.session
    session["account_authentication_methods"][-1]["at"] -= minutes * 60
    session.save()
    assert client.get(reverse("mfa_activate_totp")).status_code == status
    assert client.get(reverse("mfa_add_webauthn")).status_code == status


@pytest.mark.parametrize("asked", ["get", "post"])
def test_the_administration_is_entered_through_the_same_door(client, asked):
    person = User.objects.create_superuser("chu@so.example", PASSWORD, full_name="Chủ")
    sent = {"username": person.email, "password": PASSWORD, "next": reverse("admin:index")}
    answer = getattr(client, asked)(reverse("admin:login"), sent)
    assert answer["Location"].startswith(reverse("account_login"))
    assert client.get(reverse("admin:index")).status_code == 302


def upload(client, text, **more):
    file = SimpleUploadedFile("nguoi.csv", text.encode(), "text/csv")
    return client.post(
        reverse("admin:accounts_user_import"), {"import_file": file, "format": "0", "resource": "", **more}
    )


def test_importing_people_is_tried_dry_before_anything_is_written(administrator):
    response = upload(administrator, "email,full_name,is_active\nHoa@So.Example,Trần Hoa,1\n")
    assert response.status_code == 200
    assert response.context["result"].totals["new"] == 1
    assert User.objects.filter(email="hoa@so.example").count() == 0
    confirmed = administrator.post(
        reverse("admin:accounts_user_process_import"), response.context["confirm_form"].initial
    )
    assert confirmed.status_code == 302
    assert User.objects.get(email="hoa@so.example").has_usable_password() is False


def test_a_wrong_row_of_people_is_shown_and_nothing_is_written(administrator):
    response = upload(administrator, "email,full_name,is_active\nkhong-phai-dia-chi,Trần Hoa,1\n")
    assert [row.number for row in response.context["result"].invalid_rows] == [1]
    assert User.objects.count() == 1


@pytest.mark.parametrize("door", ["account_login", "account_logout"])
def test_signing_in_and_out_leads_to_no_other_name_of_ours(client, settings, person, door):
    settings.ALLOWED_HOSTS = ["testserver", "portal.example"]
    if door == "account_logout":
        sign_in(client, person.email, PASSWORD)
    sent = {"login": person.email, "password": PASSWORD, "next": "http://portal.example/"}
    assert client.post(reverse(door), sent)["Location"] == "/"
