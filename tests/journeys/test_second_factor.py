"""A specialist is led to a second factor at the first sign-in, and signs in with it ever after, in a real Chromium."""

import pytest

from tests.accounts.signing_in import code_for
from tests.browser import PASSWORD
from tests.factories.accounts import UserFactory
from tests.factories.organisations import SpecialistFactory

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "hai-buoc@so.example"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def person(settings, visitor):
    settings.PORTAL_MFA_REQUIRED = True
    user = UserFactory(email=EMAIL)
    user.set_password(PASSWORD)
    user.save()
    SpecialistFactory(user=user)
    return visitor()


def type_password(person):
    page = person.go("/tai-khoan/login/")
    page.fill("input[name=login]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form [type=submit]")


def sign_out(person):
    person.go("/tai-khoan/logout/").click("main form [type=submit]")


def reads_well(person):
    assert (person.violations(), person.overflows(), person.faults) == ([], False, [])


def keep_the_codes(person):
    """The recovery codes are shown once, without the password again; then one goes on to where one was going."""
    person.page.wait_for_url("**/recovery-codes/")
    assert person.page.locator(".recovery-codes li").count() == 10
    reads_well(person)
    person.page.click("main .btn-primary")
    person.page.wait_for_url(person.base + "/")


def test_a_passkey_is_set_up_and_then_opens_the_portal_in_both_ways(person):
    device = person.context.new_cdp_session(person.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page = person.page
    type_password(person)
    page.wait_for_url("**/buoc-hai/**")
    reads_well(person)
    page.click("main .btn-primary")
    page.wait_for_url("**/webauthn/add/")
    reads_well(person)
    page.click("#mfa_webauthn_add")
    keep_the_codes(person)
    sign_out(person)
    type_password(person)
    page.wait_for_url("**/2fa/authenticate/")
    reads_well(person)
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(person.base + "/")
    sign_out(person)
    person.go("/tai-khoan/login/").click("#passkey_login")
    page.wait_for_url(person.base + "/")
    assert person.faults == []


def test_an_app_is_set_up_and_its_next_code_opens_the_portal(person):
    page = person.page
    type_password(person)
    page.wait_for_url("**/buoc-hai/**")
    page.click("main .btn-outline-primary")
    page.wait_for_url("**/totp/activate/")
    reads_well(person)
    secret = page.input_value("#authenticator_secret")
    page.fill("input[name=code]", code_for(secret))
    page.click("main form [type=submit]")
    keep_the_codes(person)
    sign_out(person)
    type_password(person)
    page.wait_for_url("**/2fa/authenticate/")
    page.fill("input[name=code]", "000000")
    page.click("main form [type=submit]")
    page.wait_for_selector(".field-error, .errorlist, [role=alert]")
    reads_well(person)
    page.fill("input[name=code]", code_for(secret, steps=1))
    page.click("main form [type=submit]")
    page.wait_for_url(person.base + "/")
